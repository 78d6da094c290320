"""Intervals."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from bot.evaluation.metrics import intervals
from bot.evaluation.metrics.intervals import bootstrap, wilson
from bot.evaluation.metrics.measures import mean, pooled


def _column(*values: float) -> intervals.Floats:
    return np.array(values, dtype=np.float64).reshape(-1, 1)


def test_the_bootstrap_is_the_one_written_out() -> None:
    values = _column(0.0, 0.25, 0.5, 1.0, 1.0)
    source = np.random.default_rng(7)
    drawn = [values[source.integers(5, size=5), 0].mean() for _ in range(400)]
    expected = tuple(np.percentile(drawn, (2.5, 97.5)))
    assert bootstrap(values, mean, resamples=400, seed=7) == pytest.approx(expected, abs=1e-12)


def test_neither_the_order_of_the_cases_nor_the_blocks_make_a_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values = np.random.default_rng(1).random((60, 2))
    once = bootstrap(values, pooled, resamples=300)
    assert bootstrap(values[::-1], pooled, resamples=300) == once
    monkeypatch.setattr(intervals, "_CELLS", 1000)
    assert bootstrap(values, pooled, resamples=300) == once
    assert bootstrap(values, pooled, resamples=300, seed=1) != once


def test_the_bootstrap_of_many_cases_is_near_the_normal_interval() -> None:
    values = np.random.default_rng(0).random((500, 1))
    low, high = bootstrap(values, mean, resamples=4000) or (0, 0)
    half = 1.96 * float(values.std()) / 500**0.5
    assert low == pytest.approx(float(values.mean()) - half, abs=0.003)
    assert high == pytest.approx(float(values.mean()) + half, abs=0.003)


def test_one_case_has_an_interval_without_width_and_none_has_no_interval() -> None:
    assert bootstrap(_column(0.3), mean) == (0.3, 0.3)
    assert bootstrap(_column(), mean) is None
    assert bootstrap(_column(0.3), mean, resamples=0) is None


def test_draws_in_which_a_figure_is_undefined_are_left_out() -> None:
    def ratio(rows: intervals.Floats) -> intervals.Floats:
        below = rows[..., 0].sum(-1)
        return np.where(below > 0, 1.0, np.nan)

    assert bootstrap(_column(0.0, 1.0), ratio) == (1, 1)
    assert bootstrap(_column(0.0, 0.0), ratio) is None


def test_wilsons_interval_is_the_published_one() -> None:
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert wilson(0, 0) is None
    square = NormalDist().inv_cdf(0.975) ** 2  # with all of n it is n / (n + z²)
    assert wilson(10, 10) == pytest.approx((10 / (10 + square), 1.0), abs=1e-12)
