"""Tables: drawn for a person, tab-separated in a pipe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from bot.cli.clean import one_line

if TYPE_CHECKING:
    from bot.cli.screen import Screen


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and how its cells are set."""

    heading: str
    right: bool = False
    whole: bool = False  # never cut or wrapped, because it is typed or copied


def show_table(screen: Screen, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; a cell may hold any text."""
    cleaned = [[one_line(cell) for cell in row] for row in rows]
    if not screen.is_terminal:
        for row in [[column.heading for column in columns], *cleaned]:
            typer.echo("\t".join(row), file=screen.out.file)  # rich would turn tabs into spaces
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(
            column.heading,
            justify="right" if column.right else "left",
            no_wrap=column.whole or column.right,
            overflow="fold" if column.whole else "ellipsis",
        )
    for row in cleaned:
        table.add_row(*(Text(cell) for cell in row))
    screen.out.print(table)
