"""Let a model write the answer, and show of it what its passages carry."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import assert_never

from retrieval.answer.draft import Claim, Draft
from retrieval.answer.prompting import Prompting
from retrieval.answer.support import Carried, Checker, Source, Unsupported
from retrieval.errors import ModelError
from retrieval.ports import ChatModel, Finished, Message, ModelEvent, TextPiece
from retrieval.types import AnswerSentence, Citation, Usage

MOST_SENTENCES = 12  # that are read of one answer: a small model may repeat itself without end
MOST_REPAIRED = 4  # sentences that are sent back


Rejected = tuple[str, Unsupported]


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence that its passages carry; its citations are numbered within it, from 1."""

    sentence: AnswerSentence
    citations: tuple[Citation, ...]


@dataclass(slots=True)
class Account:
    """What a model was asked and what came of it, over all its calls for one reply.

    failure: why it broke off, if it did; what was shown before stays.
    """

    shown: int = 0
    dropped: int = 0
    usage: Usage | None = None
    failure: ModelError | None = None

    def add(self, usage: Usage | None) -> None:
        """Count the tokens of one more call."""
        if usage is None:
            return
        before = self.usage or Usage(prompt_tokens=0, completion_tokens=0, cost=usage.cost and 0.0)
        known = before.cost is not None and usage.cost is not None
        self.usage = Usage(
            prompt_tokens=before.prompt_tokens + usage.prompt_tokens,
            completion_tokens=before.completion_tokens + usage.completion_tokens,
            estimated=before.estimated or usage.estimated,
            cost=(before.cost or 0.0) + (usage.cost or 0.0) if known else None,
        )


class Writer:
    """Asks a model for an answer, checks every sentence, asks once more for those that fail."""

    def __init__(self, model: ChatModel, prompting: Prompting, *, answer_tokens: int) -> None:
        """answer_tokens: the longest answer."""
        self.model = model
        self.prompting = prompting
        self._answer_tokens = answer_tokens

    async def write(
        self, question: str, sources: Sequence[Source], checker: Checker, account: Account
    ) -> AsyncGenerator[Checked, None]:
        """The sentences that hold, each as soon as it is complete; `account` tells of the others.

        A ModelError is kept in the account, not raised.
        """
        said: set[str] = set()
        first: list[Rejected] = []
        messages = self.prompting.answer(question, sources)
        async for sentence in self._held(messages, sources, checker, account, said, first):
            yield sentence
        account.dropped = len(first)
        if not first or account.failure is not None:
            return
        messages = self.prompting.repair(question, sources, first[:MOST_REPAIRED])
        async for sentence in self._held(messages, sources, checker, account, said, []):
            account.dropped = max(0, account.dropped - 1)
            yield sentence

    async def _held(
        self,
        messages: Sequence[Message],
        sources: Sequence[Source],
        checker: Checker,
        account: Account,
        said: set[str],
        rejected: list[Rejected],
    ) -> AsyncGenerator[Checked, None]:
        """The sentences of one call that passages carry; those that claim more are put into `rejected`."""
        async with aclosing(self._claims(messages, account)) as claims:
            async for claim in claims:
                if claim.text.casefold() in said:
                    continue
                said.add(claim.text.casefold())
                found = await asyncio.to_thread(
                    checker.check, claim.text, sources, cited=claim.cited
                )
                match found:
                    case Carried():
                        account.shown += 1
                        yield _checked(claim.text, found, checker.article_text)
                    case Unsupported():
                        if found.claims:
                            rejected.append((claim.text, found))

    async def _claims(
        self, messages: Sequence[Message], account: Account
    ) -> AsyncGenerator[Claim, None]:
        """The sentences of one call as they are completed; no more than MOST_SENTENCES."""
        draft, read = Draft(), 0
        try:
            async with aclosing(
                self.model.stream(messages, max_tokens=self._answer_tokens)
            ) as events:
                async for event in events:
                    for claim in _completed(draft, event, account):
                        read += 1
                        yield claim
                    if read >= MOST_SENTENCES:
                        return
        except ModelError as error:
            account.failure = error


def _completed(draft: Draft, event: ModelEvent, account: Account) -> list[Claim]:
    match event:
        case TextPiece():
            return draft.add(event.text)
        case Finished():
            account.add(event.usage)
            # A sentence that was cut off in its middle is no sentence.
            return draft.end() if event.reason == "stop" else []
        case _:
            assert_never(event)


def _checked(text: str, found: Carried, article_text: Callable[[str], str]) -> Checked:
    citations = tuple(
        Citation(
            n=n,
            article=source.passage.article,
            start=span.start,
            end=span.end,
            quote=article_text(source.passage.article.key)[span.start : span.end],
        )
        for n, (source, span) in enumerate(found.spans, start=1)
    )
    numbers = tuple(citation.n for citation in citations)
    return Checked(AnswerSentence(text=text, citations=numbers, support=found.support), citations)


async def whole(
    model: ChatModel, messages: Sequence[Message], *, max_tokens: int, account: Account
) -> str:
    """All that a model writes; ModelError when it fails."""
    parts: list[str] = []
    async with aclosing(model.stream(messages, max_tokens=max_tokens)) as events:
        async for event in events:
            match event:
                case TextPiece():
                    parts.append(event.text)
                case Finished():
                    account.add(event.usage)
    return "".join(parts).strip()
