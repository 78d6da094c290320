from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.discord.render.atoms import cut, split, units
from bot.discord.render.escape import BREAK, escape, one_line
from tests.discord.render import hostile
from tests.discord.render.grammar import found, size
from tests.discord.render.hostile import patient


@patient
@given(hostile.text, st.integers(min_value=1, max_value=200))
def test_a_cut_text_fits_and_still_does_nothing(text: str, limit: int) -> None:
    short = cut(escape(text), limit)
    assert size(short) <= limit
    assert found(short) == []


@patient
@given(hostile.text, st.integers(min_value=2, max_value=200))
def test_a_split_loses_nothing_and_ends(text: str, limit: int) -> None:
    rest, parts = escape(text), []
    while rest:
        head, rest = split(rest, limit)
        assert 0 < units(head) <= limit
        parts.append(head)
    assert "".join(parts) == escape(text)


def test_a_text_is_cut_between_words() -> None:
    assert cut("the quick brown fox", 12) == "the quick…"
    assert cut("the quick brown fox", 19) == "the quick brown fox"
    assert cut("the quick", 0) == ""


def test_a_cut_goes_through_no_escape_address_marker_or_character() -> None:
    whole = ("\\*", "<https://example.com/a>", "[a \\] b](<https://example.com>)", "**bold word**")
    seen = ("e\u0301", "\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "\U0001f44d\U0001f3fd")
    for atom in (*whole, *seen, " [1] [2]", f"@{BREAK}", "<t:1634554800:D>"):
        text = f"{'x' * 30}{atom}{'y' * 30}"
        for limit in range(30, 30 + units(atom)):
            assert split(text, limit)[0] == "x" * 30, atom


def test_a_split_prefers_the_end_of_a_sentence_and_keeps_its_markers() -> None:
    head, rest = split("One is said. [1] Two is longer than that. [2]", 33)
    assert (head, rest) == ("One is said. [1] ", "Two is longer than that. [2]")


def test_units_are_those_of_utf_16() -> None:
    assert units("a\U0001f600é") == 4
    assert units(one_line("\U0001f600" * 3)) == 6
