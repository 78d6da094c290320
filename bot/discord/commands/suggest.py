"""What completes an option while it is typed: only what the guild's own library or the one it reads
holds.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.discord.callers import Caller, client_of
from bot.discord.commands.declare import Choices
from bot.discord.commands.shelves import own_library, read_library
from bot.discord.render.escape import plain
from retrieval.index.catalogue_rows import ArticleRow

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient

_MOST = 25  # choices that Discord shows
_SECONDS = 2.0  # of the three that Discord gives
_LONGEST = 100  # characters of a choice's name and value


async def readable_outlets(caller: Caller, typed: str) -> Choices:
    """Outlets of the library that is asked here, those with most articles first."""
    return await in_time(_read(caller, lambda rows: outlets(rows, typed)))


async def readable_articles(caller: Caller, typed: str) -> Choices:
    """Articles of the library that is asked here."""
    return await in_time(_read(caller, lambda rows: articles(rows, typed)))


async def own_articles(caller: Caller, typed: str) -> Choices:
    """Articles that this guild added, for its managers."""
    client = client_of(caller)
    guild_id = client.guild_of(caller)
    if guild_id is None or not await client.is_manager(caller):
        return []
    return await in_time(_own(client, guild_id, typed))


async def _read(caller: Caller, choose: Callable[[list[ArticleRow]], Choices]) -> Choices:
    async with read_library(caller) as library:
        return await asyncio.to_thread(lambda: choose(library.articles()))


async def _own(client: DatelineClient, guild_id: int, typed: str) -> Choices:
    async with own_library(client, guild_id) as library:
        return await asyncio.to_thread(lambda: articles(library.articles(), typed))


async def in_time(work: Coroutine[Any, Any, Choices]) -> Choices:
    """What is found while Discord waits, nothing otherwise; the work comes to its end alone."""
    task = asyncio.ensure_future(work)
    await asyncio.wait({task}, timeout=_SECONDS)
    if task.done():
        return task.result()
    task.add_done_callback(lambda late: late.exception())
    return []


def outlets(rows: Iterable[ArticleRow], typed: str) -> Choices:
    """The outlets that fit what is typed, as choices."""
    counts = Counter(row.outlet for row in rows if row.outlet)
    fitting = [outlet for outlet, _ in counts.most_common() if _fits(outlet, typed)]
    return _choices((outlet, outlet) for outlet in fitting)


def articles(rows: Iterable[ArticleRow], typed: str) -> Choices:
    """The articles that fit what is typed, newest first, as choices: titles for keys."""
    fitting = [row for row in newest_first(rows) if _fits(f"{row.title} {row.key}", typed)]
    return _choices((_named(row), row.key) for row in fitting)


def newest_first(rows: Iterable[ArticleRow]) -> list[ArticleRow]:
    """By date, those without one last."""
    return sorted(rows, key=lambda row: row.published.iso if row.published else "", reverse=True)


def meant(rows: Iterable[ArticleRow], typed: str) -> ArticleRow | None:
    """The article of which this is the key, or the only one of which it is the title."""
    titled = []
    for row in rows:
        if row.key == typed:
            return row
        if row.title.casefold() == typed.strip().casefold():
            titled.append(row)
    return titled[0] if len(titled) == 1 else None


def _named(row: ArticleRow) -> str:
    facts = ", ".join(filter(None, (row.outlet, row.published.iso if row.published else None)))
    tail = f" ({plain(facts, 40)})" if facts else ""
    return plain(row.title or row.key, _LONGEST - len(tail)) + tail


def _fits(text: str, typed: str) -> bool:
    folded = text.casefold()
    return all(word in folded for word in typed.casefold().split())


def _choices(pairs: Iterable[tuple[str, str]]) -> Choices:
    choices: Choices = []
    for name, value in pairs:
        shown = plain(name, _LONGEST)
        if shown and len(value) <= _LONGEST:
            choices.append(app_commands.Choice(name=shown, value=value))
        if len(choices) == _MOST:
            break
    return choices
