"""`dateline add`: articles from files, folders and links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import as_json, door
from bot.cli.ask import AsJson
from bot.cli.linked import fetch_all, is_link
from bot.cli.progress import add_with_progress
from bot.cli.session import Session, begin
from bot.cli.told import Told
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from retrieval.library import Library


def add(
    ctx: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files, folders or links to pages.")
    ],
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove articles whose files are gone from these paths.")
    ] = False,
    re_embed: Annotated[
        bool, typer.Option("--re-embed", help="Make all vectors again, with the chosen embedder.")
    ] = False,
    json: AsJson = False,
) -> int:
    """Add articles from files, folders and links, or update those that changed.

    Reads .txt, .md (YAML front matter), .html and .jsonl (one article a line). What has not changed
    is skipped, so the command may be run again at any time, also after it was interrupted. A file
    that cannot be read is named, the rest is added, and the exit code is 1. A page is fetched from
    the public internet and kept in the folder "links" of the library.

    \b
    Examples:
      dateline add ~/articles
      dateline add news.jsonl interview.html
      dateline add https://example.org/news/interview
      dateline add ~/articles --prune
    """
    links = [source for source in sources if is_link(source)]
    paths = [Path(source) for source in sources if not is_link(source)]
    gone = [path for path in paths if not path.exists()]
    if gone and not prune:
        raise _missing(gone)
    return _add(begin(ctx), paths, links, prune=prune, re_embed=re_embed, json=json)


def _missing(gone: Sequence[Path]) -> UsageError:
    names = ", ".join(str(path) for path in gone)
    return UsageError(f"{names} does not exist.", hint="Give files or folders of articles.")


def _never_known(library: Library, paths: Sequence[Path]) -> list[Path]:
    """The paths that do not exist and from which no article came: mistyped, not deleted."""
    gone = [path for path in paths if not path.exists()]
    if not gone:
        return []
    known = [Path(row.path) for row in library.articles() if row.path]
    return [path for path in gone if not any(each.is_relative_to(path.resolve()) for each in known)]


def _add(
    session: Session,
    paths: Sequence[Path],
    links: Sequence[str],
    *,
    prune: bool,
    re_embed: bool,
    json: bool,
) -> int:
    from bot.cli.screen import Screen
    from bot.starter import keep_own

    told = Told(Screen(plain=session.plain), json=json)
    fetched = fetch_all(session, links, told=told) if links else {}
    with session.library() as library:
        if mistyped := _never_known(library, paths):
            raise _missing(mistyped)
        summary = add_with_progress(
            library,
            [*paths, *fetched],
            title="Adding articles",
            listener=told,
            prune=prune,
            re_embed=re_embed,
            urls=fetched,
        )
        if not library.is_empty:
            keep_own(session.settings.home)
    counts = asdict(replace(summary, failed=summary.failed + told.lost))
    if json:
        data = {**counts, "articles": told.changes, "errors": told.failures}
        typer.echo(as_json.dumps(data))
    else:
        words = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        told.screen.line(words or "Nothing to add.")
    return door.FAILED if told.failures else door.OK
