"""A plain discord.py client over real sockets, with which the server itself is tested."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import discord
import yarl
from discord import app_commands

from .server import Server


class Client(discord.Client):
    """Keeps every message it hears; its command tree is synced by the test."""

    def __init__(self, *, content: bool = True, **options: Any) -> None:
        intents = discord.Intents(
            guilds=True, guild_messages=True, dm_messages=True, message_content=content
        )
        super().__init__(
            intents=intents, member_cache_flags=discord.MemberCacheFlags.none(), **options
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[discord.Message] = []
        self.resumed = 0

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)

    async def on_resumed(self) -> None:
        self.resumed += 1


@asynccontextmanager
async def connected(server: Server, client: Client | None = None) -> AsyncIterator[Client]:
    """The client, logged in and ready; discord.py's addresses are put back afterwards."""
    client = client or Client()
    kept = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    discord.http.Route.BASE = f"{server.base}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway.url)
    await client.login(server.token)
    running = asyncio.create_task(client.connect())
    try:
        ready = asyncio.create_task(client.wait_until_ready())
        await asyncio.wait({running, ready}, timeout=20, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if running.done():
            running.result()
        yield client
    finally:
        await client.close()
        with suppress(asyncio.CancelledError, discord.DiscordException):
            await running
        discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = kept
