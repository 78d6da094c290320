"""How far a figure may be off: intervals of 95 %."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
"""Rows of cases (..., cases, columns) to one number for each leading index; nan is "undefined"."""

_TAILS = (2.5, 97.5)  # percentiles that leave 95 % between them
_NORMAL = 1.959963984540054  # the 97.5th percentile of the normal distribution
_CELLS = 2_000_000  # numbers held at a time: 16 MB


def bootstrap(
    rows: Floats, statistic: Statistic, *, resamples: int = 1000, seed: int = 0
) -> tuple[float, float] | None:
    """The percentile bootstrap's interval; None without a case or a defined resample.

    rows: (cases, columns), one row for each case; in what order makes no difference, they are
    sorted first. Cases are drawn with replacement, as many as there are:
    `default_rng(seed).integers(cases, size=(resamples, cases))`. Low and high are the 2.5th and
    97.5th percentile, linearly interpolated, of the draws' statistics (Efron 1979).
    """
    cases, columns = rows.shape
    if not cases or resamples < 1:
        return None
    source = np.random.default_rng(seed)
    ordered = rows[np.lexsort(rows.T[::-1])]
    block = max(1, _CELLS // (cases * columns))
    parts = []
    for done in range(0, resamples, block):
        drawn = source.integers(cases, size=(min(block, resamples - done), cases))
        parts.append(statistic(np.take(ordered, drawn, axis=0)))
    values = np.concatenate(parts)
    values = values[~np.isnan(values)]
    if not values.size:
        return None
    low, high = np.percentile(values, _TAILS)
    return float(low), float(high)


def wilson(hits: int, total: int) -> tuple[float, float] | None:
    """Wilson's score interval of a share: honest near 0 and 1, where a bootstrap sees no doubt."""
    if not total:
        return None
    share, square = hits / total, _NORMAL**2 / total
    middle = share + square / 2
    half = _NORMAL * math.sqrt(share * (1 - share) / total + square / (4 * total))
    return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))
