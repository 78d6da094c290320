"""What a model writes is read sentence by sentence, however it is cut into pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.draft import Claim, Draft

TWO_12, NOBODY_1 = ("Two boats sank.", (1, 2)), ("Nobody drowned.", (1,))
WRITTEN = [
    ("Two boats sank [2].", [("Two boats sank.", (2,))]),
    ("Two boats sank. [2]", [("Two boats sank.", (2,))]),
    ("Two boats sank [2]", [("Two boats sank", (2,))]),
    ("Two boats sank.[1][2] Nobody drowned [1].", [TWO_12, NOBODY_1]),
    ("Two boats sank [1, 3].", [("Two boats sank.", (1, 3))]),
    ("Two boats sank [1-3].", [("Two boats sank.", (1, 2, 3))]),
    ("Two boats sank [1 and 2].", [("Two boats sank.", (1, 2))]),
    ("Two boats sank [9][9].", [("Two boats sank.", (9,))]),
    ("[1, 2] Two boats sank.\n[1] Nobody drowned.", [TWO_12, NOBODY_1]),
    ("- Two boats sank [1, 2].\n2. **Nobody** drowned [1].", [TWO_12, NOBODY_1]),
    ("## Answer\nTwo boats sank [1].", [("Answer", ()), ("Two boats sank.", (1,))]),
    ("Dr. Holm said “No. Never.” [1] Then she left [2].", None),
    ("It cost $1.5 million in Sept. 2019 [1].", [("It cost $1.5 million in Sept. 2019.", (1,))]),
    ("NOT TOLD", [("NOT TOLD", ())]),
    ("<think>\nTwo. Or three?\n</think>\n\nTwo boats sank [1, 2].", [TWO_12]),
    ("<think>Two boats sank [1]. So", []),
    ("<b>Two</b> boats sank [2].", [("<b>Two</b> boats sank.", (2,))]),
    ("[1] [2]", []),
    ("", []),
]  # fmt: skip


def read(text: str, size: int) -> list[Claim]:
    draft = Draft()
    done = [claim for i in range(0, len(text), size) for claim in draft.add(text[i : i + size])]
    return [*done, *draft.end()]


@pytest.mark.parametrize(("text", "claims"), [pair for pair in WRITTEN if pair[1] is not None])
def test_sentences_are_read_with_the_numbers_that_they_cite(
    text: str, claims: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert read(text, 1000) == [Claim(*claim) for claim in claims]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
@pytest.mark.parametrize("text", [text for text, _ in WRITTEN])
def test_the_pieces_make_no_difference(text: str, size: int) -> None:
    assert read(text, size) == read(text, 1000)


def test_a_sentence_is_given_out_as_soon_as_the_next_one_begins() -> None:
    draft = Draft()
    assert draft.add("Two boats sank") == []
    assert draft.add(".") == []
    assert draft.add(" [1") == []
    assert draft.add("] Nob") == [Claim("Two boats sank.", (1,))]
    assert draft.add("ody drowned.\n") == [Claim("Nobody drowned.", ())]
    assert draft.end() == []


@given(st.text(alphabet="ab. []123,\n-*#!?“”<", max_size=80), st.integers(1, 9))
def test_any_text_in_any_pieces_loses_no_letter(text: str, size: int) -> None:
    def letters(value: str) -> str:
        return "".join(letter for letter in value if letter in "ab")

    assert letters("".join(claim.text for claim in read(text, size))) == letters(text)
