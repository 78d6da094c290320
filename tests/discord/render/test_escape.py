from __future__ import annotations

import pytest
from hypothesis import given

from bot.discord.render.escape import escape, invites, one_line, plain, tidy
from tests.discord.render import hostile
from tests.discord.render.grammar import RAW, found, shown, size
from tests.discord.render.hostile import patient


@patient
@given(hostile.text)
def test_discord_finds_nothing_to_do_in_an_escaped_text(text: str) -> None:
    assert found(escape(text)) == []
    assert found(one_line(text)) == []


@patient
@given(hostile.text, hostile.text)
def test_two_escaped_texts_do_nothing_together_either(first: str, second: str) -> None:
    assert found(f"{one_line(first)} {one_line(second)}") in ([], ["emoji name"])


@patient
@given(hostile.text)
def test_an_escaped_text_is_read_as_it_was_written(text: str) -> None:
    if not invites(tidy(text)):
        assert shown(escape(text)) == tidy(text)


@patient
@given(hostile.text)
def test_a_plain_text_mentions_nobody_and_invites_nowhere(text: str) -> None:
    short = plain(text, 100)
    assert size(short) <= 100
    assert "\n" not in short
    names = ("everyone", "user or role", "channel", "command", "invite", "unseen")
    assert [name for name in names if RAW[name].search(short)] == []


@pytest.mark.parametrize(
    "text",
    [
        "It's a well-known, 30-year-old firm; it made $1.2bn (3.5 %) in the U.S. last year.",
        "“We won't,” said Ms O’Neill – ‘not now’. Who? E.g. Müller & Söhne, 5 p.m. on 2021-10-18!",
        "AT&T rose 5% to €1,000 / £900; 5 < 6 = 6, x > y, 2+2, C# and 50 °C",
        "5-6 degrees; a - b; name@example.com; no. 2 of the list is #2",
        "Discord and discord.com are names that articles may write.",
    ],
)
def test_ordinary_prose_stays_as_it_is(text: str) -> None:
    assert escape(text) == text


def test_an_invitation_is_shown_without_being_one() -> None:
    assert shown(escape("Join discord.gg/abc")) == "Join discord[.]gg/abc"
    assert plain("Join discord.gg/abc") == "Join discord[.]gg/abc"


def test_zero_width_text_in_a_mention_does_not_put_it_together() -> None:
    assert escape("@\u200dever\u2060yone") == "@\u200beveryone"


def test_marks_are_not_stacked() -> None:
    assert len(escape("Za\u0301" + "\u0323\u0301\u0334" * 50)) <= 5


def test_words_and_emoji_that_are_joined_stay_so() -> None:
    for text in ("\U0001f469\u200d\U0001f467", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"):
        assert escape(text) == text


def test_lines_stay_lines_and_none_of_them_is_a_list_or_a_heading() -> None:
    assert escape("1. one\n- two\n# three\n\nfour") == "1\\. one\n\\- two\n\\# three\n\nfour"
    assert one_line("one\n\ttwo\n") == "one two"
