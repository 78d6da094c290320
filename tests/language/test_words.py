"""Words, their stems and where they stand."""

from __future__ import annotations

import pytest

from retrieval.language.words import content_words, stem, words

SAME = [
    ("eighty", "80"),
    ("Eight", "8"),
    ("18th", "18"),
    ("1,000", "1000"),
    ("1990s", "1990"),
    ("Müller", "Muller"),
    ("captain’s", "captains"),
    ("U.S.", "US"),
    ("HQ", "headquarters"),
    ("ferries", "ferry"),
    ("expulsions", "expelled"),
    ("suspension", "suspends"),
    ("decision", "deciding"),
    ("closure", "closed"),
]
DIFFERENT = [
    ("8", "80"),
    ("3.5", "35"),
    ("pension", "pending"),
    ("pressure", "press"),
    ("Sergei", "Sergey"),
    ("May", "March"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_forms_of_a_word_are_compared_as_one(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_number_is_its_own_value() -> None:
    assert [stem(word) for word in ("eighty", "8th", "2,500.75")] == ["80", "8", "2500.75"]


def test_marks_inside_a_word_do_not_end_it() -> None:
    text = "In the U.S., O’Hara paid 1,000.5 crowns at 9:30."

    found = words(text)

    assert [word.text for word in found] == (
        ["In", "the", "U.S.", "O’Hara", "paid", "1,000.5", "crowns", "at", "9:30"]
    )
    assert [text[word.start : word.end] for word in found] == [word.text for word in found]
    assert [word.text for word in found if word.capital] == ["In", "U.S.", "O’Hara"]


def test_single_digits_say_something_and_single_letters_do_not() -> None:
    said = content_words("Didn’t 8 of the twelve x-rays show a crack at 9?")

    assert [word.text for word in said] == ["8", "twelve", "rays", "show", "crack", "9"]


@pytest.mark.parametrize("text", ["", " \n", "?!", "…—", "'’_"])
def test_a_text_without_words_has_none(text: str) -> None:
    assert words(text) == ()
