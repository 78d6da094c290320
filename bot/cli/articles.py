"""`dateline list`, `show` and `remove`: the articles that are there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import as_json, door, filters
from bot.cli.ask import AsJson
from bot.cli.session import begin
from retrieval.types import Filters

if TYPE_CHECKING:
    from retrieval.index.catalogue import ArticleRow

UNLIKE = "No article is like that."
EMPTY = "The library has no articles. Add some: dateline add PATH"


def list_articles(
    ctx: typer.Context,
    json: AsJson = False,
    outlet: filters.Outlet = None,
    since: filters.Since = None,
    until: filters.Until = None,
) -> int:
    """List the articles, the newest first.

    \b
    Examples:
      dateline list
      dateline list --outlet Reuters --since 2021-10 --json
    """
    chosen = filters.filters(outlets=outlet, since=since, until=until)
    session = begin(ctx)
    with session.library(create=False) as library:
        rows = library.articles(chosen)
    if json:
        typer.echo(as_json.dumps([as_json.row(row) for row in rows]))
    else:
        _show_list(rows, plain=session.plain, nothing=UNLIKE if chosen else EMPTY)
    return door.OK


def _show_list(rows: Sequence[ArticleRow], *, plain: bool, nothing: str) -> None:
    from bot.cli.screen import Screen
    from bot.cli.tables import Column, show_table

    screen = Screen(plain=plain)
    if not rows:
        screen.notice(nothing)
        return
    columns = [
        Column("key"),
        Column("date"),
        Column("outlet", share=2),
        Column("title", share=5),
        Column("chunks", right=True),
    ]
    cells = [
        (
            row.key,
            row.published.iso if row.published else "",
            row.outlet or "",
            row.title,
            str(row.chunks),
        )
        for row in rows
    ]
    show_table(screen, columns, cells)


def show(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="The article's key; see: list.")],
    json: AsJson = False,
    text: Annotated[bool, typer.Option(help="Print the text of the article too.")] = True,
) -> int:
    """Show everything that was understood of one article, and its text as it is stored.

    \b
    Examples:
      dateline show timeline-1991-2021
      dateline show timeline-1991-2021 --no-text
    """
    session = begin(ctx)
    with session.library(create=False) as library:
        article = library.article(key)
        chunks = library.articles(Filters(keys=(article.key,)))[0].chunks
    data = as_json.article(article, chunks=chunks, with_text=text)
    if json:
        typer.echo(as_json.dumps(data))
    else:
        _show_article(data, plain=session.plain)
    return door.OK


def _show_article(data: as_json.Json, *, plain: bool) -> None:
    """Print what --json prints, a line for each fact, then the text."""
    from bot.cli.clean import clean, one_line
    from bot.cli.screen import Screen, styled

    screen = Screen(plain=plain)
    text, precision = data.pop("text"), data.pop("precision")
    data["authors"] = ", ".join(data["authors"])
    for name, value in data.items():
        shown = "-" if value in (None, "") else one_line(str(value))
        if name == "published" and precision:
            shown += f" (to the {precision})"
        screen.line(styled(f"{name:<11}", "cyan"), shown)
    if text is not None:
        screen.line("")
        screen.line(clean(text))


def remove(
    ctx: typer.Context,
    keys: Annotated[list[str], typer.Argument(metavar="KEY...", help="Keys; see: list.")],
    json: AsJson = False,
) -> int:
    """Remove articles by their keys. Their files stay where they are.

    \b
    Examples:
      dateline remove timeline-1991-2021
    """
    session = begin(ctx)
    with session.library(create=False) as library:
        library.remove(keys)
    removed = list(dict.fromkeys(keys))
    typer.echo(as_json.dumps({"removed": removed}) if json else f"{len(removed)} removed")
    return door.OK
