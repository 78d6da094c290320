"""`dateline ask`: one question, or a file of questions."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import as_json, door, filters
from bot.cli.session import Session, begin
from retrieval.errors import UsageError
from retrieval.types import Filters

if TYPE_CHECKING:
    from retrieval.library import Library

Question = Annotated[
    list[str] | None,
    typer.Argument(metavar="QUESTION", help="The question; quotes around it are best."),
]
BatchFile = Annotated[
    Path | None,
    typer.Option(
        "--batch",
        metavar="FILE.jsonl",
        help="Answer every line of this file, one JSON object a line; - is standard input.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON; docs/schema describes it.")]


def ask(
    ctx: typer.Context,
    question: Question = None,
    batch: BatchFile = None,
    json: AsJson = False,
    outlet: filters.Outlet = None,
    since: filters.Since = None,
    until: filters.Until = None,
    key: filters.Key = None,
    show_standalone: Annotated[
        bool, typer.Option("--show-standalone", help="Say how the question was understood.")
    ] = False,
) -> int:
    """Answer one question from the articles, or a file of questions.

    Every sentence carries the number of its source; a source shows the words it rests on. When
    the articles do not tell, Dateline says so: that is exit code 0 too, and "abstained" in JSON.
    The first question to an empty library adds the starter articles.

    \b
    Examples:
      dateline ask "Why did Russia close its mission to NATO?"
      dateline ask "Who announced it?" --since 2021-10 --json
      dateline ask --batch questions.jsonl > answers.jsonl

    A batch line is {"id", "question", "history": [{"role", "content"}]}; the question is enough.
    """
    chosen = filters.filters(outlets=outlet, since=since, until=until, keys=key)
    text = " ".join(question or ()).strip()
    if batch is not None:
        if text:
            raise UsageError("A question and --batch exclude each other.", hint="Leave one out.")
        from bot.cli.batch import ask_all

        return ask_all(begin(ctx), batch, restrict=chosen)
    if not text:
        raise UsageError("There is no question.", hint='Write: dateline ask "Who ...?"')
    return _ask_once(begin(ctx), text, chosen, json=json, standalone=show_standalone)


def _ask_once(
    session: Session, question: str, restrict: Filters | None, *, json: bool, standalone: bool
) -> int:
    from bot.cli.first_use import offer_starter

    with session.library() as library:
        offer_starter(session, library)
        filters.require_some(library, restrict)
        if library.model and sys.stdout.isatty() and not json:
            return _ask_live(session, library, question, restrict, standalone=standalone)
        reply = asyncio.run(library.engine.answer(question, filters=restrict))
    if json:
        typer.echo(as_json.dumps(as_json.reply(reply)))
        return door.OK
    from bot.cli.render import show_reply
    from bot.cli.screen import Screen

    show_reply(Screen(plain=session.plain), reply, standalone=standalone)
    return door.OK


def _ask_live(
    session: Session,
    library: Library,
    question: str,
    restrict: Filters | None,
    *,
    standalone: bool,
) -> int:
    """Show each sentence as the model writes it; Ctrl-C leaves what was shown."""
    from bot.cli.live import Live
    from bot.cli.screen import Screen

    screen = Screen(plain=session.plain)
    live = Live(screen, question, standalone=standalone, slow=True)
    try:
        asyncio.run(live.show(library.engine.stream(question, filters=restrict)))
    except KeyboardInterrupt:
        live.stopped()
        raise
    return door.OK
