"""`dateline chat`: questions and follow-ups, until Ctrl-D."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import typer

from bot.cli import door, filters
from bot.cli.session import Session, begin

if TYPE_CHECKING:
    from bot.cli.screen import Screen
    from retrieval.library import Library
    from retrieval.types import Filters


def chat(
    ctx: typer.Context,
    outlet: filters.Outlet = None,
    since: filters.Since = None,
    until: filters.Until = None,
    key: filters.Key = None,
) -> int:
    """Ask in a conversation; follow-up questions are understood from what was said.

    Inside: /sources, /source 2 (the quote in its article), /new, /save FILE.md, /help, /quit.
    Ctrl-C stops an answer, Ctrl-D leaves. Lines may also be piped in.

    \b
    Examples:
      dateline chat
      dateline chat --outlet Reuters --since 2021-10
      printf 'Who is Lavrov?\\nWhat did he announce?\\n' | dateline chat
    """
    chosen = filters.filters(outlets=outlet, since=since, until=until, keys=key)
    return _converse(begin(ctx), chosen)


def _converse(session: Session, restrict: Filters | None) -> int:
    from bot.cli.first_use import offer_starter
    from bot.cli.prompt import line_reader
    from bot.cli.screen import Screen
    from bot.cli.talk import COMMANDS, Talk

    screen = Screen(plain=session.plain)
    with session.library(long_running=True) as library, asyncio.Runner() as runner:
        offer_starter(session, library)
        filters.require_some(library, restrict)
        _welcome(screen, library)
        read = line_reader(session.settings.home, commands=tuple(COMMANDS))
        talk = Talk(
            screen=screen, library=library, runner=runner, restrict=restrict, debug=session.debug
        )
        while talk.going:
            try:
                line = read()
            except EOFError:
                break
            except KeyboardInterrupt:
                screen.notice("Ctrl-D or /quit leaves the chat.")
                continue
            talk.hear(line)
    return door.OK


def _welcome(screen: Screen, library: Library) -> None:
    """How many articles, how new, how to add more."""
    articles = library.articles()
    dates = [row.published.iso for row in articles if row.published]
    newest = f", the newest of {max(dates)}" if dates else ""
    noun = "article" if len(articles) == 1 else "articles"
    screen.notice(
        f"{len(articles)} {noun}{newest}. Add more: dateline add PATH. /help shows the commands.",
        style="",
    )
