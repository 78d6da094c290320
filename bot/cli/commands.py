"""The table of commands and the group that loads a command's module only when it is used."""

from __future__ import annotations

import difflib
import os
import re
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from bot.cli.options import global_parameters, process_only_given


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: where its function lives and the one line that the overview shows."""

    module: str
    function: str
    summary: str


TABLE: dict[str, Entry] = {
    "ask": Entry("bot.cli.ask", "ask", "Answer one question, or a file of questions."),
    "chat": Entry("bot.cli.chat", "chat", "Ask in a conversation, with follow-up questions."),
    "conversations": Entry(
        "bot.cli.conversations", "conversations", "List, show and delete saved conversations."
    ),
    "search": Entry("bot.cli.search", "search", "Show the passages nearest to a query."),
    "add": Entry("bot.cli.add", "add", "Add or update articles from files, folders and links."),
    "remove": Entry("bot.cli.articles", "remove", "Remove articles by their keys."),
    "list": Entry("bot.cli.articles", "list_articles", "List the articles of the library."),
    "show": Entry("bot.cli.articles", "show", "Show everything understood of one article."),
    "costs": Entry("bot.cli.costs", "costs", "Show what the language model has cost."),
    "doctor": Entry("bot.cli.doctor", "doctor", "Check the library and repair it."),
    "discord": Entry("bot.cli.discord", "discord", "Answer questions in Discord."),
    "eval": Entry("bot.cli.evaluate", "evaluate", "Ask gold questions and count what was right."),
    "eval compare": Entry("bot.cli.compare", "compare", "Hold a run against an earlier one."),
}

_HEADING = re.compile(r"^(Usage:|[A-Z]\w+:)", re.MULTILINE)
_NAME = re.compile(
    r"^( {2}(?:-[\w-]+(?: / -[\w-]+|, -[\w-]+)*|[a-z]+(?: [a-z]+)?)) {2,}", re.MULTILINE
)


def colours_help() -> bool:
    """Whether help pages may carry colour: a terminal that nobody asked to be plain."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain and "--no-color" not in sys.argv


def _coloured(page: str) -> str:
    """Headings bold, names of options and commands cyan; Rich's own help costs twice the start."""
    page = _HEADING.sub("\x1b[1m\\1\x1b[0m", page)
    return _NAME.sub(lambda found: found[0].replace(found[1], f"\x1b[36m{found[1]}\x1b[0m"), page)


def _with_empty_values(arguments: list[str], optional: set[str]) -> list[str]:
    """`--option=` for an option with no value behind it."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options, rest = arguments[:end], arguments[end:]
    following = [*options[1:], "-"]
    given = zip(options, following, strict=False)
    return [
        f"{one}=" if one in optional and after.startswith("-") else one for one, after in given
    ] + rest


class Command(TyperCommand):
    """A command whose help page is coloured on a terminal.

    An option whose metavar is in brackets may stand without a value, which is "" then: typer
    itself has no such options.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        optional = {
            name
            for parameter in self.params
            if parameter.param_type_name == "option" and str(parameter.metavar).startswith("[")
            for name in parameter.opts
        }
        left: list[str] = super().parse_args(ctx, _with_empty_values(args, optional))
        return left

    def get_help(self, ctx: Any) -> str:
        page: str = super().get_help(ctx)
        return _coloured(page) if colours_help() else page


class Group(TyperGroup):
    """All commands; the overview is printed without importing any of them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # typer's signature
        return list(TABLE)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  # typer's signature
        return load(cmd_name) if cmd_name in TABLE else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if " ".join(args[:2]) in TABLE:  # a command of two words
            args = [" ".join(args[:2]), *args[2:]]
        name = args[0]
        if name not in TABLE and not name.startswith("-"):
            near = difflib.get_close_matches(name, TABLE, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            if " " in name or name.endswith("?"):
                hint = f' To ask: dateline ask "{name}"'
            ctx.fail(f"No such command '{name}'.{hint}")
        return super().resolve_command(ctx, args)

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        process_only_given([option])
        return option

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  # as above
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in TABLE.items()])

    def get_help(self, ctx: Any) -> str:
        page: str = super().get_help(ctx)
        return _coloured(page) if colours_help() else page


def load(name: str) -> Any:
    """Import a command's module and build its typer command, global options included."""
    entry = TABLE[name]
    function = getattr(import_module(entry.module), entry.function)
    app = typer.Typer(
        add_completion=False, rich_markup_mode=None, context_settings={"max_content_width": 100}
    )
    app.command(name, cls=Command, short_help=entry.summary)(function)
    command = get_command(app)
    command.params.extend(global_parameters())
    return command
