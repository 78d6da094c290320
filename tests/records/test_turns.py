"""Which of the earlier replies a follow-up is given, and how much of them."""

from __future__ import annotations

from bot.records import turns
from bot.records.turns import LONGEST, MEMORY, REMEMBERED, shortened, tokens
from retrieval.types import Turn
from tests.records.replies import abstention, answer, cited


def numbers(turn: Turn) -> list[int]:
    return [citation.n for citation in turn.citations]


def test_turns_alternate_without_markers() -> None:
    found = turns.of((answer("Who?"), abstention("Why?")))
    assert [(turn.role, turn.content) for turn in found] == [
        ("user", "Who?"),
        ("assistant", "It opened."),
        ("user", "Why?"),
        ("assistant", "The articles do not tell."),
    ]
    assert turns.of(()) == ()


def test_replies_carry_their_citations_and_the_first_those_of_all_before_it() -> None:
    said = [cited("a", 1, 2), cited("b", 2, 3), abstention("c"), cited("d", 1, 4)]
    later = [cited(f"later {n}", n) for n in range(5, 5 + REMEMBERED - 1)]
    found = turns.of((*said, *later))
    assert len(found) == 2 * REMEMBERED
    assert found[0].content == "d"
    assert [numbers(turn) for turn in found if turn.role == "assistant"] == [
        [1, 2, 3, 4],
        *([n] for n in range(5, 5 + REMEMBERED - 1)),
    ]
    assert [citation.quote for citation in found[1].citations] == ["d 1", "b 2", "b 3", "d 4"]
    assert all(turn.citations == () for turn in found if turn.role == "user")


def test_an_abstention_in_front_carries_the_citations_before_it() -> None:
    later = [abstention(f"later {n}") for n in range(REMEMBERED)]
    found = turns.of((cited("a", 1, 2), *later))
    assert [numbers(turn) for turn in found if turn.citations] == [[1, 2]]
    assert found[1].citations


def test_however_long_the_replies_are_the_turns_stay_within_bounds() -> None:
    replies = tuple(answer(f"Question {n}?", words=200) for n in range(20))
    found = turns.of(replies)
    assert 2 < len(found) < 2 * REMEMBERED
    assert found[-2].content == "Question 19?"
    assert sum(tokens(turn.content) for turn in found) <= MEMORY


def test_one_huge_exchange_is_shortened_and_stays() -> None:
    found = turns.of((answer("word " * 9_999, words=99_999),))
    assert [turn.role for turn in found] == ["user", "assistant"]
    assert all(tokens(turn.content) <= LONGEST for turn in found)
    assert found[0].content.endswith("word …")
    assert found[1].content == "It opened."


def test_a_reply_is_shortened_at_the_end_of_a_sentence() -> None:
    sentences = [f"This is sentence number {n}." for n in range(200)]
    short = shortened(sentences)
    assert short.startswith("This is sentence number 0. This")
    assert short.split(". ")[-1] in sentences
    assert LONGEST - 20 < tokens(short) <= LONGEST


def test_scripts_with_more_bytes_a_character_are_counted_by_bytes() -> None:
    assert tokens("北约") == 2
    assert tokens("") == 0
    assert tokens("\udc80") == 1
    assert tokens(shortened(["为什么" * 9_999])) <= LONGEST + 2
