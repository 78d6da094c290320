"""A run as named figures with intervals, over all cases and over each tag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.evaluation.metrics.intervals import bootstrap, wilson
from bot.evaluation.metrics.measures import Measure, mean, measures, pooled
from bot.evaluation.metrics.rows import Row
from bot.evaluation.results import Result, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number about a set of cases.

    value, low, high: the figure and its 95 % interval; None when no case counts or it is undefined.
    n: how many cases count. per_case: case id -> what the case says by itself; `averaged`: value is
    the mean of these. unit: "share" (0 to 1), "ms", "tokens" or "cost".
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    higher_is_better: bool
    meaning: str
    per_case: Mapping[str, float]
    averaged: bool = True
    unit: str = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """name -> figure over all cases, and tag -> the same over the cases with that tag."""

    total: Mapping[str, Figure]
    tags: Mapping[str, Mapping[str, Figure]]


def figures(
    run_or_results: Run | Sequence[Result], *, resamples: int = 1000, seed: int = 0
) -> Figures:
    """Everything that is counted; the same results, resamples and seed give the same figures."""
    given = run_or_results
    results = given.results if isinstance(given, Run) else tuple(given)
    cases = {"": range(len(results)), **_tagged(results)}
    slices: dict[str, dict[str, Figure]] = {tag: {} for tag in cases}
    for one in measures(sorted({stage for result in results for stage in result.stages_ms})):
        rows = [one.row(result) for result in results]
        for tag, places in cases.items():
            some = [(results[at].case.id, row) for at in places if (row := rows[at]) is not None]
            slices[tag][one.name] = _figure(one, some, resamples, seed)
    return Figures(total=slices.pop(""), tags=slices)


def _tagged(results: Sequence[Result]) -> dict[str, list[int]]:
    """The places of the results with each tag, tags in order; an empty tag is none."""
    tags = sorted({tag for one in results for tag in one.case.tags if tag})
    return {tag: [at for at, one in enumerate(results) if tag in one.case.tags] for tag in tags}


def _figure(
    measure: Measure, pairs: Sequence[tuple[str, Row]], resamples: int, seed: int
) -> Figure:
    value, interval = None, None
    if pairs:
        rows = np.array([row for _, row in pairs], dtype=np.float64)
        number = float(measure.statistic(rows))
        value = None if np.isnan(number) else number
        plain = measure.unit == "share" and measure.statistic in (mean, pooled)
        if plain and value in (0.0, 1.0):  # all draws would be the same
            interval = wilson(round(value * len(pairs)), len(pairs))
        else:
            interval = bootstrap(rows, measure.statistic, resamples=resamples, seed=seed)
    low, high = interval or (None, None)
    return Figure(
        name=measure.name,
        value=value,
        low=low,
        high=high,
        n=len(pairs),
        higher_is_better=measure.higher_is_better,
        meaning=measure.meaning,
        per_case={case: measure.own(row) for case, row in pairs},
        averaged=measure.statistic is mean,
        unit=measure.unit,
    )
