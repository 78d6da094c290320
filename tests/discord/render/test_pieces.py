from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.discord.render.escape import escape, one_line
from bot.discord.render.pieces import Block, Fence, Lines, Paragraph, Quoted, pieces
from tests.discord.render import hostile
from tests.discord.render.grammar import RAW, shown, size
from tests.discord.render.hostile import patient

blocks = st.lists(
    st.one_of(
        hostile.text.map(lambda text: Paragraph(escape(text))),
        hostile.text.map(lambda text: Quoted(escape(text))),
        st.lists(hostile.text.map(lambda text: f"-# {one_line(text)}"), max_size=9).map(
            lambda lines: Lines(tuple(lines))
        ),
        hostile.text.map(lambda text: Fence(text.replace("\u200b", ""), "py")),
    ),
    max_size=6,
)


@patient
@given(blocks, st.integers(min_value=40, max_value=2000))
def test_every_piece_fits_and_is_not_empty(given: list[Block], limit: int) -> None:
    for piece in pieces(given, limit=limit):
        assert 0 < size(piece) <= limit
        assert piece == piece.strip()


@patient
@given(blocks, st.integers(min_value=40, max_value=2000))
def test_a_code_block_that_is_opened_is_closed_in_its_piece(given: list[Block], limit: int) -> None:
    for piece in pieces(given, limit=limit):
        fences = [line for line in piece.split("\n") if line.startswith("```")]
        assert fences == ["```py", "```"] * (len(fences) // 2)


@patient
@given(blocks, st.integers(min_value=40, max_value=2000))
def test_no_piece_mentions_or_invites(given: list[Block], limit: int) -> None:
    for piece in pieces(given, limit=limit):
        assert [name for name in ("everyone", "user or role") if RAW[name].search(piece)] == []


@patient
@given(hostile.text, st.integers(min_value=40, max_value=200))
def test_nothing_of_a_paragraph_is_lost(text: str, limit: int) -> None:
    whole = "".join(shown(piece) for piece in pieces([Paragraph(escape(text))], limit=limit))
    assert "".join(whole.split()) == "".join(shown(escape(text)).split())


def test_blocks_that_fit_are_one_message() -> None:
    together = pieces([Quoted("Why?"), Paragraph("So. [1]"), Lines(("-# [1] a", "-# [2] b"))])
    assert together == ("> Why?\n\nSo. [1]\n\n-# [1] a\n-# [2] b",)
    assert pieces([Paragraph(""), Lines(())]) == ()


def test_a_list_moves_as_a_whole() -> None:
    sources = Lines(tuple(f"-# [{n}] source" for n in range(1, 5)))
    first, second = pieces([Paragraph("x" * 60), sources], limit=100)
    assert first == "x" * 60
    assert second == "\n".join(sources.lines)


def test_a_list_that_is_longer_than_a_message_is_cut_between_its_lines() -> None:
    lines = tuple(f"-# [{n}] a source of some length" for n in range(1, 9))
    cut = pieces([Lines(lines)], limit=100)
    assert len(cut) > 1
    assert tuple(line for piece in cut for line in piece.split("\n")) == lines


def test_a_line_that_is_too_long_stays_subtext() -> None:
    cut = pieces([Lines(("-# " + "word " * 60,))], limit=100)
    assert len(cut) > 2
    assert all(piece.startswith("-# word") for piece in cut)


def test_a_code_block_is_closed_and_opened_again_in_its_language() -> None:
    text = "\n".join(f"line {n}" for n in range(30))
    cut = pieces([Fence(text, "py")], limit=100)
    assert len(cut) > 2
    assert all(piece.startswith("```py\n") and piece.endswith("\n```") for piece in cut)
    assert "\n".join(piece[6:-4] for piece in cut) == text


def test_a_code_block_is_not_closed_by_its_text() -> None:
    (piece,) = pieces([Fence("a\n```\n@everyone <@1>")])
    assert piece.count("```") == 2
    assert "@everyone" not in piece


def test_a_word_that_comes_to_the_beginning_of_a_message_makes_no_list() -> None:
    text = escape("a" * 30 + " # one - two > three 1. four " + "b" * 30)
    for limit in range(32, 60):
        for piece in pieces([Paragraph(text)], limit=limit):
            assert not piece.startswith(("# ", "- ", ">", "1. "))


def test_a_quote_that_goes_on_in_the_next_message_is_a_quote_there() -> None:
    cut = pieces([Quoted("one two three\n" * 20)], limit=100)
    assert all(line.startswith("> ") for piece in cut for line in piece.split("\n"))
