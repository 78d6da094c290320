"""What the gate lets pass, what it stops, and what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.evaluation import baseline
from bot.evaluation.baseline import Baseline
from bot.evaluation.cases import Case
from bot.evaluation.comparison_data import markdown, of_verdict
from bot.evaluation.flips import Cause
from bot.evaluation.gate import check
from bot.evaluation.results import Run
from retrieval.errors import UsageError
from tests.evaluation.made import abstained, answered, broken, case, run

NAMES = [f"q{number}" for number in range(100)]


def passing(*refused: str, of: list[str] = NAMES) -> Run:
    return run([abstained(one) if one in refused else answered(one) for one in of])


BEFORE = baseline.of(passing("q0"))


def test_a_figure_may_fall_by_its_tolerance_and_no_further() -> None:
    assert check(passing("q0", "q1", "q2"), BEFORE).passed
    verdict = check(passing("q0", "q1", "q2", "q3"), BEFORE)
    assert not verdict.passed
    facts = next(one for one in verdict.fallen if one.name == "facts")
    assert (facts.before, facts.after, facts.tolerance) == (0.99, 0.96, 0.02)
    assert [one.id for one in facts.culprits] == ["q1", "q2", "q3"]
    assert {(one.was, one.now) for one in facts.culprits} == {(None, Cause.REFUSED)}


def test_an_edited_tolerance_counts() -> None:
    def with_tolerance(value: float | None) -> Baseline:
        figures = {name: replace(one, tolerance=value) for name, one in BEFORE.figures.items()}
        return replace(BEFORE, figures=figures)

    worse = passing(*NAMES[:31])
    assert check(worse, with_tolerance(0.31)).passed
    assert not check(worse, with_tolerance(0.29)).passed
    assert check(worse, with_tolerance(None)).passed


def test_a_figure_that_should_be_low_fails_when_it_rises() -> None:
    verdict = check(run([broken("q0"), *passing(of=NAMES[1:]).results]), BEFORE)
    assert [one.name for one in verdict.fallen] == ["errors"]
    assert [(one.id, one.was, one.now) for one in verdict.culprits] == [
        ("q0", Cause.REFUSED, Cause.ERROR)
    ]


def test_getting_better_passes_and_names_nobody() -> None:
    verdict = check(passing(), BEFORE)
    assert verdict.passed
    assert verdict.culprits == ()


def test_what_is_refused_now_pulled_the_precision_of_refusals() -> None:
    verdict = check(passing("q0", "q1", "q2", "q3"), baseline.of(passing()))
    assert {one.id for one in verdict.culprits} == {"q0", "q1", "q2", "q3"}


def test_a_changed_gold_set_is_said_and_compared_as_far_as_it_is_the_same() -> None:
    other = answered(case("q1", question="When was it closed?"))
    results = [abstained("q0"), other, *passing(of=NAMES[3:]).results, abstained("new")]
    verdict = check(run(results, gold="bbbb"), BEFORE)
    assert verdict.passed
    assert verdict.questions == 98
    assert "(1 gone, 1 changed, 1 new): 98 questions are compared" in verdict.notes[0]


def test_new_questions_cannot_hide_a_fall() -> None:
    more = [answered(f"easy{number}") for number in range(1000)]
    verdict = check(run([*passing(*NAMES[:9]).results, *more], gold="bbbb"), BEFORE)
    assert "facts" in {one.name for one in verdict.fallen}
    assert {one.id for one in verdict.culprits} == set(NAMES[1:9])


def test_new_questions_cannot_make_a_fall() -> None:
    hard = [abstained(f"hard{number}") for number in range(50)]
    verdict = check(run([*passing("q0").results, *hard], gold="bbbb"), BEFORE)
    assert verdict.passed


def test_evidence_or_order_that_changed_is_said() -> None:
    assert check(passing("q0"), BEFORE).notes == ()
    notes = check(run(passing("q0").results, gold="bbbb"), BEFORE).notes
    assert notes == ("The evidence, the tags or the order of the gold set are not the baseline's.",)


def test_other_articles_and_another_model_are_said() -> None:
    notes = check(run(passing("q0").results, corpus="dddd", model="gpt-x"), BEFORE).notes
    assert notes == (
        "Other articles than the baseline's: cccc, now dddd.",
        "Other model than the baseline's: extractive, now gpt-x.",
    )


def test_a_run_that_was_broken_off_does_not_pass() -> None:
    verdict = check(run(passing("q0", of=NAMES[:50]).results, cases=100), BEFORE)
    assert not verdict.passed
    assert "The run is not complete: 50 of 100 questions." in verdict.notes


def test_without_a_common_question_there_is_nothing_to_check() -> None:
    with pytest.raises(UsageError, match="none of these questions"):
        check(run([answered("other")]), BEFORE)


def test_a_figure_that_is_not_measured_any_more_does_not_pass_in_silence() -> None:
    figures = {**BEFORE.figures, "old": replace(BEFORE.figures["facts"], name="old")}
    verdict = check(passing("q0"), replace(BEFORE, figures=figures))
    assert [(one.name, one.after) for one in verdict.fallen] == [("old", None)]


def test_a_figure_of_which_no_question_is_left_is_said() -> None:
    verdict = check(passing(), BEFORE)
    assert verdict.passed
    assert verdict.notes == (
        "Undefined in this run, though not in the baseline: abstention_precision.",
    )


def test_the_markdown_shows_figures_and_questions_and_obeys_nobody() -> None:
    hostile = Case(id="h", question="<b>@team</b> [a](b) |\n# x", answerable=True, facts=(("x",),))
    before = baseline.of(run([answered(hostile, "x")]))
    text = markdown(check(run([abstained(hostile)]), before))
    assert text.startswith("**Gate failed** over 1 questions.")
    assert "| facts | 1.0000 | 0.0000 | 0.02 |" in text
    assert "- h: right → refused: \\<b\\>@\u200bteam\\</b\\> \\[a\\](b) \\| #\u200b x" in text
    assert markdown(check(passing("q0"), BEFORE)) == "**Gate passed** over 100 questions.\n"


def test_the_verdict_as_data_names_figures_and_questions() -> None:
    data = of_verdict(check(passing("q0", "q1", "q2", "q3"), BEFORE))
    assert data["passed"] is False
    assert data["culprits"][0] == {
        "id": "q1",
        "question": "When was q1?",
        "was": None,
        "now": "refused",
    }
    facts = next(one for one in data["checks"] if one["name"] == "facts")
    assert (facts["fell"], facts["culprits"]) == (True, ["q1", "q2", "q3"])
