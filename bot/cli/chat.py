"""`dateline chat`: questions and follow-ups, until Ctrl-D."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import door, filters
from bot.cli.session import Session, begin
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from bot.cli.past import Past
    from bot.cli.prompt import ReadLine
    from bot.cli.screen import Screen
    from bot.cli.talk import Talk
    from retrieval.library import Library
    from retrieval.types import Filters

Resume = Annotated[
    str | None,
    typer.Option(
        "--resume", metavar="[NAME]", help="Go on with the last conversation, or with NAME."
    ),
]
Name = Annotated[str | None, typer.Option(metavar="NAME", help="Begin a conversation called NAME.")]
Unsaved = Annotated[bool, typer.Option("--unsaved", help="Store nothing that is said.")]
ShowStandalone = Annotated[
    bool, typer.Option("--show-standalone", help="Say how each question was understood.")
]


def chat(
    ctx: typer.Context,
    resume: Resume = None,
    name: Name = None,
    unsaved: Unsaved = False,
    show_standalone: ShowStandalone = False,
    outlet: filters.Outlet = None,
    since: filters.Since = None,
    until: filters.Until = None,
    key: filters.Key = None,
) -> int:
    """Ask in a conversation; follow-up questions are understood from what was said.

    Each question is saved with its answer and sources, so that you can go on another day.
    Inside: /sources, /source 2 (the quote in its article), /name NAME, /new, /forget,
    /save FILE.md, /standalone, /help, /quit.
    Ctrl-C stops an answer, Ctrl-D leaves. Lines may also be piped in.

    \b
    Examples:
      dateline chat
      dateline chat --resume
      dateline chat --name elections --outlet Reuters --since 2021-10
      printf 'Who is Lavrov?\\nWhat did he announce?\\n' | dateline chat
    """
    chosen = filters.filters(outlets=outlet, since=since, until=until, keys=key)
    if name is not None and (resume is not None or unsaved):
        other = "--unsaved" if unsaved else "--resume"
        raise UsageError(f"--name and {other} exclude each other.", hint="Leave one out.")
    from bot.cli.past import open_past

    session = begin(ctx)
    past = open_past(session.settings.home, resume=resume, name=name, unsaved=unsaved)
    return _converse(session, chosen, past, show_standalone=show_standalone)


def _converse(
    session: Session, restrict: Filters | None, past: Past, *, show_standalone: bool
) -> int:
    from bot.cli.first_use import offer_starter
    from bot.cli.prompt import line_reader
    from bot.cli.screen import Screen
    from bot.cli.talk import COMMANDS, Talk

    screen = Screen(plain=session.plain)
    with session.library(long_running=True) as library, asyncio.Runner() as runner:
        offer_starter(session, library)
        filters.require_some(library, restrict)
        _welcome(screen, library)
        past.recall(screen)
        read = line_reader(asked=past.asked, commands=tuple(COMMANDS))
        talk = Talk(
            screen=screen,
            library=library,
            runner=runner,
            restrict=restrict,
            debug=session.debug,
            conversation=past.conversation,
            keeper=past.keeper,
            show_standalone=show_standalone,
        )
        _listen(talk, read)
        talk.leave()
    return door.OK


def _listen(talk: Talk, read: ReadLine) -> None:
    """Hand over line after line, until the end."""
    while talk.going:
        try:
            line = read()
        except EOFError:
            return
        except KeyboardInterrupt:
            talk.screen.notice("Ctrl-D or /quit leaves the chat.")
            continue
        talk.hear(line)


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
