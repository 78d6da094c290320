"""A library on disk: articles in, an engine over them out; the place in retrieval that chooses parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, Self

from retrieval.engine import Engine
from retrieval.types import Article, Filters

IndexChoice = Literal["auto", "exact", "chroma"]


class Library:
    """A folder that holds a catalogue (SQLite, the truth) and a vector store that follows it.

    Use it as a context manager. Opening loads neither the embedder nor Chroma: they come with the
    first question or article that needs them.
    """

    @classmethod
    def open(
        cls,
        home: str | Path,
        *,
        create: bool = True,
        vectors: IndexChoice = "auto",
        long_running: bool = False,
        chroma_url: str | None = None,
        embedder: str = "bundled",
        notice: Callable[[str], None] | None = None,
    ) -> Self:
        """Open or create the library in the folder `home`.

        vectors: "auto" takes Chroma for a long-running process that gets its lock and the exact
        index otherwise. notice: is told, in one line, what was repaired or degraded.
        Raises LibraryError (CatalogueBroken, EmbedderMismatch) and SettingsError.
        """
        raise NotImplementedError

    # engine: Engine  (property; loads the parts on first use)
    # add(paths, *, prune=False, re_embed=False, report=..., on_error=...) -> Summary
    # remove(keys) -> ...; articles(filters) -> list[ArticleRow]; article(key) -> Article
    # check() -> list[Finding]; repair(...) ; counts(); is_empty
    # close(); __enter__/__exit__
