"""Rankings fused by reciprocal ranks."""

from __future__ import annotations

import pytest

from retrieval.search.fusion import DAMPING, reciprocal_ranks


def test_a_place_counts_its_weight_over_damping_and_rank() -> None:
    fused = reciprocal_ranks([(1.0, {7: 0.9, 8: 0.1}), (0.5, {8: 30.0})])

    assert fused == pytest.approx({7: 1 / DAMPING, 8: 1 / (DAMPING + 1) + 0.5 / DAMPING})


def test_only_the_order_of_the_scores_counts() -> None:
    near, far = {1: 0.51, 2: 0.5, 3: -4.0}, {1: 900.0, 2: 0.1, 3: 0.0}

    assert reciprocal_ranks([(1.0, near)]) == reciprocal_ranks([(1.0, far)])


def test_ties_take_the_order_of_their_ids() -> None:
    fused = reciprocal_ranks([(1.0, {9: 0.5, 4: 0.5})])

    assert fused == pytest.approx({4: 1 / DAMPING, 9: 1 / (DAMPING + 1)})


def test_what_two_rankings_have_beats_what_one_has_at_its_top() -> None:
    fused = reciprocal_ranks([(1.0, {1: 3.0, 2: 2.0}), (1.0, {3: 3.0, 2: 2.0})])

    assert max(fused, key=lambda each: fused[each]) == 2
    assert reciprocal_ranks([]) == {}
