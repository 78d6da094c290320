"""What a terminal under test does without."""

from __future__ import annotations

from typing import NoReturn

from bot.settings import Settings


def no_discord(settings: Settings) -> NoReturn:
    """Discord's own tests run the shipped process."""
    raise AssertionError("no test of the terminal goes to Discord")
