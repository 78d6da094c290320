"""What a client is made with: intents, shards, and for tests another address than Discord's."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import discord
import yarl
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord.client import DatelineClient, ShardedClient
from bot.discord.health import Vital

if TYPE_CHECKING:
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
    wanted = intents(message_content=message_content)
    shards = parts.settings.discord_shards
    if shards is None:
        return DatelineClient(parts, intents=wanted)
    # With a count given, discord.py does not ask Discord how many shards it recommends.
    return ShardedClient(parts, intents=wanted, shard_count=shards)


def vital(client: DatelineClient | None) -> Vital:
    """A look at the connection; of several, the first that tells."""
    if client is None or client.is_closed() or not client.is_ready():
        return Vital(connected=False)
    # discord.py keeps the time of the last acknowledgement to itself.
    sockets = [client.ws] if client.ws else [one._parent.ws for one in _shards(client)]
    beats = [one._keep_alive for one in sockets if one is not None and one._keep_alive]
    late = max((time.perf_counter() - one._last_ack for one in beats), default=None)
    latency = client.latency if math.isfinite(client.latency) else None
    return Vital(
        connected=bool(beats), heartbeat=late, latency=latency, guilds=len(client.guilds)
    )


def _shards(client: DatelineClient) -> list[discord.ShardInfo]:
    return list(client.shards.values()) if isinstance(client, ShardedClient) else []


def point_to(test_url: str) -> None:
    """Send everything to a server on this machine, for tests; the settings allow no other."""
    host = urlsplit(test_url).netloc
    Route.BASE = f"http://{host}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{host}/gw")
    Asset.BASE = f"http://{host}/cdn"
