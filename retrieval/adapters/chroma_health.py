"""What doctor says about the embedded Chroma, and how it mends it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from retrieval.adapters.chroma import ChromaIndex
from retrieval.adapters.chroma_folder import ChromaFolder, Look
from retrieval.index.catalogue import Catalogue
from retrieval.index.health import Finding, Level

_NAME = "vector store"
_MEND = "Mend it: dateline doctor --repair"


def check(home: Path, catalogue: Catalogue) -> Finding:
    """Look into the store from another process: a broken one can end the one that opens it."""
    if not ChromaFolder.was_made(home):
        return _finding(Level.OK, "not made yet; the first chat makes it.")
    folder = ChromaFolder.claim(home)
    if folder is None:
        return _finding(Level.OK, "in use by another process, so not looked into.")
    try:
        if not folder.is_there:
            return _finding(Level.WARN, "it is lost; the next chat makes it again.", _MEND)
        folder.begin()
        look = folder.look(catalogue.path)
        if not look.problem:
            folder.settled()
        return _judge(look, catalogue)
    finally:
        folder.release()


def repair(home: Path, catalogue: Catalogue, *, notice: Callable[[str], None]) -> None:
    """Make a lost or broken store again and bring a late one up to date, without embedding."""
    if not ChromaFolder.was_made(home):
        return
    index = ChromaIndex.try_open(home, catalogue, notice=notice, look=True)
    if index is None:
        notice("The vector store is in use by another process; it was left as it is.")
    else:
        index.close()


def _judge(look: Look, catalogue: Catalogue) -> Finding:
    position = catalogue.position()
    if look.problem:
        return _finding(Level.FAIL, f"it is damaged: {look.problem}.", _MEND)
    if look.seq and (look.library, look.embedder) != (catalogue.library(), position.embedder):
        return _finding(
            Level.WARN, "it belongs to other vectors; the next chat replaces it.", _MEND
        )
    if look.seq != position.seq:
        behind = position.seq - look.seq
        return _finding(Level.OK, f"{behind:,} changes behind; the next chat catches up.")
    if look.count != position.chunks:
        message = f"it has {look.count:,} vectors, the catalogue {position.chunks:,}."
        return _finding(Level.FAIL, message, _MEND)
    return _finding(Level.OK, f"sound, {look.count:,} vectors.")


def _finding(level: Level, message: str, hint: str = "") -> Finding:
    return Finding(name=_NAME, level=level, message=message, hint=hint)
