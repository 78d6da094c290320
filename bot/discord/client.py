"""The client, as the desk, the commands and the views know it: what they work with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, Protocol, TypeVar, cast

import discord
from discord import app_commands

from bot.discord.render.words import Words, language_of, words
from bot.records.community.settings import GuildSettings

if TYPE_CHECKING:
    from bot.discord.parts import Parts
    from bot.records.community.questions import Purpose, Question
    from retrieval.library import Library
    from retrieval.types import Filters

P = ParamSpec("P")
R = TypeVar("R")

_READERS = 2  # additions to libraries that are read at once, of all guilds


class Reception(Protocol):
    """What a client's desk does for the others: it takes questions, and takes answers back."""

    async def ask(
        self,
        caller: discord.Interaction[Any],
        question: str,
        *,
        private: bool = False,
        filters: Filters | None = None,
        purpose: Purpose = "ask",
        about: int | None = None,
        parent_id: int | None = None,
    ) -> None:
        """Answer a question of an interaction in its place."""
        ...

    async def hear(self, message: discord.Message, question: str) -> None:
        """Answer a question that was posted as a message."""
        ...

    async def resume(self) -> None:
        """Go on with what was left unanswered."""
        ...

    async def postpone(self, question_id: int) -> None:
        """Say that the answer comes after a restart."""
        ...

    async def take_back(self, question: Question, message_ids: Sequence[int]) -> None:
        """Delete the messages of an answer whose question was deleted."""
        ...


class DatelineClient(discord.Client):
    """One connection to Discord; it caches neither members nor messages."""

    desk: Reception

    def __init__(self, parts: Parts, *, intents: discord.Intents, **options: Any) -> None:
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=60.0,  # a longer wait is an error, which the queue waits out
            **options,
        )
        self.parts = parts
        self.tree = app_commands.CommandTree(self)
        self.hearing: set[int] = set()  # messages of which it is not decided yet what they are
        self.when_stopping: set[Callable[[], Awaitable[None]]] = set()  # what else is to be told
        self._scribe = ThreadPoolExecutor(max_workers=1, thread_name_prefix="records")
        self._readers = ThreadPoolExecutor(max_workers=_READERS, thread_name_prefix="reading")

    async def close(self) -> None:
        await super().close()
        self._scribe.shutdown(wait=False)
        self._readers.shutdown(wait=False)

    async def record(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a method of the records (or any short blocking work on disk) in their thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._scribe, lambda: work(*args, **kwargs))

    def at_length(self, work: Callable[[], R]) -> asyncio.Future[R]:
        """Run what may take minutes in threads of its own, so that no question waits for it.

        No task: those are cancelled at the end of the process, while their threads go on.
        """
        return asyncio.get_running_loop().run_in_executor(self._readers, work)

    async def note_message(self, question_id: int, channel_id: int, message_id: int) -> bool:
        """Remember a message of an answer that is under way, in case the process ends now.

        False when the question was deleted meanwhile.
        """
        return await self.record(
            self.parts.community.note_message, question_id, channel_id, message_id
        )

    @asynccontextmanager
    async def library(
        self, guild_id: int | None, choice: Literal["auto", "own", "host"] = "auto"
    ) -> AsyncIterator[Library]:
        """The library that a guild's questions are answered from; None: the host's."""
        await self.parts.prepared.wait()
        using = self.parts.libraries.for_questions(guild_id, choice)
        library = await asyncio.to_thread(using.__enter__)
        try:
            yield library
        finally:
            using.__exit__(None, None, None)

    async def guild_settings(self, guild_id: int | None) -> GuildSettings:
        """The settings of a guild; the defaults in a direct message."""
        if guild_id is None:
            return GuildSettings()
        community = self.parts.community
        known = community.settings_at_hand(guild_id)
        return await self.record(community.settings, guild_id) if known is None else known

    async def channel(self, channel_id: int) -> discord.abc.Messageable:
        """A channel or thread with its kind, asked for when it is not known."""
        known = self.get_channel(channel_id) or await self.fetch_channel(channel_id)
        return cast(discord.abc.Messageable, known)

    def guild_of(self, caller: discord.Interaction[Any]) -> int | None:
        """The guild that an interaction belongs to.

        None in direct messages, and where only the person, not the guild, installed Dateline.
        """
        ours = caller.is_guild_integration() or self.get_guild(caller.guild_id or 0) is not None
        return caller.guild_id if ours else None

    def asker(self, user: discord.abc.Snowflake) -> str:
        """How a person is known to the records: a keyed hash."""
        return self.parts.identities.of(user.id)

    def words(self, caller: discord.Interaction[Any]) -> Words:
        """The wording for what only this person sees, in the language of their Discord."""
        return words(language_of(str(caller.locale)))

    async def words_in(self, guild_id: int | None) -> Words:
        """The wording for what a whole channel sees: the guild's language."""
        settings = await self.guild_settings(guild_id)
        if settings.language != "auto":
            return words(settings.language)
        guild = self.get_guild(guild_id) if guild_id else None
        return words(language_of(str(guild.preferred_locale) if guild else "en-US"))

    async def is_manager(self, caller: discord.Interaction[Any]) -> bool:
        """Whether this person may change the guild's articles and settings."""
        if caller.guild_id is None:
            return False
        if caller.permissions.manage_guild or caller.permissions.administrator:
            return True
        settings = await self.guild_settings(caller.guild_id)
        roles = {role.id for role in getattr(caller.user, "roles", ())}
        return bool(roles & set(settings.manager_roles))
