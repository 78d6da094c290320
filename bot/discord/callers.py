"""Who called, by a command, a button or a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient

Caller = discord.Interaction[Any]


def client_of(caller: Caller) -> DatelineClient:
    """The client that an interaction came to."""
    return cast("DatelineClient", caller.client)
