"""What a conversation is called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import names


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Why did NATO expel eight Russian diplomats?", "why-did-nato-expel-eight"),
        ("What’s Lavrov's age?", "whats-lavrovs-age"),
        ("Wer eröffnete die Brücke?", "wer-eröffnete-die-brücke"),
        ("北约 为什么", "北约-为什么"),
        ("???", "conversation"),
        ("", "conversation"),
        ("Where is the understanding of counterintelligence?", "where-is-the-understanding-of"),
        ("Counterintelligence misunderstandings?", "counterintelligence"),
        ("x" * 500, "x" * 32),
    ],
)
def test_a_name_is_made_from_the_first_words_of_a_question(question: str, name: str) -> None:
    assert names.from_question(question) == name


def test_a_name_that_somebody_chose_becomes_words_with_hyphens() -> None:
    assert names.kebab("  My Research_2: Lunde! ") == "my-research-2-lunde"
    assert names.kebab("!?") == ""


@given(st.text())
def test_a_name_is_called_what_it_is_called(text: str) -> None:
    made = names.from_question(text)
    assert names.kebab(made) == made
    assert names.kebab(names.kebab(text)) == names.kebab(text)
    assert not made.startswith("-")


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert names.free("bridge", taken=[]) == "bridge"
    assert names.free("bridge", taken=["bridge", "bridge-2"]) == "bridge-3"


def test_the_nearest_name_is_the_one_that_was_begun_or_misspelt() -> None:
    known = ["who-opened-the-bridge", "mills"]
    assert names.nearest("who", known) == "who-opened-the-bridge"
    assert names.nearest("mils", known) == "mills"
    assert names.nearest("ferry", known) is None
