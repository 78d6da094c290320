"""The commands as Discord is told of them."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.discord.commands.table import install
from bot.discord.translator import WordingTranslator

_NAME = re.compile(r"[-_'\w]{1,32}\Z")
_MENU = {2, 3}  # Discord's types of context menus


def payloads(*, dms: bool = False) -> list[dict[str, Any]]:
    async def translated() -> list[dict[str, Any]]:
        client = discord.Client(intents=discord.Intents.none())
        tree = app_commands.CommandTree(client)
        install(tree, dms=dms)
        translator = WordingTranslator()
        return [await one.get_translated_payload(tree, translator) for one in tree.get_commands()]

    return asyncio.run(translated())


def every(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """A command, its subcommands, options and choices."""
    inside = [*payload.get("options", ()), *payload.get("choices", ())]
    return [payload, *(one for each in inside for one in every(each))]


def test_the_commands_of_the_issue_are_there() -> None:
    found = {
        f"{command['name']} {option['name']}" if option.get("type") == 1 else command["name"]
        for command in payloads()
        for option in command.get("options") or [{}]
    }
    assert found == {
        "ask",
        "help",
        "privacy",
        "insights",
        "forget me",
        *(f"library {one}" for one in ("list", "search", "show", "add", "remove")),
        *(
            f"settings {one}"
            for one in (
                *("show", "channel", "threads", "roles", "library", "language", "limits"),
                "retention",
            )
        ),
        *("Ask about this", "Check this claim", "Add to library"),
    }


def test_names_and_descriptions_keep_discords_rules_in_every_language() -> None:
    for command in payloads():
        for one in every(command):
            names = [one["name"], *one.get("name_localizations", {}).values()]
            texts = [one.get("description"), *one.get("description_localizations", {}).values()]
            is_name = command["type"] not in _MENU and "value" not in one
            for name in names:
                assert len(name) <= 100
                if command["type"] in _MENU:
                    assert len(name) <= 32
                if is_name:
                    assert _NAME.match(name), name
                    assert name == name.lower()
            for text in texts:
                assert text is None or 1 <= len(text) <= 100, text
                assert text != "…"
        assert len(str(command)) < 8000


def test_every_text_is_translated() -> None:
    for command in payloads():
        for one in every(command):
            if "description" in one:
                assert one["description_localizations"].keys() == {"de"}, one["name"]
            elif "value" in one or command["type"] in _MENU:
                assert one["name_localizations"].keys() == {"de"}, one["name"]


def test_no_option_that_is_needed_comes_after_one_that_is_not() -> None:
    for command in payloads():
        for one in every(command):
            needed = [option.get("required", False) for option in one.get("options", ())]
            assert needed == sorted(needed, reverse=True)


@pytest.mark.parametrize("dms", [False, True])
def test_outside_of_guilds_there_is_what_needs_none_and_only_where_that_is_on(dms: bool) -> None:
    everywhere = {"ask", "help", "privacy", "forget", "Ask about this", "Check this claim"}
    for command in payloads(dms=dms):
        open_to_all = dms and command["name"] in everywhere
        assert command["contexts"] == ([0, 1, 2] if open_to_all else [0])
        assert command["integration_types"] == ([0, 1] if open_to_all else [0])


def test_questions_are_bounded_by_discord_itself() -> None:
    (ask,) = (command for command in payloads() if command["name"] == "ask")
    question = ask["options"][0]
    assert (question["name"], question["required"]) == ("question", True)
    assert question["max_length"] == 1000
