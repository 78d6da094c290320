"""Questions from the moment they are taken to their receipt."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.records.community.community import Community
from bot.records.community.questions import State
from bot.records.community.tables import FILE_NAME
from retrieval.types import ClaimCheck, Filters, Verdict
from tests.records.community.asked import (
    ANN,
    BEN,
    GUILD,
    NOON,
    OTHER_GUILD,
    StoppedClock,
    holding,
    new,
)
from tests.records.replies import abstention, answer


def test_nothing_is_made_before_something_is_asked(community: Community, home: Path) -> None:
    assert community.waiting() == []
    assert community.question(1) is None
    assert community.check() == 0
    assert not home.exists()


def test_a_question_is_read_back_as_it_was_taken(community: Community) -> None:
    filters = Filters(outlets=("Gazette",), since="2021-01-01")
    asked = new("Who?", filters=filters, private=True, token="t", application_id=9, language="de")
    taken = community.accept(asked)
    assert taken is not None
    for name in asked.__slots__:
        assert getattr(taken, name) == getattr(asked, name)
    assert (taken.state, taken.asked_at, taken.reply) == (State.WAITING, NOON, None)
    assert (taken.answer_ids, taken.rating, taken.edited, taken.error) == ((), None, None, None)
    assert taken.is_waiting
    assert community.question(taken.id) == taken


def test_the_file_is_readable_by_its_owner_only(community: Community, home: Path) -> None:
    community.accept(new())
    assert [path.stat().st_mode & 0o777 for path in home.iterdir()] == [0o600] * 3
    community.close()
    assert [path.name for path in home.iterdir()] == [FILE_NAME]


def test_what_was_seen_is_not_taken_again(community: Community) -> None:
    asked = new()
    assert community.accept(asked) is not None
    assert community.accept(asked) is None
    assert not community.seen(1)
    assert community.seen(1)
    assert community.seen(asked.source_id)
    assert community.accept(new(source_id=1)) is None
    assert len(community.waiting()) == 1


def test_no_id_of_a_person_is_kept_in_words(community: Community, home: Path) -> None:
    taken = community.accept(new("Did <@123456789012345678> or <@!223456789012345678> say so?"))
    assert taken is not None
    assert taken.text == "Did @someone or @someone say so?"
    community.edited(taken.source_id, "Did <@323456789012345678>?")
    community.say_why(taken.id, "ask <@423456789012345678>", ANN)
    assert holding(home, "23456789012345678") == []


def test_text_that_is_not_quite_text_is_kept_too(community: Community) -> None:
    taken = community.accept(new("half \ud800, \x00 and \u2028"))
    assert taken is not None
    assert taken.text == "half ?, \x00 and \u2028"


def test_an_answer_is_kept_with_its_messages_and_its_token_is_not(community: Community) -> None:
    taken = community.accept(new(token="secret", application_id=9))
    assert taken is not None
    assert community.note_message(taken.id, 66, 903)
    assert community.note_message(taken.id, 66, 901)
    assert community.note_message(taken.id, 66, 901)
    assert community.answered(taken.id, answer("Who?"), 1200)
    kept = community.by_answer(901)
    assert kept is not None
    assert kept == community.by_answer(903) == community.by_source_message(taken.source_id)
    assert (kept.state, kept.reply) == (State.ANSWERED, answer("Who?"))
    assert (kept.answer_ids, kept.answer_channel_id, kept.token) == ((901, 903), 66, None)
    assert community.by_answer(902) is None
    assert community.waiting() == []


def test_an_abstention_and_a_failure_are_told_apart(community: Community) -> None:
    first, second = community.accept(new(token="t")), community.accept(new(token="t"))
    assert first is not None
    assert second is not None
    assert community.answered(first.id, abstention("Who?"), 5)
    assert community.failed(second.id, "ModelUnavailable")
    found = [community.question(one.id) for one in (first, second)]
    assert [one and (one.state, one.token, one.error) for one in found] == [
        (State.ABSTAINED, None, None),
        (State.FAILED, None, "ModelUnavailable"),
    ]


def test_a_question_is_answered_once(community: Community) -> None:
    taken = community.accept(new())
    assert taken is not None
    assert community.answered(taken.id, answer("Who?"), 5)
    assert not community.answered(taken.id, abstention("Who?"), 5)
    assert not community.failed(taken.id, "late")
    kept = community.question(taken.id)
    assert kept is not None
    assert kept.reply == answer("Who?")


def test_a_claim_is_kept_with_what_became_of_it(community: Community) -> None:
    taken = community.accept(new("It opened. It burned.", purpose="claim", token="t"))
    assert taken is not None
    said = answer("?")
    checks = tuple(
        ClaimCheck(claim=claim, verdict=verdict, citations=cited, passages=said.passages)
        for claim, verdict, cited in (
            ("It opened.", Verdict.SUPPORTED, said.citations),
            ("It burned.", Verdict.NOT_TOLD, ()),
        )
    )
    assert community.checked(taken.id, checks, 9)
    assert not community.checked(taken.id, (), 9)
    kept = community.question(taken.id)
    assert kept is not None
    assert (kept.checks, kept.reply, kept.token) == (checks, None, None)
    assert kept.state is State.ANSWERED
    assert [one.key for one in community.insights(GUILD, 0).top_articles] == ["lunde"]
    (gone,) = community.erase(taken.source_id)
    assert gone.checks == checks
    left = community.question(taken.id)
    assert left is not None
    assert left.checks == ()


def test_the_waiting_are_told_oldest_first_whatever_the_clock_says(
    community: Community, clock: StoppedClock
) -> None:
    for number in range(3):
        clock.now -= 100
        community.accept(new(f"{number}?"))
    assert [one.text for one in community.waiting()] == ["0?", "1?", "2?"]


def test_a_refused_question_is_not_kept_and_does_not_count(community: Community) -> None:
    asked = new()
    taken = community.accept(asked)
    assert taken is not None
    community.withdraw(taken.id)
    assert community.question(taken.id) is None
    assert community.today(GUILD, ANN) == (0, 0)
    assert community.accept(asked) is None


def test_where_a_conversation_lives_may_be_known_later(community: Community) -> None:
    taken = community.accept(new(place_id=None))
    assert taken is not None
    community.placed(taken.id, place_id=44, answer_channel_id=45)
    kept = community.question(taken.id)
    assert kept is not None
    assert (kept.place_id, kept.answer_channel_id) == (44, 45)


def test_an_edit_is_told_once_and_only_when_it_says_something_else(community: Community) -> None:
    taken = community.accept(new("Who?"))
    community.accept(new("Who?", asker=BEN, source_message_id=taken and taken.source_id))
    assert taken is not None
    assert community.edited(taken.source_id, "Who?") is None  # Discord added a preview
    edited = community.edited(taken.source_id, "When?")
    assert edited is not None
    assert (edited.id, edited.text, edited.edited) == (taken.id, "Who?", "When?")
    assert community.edited(taken.source_id, "When?") is None
    assert community.edited(taken.source_id, "Who?") is not None
    assert community.edited(1, "Who?") is None


def test_a_deleted_message_takes_its_words_along_but_not_its_answers_ids(
    community: Community, home: Path
) -> None:
    taken = community.accept(new("Xylophone?", filters=Filters(outlets=("Quince",))))
    assert taken is not None
    community.note_message(taken.id, 66, 901)
    community.edited(taken.source_id, "Xylophone or?")
    community.answered(taken.id, answer("Xylophone?", quote="Marimba."), 5)
    community.rate(taken.id, -1, BEN)
    community.say_why(taken.id, "Vibraphone", BEN)
    gone = community.erase(taken.source_id)
    assert [(one.text, one.answer_ids, one.state) for one in gone] == [
        ("Xylophone?", (901,), State.ANSWERED)
    ]
    assert community.erase(taken.source_id) == []
    for word in ("Xylophone", "Marimba", "Vibraphone", "Quince"):
        assert holding(home, word) == []
    left = community.by_answer(901)
    assert left is not None
    assert (left.state, left.text, left.reply, left.filters) == (
        *(State.DELETED, "", None),
        Filters(),
    )
    assert community.today(GUILD, ANN) == (1, 1)
    assert not community.rate(taken.id, 1, BEN)


def test_an_answer_that_comes_after_the_question_was_deleted_is_not_kept(
    community: Community, home: Path
) -> None:
    taken = community.accept(new("Xylophone?"))
    assert taken is not None
    community.erase(taken.source_id)
    assert not community.note_message(taken.id, 66, 901)
    assert not community.answered(taken.id, answer("Xylophone?"), 5)
    assert holding(home, "Xylophone") == []
    found = community.by_answer(901)
    assert found is not None  # it is known, so that it can be deleted after a restart
    assert found.state is State.DELETED


def test_all_that_was_asked_about_a_message_goes_with_it(community: Community) -> None:
    message = 10**17
    for asker in (ANN, BEN):
        community.accept(new("A claim.", asker=asker, source_message_id=message, purpose="claim"))
    assert [one.asker for one in community.erase(message)] == [ANN, BEN]


def test_a_day_is_counted_from_midnight_for_each_guild(
    community: Community, clock: StoppedClock
) -> None:
    clock.now = NOON - 12 * 3600 - 1  # the last second of the day before
    community.accept(new())
    clock.now = NOON
    for asker, guild in ((ANN, GUILD), (BEN, GUILD), (ANN, OTHER_GUILD), (ANN, None)):
        community.accept(new(asker=asker, guild_id=guild))
    community.accept(new())
    assert community.today(GUILD, ANN) == (2, 3)
    assert community.today(OTHER_GUILD, BEN) == (0, 1)
    assert community.today(None, ANN) == (1, 1)


@pytest.mark.parametrize("guild_id", [OTHER_GUILD, None])
def test_a_parent_of_another_guild_is_none(community: Community, guild_id: int | None) -> None:
    parent = community.accept(new())
    assert parent is not None
    child = community.accept(new(guild_id=guild_id, parent_id=parent.id))
    own = community.accept(new(parent_id=parent.id))
    assert child is not None
    assert own is not None
    assert (child.parent_id, own.parent_id) == (None, parent.id)
