"""Figures that only a public set has, as its authors define them, beside those of bot.evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.question_sets import squeezed
from bot.evaluation.metrics.answer import fact_match, spoken
from bot.evaluation.metrics.figures import figures
from bot.evaluation.metrics.intervals import Statistic, bootstrap, wilson
from bot.evaluation.results import Result


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure with its 95 % interval and the number of cases that count."""

    value: float
    low: float
    high: float
    n: int


def counted(results: Sequence[Result], names: Iterable[str]) -> dict[str, Counted]:
    """The figures of these names that are defined for the results."""
    plain = [replace(one, case=replace(one.case, tags=())) for one in results]
    known = figures(plain).total
    found: dict[str, Counted] = {}
    for name in names:
        if name in OWN:
            rows = [row for one in results if (row := OWN[name](one)) is not None]
            if (own := averaged(rows)) is not None:
                found[name] = own
        elif (figure := known[name]).value is not None:
            assert figure.low is not None, "a figure has its interval"
            assert figure.high is not None, "a figure has its interval"
            found[name] = Counted(figure.value, figure.low, figure.high, figure.n)
    return found


def averaged(rows: Sequence[float]) -> Counted | None:
    """The mean of some numbers from 0 to 1; None without any."""
    return drawn([(row,) for row in rows], lambda some: np.asarray(some[..., 0].mean(-1)))


def drawn(rows: Sequence[Sequence[float]], statistic: Statistic) -> Counted | None:
    """A share over rows of numbers, one row for each case; None where it is undefined.

    Where every draw of the bootstrap would be the same, all or nothing, the interval is Wilson's.
    """
    if not rows:
        return None
    table = np.array(rows, dtype=np.float64)
    value = float(statistic(table))
    if np.isnan(value):
        return None
    whole = value in (0.0, 1.0)
    interval = wilson(round(value * len(rows)), len(rows)) if whole else bootstrap(table, statistic)
    assert interval is not None, "there are rows"
    return Counted(value, *interval, len(rows))


def fact_rank(result: Result, *, k: int) -> int | None:
    """The rank of the first of k passages that holds a gold fact whole; None where none does."""
    facts = [squeezed(one.quote) for one in result.case.evidence]
    for rank, passage in enumerate(result.found[:k], start=1):
        text = squeezed(passage.text)
        if any(fact in text for fact in facts):
            return rank
    return None


def _fact_hit(k: int) -> Callable[[Result], float | None]:
    def row(result: Result) -> float | None:
        return float(fact_rank(result, k=k) is not None) if result.case.evidence else None

    return row


def _fact_mrr(result: Result) -> float | None:
    if not result.case.evidence:
        return None
    rank = fact_rank(result, k=10)
    return 1 / rank if rank else 0.0


def _one_answer(result: Result) -> float | None:
    return fact_match(spoken(result), (result.case.answers,)) if result.case.answers else None


def _wrong(result: Result) -> float | None:
    wrong = result.case.wrong_answers
    return fact_match(spoken(result), (wrong,)) if wrong else None


def _right_only(result: Result) -> float | None:
    """RAMDocs' measure: every valid answer and no wrong one."""
    if not result.case.facts:
        return None
    return (fact_match(spoken(result), result.case.facts) or 0.0) * (1 - (_wrong(result) or 0.0))


OWN: Mapping[str, Callable[[Result], float | None]] = {
    "fact_hits@4": _fact_hit(4),
    "fact_hits@10": _fact_hit(10),
    "fact_mrr@10": _fact_mrr,
    "one_answer": _one_answer,
    "wrong_answer": _wrong,
    "right_only": _right_only,
}
