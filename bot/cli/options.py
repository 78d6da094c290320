"""Options that every command takes, before or after its name, and what they leave behind."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
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


def process_only_given(parameters: list[Any]) -> None:
    """Let typer check only what was given.

    It loads pydantic to check even an option that nobody gave; help would take thrice the time.
    """
    for parameter in parameters:
        if isinstance(parameter.process_value, partial):
            continue  # done before
        parameter.process_value = partial(_process_given, parameter.process_value)


def _process_given(process: Callable[[Any, Any], Any], ctx: Any, value: Any) -> Any:
    return None if value is None else process(ctx, value)
