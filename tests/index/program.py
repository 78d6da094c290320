"""The command line over real libraries, with the embedder that needs no model, as a program."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot import settings
from bot.cli.main import main
from bot.cli.session import Front
from bot.links import fetch
from bot.settings import Settings
from retrieval.library import Library
from retrieval.ports import Embedder
from tests.fakes.embedder import HashEmbedder
from tests.fakes.front import no_discord, no_model


def front(embedder: Embedder | None = None) -> Front:
    """The real parts; only the embedder is another."""

    def open_library(
        chosen: Settings,
        *,
        create: bool = True,
        long_running: bool = False,
        book: Path | None = None,
        notice: Callable[[str], None] | None = None,
    ) -> Library:
        return Library.open(
            chosen.home,
            create=create,
            vectors=chosen.vectors,
            long_running=long_running,
            chroma_url=chosen.chroma_url,
            embedder=embedder or HashEmbedder(),
            book=book,
            notice=notice,
        )

    return Front(
        load_settings=lambda home: settings.load(home=home),
        open_library=open_library,
        starter_corpus=lambda: Path("there are no starter articles"),
        fetch=partial(fetch, loopback=True),
        open_model=no_model,
        run_discord=no_discord,
        check_discord=no_discord,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], front=front()))
