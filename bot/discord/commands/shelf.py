"""The files that a guild gave: kept in its folder while an article of the library is from them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import ArticleError, CatalogueBusy
from retrieval.index.sync import Change
from retrieval.library import Library, Progress, Summary

LARGEST = 25 * 2**20  # bytes of one file
_LOCK = ".adding.lock"  # a file that begins with a dot is no article
_BEFORE = ".before"


@dataclass(frozen=True, slots=True)
class Given:
    """A file that somebody gave, under the name by which it is kept; url: where it was fetched."""

    name: str
    data: bytes
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Shelved:
    """What became of one file; the paths of `errors` are the names under which it was given."""

    summary: Summary = field(default_factory=Summary)
    errors: tuple[ArticleError, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether an article is from it."""
        counts = self.summary
        return bool(counts.added or counts.updated or counts.unchanged)


class Busy(CatalogueBusy):
    """Somebody else is adding to this guild's library."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Only one addition at a time in a folder; Busy when one is under way, in any process."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / _LOCK, timeout=0, thread_local=False):
            _mend(folder)
            yield
    except Timeout:
        raise Busy("An addition is under way.", hint="Try again when it has finished.") from None


def _mend(folder: Path) -> None:
    """Put back what a file had replaced when the process was killed before that was settled."""
    for before in folder.glob(f".*{_BEFORE}"):
        os.replace(before, folder / before.name[1 : -len(_BEFORE)])  # noqa: PTH105  # over what is there


def shelve(
    library: Library, given: Given, *, folder: Path, report: Callable[[Progress], None]
) -> Shelved:
    """Keep a file and read its articles; what gives none is not kept, and what it had replaced is
    there again. The articles of an earlier file of this name that it no longer holds are removed.
    """
    path = folder / given.name
    errors: list[ArticleError] = []

    def told(step: Progress) -> None:
        if step.change == Change.FAILED:
            errors.append(ArticleError(step.note, path=step.title or step.key))
        else:
            outcome.keep = True  # also when `report` stops it before its end
        report(step)

    def unread(error: ArticleError) -> None:
        errors.append(
            ArticleError(error.message, path=given.name, line=error.line, hint=error.hint)
        )

    urls = {path: given.url} if given.url else None
    with _replacing(path, given.data) as outcome:
        counts = library.add([path], urls=urls, report=told, on_error=unread)
        if outcome.keep and outcome.replaced:
            library.add([path], urls=urls, prune=True)
    return Shelved(counts, tuple(errors))


@dataclass(slots=True)
class _Outcome:
    replaced: bool
    keep: bool = False


@contextmanager
def _replacing(path: Path, data: bytes) -> Iterator[_Outcome]:
    """Put a file in its place, and put back what was there unless the new one is to be kept."""
    before = path.with_name(f".{path.name}{_BEFORE}")
    outcome = _Outcome(replaced=path.exists())
    if outcome.replaced:
        path.rename(before)
    try:
        path.write_bytes(data)
        yield outcome
    finally:
        if outcome.keep:
            before.unlink(missing_ok=True)
        elif before.exists():
            os.replace(before, path)  # noqa: PTH105  # over what is there
        else:
            path.unlink(missing_ok=True)


def take_off(library: Library, key: str, *, folder: Path) -> None:
    """Remove an article, and its file when no other article is from it; UnknownArticle."""
    path = library.article(key).path
    library.remove([key])
    if path is None or not Path(path).is_relative_to(folder.resolve()):
        return
    if all(row.path != path for row in library.articles()):
        Path(path).unlink(missing_ok=True)
