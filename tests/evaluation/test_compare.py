"""Two runs over the same questions, figure by figure and question by question."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluation.compare import Comparison, compare
from bot.evaluation.comparison_data import of_comparison
from bot.evaluation.differences import _REDRAWN, SURE, Difference, Trend, differences
from bot.evaluation.flips import Turned
from bot.evaluation.metrics.figures import figures
from bot.evaluation.metrics.measures import measures
from bot.evaluation.results import Run
from bot.evaluation.significance import holm, mcnemar
from retrieval.errors import UsageError
from tests.evaluation.made import abstained, answered, case, cited, found, run, unanswerable
from tests.evaluation.metrics import drawn

NAMES = [f"q{number}" for number in range(40)]


def refusing(*names: str) -> Run:
    return run([abstained(one) if one in names else answered(one) for one in NAMES])


def figure(comparison: Comparison, name: str) -> Difference:
    return next(one for one in comparison.differences if one.name == name)


def test_a_run_is_the_same_as_itself() -> None:
    comparison = compare(refusing("q1"), refusing("q1"))
    assert comparison.questions == 40
    assert comparison.flips == comparison.warnings == comparison.made_with == ()
    assert {one.trend for one in comparison.differences} == {Trend.SAME}
    assert {one.change for one in comparison.differences} == {0}


def test_right_and_wrong_are_compared_by_mcnemar_and_corrected_over_the_figures() -> None:
    comparison = compare(refusing("q0"), refusing(*NAMES[1:11]))
    facts = figure(comparison, "facts")
    assert (facts.before, facts.after, facts.turned) == (0.975, 0.75, 11)
    assert facts.change == pytest.approx(-9 / 40)
    assert facts.p == pytest.approx(mcnemar(1, 10))
    tested = [one for one in comparison.differences if one.p is not None]
    assert facts.adjusted is not None
    assert facts.p < facts.adjusted <= len(tested) * facts.p
    assert figure(comparison, "errors").adjusted is None
    assert facts.low is not None
    assert facts.high is not None
    assert facts.low < -9 / 40 < facts.high < 0


def test_a_clear_loss_is_worse_and_a_small_one_is_not_clear() -> None:
    clear = compare(refusing(), refusing(*NAMES[:20]))
    assert figure(clear, "facts").trend is Trend.WORSE
    assert figure(clear, "false_refusals").trend is Trend.WORSE
    assert figure(clear, "hits@1").trend is Trend.SAME
    assert figure(compare(refusing(*NAMES[:20]), refusing()), "facts").trend is Trend.BETTER
    assert figure(compare(refusing(), refusing("q1")), "facts").trend is Trend.UNCLEAR


def test_figures_are_those_of_a_report() -> None:
    before, after = refusing("q0"), refusing(*NAMES[1:11])
    comparison = compare(before, after, resamples=100)
    reported = figures(before, resamples=0).total, figures(after, resamples=0).total
    for one in comparison.differences:
        assert (one.before, one.after) == tuple(total[one.name].value for total in reported)


def test_a_figure_over_other_questions_in_each_run_still_has_an_interval() -> None:
    wrong = {"citations": (cited("lock", "Something that is not the evidence"),)}
    before = run([answered(one, **wrong) if one < "q2" else answered(one) for one in NAMES])
    after = refusing("q0", "q1", "q10")
    citations = figure(compare(before, after, resamples=200), "citations")
    assert (citations.before, citations.after) == (28 / 40, 1.0)
    assert citations.low is not None
    assert citations.low < citations.change == pytest.approx(0.3)  # type: ignore[operator]
    assert citations.p == 1 / 201


def test_a_redrawn_p_can_be_small_enough_for_all_figures_together() -> None:
    shares = [one for one in measures() if one.unit == "share"]
    assert holm([1 / (1 + _REDRAWN)] * len(shares))[0] < SURE


def test_the_same_seed_gives_the_same_comparison() -> None:
    first, second = refusing("q0", "q7"), refusing("q3")
    assert compare(first, second, seed=3) == compare(first, second, seed=3)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_the_other_way_round_every_change_has_the_other_sign(seed: int) -> None:
    one = drawn.run(seed)
    other = [replace(two, case=of.case) for two, of in zip(reversed(one), one, strict=True)]
    there = differences([*zip(one, other, strict=True)], resamples=30, seed=0)
    back = differences([*zip(other, one, strict=True)], resamples=30, seed=0)
    for change, opposite in zip(there, back, strict=True):
        assert (change.before, change.after) == (opposite.after, opposite.before)
        assert (change.p, change.turned) == (opposite.p, opposite.turned)
        if change.low is not None and change.high is not None:
            bounds = (opposite.low, opposite.high)
            assert bounds == pytest.approx((-change.high, -change.low), abs=1e-9)


def test_times_have_an_interval_and_no_p() -> None:
    slower = [replace(one, milliseconds=one.milliseconds * 2) for one in refusing().results]
    time = figure(compare(refusing(), run(slower)), "ms_p50")
    assert (time.before, time.after, time.low, time.p, time.trend) == (
        20,
        40,
        20,
        None,
        Trend.UNCLEAR,
    )


def test_questions_that_turned_come_with_both_results() -> None:
    before = run([answered("a"), abstained("b"), answered(unanswerable("c"))])
    after = run([answered("a", found=found("lock")), answered("b"), answered(unanswerable("c"))])
    (flip,) = compare(before, after).flips
    assert (flip.case.id, flip.turned) == ("b", Turned.FIXED)
    assert (flip.before, flip.after) == (before.results[1], after.results[1])


def test_only_questions_that_are_the_same_are_compared_and_the_others_are_named() -> None:
    before = run([answered("a"), abstained("b"), abstained("gone")])
    reworded = answered(case("b", question="Another one?"))
    after = run([answered("a"), reworded, abstained("new")], gold="bbbb")
    comparison = compare(before, after)
    assert comparison.questions == 1
    assert comparison.only_before == ("gone",)
    assert comparison.only_after == ("new",)
    assert comparison.reworded == ("b",)
    assert comparison.flips == ()
    assert [one.split(": ")[1] for one in comparison.warnings] == ["gone.", "new.", "b."]


def test_runs_without_a_common_question_are_refused() -> None:
    with pytest.raises(UsageError, match="no question in common"):
        compare(run([answered("a")]), run([answered("b")]))


def test_other_articles_evidence_or_settings_are_said() -> None:
    other = run(refusing().results, corpus="dddd", gold="bbbb", model="gpt-x")
    comparison = compare(refusing(), other)
    assert comparison.made_with == (
        "questions: aaaa, now bbbb",
        "articles: cccc, now dddd",
        "model: extractive, now gpt-x",
    )
    assert comparison.warnings == (
        "The evidence, the tags or the order of the gold sets are not the same.",
        "The articles are not the same: a difference may come from them alone.",
    )


def test_a_run_that_was_broken_off_is_said() -> None:
    comparison = compare(refusing(), run(refusing().results[:20], cases=40))
    assert "The second run is not complete: 20 of 40 questions." in comparison.warnings[0]


def test_the_comparison_as_data() -> None:
    data = of_comparison(compare(refusing(), refusing("q1")))
    assert data["figures"]["facts"]["turned"] == 1
    (flip,) = data["flips"]
    assert (flip["id"], flip["was"], flip["now"]) == ("q1", None, "refused")
    assert flip["before"]["citations"][0]["key"] == "bridge"
