"""`dateline add`: articles from files and folders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import as_json, door
from bot.cli.ask import AsJson
from bot.cli.progress import Listener, add_with_progress
from bot.cli.session import Session, begin
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from bot.cli.screen import Screen
    from retrieval.library import Library, Progress


def add(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove articles whose files are gone from these paths.")
    ] = False,
    re_embed: Annotated[
        bool, typer.Option("--re-embed", help="Make all vectors again, with the chosen embedder.")
    ] = False,
    json: AsJson = False,
) -> int:
    """Add articles from files and folders, or update those that changed.

    Reads .txt, .md (YAML front matter), .html and .jsonl (one article a line). What has not changed
    is skipped, so the command may be run again at any time, also after it was interrupted. A file
    that cannot be read is named, the rest is added, and the exit code is 1.

    \b
    Examples:
      dateline add ~/articles
      dateline add news.jsonl interview.html
      dateline add ~/articles --prune
    """
    gone = [path for path in paths if not path.exists()]
    if gone and not prune:
        raise _missing(gone)
    return _add(begin(ctx), paths, prune=prune, re_embed=re_embed, json=json)


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
    session: Session, paths: Sequence[Path], *, prune: bool, re_embed: bool, json: bool
) -> int:
    from bot.cli.first_use import keep_own
    from bot.cli.screen import Screen

    told = Told(Screen(plain=session.plain), json=json)
    with session.library() as library:
        if mistyped := _never_known(library, paths):
            raise _missing(mistyped)
        summary = add_with_progress(
            library, paths, title="Adding articles", listener=told, prune=prune, re_embed=re_embed
        )
        if not library.is_empty:
            keep_own(session.settings.home)
    counts = asdict(summary)
    if json:
        data = {**counts, "articles": told.changes, "errors": told.failures}
        typer.echo(as_json.dumps(data))
    else:
        words = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        told.screen.line(words or "Nothing to add.")
    return door.FAILED if told.failures else door.OK


class Told(Listener):
    """Prints a line for each article that changed, or keeps them all for --json."""

    def __init__(self, screen: Screen, *, json: bool) -> None:
        super().__init__(screen)
        self._json = json
        self.changes: list[dict[str, str]] = []

    def settled(self, progress: Progress) -> None:
        super().settled(progress)
        if progress.change in {"unchanged", "failed"}:
            return
        change, key, note = progress.change, progress.key, progress.note
        self.changes.append({"key": key, "change": change, "note": note})
        if not self._json:
            self.screen.line(f"{change} {key}" + (f" ({note})" if note else ""))
