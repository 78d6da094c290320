"""Which files the given paths mean: files themselves, and folders recursively, in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.articles.formats import NOT_ARTICLES, format_of, unsupported
from retrieval.errors import ArticleError

OnError = Callable[[ArticleError], None]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: as the user named it, and where it really lies."""

    named: str
    location: str


def location(path: str | Path) -> str:
    """Return the absolute path, links resolved, under which Dateline remembers a file."""
    return os.path.realpath(path)


def sources(paths: Sequence[str | Path]) -> list[str]:
    """Return the locations of all files that ``read`` would read, in its order."""
    return [file.location for file in walk(paths, on_error=_ignore)]


def count(paths: Sequence[str | Path]) -> int:
    """Return about how many articles there are: files, and lines of JSONL files. Reads no text."""
    total = 0
    for file in walk(paths, on_error=_ignore):
        is_jsonl = format_of(file.named) == "jsonl"
        total += _count_lines(file.location) if is_jsonl else 1
    return total


def walk(paths: Sequence[str | Path], *, on_error: OnError) -> Iterator[SourceFile]:
    """Yield each readable file once; what cannot be read is reported."""
    seen: set[str] = set()
    for path in paths:
        named = os.fspath(path)
        try:
            if Path(named).is_dir():
                yield from _walk_folder(named, seen, on_error=on_error)
            else:
                yield from _one_file(named, seen, on_error=on_error, asked_for=True)
        except ValueError:  # a NUL in a path
            on_error(ArticleError("this is not a path.", path=repr(named)))


def _walk_folder(folder: str, seen: set[str], *, on_error: OnError) -> Iterator[SourceFile]:
    real = location(folder)
    if real in seen:  # a link back to a folder above, or a folder given twice
        return
    seen.add(real)
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry.is_dir()) for entry in entries)
    except OSError as error:
        on_error(unreadable(error, path=folder))
        return
    for name, is_folder in found:
        if name.startswith(".") or name.endswith("~") or name.casefold() in NOT_ARTICLES:
            continue
        inner = str(Path(folder, name))
        if is_folder:
            yield from _walk_folder(inner, seen, on_error=on_error)
        else:
            yield from _one_file(inner, seen, on_error=on_error, asked_for=False)


def _one_file(
    named: str, seen: set[str], *, on_error: OnError, asked_for: bool
) -> Iterator[SourceFile]:
    problem = _problem(named, asked_for=asked_for)
    if problem is not None:
        on_error(problem)
        return
    real = location(named)
    if real not in seen:
        seen.add(real)
        yield SourceFile(named, real)


def _problem(named: str, *, asked_for: bool) -> ArticleError | None:
    """Return why a file is not worth opening, or None."""
    try:
        named.encode()
    except UnicodeEncodeError:
        shown = named.encode("utf-8", "replace").decode()
        return ArticleError("its name is not valid UTF-8.", path=shown, hint="Rename the file.")
    if not Path(named).exists():
        what = "there is no such file or folder." if asked_for else "this link leads nowhere."
        hint = "Check the spelling of the path." if asked_for else "Remove the link."
        return ArticleError(what, path=named, hint=hint)
    if not Path(named).is_file():
        return ArticleError("this is neither a file nor a folder.", path=named)
    return None if format_of(named) else unsupported(named)


def unreadable(error: OSError, *, path: str) -> ArticleError:
    """Translate an operating system's refusal."""
    if isinstance(error, PermissionError):
        hint = "Check who may read it, or leave it out."
        return ArticleError("this cannot be read: permission denied.", path=path, hint=hint)
    if isinstance(error, FileNotFoundError):
        hint = "Add it again if it was only moved."
        return ArticleError("this disappeared while it was being read.", path=path, hint=hint)
    reason = (error.strerror or type(error).__name__).casefold()
    return ArticleError(f"this cannot be read: {reason}.", path=path, hint="Try again.")


def _count_lines(path: str) -> int:
    lines, last = 0, b"\n"
    try:
        with Path(path).open("rb") as file:
            while chunk := file.read(1 << 20):
                lines += chunk.count(b"\n")
                last = chunk[-1:]
    except OSError:
        return 0
    return lines + (last != b"\n")


def _ignore(_: ArticleError) -> None:
    """``read`` reports the same problems; counting needs no second report."""
