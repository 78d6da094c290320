"""Adding articles with a bar on standard error, or with a few plain lines where nobody watches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.clean import one_line

if TYPE_CHECKING:
    from bot.cli.screen import Screen
    from retrieval.errors import ArticleError
    from retrieval.library import Library, Progress, Summary

_TELL_EVERY = 20  # seconds, where nobody watches a bar


class Listener:
    """Is told what became of each article and what went wrong; prints only the latter."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.failures: list[dict[str, str | int | None]] = []

    def settled(self, progress: Progress) -> None:
        """Something became of one article."""
        if progress.change == "failed":
            self._keep(f"{progress.key}: {progress.note}", path=None, line=None)

    def failed(self, error: ArticleError) -> None:
        """A file, or a line of one, could not be read as it is."""
        self._keep(str(error), path=error.path, line=error.line)

    def _keep(self, message: str, *, path: str | None, line: int | None) -> None:
        message = one_line(message)
        self.failures.append({"path": path, "line": line, "error": message})
        self.screen.notice(f"error: {message}", style="red")


def add_with_progress(
    library: Library,
    paths: Sequence[Path],
    *,
    title: str,
    listener: Listener,
    prune: bool = False,
    re_embed: bool = False,
    urls: Mapping[Path, str] | None = None,
) -> Summary:
    """Add articles and show how far it is; urls: where files were fetched from."""
    with bar(listener.screen, title=title) as advance:

        def report(progress: Progress) -> None:
            listener.settled(progress)
            advance(progress.done, progress.total)

        return library.add(
            paths,
            prune=prune,
            re_embed=re_embed,
            urls=urls,
            report=report,
            on_error=listener.failed,
        )


@contextmanager
def bar(screen: Screen, *, title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar while something lasts: it is told how much is done, and of how much."""
    if not screen.shows_progress:
        screen.notice(f"{title}…", style="")
        yield _telling(screen)
        return
    from rich import progress

    columns = (
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=screen.err, transient=True) as shown:
        task = shown.add_task(title, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def _telling(screen: Screen) -> Callable[[int, int], None]:
    """A line now and then says how far it is."""
    told = time.monotonic()

    def advance(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= _TELL_EVERY:
            screen.notice(f"{done} of {total}")
            told = time.monotonic()

    return advance
