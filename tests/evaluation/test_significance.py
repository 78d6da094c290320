"""Tests of significance, against values worked out by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation import significance
from bot.evaluation.significance import (
    can_tell,
    holm,
    interval,
    interval_of,
    mcnemar,
    permutation,
    randomisation,
)


def test_mcnemar_is_the_two_sided_binomial_of_the_flips() -> None:
    assert mcnemar(0, 0) == 1
    assert mcnemar(3, 3) == 1
    assert mcnemar(5, 0) == mcnemar(0, 5) == 2 / 32
    assert mcnemar(8, 2) == pytest.approx(2 * (1 + 10 + 45) / 1024)


def test_the_permutation_test_of_few_differences_counts_every_sign() -> None:
    # sums of +-1 +-2 +-3 as far from 0 as 6: two of eight
    assert permutation([1, 2, 3]) == 2 / 8
    # -1 + 2 + 3 = 4: of the eight sums 6, 4, -4, -6 are as far out
    assert permutation([-1, 2, 3]) == 4 / 8


def test_questions_that_did_not_change_say_nothing() -> None:
    assert permutation([]) == permutation([0, 0.0]) == 1
    assert permutation([1, 2, 3, *[0.0] * 500]) == permutation([1, 2, 3])


@given(st.integers(0, 12), st.integers(0, 12))
def test_over_right_and_wrong_the_permutation_test_is_mcnemars(better: int, worse: int) -> None:
    signs = [1.0] * better + [-1.0] * worse
    assert permutation(signs) == mcnemar(better, worse)
    if better + worse <= 10:
        sums = [abs(sum(one)) for one in itertools.product((-1, 1), repeat=better + worse)]
        share = sum(one >= abs(better - worse) for one in sums) / len(sums)
        assert mcnemar(better, worse) == pytest.approx(share)


def test_sampling_agrees_with_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    values = [0.4, -0.1, 0.3, 0.2, -0.3, 0.5, 0.1, 0.25, -0.2, 0.35]
    exact = permutation(values)
    monkeypatch.setattr(significance, "_EXACT", 0)
    assert permutation(values) == pytest.approx(exact, abs=0.01)
    assert permutation(values, seed=1) == permutation(values, seed=1) != permutation(values)


def test_a_sampled_p_is_never_zero() -> None:
    assert permutation([float(one) for one in range(1, 101)], resamples=999) == 1 / 1000


def test_the_interval_is_that_of_the_mean() -> None:
    assert interval([]) is None
    assert interval([0.5, 0.5, 0.5]) == (0.5, 0.5)
    found = interval([1.0] * 30 + [0.0] * 70)
    assert found is not None
    low, high = found  # the binomial's quantiles for 100 tosses at 0.3: 21 and 39
    assert (low, high) == pytest.approx((0.21, 0.39), abs=0.011)
    assert interval([1.0, 0.0, 0.5]) == interval([1.0, 0.0, 0.5])


def test_many_questions_are_drawn_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(significance, "_CELLS", 250)
    found = interval([1.0] * 30 + [0.0] * 70, resamples=2001)
    assert found == pytest.approx((0.21, 0.39), abs=0.02)


def test_holm_multiplies_the_smallest_most_and_never_falls() -> None:
    assert holm([]) == ()
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert holm([0.5, 0.9]) == (1.0, 1.0)


def test_figures_in_which_too_few_questions_differ_are_not_tested() -> None:
    assert can_tell([], level=0.05) == ()
    assert can_tell([5], level=0.05) == (False,)  # 2 / 32 is above 0.05
    assert can_tell([6], level=0.05) == (True,)  # 2 / 64 is not
    # two of them need 2 / 2^n <= 0.025, so n = 7; three with one of 6 leave that one out
    assert can_tell([7, 7, 6, 1], level=0.05) == (True, True, False, False)


VALUES = np.array([[0.2, 0.6], [0.5, 0.4], [0.1, 0.9], [0.3, 0.3], [0.2, 0.7], [0.4, 0.2]])


def change_of_means(drawn: np.ndarray, swapped: np.ndarray) -> np.ndarray:
    sides = np.take_along_axis(swapped.astype(int), drawn, axis=-1)
    return VALUES[drawn, 1 - sides].mean(-1) - VALUES[drawn, sides].mean(-1)


def test_redrawing_a_mean_agrees_with_the_tests_of_a_mean() -> None:
    differences = list(VALUES[:, 1] - VALUES[:, 0])
    exact = permutation(differences)
    assert randomisation(change_of_means, 6, resamples=4000) == pytest.approx(exact, abs=0.03)
    bounds = interval_of(change_of_means, 6, resamples=4000)
    assert bounds == pytest.approx(interval(differences, resamples=4000), abs=0.02)


def test_draws_without_a_figure_are_left_out() -> None:
    assert interval_of(lambda drawn, swapped: np.full(len(drawn), np.nan), 3) is None
    assert interval_of(lambda drawn, swapped: np.where(drawn[:, 0] == 0, np.nan, 1.0), 3) == (1, 1)
    assert randomisation(lambda drawn, swapped: np.where(swapped[:, 0], np.nan, 1.0), 3) == 1


def test_what_is_equal_on_paper_is_as_large_as_what_is_seen() -> None:
    def change(drawn: np.ndarray, swapped: np.ndarray) -> np.ndarray:
        return np.where(swapped[:, 0], 0.0, 0.1 + 0.2 - 0.3)

    assert randomisation(change, 3) == 1
