"""`/library remove`: an article of the guild's own library, after asking once more."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord.callers import Caller, client_of
from bot.discord.commands import shelf
from bot.discord.commands.guard import managed_guild
from bot.discord.commands.shelves import own_library
from bot.discord.commands.suggest import meant
from bot.discord.render import library as shown
from bot.discord.render.citing import byline
from bot.discord.views.press import Press, button, view
from retrieval.errors import UnknownArticle, UsageError

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient
    from retrieval.index.catalogue_rows import ArticleRow
    from retrieval.types import ArticleInfo

_DIGITS = 24


async def remove(caller: Caller, article: app_commands.Range[str, 1, 100]) -> None:
    """Ask whether an article is to be removed; UsageError when the guild has none of that key."""
    await caller.response.defer(ephemeral=True, thinking=True)
    client = client_of(caller)
    words = client.words(caller)
    guild_id = await managed_guild(caller)
    async with own_library(client, guild_id) as library:
        rows = await asyncio.to_thread(library.articles)
    found = meant(rows, article)
    if found is None:
        key = "library.not_own" if not rows else "library.no_such"
        raise UsageError(words(key, key=article[:100]))
    sure = button(
        f"library:remove:{_digest(found.key)}",
        words("labels.remove"),
        style=discord.ButtonStyle.danger,
    )
    await caller.edit_original_response(
        content=words("library.sure", article=byline(found, words)),
        view=view(Remove(sure), Keep(button("library:keep", words("labels.cancel")))),
    )


class Remove(Press, template=r"library:remove:(?P<article>[0-9a-f]{24})"):
    """Removes the article; its key may be longer than what a button can hold."""

    async def pressed(self, client: DatelineClient, caller: Caller) -> None:
        await caller.response.defer()
        words = client.words(caller)
        guild_id = await managed_guild(caller)
        removed = await _removed(client, guild_id, digest=self.held["article"])
        text = shown.removed(removed, words) if removed else words("library.gone")
        await caller.edit_original_response(content=text, view=None)


class Keep(Press, template=r"library:keep"):
    """Leaves the article where it is."""

    async def pressed(self, client: DatelineClient, caller: Caller) -> None:
        text = client.words(caller)("settings.unchanged")
        await caller.response.edit_message(content=text, view=None)


async def _removed(client: DatelineClient, guild_id: int, *, digest: str) -> ArticleInfo | None:
    """The article with that digest, which is gone now; None when it was gone already."""
    async with own_library(client, guild_id) as library:
        rows: list[ArticleRow] = await asyncio.to_thread(library.articles)
        found = next((row for row in rows if _digest(row.key) == digest), None)
        if found is None:
            return None
        folder = await asyncio.to_thread(client.parts.libraries.articles_folder, guild_id)
        try:
            await asyncio.to_thread(shelf.take_off, library, found.key, folder=folder)
        except UnknownArticle:
            return None
    return found


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
