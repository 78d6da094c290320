"""Engines made worse on purpose, around a real one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from retrieval.library import Library
from retrieval.types import (
    Abstention,
    AbstentionReason,
    Answer,
    AnswerSentence,
    Citation,
    Filters,
    Passage,
    Reply,
    Turn,
)


@dataclass(frozen=True, slots=True)
class Whole:
    """The engine as it is; the others change what it gives."""

    library: Library

    @property
    def engine(self) -> Any:
        return self

    def article(self, key: str) -> Any:
        return self.library.article(key)

    async def answer(
        self, question: str, *, turns: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Reply:
        return self.worsen(await self.library.engine.answer(question, turns=turns))

    async def search(
        self,
        question: str,
        *,
        turns: Sequence[Turn] = (),
        k: int = 10,
        filters: Filters | None = None,
    ) -> tuple[Passage, ...]:
        return await self.library.engine.search(question, turns=turns, k=k)

    def worsen(self, reply: Reply) -> Reply:
        return reply


class WithoutTheFirst(Whole):
    """Loses the article of the first passage: what rests on it is not answered."""

    __slots__ = ()

    def worsen(self, reply: Reply) -> Reply:
        first = reply.passages[0].article.key
        rest = tuple(one for one in reply.passages if one.article.key != first)
        cites_it = isinstance(reply, Answer) and reply.citations[0].article.key == first
        return refusal(reply, rest) if cites_it else replace(reply, passages=rest)

    async def search(self, question: str, **options: Any) -> tuple[Passage, ...]:
        found = await Whole.search(self, question, **options)
        return tuple(one for one in found if one.article.key != found[0].article.key)


class Timid(Whole):
    """Refuses what asks "who"."""

    __slots__ = ()

    def worsen(self, reply: Reply) -> Reply:
        return refusal(reply, reply.passages) if reply.question.startswith("Who") else reply


class Bold(Whole):
    """Answers what it should refuse, with whatever came nearest, and cites nothing else."""

    __slots__ = ()

    def worsen(self, reply: Reply) -> Reply:
        if isinstance(reply, Answer):
            return reply
        nearest = reply.passages[0]
        quote = nearest.text.split(". ")[0]
        cited = Citation(
            n=1,
            article=nearest.article,
            start=nearest.start,
            end=nearest.start + len(quote),
            quote=quote,
        )
        return Answer(
            question=reply.question,
            standalone_question=reply.standalone_question,
            sentences=(AnswerSentence(text=quote, citations=(1,), support=1.0),),
            citations=(cited,),
            passages=reply.passages,
            model=reply.model,
            confidence=reply.confidence,
        )


class Unfounded(Whole):
    """Answers as before, and cites nothing."""

    __slots__ = ()

    def worsen(self, reply: Reply) -> Reply:
        if isinstance(reply, Abstention):
            return reply
        bare = tuple(replace(one, citations=()) for one in reply.sentences)
        return replace(reply, sentences=bare, citations=())


class Failing(Whole):
    """Breaks on one question."""

    __slots__ = ()

    def worsen(self, reply: Reply) -> Reply:
        if "hull" in reply.question:
            raise RuntimeError("a defect")
        return reply


def refusal(reply: Reply, passages: tuple[Passage, ...]) -> Abstention:
    return Abstention(
        question=reply.question,
        standalone_question=reply.standalone_question,
        reason=AbstentionReason.NOT_STATED,
        message="The articles do not tell.",
        passages=passages,
        model=reply.model,
        confidence=reply.confidence,
    )
