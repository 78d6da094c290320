"""Which messages are answered."""

import dataclasses

import pytest

from bot.discord.rules.respond import (
    LONGEST_QUESTION,
    Ask,
    Explain,
    Ignore,
    Ignored,
    Incoming,
    TooLong,
    respond,
    without_mention,
)
from bot.records.community.settings import Mode

US = 900
QUESTION = Incoming(content="Who signed the harbour treaty?", our_id=US)


def told(**facts: object) -> object:
    return respond(dataclasses.replace(QUESTION, **facts))  # type: ignore[arg-type]  # any field


def test_a_post_that_nobody_addressed_to_it_is_left_alone() -> None:
    assert told() == Ignore(Ignored.NOT_ADDRESSED)


def test_a_mention_is_answered_without_the_mention() -> None:
    assert told(content=f"<@{US}> Who signed it?", mentions_us=True) == Ask("Who signed it?")
    assert told(content=f"Who signed it? <@!{US}>", mentions_us=True) == Ask("Who signed it?")


def test_a_mention_is_answered_whatever_its_form() -> None:
    assert told(content=f"<@{US}>, the harbour treaty", mentions_us=True) == Ask(
        "the harbour treaty"
    )


def test_a_mention_alone_is_told_how_to_ask() -> None:
    assert told(content=f"<@{US}>", mentions_us=True) == Explain()


def test_a_reply_to_an_answer_needs_no_mention() -> None:
    assert told(content="And who refused?", replies_to_us=True) == Ask("And who refused?")


@pytest.mark.parametrize("addressed", ["mentions_us", "replies_to_us", "in_our_thread", "direct"])
def test_programs_and_itself_are_never_answered(addressed: str) -> None:
    facts = {addressed: True, "direct_is_on": True, "mode": Mode.EVERY_POST}
    assert told(by_program=True, **facts) == Ignore(Ignored.PROGRAM)
    assert told(by_us=True, **facts) == Ignore(Ignored.PROGRAM)


def test_what_discord_itself_writes_is_never_answered() -> None:
    assert told(ordinary=False, mentions_us=True) == Ignore(Ignored.NOT_ORDINARY)


def test_a_channel_that_is_off_stays_silent_even_when_it_is_called() -> None:
    assert told(mode=Mode.OFF, mentions_us=True) == Ignore(Ignored.CHANNEL_OFF)


def test_where_every_post_is_read_only_questions_are_answered() -> None:
    assert told(mode=Mode.EVERY_POST) == Ask("Who signed the harbour treaty?")
    assert told(mode=Mode.EVERY_POST, content="What a day!") == Ignore(Ignored.NO_QUESTION)


def test_people_who_reply_to_each_other_are_not_interrupted() -> None:
    for place in ({"mode": Mode.EVERY_POST}, {"in_our_thread": True}):
        assert told(replies_to_others=True, **place) == Ignore(Ignored.NOT_ADDRESSED)


def test_a_follow_up_in_its_thread_needs_no_mention() -> None:
    assert told(in_our_thread=True, content="And in 2019?") == Ask("And in 2019?")
    assert told(in_our_thread=True, content="thanks a lot!") == Ignore(Ignored.NO_QUESTION)


def test_where_discord_withholds_the_text_only_a_mention_is_answered() -> None:
    assert told(in_our_thread=True, content="") == Ignore(Ignored.UNREADABLE)


def test_direct_messages_are_answered_only_where_they_are_on() -> None:
    assert told(direct=True) == Ignore(Ignored.DIRECT_OFF)
    assert told(direct=True, direct_is_on=True) == Ask("Who signed the harbour treaty?")


def test_what_is_too_long_is_told_so_when_it_was_addressed() -> None:
    long = "why " * LONGEST_QUESTION
    assert told(content=long, mentions_us=True) == TooLong()
    assert told(content=long, mode=Mode.EVERY_POST) == Ignore(Ignored.NO_QUESTION)


def test_a_mention_inside_a_question_is_left_out() -> None:
    assert without_mention(f"Does <@{US}> know who won?", US) == "Does know who won?"
