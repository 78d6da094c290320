"""What a conversation hands to the engine, and which source a number leads to."""

from __future__ import annotations

from dataclasses import replace

from bot.cli.conversation import (
    LONGEST,
    MEMORY,
    REMEMBERED,
    Conversation,
    as_markdown,
    shortened,
    tokens,
)
from retrieval.types import Answer, Citation, Turn
from tests.records.replies import ARTICLE, abstention, answer


def cited(question: str, *numbers: int) -> Answer:
    """An answer whose source n quotes "question n"."""
    citations = tuple(
        Citation(n=n, article=ARTICLE, start=n, end=n + 9, quote=f"{question} {n}") for n in numbers
    )
    return replace(answer(question), citations=citations)


def numbers(turn: Turn) -> list[int]:
    return [citation.n for citation in turn.citations]


def test_turns_alternate_without_markers() -> None:
    turns = Conversation((answer("Who?"), abstention("Why?"))).turns
    assert [(turn.role, turn.content) for turn in turns] == [
        ("user", "Who?"),
        ("assistant", "It opened."),
        ("user", "Why?"),
        ("assistant", "The articles do not tell."),
    ]
    assert Conversation().turns == ()


def test_replies_carry_their_citations_and_the_first_those_of_all_before_it() -> None:
    said = [cited("a", 1, 2), cited("b", 2, 3), abstention("c"), cited("d", 1, 4)]
    later = [cited(f"later {n}", n) for n in range(5, 5 + REMEMBERED - 1)]
    turns = Conversation((*said, *later)).turns
    assert len(turns) == 2 * REMEMBERED
    assert turns[0].content == "d"
    assert [numbers(turn) for turn in turns if turn.role == "assistant"] == [
        [1, 2, 3, 4],
        *([n] for n in range(5, 5 + REMEMBERED - 1)),
    ]
    assert [citation.quote for citation in turns[1].citations] == ["d 1", "b 2", "b 3", "d 4"]
    assert all(turn.citations == () for turn in turns if turn.role == "user")


def test_an_abstention_in_front_carries_the_citations_before_it() -> None:
    later = [abstention(f"later {n}") for n in range(REMEMBERED)]
    turns = Conversation((cited("a", 1, 2), *later)).turns
    assert [numbers(turn) for turn in turns if turn.citations] == [[1, 2]]
    assert turns[1].citations


def test_however_long_the_replies_are_the_turns_stay_within_bounds() -> None:
    replies = tuple(answer(f"Question {n}?", words=200) for n in range(20))
    turns = Conversation(replies).turns
    assert 2 < len(turns) < 2 * REMEMBERED
    assert turns[-2].content == "Question 19?"
    assert sum(tokens(turn.content) for turn in turns) <= MEMORY


def test_one_huge_exchange_is_shortened_and_stays() -> None:
    turns = Conversation((answer("word " * 9_999, words=99_999),)).turns
    assert [turn.role for turn in turns] == ["user", "assistant"]
    assert all(tokens(turn.content) <= LONGEST for turn in turns)
    assert turns[0].content.endswith("word …")
    assert turns[1].content == "It opened."


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


def test_a_number_leads_to_the_source_of_the_latest_reply_that_has_it() -> None:
    conversation = Conversation((cited("a", 1, 2), cited("b", 2, 3)))
    assert [(one.number, one.quote) for one in conversation.sources] == [
        (1, "a 1"),
        (2, "b 2"),
        (3, "b 3"),
    ]


def test_nearest_passages_have_numbers_only_while_nothing_else_was_said() -> None:
    conversation = Conversation((cited("a", 1, 2), abstention("b")))
    assert [one.quote for one in conversation.sources] == ["It opened." * 3, "a 2"]
    conversation = conversation.with_reply(cited("c", 3))
    assert [one.quote for one in conversation.sources] == ["a 1", "a 2", "c 3"]


def test_written_down_a_number_is_never_that_of_a_mere_passage() -> None:
    text = as_markdown([cited("a", 1), abstention("b"), cited("c", 3)])
    assert '- [1] Gazette, The bridge of Lunde, 1902-05 — "a 1" (lunde)' in text
    assert '- Gazette, The bridge of Lunde, 1902-05 — "It opened.It' in text
    assert text.count("[1] Gazette") == 1
