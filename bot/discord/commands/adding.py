"""`/library add` and "Add to library": files and a page, read into the guild's own library."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord

from bot import links
from bot.discord import watching
from bot.discord.callers import Caller, client_of
from bot.discord.commands.attached import distinct_names, fetched
from bot.discord.commands.guard import managed_guild
from bot.discord.commands.progress import Progress, StoppedError, conclude
from bot.discord.commands.shelf import Busy, Given, Shelved, alone, shelve
from bot.discord.commands.shelves import entered, library_to_fill
from bot.discord.render import library as shown
from bot.discord.render.escape import plain
from bot.discord.render.words import Words
from retrieval.errors import ArticleError, LinkError, UsageError
from retrieval.library import Summary

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient
    from bot.records.community.settings import GuildSettings

_LINK_SHOWN = 80  # characters

_log = logging.getLogger(__name__)


async def add(
    caller: Caller, file: discord.Attachment | None = None, link: str | None = None
) -> None:
    """Add what a file and the page at a link hold; UsageError without either."""
    await caller.response.defer(ephemeral=True, thinking=True)
    words = client_of(caller).words(caller)
    if file is None and not link:
        raise UsageError(words("library.nothing_given"))
    await _unless_stopped(_add(caller, [file] if file else [], link=link))


async def add_attached(caller: Caller, message: discord.Message) -> None:
    """Add everything that is attached to a message."""
    await caller.response.defer(ephemeral=True, thinking=True)
    if not message.attachments:
        raise UsageError(client_of(caller).words(caller)("notices.no_attachment"))
    await _unless_stopped(_add(caller, message.attachments))


async def _unless_stopped(adding: Coroutine[Any, Any, None]) -> None:
    try:
        await adding
    except StoppedError as error:  # the person was told, in the moment when it was stopped
        _log.info("an addition was stopped", extra={"reason": error.message})


async def _add(
    caller: Caller, files: Sequence[discord.Attachment], *, link: str | None = None
) -> None:
    client = client_of(caller)
    words = client.words(caller)
    guild_id = await managed_guild(caller)
    sources = _sources(client, files, link=link, words=words)
    progress = Progress(caller, words, of=len(sources))
    async with (
        _alone(client, guild_id, busy=words("library.busy")) as folder,
        _stoppable(client, progress),
        library_to_fill(client, guild_id) as library,
    ):
        first = library.is_empty

        def read(given: Given) -> Awaitable[Shelved]:
            work = partial(shelve, library, given, folder=folder, report=progress.read)
            return client.at_length(work)

        shelved = [await _one(source, read, progress=progress) for source in sources]
    lines = [_outcome(shelved, words)]
    changed = any(each.summary.added or each.summary.updated for each in shelved)
    if changed:
        lines += _consequence(await client.guild_settings(guild_id), words, first=first)
    await conclude(caller, "\n\n".join(lines))
    if changed:
        await watching.articles_added(client, guild_id)


def _consequence(settings: GuildSettings, words: Words, *, first: bool) -> list[str]:
    """What the addition means for the answers, where that may surprise."""
    if settings.library == "host":
        return [words("library.unused")]
    return [words("library.first")] if first and settings.library == "auto" else []


@dataclass(frozen=True, slots=True)
class _Source:
    """Something to add: how it is called, and how it is had (ArticleError, LinkError)."""

    name: str
    get: Callable[[], Coroutine[Any, Any, Given]]


def _sources(
    client: DatelineClient,
    files: Sequence[discord.Attachment],
    *,
    link: str | None,
    words: Words,
) -> list[_Source]:
    test_url = client.parts.settings.discord_test_url
    names = distinct_names(file.filename for file in files)
    found = [
        _Source(name, partial(fetched, file, name, words=words, test_url=test_url))
        for name, file in zip(names, files, strict=True)
    ]
    if link:
        page = partial(_page, link.strip(), loopback=test_url is not None)
        found.append(_Source(plain(link, _LINK_SHOWN), page))
    return found


async def _page(link: str, *, loopback: bool) -> Given:
    page = await links.fetch(link, loopback=loopback)
    return Given(page.file_name, page.data, page.url)


async def _one(
    source: _Source, read: Callable[[Given], Awaitable[Shelved]], *, progress: Progress
) -> Shelved:
    """Have one file or page and read it; what goes wrong with it concerns no other."""
    progress.begin(source.name)
    try:
        given = await progress.until(source.get())
    except ArticleError as error:
        return Shelved(errors=(error,))
    except LinkError as error:
        refused = ArticleError(error.message, path=source.name, hint=error.hint)
        return Shelved(errors=(refused,))
    return await progress.until(read(given))


def _outcome(shelved: Sequence[Shelved], words: Words) -> str:
    """All that was done, in one message."""
    whole = Summary(
        added=sum(each.summary.added for each in shelved),
        updated=sum(each.summary.updated for each in shelved),
        unchanged=sum(each.summary.unchanged for each in shelved),
    )
    return shown.added(whole, [error for each in shelved for error in each.errors], words)


@asynccontextmanager
async def _stoppable(client: DatelineClient, progress: Progress) -> AsyncIterator[None]:
    """What is read inside it ends early when the process is told to end."""
    client.when_stopping.add(progress.stop)
    try:
        yield
    finally:
        client.when_stopping.discard(progress.stop)


@asynccontextmanager
async def _alone(client: DatelineClient, guild_id: int, *, busy: str) -> AsyncIterator[Path]:
    """The folder of a guild's files, for one addition at a time; UsageError while it is taken."""
    folder = await asyncio.to_thread(client.parts.libraries.articles_folder, guild_id)
    try:
        async with entered(alone(folder)):
            yield folder
    except Busy:
        raise UsageError(busy) from None
