"""Let a model write the answer, and show of it what its passages carry."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import assert_never

from retrieval.answer.draft import Claim, Draft, answer_of
from retrieval.answer.prompting import Prompting
from retrieval.answer.support import Checker, Reason, Unsupported
from retrieval.answer.units import Source
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

    rejected: the sentences that no passage carries, as they were first written; dropped: how many of
    them were not mended. failure: why it broke off, if it did; what was shown before stays.
    """

    shown: int = 0
    rejected: list[str] = field(default_factory=list)
    dropped: int = 0
    usage: Usage | None = None
    failure: ModelError | None = None

    @property
    def notices(self) -> list[str]:
        """What a reader must know of the model's part in an answer."""
        found = []
        if self.failure is not None:
            how = "What follows it is quoted." if self.shown else "The answer is quoted instead."
            found.append(f"{self.failure} {how}")
        if self.dropped:
            one = self.dropped == 1
            noun, say = ("sentence", "it says") if one else ("sentences", "they say")
            found.append(
                f"{self.dropped} {noun} of the model left out: no passage carries what {say}."
            )
        return found

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


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an answer is written from and held against: numbered sources, and how they are checked."""

    sources: Sequence[Source]
    checker: Checker
    article_text: Callable[[str], str]

    def judge(self, claim: Claim) -> Checked | Unsupported:
        """The sentence with the spans that carry it, or what no source carries of it."""
        found = self.checker.check(claim.text, self.sources, cited=claim.cited)
        if isinstance(found, Unsupported):
            return found
        citations = tuple(
            Citation(
                n=n,
                article=source.passage.article,
                start=span.start,
                end=span.end,
                quote=self.article_text(source.passage.article.key)[span.start : span.end],
            )
            for n, (source, span) in enumerate(found.spans, start=1)
        )
        numbers = tuple(citation.n for citation in citations)
        sentence = AnswerSentence(text=claim.text, citations=numbers, support=found.support)
        return Checked(sentence, citations)


class Writer:
    """Asks a model for an answer, checks every sentence, asks once more for those that fail."""

    def __init__(self, model: ChatModel, prompting: Prompting, *, answer_tokens: int) -> None:
        """answer_tokens: the longest answer."""
        self.model = model
        self.prompting = prompting
        self._answer_tokens = answer_tokens

    async def write(
        self, question: str, grounds: Grounds, account: Account
    ) -> AsyncGenerator[Checked, None]:
        """The sentences that hold, each as soon as it is complete; `account` tells of the others.

        A ModelError is kept in the account, not raised.
        """
        said: set[str] = set()
        rejected: list[Rejected] = []
        messages = self.prompting.answer(question, grounds.sources)
        async with aclosing(self._read(messages, grounds, account, said)) as read:
            async for verdict in read:
                if isinstance(verdict, Checked):
                    yield verdict
                else:
                    rejected.append(verdict)
        account.rejected = [text for text, _ in rejected]
        account.dropped = len(rejected)
        if not rejected or account.failure is not None:
            return
        messages = self.prompting.repair(question, grounds.sources, rejected[:MOST_REPAIRED])
        async with aclosing(self._read(messages, grounds, account, said)) as read:
            async for verdict in read:
                if isinstance(verdict, Checked):
                    account.dropped = max(0, account.dropped - 1)
                    yield verdict

    async def _read(
        self, messages: Sequence[Message], grounds: Grounds, account: Account, said: set[str]
    ) -> AsyncGenerator[Checked | Rejected, None]:
        """The sentences of one call, those that hold and those that do not; none is said twice."""
        async with aclosing(self._claims(messages, account)) as claims:
            async for claim in claims:
                if claim.text.casefold() in said:
                    continue
                said.add(claim.text.casefold())
                verdict = await asyncio.to_thread(grounds.judge, claim)
                if isinstance(verdict, Checked):
                    account.shown += 1
                    yield verdict
                elif verdict.reason is not Reason.NO_CLAIM:
                    yield claim.text, verdict

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
    return answer_of("".join(parts)).strip()
