"""Gzipped JSON lines of a set's folder, with errors that say which line of which file."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from retrieval.errors import UsageError

T = TypeVar("T")
Row = dict[str, Any]
_LAYOUT = "A set is a folder with corpus.jsonl.gz and queries.jsonl.gz: see docs/benchmarks.md."


def folder_of(name: str, folder: Path) -> Path:
    """The set's folder: `folder`/`name` where there is one, else `folder` itself."""
    below = folder / name
    found = below if below.is_dir() else folder
    if not found.is_dir():
        raise UsageError(f"{folder} is not a folder.", hint="Say where the sets are: --data DIR")
    return found


def rows(path: Path, read: Callable[[Row], T]) -> Iterator[T]:
    """What `read` makes of every line; UsageError names a file or a line that is not right."""
    number = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):  # noqa: B007  # named in the errors
                yield read(json.loads(line))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise UsageError(
            f"{path}:{number}: not a line of this set: {what}.", hint=_LAYOUT
        ) from None
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or "it is not a whole gzip file"
        raise UsageError(f"{path}: {reason}.", hint=_LAYOUT) from None
