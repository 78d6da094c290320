"""The libraries that commands work with: the one that a guild asks, and the one that is its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

from bot.discord.callers import Caller, client_of
from retrieval.library import Library

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient

Thing = TypeVar("Thing")


@asynccontextmanager
async def read_library(caller: Caller) -> AsyncIterator[Library]:
    """The library from which questions are answered where the command was given."""
    client = client_of(caller)
    guild_id = client.guild_of(caller)
    settings = await client.guild_settings(guild_id)
    async with client.library(guild_id, settings.library) as library:
        yield library


@asynccontextmanager
async def own_library(client: DatelineClient, guild_id: int) -> AsyncIterator[Library]:
    """What a guild added itself, to read or remove from; asking makes nothing."""
    async with entered(client.parts.libraries.for_questions(guild_id, "own")) as library:
        yield library


@asynccontextmanager
async def library_to_fill(client: DatelineClient, guild_id: int) -> AsyncIterator[Library]:
    """A guild's own library, made if there is none."""
    async with entered(client.parts.libraries.using(guild_id)) as library:
        yield library


@asynccontextmanager
async def entered(context: AbstractContextManager[Thing]) -> AsyncIterator[Thing]:
    """A context that reads the disk as it is entered: that is done beside the event loop."""
    thing = await asyncio.to_thread(context.__enter__)
    try:
        yield thing
    finally:
        await asyncio.to_thread(context.__exit__, None, None, None)
