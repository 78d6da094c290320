"""What a client is made with: intents, shards, and for tests another address than Discord's."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import discord
import yarl
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord import acknowledging
from bot.discord.compression import use_zlib
from bot.discord.connection import Connection, ShardedConnection

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient
    from bot.discord.parts import Parts


def intents(*, message_content: bool) -> discord.Intents:
    """Only what is needed; message_content is the one that Discord grants on request."""
    chosen = discord.Intents.none()
    chosen.guilds = True
    chosen.guild_messages = True
    chosen.dm_messages = True
    chosen.message_content = message_content
    return chosen


def client(parts: Parts, *, message_content: bool) -> DatelineClient:
    """A new client over the same parts."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it has no voice
    use_zlib()
    acknowledging.use()
    wanted = intents(message_content=message_content)
    shards = parts.settings.discord_shards
    if shards is None:
        return Connection(parts, intents=wanted)
    # With a count given, discord.py does not ask Discord how many shards it recommends.
    return ShardedConnection(parts, intents=wanted, shard_count=shards)


def point_to(test_url: str) -> None:
    """Send everything to a server on this machine, for tests; the settings allow no other."""
    host = urlsplit(test_url).netloc
    Route.BASE = f"http://{host}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{host}/gw")
    Asset.BASE = f"http://{host}/cdn"
