"""Normalised text: plain paragraphs, whatever the source looked like."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.articles.characters import clean
from retrieval.articles.text import normalise

WRAPPED = """The harbour council met on Tuesday to settle the question of the old pier, which has
stood empty since the storm of last winter. Its members agreed, after a debate of
three hours, that the pier should be rebuilt in oak and not in steel, although the
price is higher.

Work begins in the spring. The money comes from the ferry company, the council and
some four hundred families who have put coins into a jar at the bakery for more
than a year.
"""
SAMPLES = (
    *(
        "\n",
        "\n\n",
        " ",
        "\xa0",
        "\u200d",
        "\u200b",
        "\xad",
        "\r\n",
        "\t",
        "\u3000",
        "\x85",
        "क",
        "e\u0301",
    ),
    *("- item", "co-\noperation", "word " * 9, "|a|b|", "1. first"),
    "A sentence that is longer than forty characters.",
    "lowercase words that run on and on without any end",
)
PIECES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(SAMPLES),
    ),
    max_size=30,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(PIECES)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@settings(max_examples=300, deadline=None)
@given(PIECES)
def test_no_exotic_space_control_or_triple_line_end_is_left(text: str) -> None:
    result = normalise(text)
    assert "\n\n\n" not in result
    assert "  " not in result
    assert result == result.strip()
    for char in result:
        assert char in " \n" or not char.isspace()
        assert (
            unicodedata.category(char) not in {"Cs", "Zs"} - {unicodedata.category(" ")}
            or char == " "
        )
    result.encode()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.from_regex(r"[A-Za-z]{1,9}", fullmatch=True), min_size=1, max_size=60))
def test_no_word_is_lost_or_changed(words: list[str]) -> None:
    assert normalise("\n".join(words)).split() == words


def test_hard_wrapped_lines_become_paragraphs() -> None:
    first, second = normalise(WRAPPED).split("\n\n")
    assert first.startswith("The harbour council")
    assert first.endswith("the price is higher.")
    assert "\n" not in first + second
    assert "which has stood empty" in first


def test_a_word_broken_at_a_line_end_is_joined_as_the_rest_of_the_text_writes_it() -> None:
    text = WRAPPED.replace("after a debate of\nthree", "after a co-\noperation of\nthree")
    assert "a co-operation of" in normalise(text)
    assert "a cooperation of" in normalise(text + "\nThe cooperation of both sides was praised.")


def test_lists_headings_and_tables_keep_their_lines() -> None:
    text = "What changes\n- The pier is rebuilt\n- The ferry sails at nine\n\n| a | b |\n| c | d |"
    assert normalise(text) == text


def test_paragraphs_that_are_single_lines_are_separated() -> None:
    one = "The first paragraph of this page tells what happened on the pier."
    two = "The second paragraph of this page tells why it happened at all."
    assert normalise(f"{one}\n{two}") == f"{one}\n\n{two}"


def test_spaces_invisible_characters_and_windows_quotes_are_tidied() -> None:
    assert clean("\ufeffA\xa0b\u2009c\xad\u200bd\r\ne \x93f\x94\x07") == "A b cd\ne “f”"


def test_joiners_stay_inside_emoji_only() -> None:
    family = "\U0001f468\u200d\U0001f469"
    assert clean(f"a\u200db {family}") == f"ab {family}"


def test_decomposed_letters_are_composed() -> None:
    assert clean("Jose\u0301") == "José"


@pytest.mark.parametrize(
    "text", ["a-\n" * 60_000, " " * 500_000, "\u200d" * 300_000, "x" * 2_000_000, "- \n" * 60_000]
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.process_time()
    normalise(text)
    assert time.process_time() - started < 10  # seconds of CPU; quadratic would take minutes
