"""From settings to a library: the only place outside `retrieval.library` that chooses parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import LibraryError

if TYPE_CHECKING:
    from bot.settings import Settings
    from retrieval.library import Library


def open_library(
    settings: Settings,
    *,
    create: bool = True,
    long_running: bool = False,
    notice: Callable[[str], None] | None = None,
) -> Library:
    """Open the library that the settings name; `long_running` lets it own the vector store."""
    from retrieval.library import Library  # SQLite and numpy come with it

    return Library.open(
        settings.home,
        create=create,
        vectors=settings.vectors,
        long_running=long_running,
        chroma_url=settings.chroma_url,
        embedder=settings.embedder,
        notice=notice,
    )


def starter_corpus() -> Path:
    """The folder of the articles shipped with Dateline: `bot/starter` in a wheel, else `corpus`."""
    here = Path(__file__).resolve().parent
    for folder in (here / "starter", here.parent / "corpus"):
        if folder.is_dir():
            return folder
    raise LibraryError(
        "The starter articles are not where they were installed.",
        hint="Add articles of your own: dateline add PATH",
    )
