"""A question goes in, a reply with checked citations comes out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from retrieval.types import Event, Filters, Passage, Reply, Turn


class Engine:
    """Follows one question from the front to the reply. (Being written.)"""

    async def answer(
        self, question: str, *, turns: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Reply:
        """Answer from the articles, or abstain with a reason and the nearest passages."""
        raise NotImplementedError

    def stream(
        self, question: str, *, turns: Sequence[Turn] = (), filters: Filters | None = None
    ) -> AsyncIterator[Event]:
        """The same as events: Searching, Found, SentenceVerified..., Done."""
        raise NotImplementedError

    async def search(
        self, question: str, *, k: int = 10, filters: Filters | None = None
    ) -> tuple[Passage, ...]:
        """The k passages nearest to the question, best first."""
        raise NotImplementedError
