"""What a terminal under test does without."""

from __future__ import annotations

from typing import NoReturn

from bot.settings import Settings
from tests.fakes.chat_model import ScriptedChat


def no_discord(settings: Settings) -> NoReturn:
    """Discord's own tests run the shipped process."""
    raise AssertionError("no test of the terminal goes to Discord")


def judge(name: str) -> ScriptedChat:
    """A judge to whom every answer is right."""
    return ScriptedChat(['{"verdict": "right", "why": "It says so."}'], name=name)


def no_model(settings: Settings, name: str) -> NoReturn:
    """The tests of what is on disk ask no model."""
    raise AssertionError(f"no test here asks {name}")
