"""Refusals and confidence."""

from __future__ import annotations

import random

import numpy as np
import pytest

from bot.evaluation.metrics import abstention
from tests.evaluation.metrics.made import answered, broken, case, nothing, refused, unsure

# (abstained, answerable): two right refusals, one false, one unanswerable answered, two answered
PAIRS = [(True, False), (True, False), (True, True), (False, False), (False, True), (False, True)]


def test_refusals_have_precision_recall_and_f1() -> None:
    assert abstention.precision(PAIRS) == pytest.approx(2 / 3)
    assert abstention.recall(PAIRS) == pytest.approx(2 / 3)
    assert abstention.f1(PAIRS) == pytest.approx(2 / 3)
    assert abstention.false_refusals(PAIRS) == pytest.approx(1 / 3)
    assert abstention.f1([(True, False), (True, True), (False, False), (False, False)]) == (
        pytest.approx(2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3))
    )


def test_refusals_without_anything_to_count_have_no_figure() -> None:
    answers = [(False, True)]
    assert abstention.precision(answers) is None
    assert abstention.recall(answers) is None
    assert abstention.f1(answers) is None
    assert abstention.f1([]) is None
    assert abstention.false_refusals([(True, False)]) is None
    assert abstention.f1([(False, False)]) == abstention.f1([(True, True)]) == 0


def test_the_area_is_the_mean_risk_over_all_coverages() -> None:
    # by falling confidence: right, wrong, right, wrong
    risks = [0, 1 / 2, 1 / 3, 2 / 4]
    assert list(abstention.selective_risk([0.2, 0.9, 0.5, 0.7], [1, 0, 0, 1])) == (
        pytest.approx(risks)
    )
    assert abstention.aurc([0.2, 0.9, 0.5, 0.7], [1, 0, 0, 1]) == pytest.approx(sum(risks) / 4)
    assert abstention.aurc([], []) is None
    assert abstention.aurc([0.3], [1]) == 1


def test_equal_confidences_share_their_losses_in_any_order() -> None:
    confidences = [0.9, 0.5, 0.5, 0.5]
    risks = [0, (1 / 3) / 2, (2 / 3) / 3, 1 / 4]
    for losses in ([0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]):
        assert list(abstention.selective_risk(confidences, losses)) == pytest.approx(risks)


def test_the_curve_ends_where_the_refusals_begin() -> None:
    results = [
        *unsure([0.9, 0.7, 0.7, 0.4], [0, 1, 0, 1]),
        refused(confidence=0.3),
        broken(),
        answered(case(facts=()), confidence=0.8),  # nothing tells whether it is right
        answered(confidence=None),
        answered(nothing(), confidence=0.2),
    ]
    assert abstention.risk_coverage(results) == (
        (pytest.approx(1 / 7), 0),
        (pytest.approx(3 / 7), pytest.approx(1 / 3)),
        (pytest.approx(4 / 7), pytest.approx(2 / 4)),
        (pytest.approx(5 / 7), pytest.approx(3 / 5)),
    )
    assert abstention.risk_coverage(results[4:8]) == ()
    assert abstention.risk_coverage([]) == ()


def test_the_calibration_error_is_over_bins_of_equal_mass() -> None:
    # sorted: 0.1 0.2 0.4 | 0.6 0.9, bins of 3 and 2
    confidences, labels = [0.9, 0.1, 0.6, 0.2, 0.4], [1, 0, 0, 1, 0]
    first = abs((0.1 + 0.2 + 0.4) / 3 - 1 / 3)
    second = abs((0.6 + 0.9) / 2 - 1 / 2)
    assert abstention.calibration_error(confidences, labels, bins=2) == (
        pytest.approx(3 / 5 * first + 2 / 5 * second)
    )


def test_each_case_is_a_bin_when_they_are_few() -> None:
    assert abstention.calibration_error([0.25, 0.75], [0, 1]) == pytest.approx(0.25)
    assert abstention.calibration_error([], []) is None


def test_equal_confidences_share_their_labels_over_the_edge_of_a_bin() -> None:
    for labels in ([1, 0], [0, 1]):
        assert abstention.calibration_error([0.5, 0.5], labels) == 0


def _calibration_error(pairs: list[tuple[float, int]], bins: int) -> float:
    """The definition, written out."""
    pairs = sorted(pairs)
    size, longer = divmod(len(pairs), bins)
    error, start = 0.0, 0
    for number in range(bins):
        part = pairs[start : (start := start + size + (number < longer))]
        gap = abs(sum(sure for sure, _ in part) - sum(label for _, label in part))
        error += gap / len(pairs)
    return error


def test_the_calibration_error_is_that_of_the_definition() -> None:
    drawn = random.Random(3)
    for cases in (10, 47, 200):
        pairs = [(drawn.random(), drawn.randint(0, 1)) for _ in range(cases)]
        assert abstention.calibration_error(*zip(*pairs, strict=True)) == (
            pytest.approx(_calibration_error(pairs, 10), abs=1e-12)
        )


def test_bins_of_equal_width_hold_their_upper_edge() -> None:
    # (0.1, 0.2] holds the first two, (0.2, 0.3] the third, (0.9, 1] the last; 0 is in the first
    rows = np.array([[0.15, 1], [0.2, 0], [0.25, 0], [1.0, 0], [0.0, 0], [0.1, 1]])
    expected = (abs(0.35 - 1) + 0.25 + 1 + abs(0.1 - 1)) / 6
    assert abstention.equal_width_error_of(rows) == pytest.approx(expected)


def test_many_draws_at_once_give_what_each_gives_alone() -> None:
    source = np.random.default_rng(1)
    rows = np.stack([source.integers(9, size=(20, 33)) / 9, source.integers(2, size=(20, 33))], -1)
    for together, alone in (
        (abstention.aurc_of, abstention.aurc),
        (abstention.calibration_error_of, abstention.calibration_error),
    ):
        expected = [alone(one[:, 0].tolist(), one[:, 1].tolist()) for one in rows]
        assert together(rows).tolist() == pytest.approx(expected, abs=1e-12)
