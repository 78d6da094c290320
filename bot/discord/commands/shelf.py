"""The files that a guild gave: kept in its folder while an article of the library is from them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import ArticleError, CatalogueBusy
from retrieval.library import Library, Progress, Summary

LARGEST = 25 * 2**20  # bytes of one file
_LOCK = ".adding.lock"  # a file that begins with a dot is no article


@dataclass(frozen=True, slots=True)
class Given:
    """A file that somebody gave, under the name by which it is kept; url: where it was fetched."""

    name: str
    data: bytes
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """What became of one file; `problems` are one line each, and name no path of this machine."""

    name: str
    kept: bool
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


class Busy(CatalogueBusy):
    """Somebody else is adding to this guild's library."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Only one addition at a time in a folder; Busy when one is under way, in any process."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / _LOCK, timeout=0):
            yield
    except Timeout:
        raise Busy("An addition is under way.", hint="Try again when it has finished.") from None


def shelve(
    library: Library, folder: Path, given: Given, *, report: Callable[[Progress], None]
) -> Shelved:
    """Keep a file and read its articles; what gives none is not kept, and what it had replaced is
    there again. The articles of an earlier file of this name that it no longer holds are removed.
    """
    path = folder / given.name
    errors: list[ArticleError] = []
    steps: list[Progress] = []

    def told(step: Progress) -> None:
        steps.append(step)
        report(step)

    with _replacing(path, given.data) as outcome:
        urls = {path: given.url} if given.url else None
        summary = library.add([path], prune=True, urls=urls, report=told, on_error=errors.append)
        outcome.keep = bool(summary.added or summary.updated or summary.unchanged)
    return _shelved(given.name, summary, errors=errors, steps=steps)


@dataclass(slots=True)
class _Outcome:
    keep: bool = False


@contextmanager
def _replacing(path: Path, data: bytes) -> Iterator[_Outcome]:
    """Put a file in its place, and put back what was there unless the new one is to be kept."""
    before = path.with_name(f".{path.name}.before")
    if path.exists():
        os.replace(path, before)  # noqa: PTH105  # atomic, also over what a kill left behind
    outcome = _Outcome()
    try:
        path.write_bytes(data)
        yield outcome
    finally:
        if outcome.keep:
            before.unlink(missing_ok=True)
        elif before.exists():
            os.replace(before, path)  # noqa: PTH105  # as above
        else:
            path.unlink(missing_ok=True)


def _shelved(
    name: str, summary: Summary, *, errors: Sequence[ArticleError], steps: Sequence[Progress]
) -> Shelved:
    failed = [f"{step.title or step.key}: {step.note}" for step in steps if step.change == "failed"]
    return Shelved(
        name=name,
        kept=bool(summary.added or summary.updated or summary.unchanged),
        added=summary.added,
        updated=summary.updated,
        unchanged=summary.unchanged,
        problems=(*(problem(error, name=name) for error in errors), *failed),
        titles=tuple(step.title for step in steps if step.change in {"added", "updated"}),
    )


def problem(error: ArticleError, *, name: str) -> str:
    """An error in one line, with the name that the person gave instead of our path."""
    place = name if error.line is None else f"{name}:{error.line}"
    return " ".join(f"{place}: {error.message} {error.hint}".split())


def take_off(library: Library, folder: Path, key: str) -> None:
    """Remove an article, and its file when no other article is from it; UnknownArticle."""
    path = library.article(key).path
    library.remove([key])
    if path is None or not Path(path).is_relative_to(folder.resolve()):
        return
    if all(row.path != path for row in library.articles()):
        Path(path).unlink(missing_ok=True)
