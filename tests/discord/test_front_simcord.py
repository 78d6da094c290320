"""Messages from the question to the answer in its thread, in Discord without sockets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest
from simcord.builders import ChannelHandle

from bot.records.community.settings import GuildSettings, Mode
from tests.discord.commands.seen import run
from tests.discord.views.front import Front
from tests.index.stories import article

ARTICLES = (article("ferry", outlet="Gazette", published="2021-10-18"),)
ASKED = "Why was the ferry to Lunde cancelled?"


def mention(front: Front, question: str = ASKED) -> str:
    assert front.client.user is not None
    return f"{front.client.user.mention} {question}"


def said(front: Front, channel: ChannelHandle) -> list[discord.Message]:
    """What the bot wrote there; the notes of Discord about threads are not its own."""
    user = front.client.user
    ordinary = {discord.MessageType.default, discord.MessageType.reply}
    return [
        one
        for one in channel.history()
        if user is not None and one.author.id == user.id and one.type in ordinary
    ]


def answered(message: discord.Message) -> bool:
    return bool(message.components) and "Lunde" in message.content


def test_a_mention_is_answered_once_in_a_thread_under_it(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        asked = await front.person("ann").send(front.channel, mention(front))
        assert said(front, front.channel) == []
        (thread,) = front.channel.threads
        assert thread.id == asked.id
        assert thread.name == ASKED
        (answer,) = said(front, thread)
        assert answered(answer)
        assert answer.flags.suppress_embeds

    run(tmp_path, test, articles=ARTICLES)


def test_a_thread_is_gone_on_in_without_a_mention(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ann = front.person("ann")
        await ann.send(front.channel, mention(front))
        (thread,) = front.channel.threads
        follow_up = await ann.send(thread, "Who cancelled the ferry?")
        first, second = said(front, thread)
        assert answered(first)
        assert second.reference is not None
        assert second.reference.message_id == follow_up.id
        assert len(front.channel.threads) == 1

    run(tmp_path, test, articles=ARTICLES)


def test_answers_are_replies_where_a_server_wants_no_threads(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        chosen = GuildSettings(opens="reply")
        front.parts.community.change_settings(front.guild.id, chosen)
        asked = await front.person("ann").send(front.channel, mention(front))
        (answer,) = said(front, front.channel)
        assert front.channel.threads == []
        assert answer.reference is not None
        assert answer.reference.message_id == asked.id
        assert answer.mentions == []

    run(tmp_path, test, articles=ARTICLES)


@pytest.mark.parametrize(
    ("mode", "text", "answers"),
    [
        (Mode.MENTION, ASKED, 0),
        (Mode.EVERY_POST, ASKED, 1),
        (Mode.EVERY_POST, "The ferry to Lunde was late again.", 0),
        (Mode.OFF, "<mention>", 0),
    ],
)
def test_a_channel_answers_as_it_was_set(
    tmp_path: Path, mode: Mode, text: str, answers: int
) -> None:
    async def test(front: Front) -> None:
        chosen = GuildSettings(opens="reply", channels={front.channel.id: mode})
        front.parts.community.change_settings(front.guild.id, chosen)
        await front.person("ann").send(front.channel, text.replace("<mention>", mention(front)))
        assert sum(map(answered, said(front, front.channel))) == answers

    run(tmp_path, test, articles=ARTICLES)


def test_what_programs_write_is_never_answered(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        hook = front.guild.create_webhook(front.channel)
        await hook.send(mention(front))
        assert said(front, front.channel) == []
        assert front.channel.threads == []

    run(tmp_path, test, articles=ARTICLES)


def test_an_edited_question_is_answered_again_on_request(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ann = front.person("ann")
        asked = await ann.send(front.channel, mention(front))
        (thread,) = front.channel.threads
        await ann.edit(asked, mention(front, "Who cancelled the ferry to Lunde?"))
        offer = said(front, thread)[-1]
        assert "The question changed since" in offer.content
        await ann.click(offer, label="Answer again")
        assert _stored(front, 2).text == "Who cancelled the ferry to Lunde?"

    run(tmp_path, test, articles=ARTICLES)


def test_with_a_question_its_answer_is_deleted(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ann = front.person("ann")
        chosen = GuildSettings(opens="reply")
        front.parts.community.change_settings(front.guild.id, chosen)
        asked = await ann.send(front.channel, mention(front))
        assert len(said(front, front.channel)) == 1
        await ann.delete(asked)
        assert said(front, front.channel) == []
        assert _stored(front, 1).text == ""
        assert _stored(front, 1).reply is None

    run(tmp_path, test, articles=ARTICLES)


def test_a_mention_without_a_question_is_told_what_to_do(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        await front.person("ann").send(front.channel, mention(front, ""))
        (told,) = said(front, front.channel)
        assert "What would you like to know?" in told.content

    run(tmp_path, test, articles=ARTICLES)


def _stored(front: Front, number: int) -> Any:
    found = front.parts.community.question(number)
    assert found is not None
    return found
