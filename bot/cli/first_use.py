"""The first question to an empty library: the starter articles are added, with a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.starter import add_starter

if TYPE_CHECKING:
    from pathlib import Path

    from bot.cli.session import Session
    from retrieval.library import Library


def offer_starter(session: Session, library: Library) -> None:
    """Add the starter articles if this library never held any, or if that was cut off."""

    def add(folder: Path, title: str) -> None:
        from bot.cli.progress import Listener, add_with_progress
        from bot.cli.screen import Screen

        listener = Listener(Screen(plain=session.plain))
        add_with_progress(library, [folder], title=title, listener=listener)

    home, corpus = session.settings.home, session.front.starter_corpus
    add_starter(library, home=home, corpus=corpus, add=add)
