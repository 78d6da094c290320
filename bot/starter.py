"""The starter articles: added to a library that never held any, once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.library import Library

MARKER = "starter.txt"
_BUILDING, _DONE, _OWN = "building", "built", "own articles"


def add_starter(
    library: Library,
    *,
    home: Path,
    corpus: Callable[[], Path],
    add: Callable[[Path, str], object],
) -> None:
    """Add the starter articles if the library in `home` never held any, or if that was cut off.

    add: puts a folder of articles into the library and says, in the words given, what it does.
    """
    marker = home / MARKER
    state = _read(marker)
    if state in {_DONE, _OWN} or (state is None and not library.is_empty):
        return
    folder = corpus()
    marker.write_text(_BUILDING, encoding="utf-8")
    count = sum(1 for path in folder.iterdir() if path.suffix == ".md")
    add(folder, f"Building the starter library ({count} article{'' if count == 1 else 's'})")
    marker.write_text(_DONE, encoding="utf-8")


def keep_own(home: Path) -> None:
    """Remember that somebody adds articles of their own, so that the starter ones stay away."""
    if _read(home / MARKER) is None:
        (home / MARKER).write_text(_OWN, encoding="utf-8")


def _read(marker: Path) -> str | None:
    try:
        return marker.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
