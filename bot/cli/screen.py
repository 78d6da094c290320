"""Two consoles, for output and for notices, that never read markup in anybody's text."""

from __future__ import annotations

import os
import sys
from copy import copy
from typing import IO

from rich.console import Console
from rich.text import Text

from bot.cli.clean import clean

PIPED_WIDTH = 4096  # columns: what is piped is never wrapped


class Screen:
    """Where a command prints; `rich` says whether a person looks at it in colour."""

    def __init__(self, *, plain: bool = False) -> None:
        no_colour = plain or bool(os.environ.get("NO_COLOR"))
        self.out = _console(sys.stdout, no_colour=no_colour)
        self.err = _console(sys.stderr, no_colour=no_colour)

    @property
    def is_terminal(self) -> bool:
        """Whether a person looks at the output."""
        return self.out.is_terminal

    @property
    def shows_progress(self) -> bool:
        """Whether a person looks at the notices, so that a bar may move there."""
        return self.err.is_terminal and not self.err.is_dumb_terminal

    def line(self, *parts: str | Text) -> None:
        """Print one paragraph; plain strings are cleaned here, markup is never read."""
        text = Text()
        for part in parts:
            text.append_text(part if isinstance(part, Text) else Text(clean(part)))
        self.out.print(text, soft_wrap=not self.is_terminal)

    @property
    def aside(self) -> Screen:
        """The same screen, printing where notices go."""
        aside = copy(self)
        aside.out = self.err
        return aside

    def notice(self, text: str, *, style: str = "dim") -> None:
        """Print one line for the person at the terminal."""
        self.err.print(Text(clean(text), style=style), soft_wrap=True)


def _console(stream: IO[str], *, no_colour: bool) -> Console:
    return Console(
        file=stream,
        markup=False,
        emoji=False,
        highlight=False,
        no_color=no_colour,
        color_system=None if no_colour else "auto",  # without one, bold and dim are left out too
        width=None if stream.isatty() else PIPED_WIDTH,
    )


def styled(text: str, style: str = "") -> Text:
    """Cleaned text in a style."""
    return Text(clean(text), style=style)
