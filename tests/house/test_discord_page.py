"""What docs/discord.md tells an admin is what the bot does."""

from __future__ import annotations

import re
import shlex

import discord
from discord import app_commands

from bot.cli.commands import TABLE, load
from bot.discord.check import NEEDED
from bot.discord.commands.table import install
from bot.discord.render.words import words
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "discord.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / ".env.example").read_text(encoding="utf-8")
SAID = "".join(
    (ROOT / "bot" / "discord" / name).read_text(encoding="utf-8")
    for name in ("check.py", "run.py", "supervise.py")
)


def _declared() -> set[str]:
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    install(tree, dms=False)
    return {
        f"/{one.qualified_name}"
        for one in tree.walk_commands()
        if isinstance(one, app_commands.Command)
    }


def test_it_tells_of_every_command_and_of_no_other() -> None:
    named = {
        one for one in re.findall(r"`(/[a-z ]+)`", PAGE) if one not in {"/healthz", "/metrics"}
    }
    assert named == _declared()


def test_it_tells_of_every_menu() -> None:
    said = words("en")
    for key in ("ask", "check", "add"):
        assert f"*{said(f'commands.menu.{key}')}*" in PAGE


def test_every_permission_that_is_asked_for_has_its_reason() -> None:
    table = PAGE[PAGE.index("| Permission |") :].split("\n\n")[0]
    told = {row.split("|")[1].strip().lower().replace(" ", "_") for row in table.splitlines()[2:]}
    aliases = {"read_messages": "view_channels"}
    assert told == {aliases.get(name, name) for name, needed in NEEDED if needed}


def test_the_settings_it_names_exist() -> None:
    for name in set(re.findall(r"D(?:ATELINE|ISCORD)_[A-Z_]+", PAGE)):
        assert f"{name}=" in SETTINGS, name


def test_the_commands_it_shows_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL):
        for line in block.splitlines():
            first, *rest = shlex.split(line)
            if first == "make":
                assert re.search(rf"^{rest[0]}:", makefile, re.MULTILINE), line
            elif first.endswith("dateline"):
                options = {one for parameter in load(rest[0]).params for one in parameter.opts}
                assert rest[0] in TABLE
                assert set(rest[1:]) <= options, line
            else:
                assert line == "cp .env.example .env"


def test_what_it_says_to_do_something_about_is_what_the_bot_says() -> None:
    table = PAGE[PAGE.index("| It says |") :].split("\n\n")[0]
    told = [row.split("`")[1] for row in table.splitlines()[2:]]
    assert len(told) >= 8
    assert [one for one in told if one not in SAID] == []


def test_what_a_check_shows_is_what_the_bot_says() -> None:
    shown = re.search(r"```console\n(.*?)```", PAGE, re.DOTALL)
    assert shown is not None
    for line in shown[1].splitlines()[:-1]:
        message = re.sub(r"^\w+ +\w+: ", "", line).split(". ")[0]
        assert re.sub(r"called \w+\.$", "called ", message).rstrip(".") in SAID, line
