"""Conversations of one person at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.records.community.community import Community
from retrieval.types import Turn
from tests.records.community.asked import ANN, BEN, OTHER_GUILD, PLACE, new
from tests.records.replies import abstention, cited


def ask(community: Community, text: str, *numbers: int, **chosen: Any) -> int:
    """Ask and have it answered, citing these numbers or, without any, not; the question's id."""
    taken = community.accept(new(text, **chosen))
    assert taken is not None
    reply = cited(text, *numbers) if numbers else abstention(text)
    assert community.answered(taken.id, reply, 5)
    return taken.id


def questions(turns: Sequence[Turn]) -> list[str]:
    return [turn.content for turn in turns if turn.role == "user"]


def test_two_people_in_one_place_share_nothing(community: Community) -> None:
    ask(community, "Ann 1?", 1)
    ask(community, "Ben 1?", 1, asker=BEN)
    ask(community, "Ann 2?")
    ask(community, "Ann elsewhere?", 1, place_id=PLACE + 1)
    turns = community.turns(PLACE, ANN, limit=6)
    assert [(turn.role, turn.content) for turn in turns] == [
        ("user", "Ann 1?"),
        ("assistant", "It opened."),
        ("user", "Ann 2?"),
        ("assistant", "The articles do not tell."),
    ]
    assert [one.quote for one in turns[1].citations] == ["Ann 1? 1"]
    assert questions(community.turns(PLACE, BEN, limit=6)) == ["Ben 1?"]
    assert community.turns(PLACE, "c" * 32, limit=6) == []


def test_the_last_exchanges_before_a_question_are_given(community: Community) -> None:
    ids = [ask(community, f"{number}?", 1) for number in range(6)]
    assert questions(community.turns(PLACE, ANN, limit=2)) == ["4?", "5?"]
    assert questions(community.turns(PLACE, ANN, limit=2, before=ids[4])) == ["2?", "3?"]
    assert community.turns(PLACE, ANN, limit=2, before=ids[0]) == []


def test_what_waits_failed_or_was_deleted_is_no_turn(community: Community) -> None:
    ask(community, "Stays?", 1)
    gone = community.question(ask(community, "Goes?", 1))
    failed = community.accept(new("Fails?"))
    community.accept(new("Waits?"))
    assert gone is not None
    assert failed is not None
    community.erase(gone.source_id)
    community.failed(failed.id, "x")
    assert questions(community.turns(PLACE, ANN, limit=9)) == ["Stays?"]


def test_what_was_asked_privately_is_remembered_in_private_only(community: Community) -> None:
    ask(community, "Openly?", 1)
    private = ask(community, "Privately?", 1, private=True)
    last = ask(community, "Openly again?", 1, parent_id=private)
    assert questions(community.turns(PLACE, ANN, limit=9)) == ["Openly?", "Openly again?"]
    assert questions(community.chain(last, ANN, 9)) == ["Openly again?"]
    assert questions(community.turns(PLACE, ANN, limit=9, private=True)) == [
        "Openly?",
        "Privately?",
        "Openly again?",
    ]
    assert questions(community.chain(last, ANN, 9, private=True)) == ["Privately?", "Openly again?"]


def test_a_chain_of_replies_is_followed_back_over_others_who_are_left_out(
    community: Community,
) -> None:
    ask(community, "Beside it?", 1)
    first = ask(community, "Ann 1?", 1)
    second = ask(community, "Ben?", 1, asker=BEN, parent_id=first)
    third = ask(community, "Ann 2?", 1, parent_id=second)
    assert questions(community.chain(third, ANN, limit=6)) == ["Ann 1?", "Ann 2?"]
    assert questions(community.chain(third, ANN, limit=1)) == ["Ann 2?"]
    assert questions(community.chain(third, BEN, limit=6)) == ["Ben?"]
    assert community.chain(99, ANN, limit=6) == []


def test_a_chain_ends_where_another_guild_begins(community: Community) -> None:
    first = ask(community, "Here?", 1)
    second = ask(community, "There?", 1, guild_id=OTHER_GUILD, parent_id=first)
    assert questions(community.chain(second, ANN, limit=6)) == ["There?"]


def test_a_chain_outlives_a_question_that_was_forgotten(community: Community) -> None:
    first = ask(community, "Ben?", 1, asker=BEN)
    second = ask(community, "Ann?", 1, parent_id=first)
    community.forget(BEN)
    assert questions(community.chain(second, ANN, limit=6)) == ["Ann?"]
