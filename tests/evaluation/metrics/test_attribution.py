"""Scores of claims against labels."""

from __future__ import annotations

import random

import pytest

from bot.evaluation.metrics.attribution import accuracy, auroc, macro_f1

PAIRS = [(0.9, True), (0.5, True), (0.4, True), (0.6, False), (0.1, False)]


def test_a_score_says_carried_from_the_threshold_on() -> None:
    assert accuracy(PAIRS) == pytest.approx(3 / 5)
    assert accuracy(PAIRS, threshold=0.65) == pytest.approx(3 / 5)
    assert accuracy(PAIRS, threshold=0.3) == pytest.approx(4 / 5)
    assert accuracy([]) is None


def test_the_macro_f1_is_the_mean_over_both_classes() -> None:
    # carried: 2 right of 3 said, 3 true; others: 1 right of 2 said, 2 true
    assert macro_f1(PAIRS) == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert macro_f1([(0.9, True), (0.8, True)]) == 1
    assert macro_f1([(0.9, False), (0.8, False)]) == 0
    assert macro_f1([]) is None


def test_the_area_under_the_curve_counts_pairs_in_order() -> None:
    assert auroc(PAIRS) == pytest.approx(4 / 6)
    assert auroc([(0.5, True), (0.5, False)]) == 0.5
    assert auroc([(0.5, True)]) is None
    assert auroc([(0.5, False)]) is None


def test_the_area_under_the_curve_is_that_of_the_definition_with_ties_too() -> None:
    drawn = random.Random(2)
    pairs = [(drawn.randint(0, 9) / 9, drawn.random() < 0.3) for _ in range(150)]
    scored = [
        (one > other) + (one == other) / 2
        for one, carried in pairs
        for other, too in pairs
        if carried and not too
    ]
    assert auroc(pairs) == pytest.approx(sum(scored) / len(scored), abs=1e-12)
