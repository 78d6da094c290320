"""What a command works with: the parts it was handed, the settings, an open library."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bot.cli import options
from bot.cli.door import say

if TYPE_CHECKING:
    from bot.discord.check import Report
    from bot.links import Page
    from bot.settings import Settings
    from retrieval.library import Library
    from retrieval.ports import ChatModel


@dataclass(frozen=True, slots=True)
class Front:
    """The parts of the terminal front, chosen by main and replaced by tests."""

    load_settings: Callable[[Path | None], Settings]
    open_library: Callable[..., Library]
    open_model: Callable[[Settings, str], ChatModel]
    starter_corpus: Callable[[], Path]
    fetch: Callable[[str], Coroutine[Any, Any, Page]]
    run_discord: Callable[[Settings], None]
    check_discord: Callable[[Settings], Report]


@dataclass(frozen=True, slots=True)
class Session:
    """One run of one command."""

    front: Front
    settings: Settings
    plain: bool
    debug: bool

    @contextmanager
    def library(
        self, *, create: bool = True, long_running: bool = False, folder: Path | None = None
    ) -> Iterator[Library]:
        """The open library; what was repaired or degraded is told on standard error.

        folder: of another library than the home's; what its language model costs stays in the
        home's book, and below its budget.
        """
        home = self.settings.home
        library = self.front.open_library(
            self.settings.model_copy(update={"home": folder or home}),
            create=create,
            long_running=long_running,
            book=home,
            notice=tell,
        )
        try:
            yield library
        finally:
            library.close()


def begin(ctx: typer.Context) -> Session:
    """Read the settings and hand a command what it works with."""
    front: Front = ctx.find_root().obj
    settings = front.load_settings(options.given(ctx, "home"))
    return Session(
        front=front,
        settings=settings,
        plain=bool(options.given(ctx, "no_color")),
        debug=bool(options.given(ctx, "debug")),
    )


def tell(notice: str) -> None:
    """A notice for the person at the terminal, never mixed into the output."""
    say(notice, prefix="note: ")
