"""Options that every command takes, before or after its name, and what they leave behind."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

_META = "dateline.options"


def _keep(ctx: typer.Context, param: Any, value: Any) -> Any:
    """Remember a given global option where any command finds it; the one nearest the end counts."""
    if value is not None and value is not False:
        ctx.meta.setdefault(_META, {})[param.name] = value
    return value


def given(ctx: typer.Context, name: str) -> Any:
    """The value of a global option, or None."""
    return ctx.meta.get(_META, {}).get(name)


Home = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Folder of the library; also DATELINE_HOME.",
        callback=_keep,
        expose_value=False,
        show_default=False,
    ),
]
Debug = Annotated[
    bool,
    typer.Option(
        "--debug", help="Show where an error came from.", callback=_keep, expose_value=False
    ),
]
Plain = Annotated[
    bool,
    typer.Option(
        "--no-color", help="Print no colour; also NO_COLOR.", callback=_keep, expose_value=False
    ),
]


def _declare(home: Home = None, debug: Debug = False, no_color: Plain = False) -> None:
    """Never called: typer reads the three options from this signature."""


def global_parameters() -> list[Any]:
    """The options --home, --debug and --no-color as typer's own parameters."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command()(_declare)
    return list(get_command(app).params)
