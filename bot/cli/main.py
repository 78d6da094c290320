"""Where `dateline` starts: the options of the whole program, and the door that errors leave by."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.main import get_command

from bot.cli import door
from bot.cli.commands import Group
from bot.cli.options import global_parameters, process_only_given
from bot.cli.session import Front

OVERVIEW = """\
Ask a collection of articles and get answers with checked quotes.

Every sentence of an answer is tied to an exact passage of a dated article, or Dateline says
that the articles do not tell. It needs no key and no network.

\b
Examples:
  dateline ask "Why did Russia close its mission to NATO?"
  dateline chat
  dateline add ~/articles
  dateline search "liaison office" -k 5 --json
"""


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"dateline {version('dateline')}")
        except PackageNotFoundError:
            typer.echo("dateline, run from its source without being installed")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option(
        "--version",
        help="Print the version.",
        callback=_version,
        is_eager=True,
        expose_value=False,
    ),
]


def _overview(ctx: typer.Context, version: Version = False) -> int:  # noqa: ARG001  # see _version
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
    return 0


def build() -> Any:
    """The whole command line as one typer command."""
    app = typer.Typer(
        cls=Group,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"max_content_width": 100},
    )
    app.callback(invoke_without_command=True, help=OVERVIEW)(_overview)
    command = get_command(app)
    command.params[1:1] = global_parameters()
    process_only_given(command.params)
    return command


def main(arguments: Sequence[str] | None = None, *, front: Front | None = None) -> int:
    """Run the command line and return its exit code; tests hand in a front of their own."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    front = front or _front()
    return door.run(
        lambda: build().main(args=given, prog_name="dateline", standalone_mode=False, obj=front),
        debug="--debug" in given,
    )


def _front() -> Front:
    """The parts as the settings choose them; imported when a command asks for them."""
    return Front(
        load_settings=_settings,
        open_library=_library,
        open_model=_model,
        starter_corpus=_starter,
        fetch=_page,
        run_discord=_run_discord,
        check_discord=_check_discord,
    )


def _settings(home: Any) -> Any:
    from bot.settings import load

    return load(home=home)


def _library(*arguments: Any, **options: Any) -> Any:
    from bot.wiring import open_library

    return open_library(*arguments, **options)


def _model(settings: Any, name: str) -> Any:
    from bot.wiring import open_model

    return open_model(settings, name)


def _starter() -> Any:
    from bot.wiring import starter_corpus

    return starter_corpus()


def _page(link: str) -> Any:
    from bot.links import fetch

    return fetch(link)


def _run_discord(settings: Any) -> None:
    from bot.discord.run import run
    from bot.wiring import open_libraries

    run(settings, libraries=open_libraries, corpus=_starter)


def _check_discord(settings: Any) -> Any:
    import asyncio

    from bot.discord.check import check
    from bot.wiring import open_libraries

    return asyncio.run(check(settings, libraries=open_libraries))


if __name__ == "__main__":
    sys.exit(main())
