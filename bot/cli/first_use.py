"""The first question to an empty library: the starter articles are added, once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.cli.session import Session
    from retrieval.library import Library

MARKER = "starter.txt"
_BUILDING, _DONE, _OWN = "building", "built", "own articles"


def offer_starter(session: Session, library: Library) -> None:
    """Add the starter articles if this library never held any, or if that was cut off."""
    marker = session.settings.home / MARKER
    state = _read(marker)
    if state in {_DONE, _OWN} or (state is None and not library.is_empty):
        return
    from bot.cli.progress import Listener, add_with_progress
    from bot.cli.screen import Screen

    corpus = session.front.starter_corpus()
    marker.write_text(_BUILDING, encoding="utf-8")
    count = sum(1 for path in corpus.iterdir() if path.suffix == ".md")
    title = f"Building the starter library ({count} article{'' if count == 1 else 's'})"
    listener = Listener(Screen(plain=session.plain))
    add_with_progress(library, [corpus], title=title, listener=listener)
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
