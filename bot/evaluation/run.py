"""Ask every gold question and keep what came back."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, assert_never

from bot.evaluation.cases import Case, Evidence
from bot.evaluation.places import whole
from bot.evaluation.results import Cited, Found, Result, Said
from bot.ordered import in_order
from retrieval.errors import UnknownArticle
from retrieval.types import Abstention, Answer, Citation, Passage, Reply

if TYPE_CHECKING:
    from retrieval.library import Library

FOUND = 20  # passages kept of each question: what retrieval's figures look at

Keep = Callable[[int, Result], None]
_NONE: Mapping[int, Result] = MappingProxyType({})


class Evaluation:
    """Asks over one library; quotes are compared with the articles as they are stored."""

    def __init__(self, library: Library, *, concurrency: int) -> None:
        self._engine = library.engine
        self._concurrency = concurrency
        self._text = lru_cache(maxsize=256)(lambda key: library.article(key).text)

    async def results(
        self, cases: Sequence[Case], *, done: Mapping[int, Result] = _NONE, keep: Keep | None = None
    ) -> tuple[Result, ...]:
        """One result for each case, in order; a failure is the result of its case.

        done: results that are there already, by the places of their cases, which are not asked.
        keep: is given each new one as soon as it is there.
        """
        results = dict(done)
        missing = [place for place in range(len(cases)) if place not in done]

        async def one(place: int) -> None:
            results[place] = await self._ask(cases[place])
            if keep is not None:
                keep(place, results[place])

        async for _ in in_order(missing, one, concurrency=self._concurrency):
            pass
        return tuple(results[place] for place in range(len(cases)))

    async def _ask(self, case: Case) -> Result:
        began = time.perf_counter()
        spent = 0.0
        try:
            evidence = tuple(map(self._whole, case.evidence))
            case = replace(case, evidence=evidence)
            reply = await self._engine.answer(case.question, turns=case.turns)
            spent = _since(began)
            # A reply shows only the nearest few.
            passages = await self._engine.search(case.question, turns=case.turns, k=FOUND)
            return self._result(case, reply, passages, milliseconds=spent)
        except Exception as error:  # noqa: BLE001  # the door: a crash must not hide other cases
            line = " ".join(f"{type(error).__name__}: {error}".split())
            return Result(case=case, error=line, milliseconds=spent or _since(began))

    def _result(
        self, case: Case, reply: Reply, passages: Sequence[Passage], *, milliseconds: float
    ) -> Result:
        usage = reply.usage
        return Result(
            case=case,
            standalone_question=reply.standalone_question,
            found=tuple(
                Found(
                    key=one.article.key,
                    start=one.start,
                    end=one.end,
                    score=one.score,
                    text=one.text,
                )
                for one in passages
            ),
            confidence=reply.confidence,
            milliseconds=milliseconds,
            stages_ms=dict(reply.timings_ms),
            prompt_tokens=usage.prompt_tokens if usage else None,
            completion_tokens=usage.completion_tokens if usage else None,
            cost=usage.cost if usage else None,
            dropped=reply.dropped,
            **self._said(reply),
        )

    def _said(self, reply: Reply) -> dict[str, Any]:
        match reply:
            case Answer():
                return {
                    "answer": reply.text,
                    "sentences": tuple(
                        Said(text=s.text, citations=s.citations) for s in reply.sentences
                    ),
                    "citations": tuple(map(self._cited, reply.citations)),
                }
            case Abstention():
                return {"abstained": True, "reason": reply.reason.value, "answer": reply.message}
            case _:
                assert_never(reply)

    def _cited(self, one: Citation) -> Cited:
        return Cited(
            n=one.n,
            key=one.article.key,
            start=one.start,
            end=one.end,
            quote=one.quote,
            verbatim=self._text(one.article.key)[one.start : one.end] == one.quote,
        )

    def _whole(self, evidence: Evidence) -> Evidence:
        try:
            text = self._text(evidence.key)
        except UnknownArticle:
            if not evidence.quote:
                raise
            return evidence  # a library that lacks it is measured, too
        return whole(evidence, text)


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000
