"""`dateline search`: the passages nearest to a query."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import as_json, door, filters
from bot.cli.ask import AsJson, BatchFile
from bot.cli.session import Session, begin
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.types import Filters, Passage


def search(
    ctx: typer.Context,
    query: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help="What to look for.")
    ] = None,
    number: Annotated[
        int, typer.Option("-k", "--number", min=1, max=1000, help="How many passages.")
    ] = 10,
    batch: BatchFile = None,
    json: AsJson = False,
    outlet: filters.Outlet = None,
    since: filters.Since = None,
    until: filters.Until = None,
    key: filters.Key = None,
) -> int:
    """Show the passages nearest to a query, best first.

    Scores compare passages of one search only.

    \b
    Examples:
      dateline search "liaison office in Moscow"
      dateline search "expelled diplomats" -k 3 --outlet Reuters --json
      dateline search --batch questions.jsonl -k 10 --json > passages.jsonl

    A batch line is {"id", "question", "history": [{"role", "content"}]}; the question is enough.
    With a history, a follow-up is searched for as the conversation means it.
    """
    chosen = filters.filters(outlets=outlet, since=since, until=until, keys=key)
    text = " ".join(query or ()).strip()
    if batch is not None:
        if text:
            raise UsageError("A query and --batch exclude each other.", hint="Leave one out.")
        from bot.cli.batch import search_all

        return search_all(begin(ctx), batch, k=number, restrict=chosen)
    if not text:
        raise UsageError("There is no query.", hint='Write: dateline search "..."')
    return _search_once(begin(ctx), text, chosen, number=number, json=json)


def _search_once(
    session: Session, query: str, restrict: Filters | None, *, number: int, json: bool
) -> int:
    from bot.cli.first_use import offer_starter

    with session.library() as library:
        offer_starter(session, library)
        filters.require_some(library, restrict)
        found = asyncio.run(library.engine.search(query, k=number, filters=restrict))
    if json:
        typer.echo(as_json.dumps({"id": None, "passages": as_json.passages(found)}))
    else:
        _show(found, plain=session.plain)
    return door.OK


def _show(found: Sequence[Passage], *, plain: bool) -> None:
    """Print passages with their scores, whole."""
    from bot.cli.clean import one_line
    from bot.cli.render import byline
    from bot.cli.screen import Screen, styled

    screen = Screen(plain=plain)
    if not found:
        screen.notice("Nothing in the articles is near that query.")
    for number, passage in enumerate(found, start=1):
        place = f"{passage.article.key}:{passage.start}-{passage.end}"
        screen.line(
            styled(f"[{number}] ", "cyan"),
            styled(byline(passage.article), "bold"),
            styled(f" ({place}, {passage.score:.3f})", "dim"),
        )
        screen.line(one_line(passage.text))
        screen.line("")
