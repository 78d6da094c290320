"""The client: what it hears from Discord goes to the desk, the commands and the views."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

import discord
from discord import app_commands

from bot.discord import trouble
from bot.discord.desk import Desk
from bot.discord.render.words import Words, language_of, words
from bot.records.community.settings import GuildSettings

if TYPE_CHECKING:
    from bot.discord.parts import Parts

P = ParamSpec("P")
R = TypeVar("R")
Caller = discord.Interaction[Any]


class DatelineClient(discord.Client):
    """One connection to Discord; it caches neither members nor messages."""

    def __init__(self, parts: Parts, *, intents: discord.Intents, **options: Any) -> None:
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=60.0,
            **options,
        )
        self.parts = parts
        self.tree = app_commands.CommandTree(self)
        self.desk = Desk(self)
        self._scribe = ThreadPoolExecutor(max_workers=1, thread_name_prefix="records")

    # what commands and views work with

    async def record(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a method of the records (or any short blocking work on disk) in their thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._scribe, lambda: work(*args, **kwargs))

    async def guild_settings(self, guild_id: int | None) -> GuildSettings:
        """The settings of a guild; the defaults in a direct message."""
        if guild_id is None:
            return GuildSettings()
        return await self.record(self.parts.community.settings, guild_id)

    def asker(self, user: discord.abc.Snowflake) -> str:
        """How a person is known to the records: a keyed hash."""
        return self.parts.identities.of(user.id)

    def words(self, caller: Caller) -> Words:
        """The wording for what only this person sees, in the language of their Discord."""
        return words(language_of(str(caller.locale)))

    async def words_in(self, guild_id: int | None) -> Words:
        """The wording for what a whole channel sees: the guild's language."""
        settings = await self.guild_settings(guild_id)
        if settings.language != "auto":
            return words(settings.language)
        guild = self.get_guild(guild_id) if guild_id else None
        return words(language_of(str(guild.preferred_locale) if guild else "en-US"))

    async def is_manager(self, caller: Caller) -> bool:
        """Whether this person may change the guild's articles and settings."""
        if caller.guild_id is None:
            return False
        if caller.permissions.manage_guild or caller.permissions.administrator:
            return True
        settings = await self.guild_settings(caller.guild_id)
        roles = {role.id for role in getattr(caller.user, "roles", ())}
        return bool(roles & set(settings.manager_roles))


def client_of(caller: Caller) -> DatelineClient:
    """The client that an interaction came to."""
    return cast(DatelineClient, caller.client)


__all__ = ["Caller", "DatelineClient", "client_of", "trouble"]
