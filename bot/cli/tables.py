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
    """A heading, and how its cells are set.

    share: of the room that is left, for a column that may be cut; 0 where it may not.
    """

    heading: str
    right: bool = False
    share: int = 0


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

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=True)
    for number, column in enumerate(columns):
        longest = max(map(len, [column.heading, *(row[number] for row in cleaned)]))
        table.add_column(
            column.heading,
            justify="right" if column.right else "left",
            no_wrap=True,
            overflow="ellipsis" if column.share else "fold",
            ratio=column.share or None,
            min_width=None if column.share else longest,
        )
    for row in cleaned:
        table.add_row(*(Text(cell) for cell in row))
    screen.out.print(table)
