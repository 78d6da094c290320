"""How the connection to Discord's gateway does, read from discord.py's client."""

from __future__ import annotations

import time

import discord

from bot.discord.health import Vital


def vital_of(client: discord.Client | None) -> Vital:
    """A look at the client, or at the worst of its shards; None stands for a client in the making.

    discord.py keeps the time of the last acknowledgement in a private attribute of its keep-alive
    thread and tells it nowhere else.
    """
    if client is None or client.is_closed() or not client.is_ready():
        return Vital(connected=False)
    sockets = _sockets(client)
    beats = [getattr(socket, "_keep_alive", None) for socket in sockets]
    if not sockets or not all(socket is not None and socket.open for socket in sockets):
        return Vital(connected=False)
    now = time.perf_counter()
    ages = [now - beat._last_ack for beat in beats if beat is not None]
    return Vital(
        connected=True,
        heartbeat=max(ages) if len(ages) == len(sockets) else None,
        latency=client.latency,
        guilds=len(client.guilds),
    )


def _sockets(client: discord.Client) -> list[discord.gateway.DiscordWebSocket | None]:
    if isinstance(client, discord.AutoShardedClient):
        return [shard._parent.ws for shard in client.shards.values()]
    return [client.ws]
