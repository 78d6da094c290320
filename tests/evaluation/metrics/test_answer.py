"""Answers against facts and short answers."""

from __future__ import annotations

import pytest

from bot.evaluation.metrics.answer import (
    exact_match,
    fact_match,
    groups,
    right,
    spoken,
    token_f1,
)
from tests.evaluation.metrics.made import answered, broken, case, nothing, refused


def test_a_fact_matches_when_the_answer_holds_an_alternative_of_each_group() -> None:
    facts = (("ten", "10"), ("October  2021",))
    assert fact_match("In OCTOBER\n2021 it fell to 10.", facts) == 1
    assert fact_match("It fell to 10.", facts) == 0
    assert fact_match("", facts) == 0
    assert fact_match("anything", ()) is None


def test_short_answers_are_alternatives_of_one_fact() -> None:
    assert groups(case(facts=(), answers=("ten", "10"))) == (("ten", "10"),)
    assert groups(case(answers=("five",))) == (("ten", "10"),)
    assert groups(case(facts=())) == ()


def test_an_exact_match_ignores_case_punctuation_and_articles() -> None:
    assert exact_match("The  U.S. Army!", ["a us army"]) == 1
    assert exact_match("Army", ["us army", "navy"]) == 0
    assert exact_match("another", ["other"]) == 0


def test_the_token_f1_is_the_best_over_the_right_answers() -> None:
    # got: "cat sat on mat" (4); of "cat sat" (2) both shared: P 2/4, R 2/2
    assert token_f1("the cat sat on the mat", ["a cat sat", "dog"]) == pytest.approx(2 / 3)
    assert token_f1("yes yes yes", ["yes"]) == pytest.approx(2 * (1 / 3) * 1 / (1 / 3 + 1))
    assert token_f1("no", ["yes"]) == 0


def test_accents_and_typographic_quotes_stay_as_in_the_official_script() -> None:
    assert exact_match("“café”", ["café"]) == 0
    assert exact_match("CAFÉ.", ["café"]) == 1


def test_without_a_right_answer_the_empty_one_is_right() -> None:
    assert exact_match("", []) == token_f1("", []) == 1
    assert exact_match("The.", []) == token_f1("The.", []) == 1
    assert exact_match("ten", []) == token_f1("ten", ()) == 0
    assert token_f1("", ["ten"]) == exact_match("", ["ten"]) == 0
    assert token_f1("ten", ["the", "ten"]) == 1
    assert exact_match("", ["the", "ten"]) == 0


def test_markers_are_no_part_of_an_answer() -> None:
    assert spoken(answered(text="It fell [1]. To ten. [2][13]")) == "It fell. To ten."
    assert spoken(refused()) == spoken(broken()) == ""


def test_an_answer_is_right_when_it_holds_the_facts_a_refusal_when_there_is_no_answer() -> None:
    assert right(answered()) is True
    assert right(answered(text="Five. [10]")) is False
    assert right(refused()) is False
    assert right(broken()) is False
    assert right(answered(case(facts=()))) is None
    assert right(refused(case(facts=()))) is False
    assert right(refused(nothing())) is True
    assert right(answered(nothing())) is False
    assert right(broken(nothing(), abstained=True)) is False
