"""What went wrong with a question, as one cause, and which questions changed between two runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.evaluation.cases import Case
from bot.evaluation.metrics.answer import right
from bot.evaluation.metrics.citation import cites
from bot.evaluation.results import Result

USED = 8  # passages that the engine shows with an answer: behind them, few answers find anything


class Cause(StrEnum):
    """Why a result is not right; the first that holds, in the order in which a question is worked.

    A gold article that was not found explains all that follows it, and so on down the list.
    """

    ERROR = "error"
    ANSWERED_UNANSWERABLE = "answered the unanswerable"
    RETRIEVAL_MISSED = "retrieval missed"
    RANKED_LOW = "ranked low"
    REFUSED = "refused"
    ANSWER_WRONG = "answer wrong"
    CITATION_WRONG = "citation wrong"


class Turned(StrEnum):
    """What became of a question between two runs, the gravest first."""

    BROKEN = "broken"
    CHANGED = "wrong in another way"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A question that is not as right, or not wrong in the same way, as it was."""

    before: Result
    after: Result
    was: Cause | None
    now: Cause | None

    @property
    def case(self) -> Case:
        return self.after.case

    @property
    def turned(self) -> Turned:
        if self.was is None:
            return Turned.BROKEN
        return Turned.FIXED if self.now is None else Turned.CHANGED


def cause(result: Result, *, used: int = USED) -> Cause | None:
    """Why this result is not right; None when it is.

    used: passages that an answer is made of; a gold article found only behind them ranks low.
    """
    if result.error:
        return Cause.ERROR
    if not result.case.answerable:
        return None if result.abstained else Cause.ANSWERED_UNANSWERABLE
    if right(result) is not False:
        return None if _cites_it(result) else Cause.CITATION_WRONG
    if (lost := _lost(result, used=used)) is not None:
        return lost
    return Cause.REFUSED if result.abstained else Cause.ANSWER_WRONG


def flips(pairs: Iterable[tuple[Result, Result]], *, used: int = USED) -> tuple[Flip, ...]:
    """The questions whose cause changed, what broke first; pairs: before and after, one case."""
    order = list(Turned)
    found = [
        Flip(before=before, after=after, was=was, now=now)
        for before, after in pairs
        if (was := cause(before, used=used)) is not (now := cause(after, used=used))
    ]
    return tuple(sorted(found, key=lambda flip: order.index(flip.turned)))


def _lost(result: Result, *, used: int) -> Cause | None:
    """What retrieval did to the question; None when an answer had what it needs, or none is named.

    What is cited was there to be read, wherever it ranked.
    """
    gold = _gold_articles(result.case)
    if not gold or any(one.key in gold for one in result.citations):
        return None
    places = [place for place, one in enumerate(result.found) if one.key in gold]
    if not places:
        return Cause.RETRIEVAL_MISSED
    return Cause.RANKED_LOW if places[0] >= used else None


def _gold_articles(case: Case) -> set[str]:
    return {*case.gold_articles, *(one.key for one in case.evidence)}


def _cites_it(result: Result) -> bool:
    """Whether it quotes the evidence (or, without, a gold article), and word for word."""
    if not all(one.verbatim for one in result.citations):
        return False
    quotes = [one.quote for one in result.citations]
    held = cites(quotes, [one.quote for one in result.case.evidence])
    gold = _gold_articles(result.case)
    return (
        bool(held)
        if held is not None
        else not gold or any(one.key in gold for one in result.citations)
    )
