"""Whether a difference between two runs over the same questions is more than chance."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Change = Callable[[NDArray[np.intp], NDArray[np.bool_]], Floats]
"""A figure's change for each draw; both (draws, questions): which question, and whether its results
are swapped between the runs."""

RESAMPLES = 10_000
_EXACT = 14  # differences other than 0: all 2^14 signs are tried, which is as fast as sampling
_CELLS = 1_000_000  # numbers drawn at once: 8 MB, a few times that in a figure's working
_ROUNDING = 1e-12  # what is equal on paper may differ by this much (sums: by this share)


def permutation(
    differences: Sequence[float], *, resamples: int = RESAMPLES, seed: int = 0
) -> float:
    """Two-sided p of a paired randomisation test: the sign of each difference is a coin's toss.

    Exact for few differences, and for any number of them when all are of one size, where it is
    McNemar's test; otherwise sampled, and never below 1 / (resamples + 1).
    """
    values = np.asarray([one for one in differences if one], dtype=np.float64)
    if not values.size:
        return 1.0
    if np.all(np.abs(values) == abs(values[0])):
        return mcnemar(int((values > 0).sum()), int((values < 0).sum()))
    observed = abs(values.sum()) - _ROUNDING * np.abs(values).sum()
    if values.size <= _EXACT:
        return float((np.abs(_every_sign(values.size) @ values) >= observed).mean())
    random = np.random.default_rng(seed)
    extreme = 0
    for rows in _batches(resamples, values.size):
        signs = random.choice((-1.0, 1.0), size=(rows, values.size))
        extreme += int((np.abs(signs @ values) >= observed).sum())
    return (1 + extreme) / (1 + resamples)


def mcnemar(better: int, worse: int) -> float:
    """Exact two-sided p for questions that were right in only one of two runs."""
    flipped = better + worse
    tail = sum(math.comb(flipped, k) for k in range(min(better, worse) + 1))
    return float(min(1, 2 * tail / 2**flipped))


def interval(
    differences: Sequence[float], *, resamples: int = RESAMPLES, seed: int = 0
) -> tuple[float, float] | None:
    """The mean difference's 95 % by a paired percentile bootstrap; None without questions."""
    values = np.asarray(differences, dtype=np.float64)
    if not values.size:
        return None
    random = np.random.default_rng(seed)
    means = [
        values[random.integers(0, values.size, size=(rows, values.size))].mean(axis=1)
        for rows in _batches(resamples, values.size)
    ]
    return _middle(np.concatenate(means))


def interval_of(
    change: Change, questions: int, *, resamples: int = 1000, seed: int = 0
) -> tuple[float, float] | None:
    """`interval` for a figure that is no mean; None where it is undefined in each draw."""
    random = np.random.default_rng(seed)
    parts = []
    for rows in _batches(resamples, questions):
        drawn = random.integers(0, questions, size=(rows, questions))
        parts.append(change(drawn, np.zeros_like(drawn, dtype=bool)))
    values = np.concatenate(parts)
    values = values[~np.isnan(values)]
    return _middle(values) if values.size else None


def randomisation(change: Change, questions: int, *, resamples: int = 1000, seed: int = 0) -> float:
    """`permutation` for a figure that is no mean: a coin decides which run each result is of.

    Draws in which the figure is undefined are left out.
    """
    random = np.random.default_rng(seed)

    def size(swapped: NDArray[np.bool_]) -> Floats:
        return np.abs(change(np.broadcast_to(np.arange(questions), swapped.shape), swapped))

    observed = size(np.zeros((1, questions), dtype=bool)) - _ROUNDING
    tossed = (random.random((rows, questions)) < 0.5 for rows in _batches(resamples, questions))
    sizes = np.concatenate([size(one) for one in tossed])
    sizes = sizes[~np.isnan(sizes)]
    return (1 + int((sizes >= observed).sum())) / (1 + len(sizes))


def holm(values: Sequence[float]) -> tuple[float, ...]:
    """Holm's step-down correction: p values that hold together, in the order given."""
    adjusted = [0.0] * len(values)
    highest = 0.0
    for rank, position in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        highest = max(highest, min(1.0, (len(values) - rank) * values[position]))
        adjusted[position] = highest
    return tuple(adjusted)


def can_tell(turned: Sequence[int], *, level: float) -> tuple[bool, ...]:
    """Which figures can be significant at all among those tested together (Tarone 1990).

    turned: how many questions differ in each. With n of them no test gives a p below 2 / 2^n. That
    says nothing about which run they favour, so figures left out for it do not count as tested.
    """
    least = [2.0 ** (1 - one) for one in turned]
    enough = (
        figures
        for figures in range(1, len(least) + 1)
        if sum(one <= level / figures for one in least) <= figures
    )
    bound = level / next(enough, 1)
    return tuple(one <= bound for one in least)


def _middle(values: Floats) -> tuple[float, float]:
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)


def _every_sign(count: int) -> Floats:
    """Shape (2^count, count): each way to put + and - before `count` numbers."""
    bits = (np.arange(2**count)[:, np.newaxis] >> np.arange(count)) & 1
    return np.where(bits, 1.0, -1.0)


def _batches(resamples: int, width: int) -> Iterator[int]:
    """How many rows to draw at a time, so that memory stays bounded."""
    step = max(1, _CELLS // width)
    for begin in range(0, resamples, step):
        yield min(step, resamples - begin)
