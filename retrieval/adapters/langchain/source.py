"""What the pieces for LangChain ask: an open library, or the engine over one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Protocol, cast

from retrieval.types import Event, Filters, Passage, Reply, Turn


class Asked(Protocol):
    """What `retrieval.Engine` does."""

    async def answer(
        self, question: str, *, turns: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Reply:
        """The whole reply."""
        ...

    def stream(
        self, question: str, *, turns: Sequence[Turn] = (), filters: Filters | None = None
    ) -> AsyncIterator[Event]:
        """The reply as events, Done last."""
        ...

    async def search(
        self, question: str, *, k: int = 10, filters: Filters | None = None
    ) -> tuple[Passage, ...]:
        """The k nearest passages, best first."""
        ...


class Opened(Protocol):
    """What `retrieval.Library` has: an engine, made at the first use."""

    @property
    def engine(self) -> Asked:
        """The engine over the library."""
        ...


def engine_of(source: Opened | Asked) -> Asked:
    """The engine of a library; an engine is its own."""
    return cast(Asked, getattr(source, "engine", source))
