"""Ask every gold question and keep what came back."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from bot.evaluation.cases import Case
from bot.evaluation.metrics import Outcome, Quoted
from bot.ordered import in_order
from retrieval.types import Abstention, Answer, Citation, Reply

if TYPE_CHECKING:
    from retrieval.library import Library


class Evaluation:
    """A run over one library; quotes are compared with the articles as they are stored."""

    def __init__(self, library: Library, *, concurrency: int) -> None:
        self._engine = library.engine
        self._concurrency = concurrency
        self._text = lru_cache(maxsize=256)(lambda key: library.article(key).text)

    def outcomes(self, cases: Iterable[Case]) -> AsyncIterator[Outcome]:
        """One outcome for each case, in order."""
        return in_order(cases, self._ask, concurrency=self._concurrency)

    async def _ask(self, case: Case) -> Outcome:
        began = time.perf_counter()
        try:
            reply = await self._engine.answer(case.question, turns=case.turns)
            return self._outcome(case, reply, milliseconds=_since(began))
        except Exception as error:  # noqa: BLE001  # the door: a crash must not hide other cases
            line = " ".join(f"{type(error).__name__}: {error}".split())
            return Outcome(case=case, error=line, milliseconds=_since(began))

    def _outcome(self, case: Case, reply: Reply, *, milliseconds: float) -> Outcome:
        found = tuple(passage.article.key for passage in reply.passages)
        match reply:
            case Answer():
                return Outcome(
                    case=case,
                    answer=reply.text,
                    quotes=self._quotes(reply.citations),
                    found=found,
                    milliseconds=milliseconds,
                )
            case Abstention():
                return Outcome(
                    case=case,
                    abstained=True,
                    reason=reply.reason.value,
                    answer=reply.message,
                    found=found,
                    milliseconds=milliseconds,
                )
            case _:
                assert_never(reply)

    def _quotes(self, citations: Sequence[Citation]) -> tuple[Quoted, ...]:
        return tuple(
            Quoted(
                key=one.article.key,
                quote=one.quote,
                verbatim=self._text(one.article.key)[one.start : one.end] == one.quote,
            )
            for one in citations
        )


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000
