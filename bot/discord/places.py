"""Where a question that was posted in a channel is answered: its own thread, or right there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import discord

from bot.discord import trouble, waits
from bot.discord.render.names import thread_name

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient
    from bot.records.community.settings import GuildSettings

_ARCHIVED_AFTER: Literal[1440] = (
    1440  # minutes without a message: one day, the middle of what Discord offers
)
ACTIVE_THREADS = 1000  # that Discord lets a guild have at a time
_WITH_THREADS = (discord.ChannelType.text, discord.ChannelType.news)
_FOR_THREADS = ("create_public_threads", "send_messages_in_threads")
_HAS_THREAD = 160004  # Discord's code: the message has a thread already


@dataclass(frozen=True, slots=True)
class Place:
    """channel_id: where the answer is written; reply_to: the question, when it stands there too."""

    channel_id: int
    reply_to: int | None
    opened: bool = False


def forget_oldest(guild: discord.Guild) -> None:
    """Drop what discord.py keeps of the oldest threads, beyond as many as can be active.

    It drops one only when Discord tells that it was archived; what is missing it does without.
    """
    threads = guild._threads
    for thread_id in [*threads][: max(0, len(threads) - ACTIVE_THREADS)]:
        del threads[thread_id]


async def place_for(
    client: DatelineClient,
    channel: discord.abc.Messageable,
    message_id: int,
    question: str,
    settings: GuildSettings,
) -> Place:
    """Open the thread that belongs to a message, or stay beside it where that cannot be."""
    where: Any = channel  # threads, text channels and direct messages all have an id
    beside = Place(where.id, message_id)
    if settings.opens != "thread" or getattr(where, "type", None) not in _WITH_THREADS:
        return beside
    message = where.get_partial_message(message_id)
    opened = await open_thread(client, message, question)
    return beside if opened is None else Place(opened, None, opened=True)


async def open_thread(
    client: DatelineClient, message: discord.PartialMessage, question: str
) -> int | None:
    """The id of the thread that belongs to the message; None when there can be none.

    A thread has the id of the message that it was opened from.
    """
    if client.get_channel(message.id) is not None:
        return message.id  # opened by us before a restart, or by somebody else meanwhile
    lacking = _lacking(message.channel)
    if lacking is not None:
        await trouble.tell_of_permission(client, message.guild, message.channel.id, lacking)
        return None
    name = thread_name(question)
    try:
        thread = await client.parts.queue.send(
            message.channel.id,
            lambda: message.create_thread(name=name, auto_archive_duration=_ARCHIVED_AFTER),
        )
    except discord.HTTPException as error:
        if error.code == _HAS_THREAD:
            return message.id
        if waits.missing_permission(error):
            await trouble.tell_of_permission(
                client, message.guild, message.channel.id, _FOR_THREADS[0]
            )
            return None
        if error.status in {400, 403, 404}:
            return None  # it was deleted meanwhile, or its channel takes no more threads
        raise
    return thread.id


def _lacking(channel: Any) -> str | None:
    """The permission without which a thread here would be of no use; None when all are there."""
    me = channel.guild.me if isinstance(channel, discord.abc.GuildChannel) else None
    if me is None:
        return None
    held = channel.permissions_for(me)
    return next((name for name in _FOR_THREADS if not getattr(held, name)), None)
