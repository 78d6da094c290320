"""Each figure in two runs: its change, how sure that is, and whether chance may explain it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.evaluation.metrics.measures import Measure, mean, measures, pooled
from bot.evaluation.significance import (
    Change,
    can_tell,
    holm,
    interval,
    interval_of,
    permutation,
    randomisation,
)

if TYPE_CHECKING:
    from bot.evaluation.metrics.intervals import Floats, Statistic
    from bot.evaluation.metrics.rows import Row
    from bot.evaluation.results import Result

SURE = 0.05  # corrected p below which a difference is called one
# Draws for figures that are no means. Each costs a whole figure; but with fewer than twenty times
# the figures, no p would be small enough to stay below SURE after the correction over them all.
_REDRAWN = 2000

Pair = tuple["Result", "Result"]
"""What came of one question before and after."""


class Trend(StrEnum):
    """What a difference says."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNCLEAR = "not clear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One figure in both runs, over the questions that both have.

    change: after less before, with its paired 95 % interval. p: of a two-sided paired test, None
    where there is none to make (nothing differs, or it is no share); adjusted: after Holm's
    correction over all figures tested. turned: how many questions differ in it.
    """

    name: str
    meaning: str
    unit: str
    higher_is_better: bool
    before: float | None
    after: float | None
    low: float | None
    high: float | None
    turned: int
    p: float | None
    adjusted: float | None = None

    @property
    def change(self) -> float | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def trend(self) -> Trend:
        if not self.turned or self.change == 0:
            return Trend.SAME
        if self.change is None or self.adjusted is None or self.adjusted >= SURE:
            return Trend.UNCLEAR
        return Trend.BETTER if (self.change > 0) == self.higher_is_better else Trend.WORSE


def differences(pairs: Sequence[Pair], *, resamples: int, seed: int) -> tuple[Difference, ...]:
    """Every figure that at least one run has; the same pairs, resamples and seed give the same."""
    found = [
        one
        for measure in measures()
        if (one := _difference(measure, pairs, resamples=resamples, seed=seed)) is not None
    ]
    tested = [one for one in found if one.p is not None]
    within = can_tell([one.turned for one in tested], level=SURE)
    tested = [one for one, able in zip(tested, within, strict=True) if able]
    corrected = holm([one.p for one in tested if one.p is not None])
    adjusted = {one.name: p for one, p in zip(tested, corrected, strict=True)}
    return tuple(replace(one, adjusted=adjusted.get(one.name)) for one in found)


def _difference(
    measure: Measure, pairs: Sequence[Pair], *, resamples: int, seed: int
) -> Difference | None:
    """None where neither run has anything to count."""
    rows = [(measure.row(before), measure.row(after)) for before, after in pairs]
    olds, news = [one for one, _ in rows], [one for _, one in rows]
    before, after = _figure(measure, olds), _figure(measure, news)
    if before is None and after is None:
        return None
    turned = sum(one != other for one, other in rows)
    bounds, p = None, None
    if turned and before is not None and after is not None:
        bounds, p = _tested(measure, rows, resamples=resamples, seed=seed)
    low, high = bounds or (None, None)
    return Difference(
        name=measure.name,
        meaning=measure.meaning,
        unit=measure.unit,
        higher_is_better=measure.higher_is_better,
        before=before,
        after=after,
        low=low,
        high=high,
        turned=turned,
        p=p,
    )


def _tested(
    measure: Measure, rows: Sequence[tuple[Row | None, Row | None]], *, resamples: int, seed: int
) -> tuple[tuple[float, float] | None, float | None]:
    """The change's interval and p; no p for times, tokens and prices."""
    if measure.statistic is mean:
        changes = [new[0] - old[0] for old, new in rows if old is not None and new is not None]
        counted = sum(old is not None or new is not None for old, new in rows)
        if (
            measure.unit == "share" and len(changes) == counted
        ):  # each question counts in both runs or in neither
            bounds = interval(changes, resamples=resamples, seed=seed)
            return bounds, permutation(changes, resamples=resamples, seed=seed)
    change, redrawn = _change(measure, rows), min(resamples, _REDRAWN)
    bounds = interval_of(change, len(rows), resamples=redrawn, seed=seed)
    if measure.unit != "share":
        return bounds, None
    return bounds, randomisation(change, len(rows), resamples=redrawn, seed=seed)


def _change(measure: Measure, rows: Sequence[tuple[Row | None, Row | None]]) -> Change:
    """The change over any draws of the questions; nan where either side has nothing to count."""
    statistic, table = _as_sums(measure, rows)
    missing = bool(np.isnan(table).any())

    def of_each(draws: Floats) -> Floats:
        if not missing:
            return statistic(draws)
        counted = (draw[~np.isnan(draw[:, 0])] for draw in draws)
        return np.array([statistic(one) if len(one) else np.nan for one in counted])

    def change(drawn: NDArray[np.intp], swapped: NDArray[np.bool_]) -> Floats:
        sides = np.take_along_axis(swapped.astype(np.intp), drawn, axis=-1)
        with np.errstate(invalid="ignore"):  # 0 / 0 where nothing counts: nan, as it should be
            return of_each(table[drawn, 1 - sides]) - of_each(table[drawn, sides])

    return change


def _as_sums(
    measure: Measure, rows: Sequence[tuple[Row | None, Row | None]]
) -> tuple[Statistic, Floats]:
    """(questions, 2 runs, columns), and what makes a figure of it; nan where a question is missing.

    A mean is the sum of values over the sum of ones, so that what does not count can be zeros.
    """
    if measure.statistic in (mean, pooled):
        nothing = (0.0, 0.0)
        told = [[_sums(measure, one) if one else nothing for one in pair] for pair in rows]
        return pooled, np.array(told, dtype=np.float64)
    width = max(len(row) for pair in rows for row in pair if row is not None)
    table = [[one or (np.nan,) * width for one in pair] for pair in rows]
    return measure.statistic, np.array(table, dtype=np.float64)


def _sums(measure: Measure, row: Row) -> Row:
    return (row[0], 1.0) if measure.statistic is mean else row


def _figure(measure: Measure, rows: Sequence[Row | None]) -> float | None:
    counted = np.array([row for row in rows if row is not None], dtype=np.float64)
    value = float(measure.statistic(counted)) if counted.size else float("nan")
    return None if np.isnan(value) else value
