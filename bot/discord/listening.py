"""Messages as the gateway tells them: which are questions, which were edited or deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, assert_never

import discord

from bot.discord import views
from bot.discord.render import notices
from bot.discord.rules.respond import (
    LONGEST_QUESTION,
    Ask,
    Explain,
    Ignore,
    Incoming,
    TooLong,
    respond,
    without_mention,
)
from bot.discord.sinks import NOTICE_SECONDS, reply_options

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient
    from bot.records.community.questions import Question

_PEOPLE_WRITE = (discord.MessageType.default, discord.MessageType.reply)


async def heard(client: DatelineClient, message: discord.Message) -> None:
    """Answer the message if it is a question for Dateline."""
    unknown = isinstance(message.channel, discord.PartialMessageable)
    if unknown and message.guild is not None and not message.author.bot:
        # A thread that Discord has not told of: whose it is decides on the answer.
        found: Any = await client.channel(message.channel.id)
        message.channel = found
    response = respond(await _incoming(client, message))
    match response:
        case Ask():
            await client.desk.hear(message, response.question)
        case Explain():
            wording = await client.words_in(message.guild.id if message.guild else None)
            await _reply_once(client, message, wording("abstention.empty_question"))
        case TooLong():
            wording = await client.words_in(message.guild.id if message.guild else None)
            await _reply_once(client, message, wording("notices.too_long", n=LONGEST_QUESTION))
        case Ignore():
            pass
        case _:
            assert_never(response)


async def _incoming(client: DatelineClient, message: discord.Message) -> Incoming:
    """The facts that the decision is taken on."""
    user = client.user
    assert user is not None
    guild_id = message.guild.id if message.guild else None
    settings = await client.guild_settings(guild_id)
    reply_to = message.reference if message.type is discord.MessageType.reply else None
    answered = None
    if reply_to is not None and reply_to.message_id is not None:
        answered = await client.record(client.parts.community.by_answer, reply_to.message_id)
    thread = message.channel if isinstance(message.channel, discord.Thread) else None
    ours = thread is not None and thread.owner_id == user.id
    return Incoming(
        content=message.content,
        our_id=user.id,
        by_us=message.author.id == user.id,
        by_program=message.author.bot or message.webhook_id is not None,
        ordinary=message.type in _PEOPLE_WRITE,
        direct=message.guild is None,
        direct_is_on=client.parts.settings.discord_dms,
        # The text is looked at too: a reply may leave out the ping, and roles are never meant.
        mentions_us=any(one.id == user.id for one in message.mentions)
        and _called(message, user.id),
        replies_to_us=answered is not None or _is_by(message, user.id),
        replies_to_others=reply_to is not None and answered is None,
        in_our_thread=ours,
        mode=settings.mode_of(message.channel.id, thread.parent_id if thread else None),
    )


def _called(message: discord.Message, our_id: int) -> bool:
    """Whether the mention stands in the text; a reply's own ping is told by `replies_to_us`."""
    return f"<@{our_id}>" in message.content or f"<@!{our_id}>" in message.content


def _is_by(message: discord.Message, our_id: int) -> bool:
    """Whether the message that this one replies to is ours, as far as Discord sent it along."""
    referenced = message.reference.resolved if message.reference else None
    return isinstance(referenced, discord.Message) and referenced.author.id == our_id


async def _reply_once(client: DatelineClient, message: discord.Message, text: str) -> None:
    """A short reply that goes away by itself; once for each message, replays included."""
    if await client.record(client.parts.community.seen, message.id):
        return
    options = reply_options(client, message.id, message.channel.id)
    await client.parts.queue.send(
        message.channel.id,
        lambda: message.channel.send(
            text,
            suppress_embeds=True,
            delete_after=NOTICE_SECONDS,
            nonce=f"{message.id}-how",
            **options,
        ),
    )


async def edited(client: DatelineClient, event: discord.RawMessageUpdateEvent) -> None:
    """Offer to answer again when the text of an answered question was changed."""
    text = event.data.get("content") or ""
    if not text or client.user is None:
        return  # an embed was added, or the text is withheld
    community = client.parts.community
    asked = without_mention(text, client.user.id)[:LONGEST_QUESTION]
    question = await client.record(community.edited, event.message_id, asked) if asked else None
    if question is not None and not question.is_waiting:
        await offer_again(client, question)


async def offer_again(client: DatelineClient, question: Question) -> None:
    """Offer, once, to answer what an answered question was changed to."""
    key = f"{question.guild_id}:edited:{question.id}"
    if not await client.record(client.parts.community.first_time, key):
        return
    wording = await client.words_in(question.guild_id)
    channel_id = question.answer_channel_id or question.channel_id
    channel = client.get_partial_messageable(channel_id)
    last = question.answer_ids[-1] if question.answer_ids else None
    options = reply_options(client, last, channel_id)
    view = views.for_edited(question.id, wording)
    sent = await client.parts.queue.send(
        channel_id,
        lambda: channel.send(
            notices.edited(wording), view=view, nonce=f"{question.id}-edited", **options
        ),
    )
    await client.note_message(question.id, channel_id, sent.id)


async def deleted(client: DatelineClient, message_ids: Iterable[int]) -> None:
    """Forget deleted questions, and delete their answers."""
    community = client.parts.community
    for message_id in message_ids:
        if message_id in client.hearing:
            await client.record(community.seen, message_id)  # so that it is not taken any more
        for question in await client.record(community.erase, message_id):
            client.parts.lineup.cancel(question.id)
            await client.desk.take_back(question, question.answer_ids)
