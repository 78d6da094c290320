"""Figures of runs drawn at random: against a second reading of the page, and what holds for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluation.cases import Case, Evidence
from bot.evaluation.metrics.abstention import risk_coverage
from bot.evaluation.metrics.figures import Figure, figures
from bot.evaluation.results import Result
from tests.evaluation.metrics import drawn, second
from tests.evaluation.metrics.made import GOLD, answered, case, cited, found, nothing, refused

NEAR = 1e-9
SEEDS = st.integers(0, 10**6)


def near(value: float | None) -> object:
    return None if value is None else pytest.approx(value, abs=NEAR)


def compare(ours: Mapping[str, Figure], results: Sequence[Result], seed: int) -> None:
    theirs = second.figures(results, resamples=10, seed=seed)
    assert {name for name, one in ours.items() if one.n} == set(theirs)
    for name, told in theirs.items():
        one = ours[name]
        assert (name, one.n, one.value) == (name, told.n, near(told.value))
        assert (name, one.low, one.high) == (name, near(told.low), near(told.high))
        assert (name, one.per_case) == (name, pytest.approx(told.per_case, abs=NEAR))


@pytest.mark.parametrize("seed", range(16))
def test_a_second_reading_of_the_page_comes_to_the_same_figures(seed: int) -> None:
    results = drawn.run(seed)
    done = figures(results, resamples=10, seed=seed)
    compare(done.total, results, seed)
    assert set(done.tags) == {tag for one in results for tag in one.case.tags}
    for tag, ours in done.tags.items():
        compare(ours, [one for one in results if tag in one.case.tags], seed)
    points = [pytest.approx(point, abs=NEAR) for point in second.risk_coverage(results)]
    assert list(risk_coverage(results)) == points


@settings(max_examples=8, deadline=None)
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_the_cases_changes_no_figure(seed: int, draw: Random) -> None:
    results = drawn.run(seed)
    mixed = draw.sample(results, k=len(results))
    before, after = (figures(one, resamples=5).total for one in (results, mixed))
    assert before.keys() == after.keys()
    for name, one in before.items():
        other = after[name]
        assert (name, one.value) == (name, near(other.value))
        assert (name, one.low, one.high) == (name, near(other.low), near(other.high))
        assert (name, one.per_case) == (name, other.per_case)


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_a_share_lies_between_0_and_1_and_its_interval_too(seed: int) -> None:
    for one in figures(drawn.run(seed), resamples=5).total.values():
        if one.unit == "share" and one.value is not None:
            told = (one.value, one.low, one.high, *one.per_case.values())
            assert [value for value in told if value is None or not 0 <= value <= 1] == [], one.name


def test_a_run_without_a_fault_has_the_best_of_each_figure() -> None:
    first = Evidence("a", GOLD, 100, 100 + len(GOLD))
    other = Evidence("b", f"So {GOLD}", 0, 3 + len(GOLD))
    whole: Case = case(
        answers=("It is ten.",), standalone="What is the ceiling?", evidence=(first, other)
    )
    right = answered(
        whole,
        citations=(cited(), cited("b", start=0, quote=other.quote)),
        found=found("ab"),
        confidence=1.0,
    )
    now = figures([right, refused(nothing(), confidence=0.0)], resamples=5).total
    shares = {name: one for name, one in now.items() if one.unit == "share" and one.n}
    assert len(shares) == len([one for one in now.values() if one.unit == "share"]) - 2
    assert not now["judge"].n
    assert not now["cited_sentences"].n
    for name, one in shares.items():
        best = not (name.endswith("@1") and name.split("@")[0] in ("recall", "all_evidence"))
        if best:  # two gold articles are not both the first
            assert (name, one.value) == (name, pytest.approx(float(one.higher_is_better)))
