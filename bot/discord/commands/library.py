"""`/library`: what there is to answer from, for everybody; adding and removing, for managers."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord.callers import Caller, client_of
from bot.discord.commands import adding, removing, suggest
from bot.discord.commands.declare import Tree, group, menu, slash
from bot.discord.commands.shelves import read_library
from bot.discord.render import library as shown
from bot.discord.render.cards import Card
from bot.discord.render.sources import article_card
from bot.discord.views.cards import embed
from bot.discord.views.press import Press, button, view
from retrieval.errors import UsageError
from retrieval.types import Filters

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient
    from bot.discord.render.words import Words
    from retrieval.index.catalogue_rows import ArticleRow
    from retrieval.library import Library

_FOUND = 5  # passages of a search
_DIGITS = 8
Key = app_commands.Range[str, 1, 100]


async def list_articles(caller: Caller, outlet: Key | None = None) -> None:
    """The articles, newest first, with buttons to turn the pages."""
    await caller.response.defer(ephemeral=True, thinking=True)
    await _show_page(client_of(caller), caller, page=1, outlet=outlet)


async def search(caller: Caller, query: app_commands.Range[str, 1, 300]) -> None:
    """The passages nearest to some words."""
    await caller.response.defer(ephemeral=True, thinking=True)
    words = client_of(caller).words(caller)
    async with read_library(caller) as library:
        engine = await asyncio.to_thread(lambda: library.engine)  # it may load a model
        passages = await engine.search(query, k=_FOUND)
    await caller.edit_original_response(embed=embed(shown.found(passages, words, query=query)))


async def show(caller: Caller, article: Key) -> None:
    """What is known of an article, and how it begins; UsageError when there is none."""
    await caller.response.defer(ephemeral=True, thinking=True)
    words = client_of(caller).words(caller)
    async with read_library(caller) as library:
        row = suggest.meant(await asyncio.to_thread(library.articles), article)
        if row is None:
            raise UsageError(words("library.no_such", key=article))
        found = await asyncio.to_thread(library.article, row.key)
    await caller.edit_original_response(embed=embed(article_card(found, words)))


class Turn(Press, template=r"library:list:(?P<page>\d{1,6}):(?P<outlet>[0-9a-f]{8})?"):
    """Turns to a page of the list; an outlet is known by a digest, for its name may be long."""

    async def pressed(self, client: DatelineClient, caller: Caller) -> None:
        await caller.response.defer()
        page, outlet = int(self.held["page"]), self.held["outlet"]
        await _show_page(client, caller, page=page, digest=outlet)


async def _show_page(
    client: DatelineClient,
    caller: Caller,
    *,
    page: int,
    outlet: str | None = None,
    digest: str | None = None,
) -> None:
    words = client.words(caller)
    async with read_library(caller) as library:
        rows = await asyncio.to_thread(_rows, library, outlet=outlet, digest=digest)
        is_empty = library.is_empty
        shared = library is client.parts.libraries.host()
    if outlet:
        digest = _digest(rows[0].outlet) if rows else None
    if not rows and not is_empty:
        await caller.edit_original_response(embed=embed(shown.unlike(words)), view=None)
        return
    card, buttons = _page(rows, words, page=page, digest=digest, shared=shared)
    hint = words("library.own_hint") if shared and await client.is_manager(caller) else None
    await caller.edit_original_response(content=hint, embed=embed(card), view=buttons)


def _rows(library: Library, *, outlet: str | None, digest: str | None) -> list[ArticleRow]:
    """The articles, or those of an outlet, newest first."""
    rows = library.articles(Filters(outlets=(outlet,)) if outlet else None)
    if digest:
        rows = [row for row in rows if _digest(row.outlet) == digest]
    return suggest.newest_first(rows)


def _page(
    rows: Sequence[ArticleRow], words: Words, *, page: int, digest: str | None, shared: bool
) -> tuple[Card, discord.ui.View | None]:
    """The card of a page, and its buttons; a page that is gone meanwhile is the last."""
    pages = max(1, -(-len(rows) // shown.PAGE))
    page = min(max(1, page), pages)
    there = rows[(page - 1) * shown.PAGE : page * shown.PAGE]
    card = shown.listing(there, words, page=page, pages=pages, total=len(rows), shared=shared)
    if pages == 1:
        return card, None
    turns = (
        (page - 1, "labels.previous", page == 1),
        (page + 1, "labels.next", page == pages),
    )
    return card, view(
        *(
            Turn(button(f"library:list:{to}:{digest or ''}", words(label), disabled=at_end))
            for to, label, at_end in turns
        )
    )


def _digest(outlet: str | None) -> str:
    return hashlib.sha256((outlet or "").casefold().encode()).hexdigest()[:_DIGITS]


def add(tree: Tree, *, dms: bool) -> None:  # noqa: ARG001  # as every module of commands
    """Declare `/library` and "Add to library"."""
    articles = {"article": suggest.readable_articles}
    tree.add_command(
        group(
            "library",
            slash("library.list", list_articles, suggest={"outlet": suggest.readable_outlets}),
            slash("library.search", search),
            slash("library.show", show, suggest=articles),
            slash("library.add", adding.add),
            slash("library.remove", removing.remove, suggest={"article": suggest.own_articles}),
        )
    )
    tree.add_command(menu("add", adding.add_attached))


ITEMS = (Turn, removing.Remove, removing.Keep)
