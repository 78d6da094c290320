"""Channels as an option of a command, and what Dateline may do in them."""

from __future__ import annotations

from typing import Any

from discord import AppCommandOptionType, ChannelType, app_commands

from bot.discord.callers import Caller

_KINDS = (
    ChannelType.text,
    ChannelType.news,
    ChannelType.voice,
    ChannelType.forum,
    ChannelType.public_thread,
    ChannelType.private_thread,
    ChannelType.news_thread,
)
_NEEDED = ("view_channel", "send_messages", "read_message_history")
_FOR_THREADS = ("create_public_threads", "send_messages_in_threads")
_WITH_THREADS = (ChannelType.text, ChannelType.news)


class AnyChannel(app_commands.Transformer):
    """A channel or thread where people write, as Discord sends it: it may not be in the cache."""

    @property
    def type(self) -> AppCommandOptionType:
        return AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[ChannelType]:
        return list(_KINDS)

    async def transform(self, interaction: Caller, value: Any, /) -> Any:  # noqa: ARG002  # theirs
        return value


def lacking(caller: Caller, channel_id: int, *, threads: bool) -> list[str]:
    """Permissions that Dateline lacks to answer in a channel; none where that is not known."""
    guild = caller.guild
    channel = guild.get_channel(channel_id) if guild else None
    if guild is None or channel is None or guild.me is None:
        return []
    needed = [*_NEEDED]
    if threads and channel.type in _WITH_THREADS:
        needed += _FOR_THREADS
    held = channel.permissions_for(guild.me)
    if held.administrator:
        return []
    return [name for name in needed if not getattr(held, name)]
