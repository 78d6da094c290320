"""Slash commands and context menus: each module parses, calls and renders one group of them."""

from bot.discord.commands.sync import sync
from bot.discord.commands.table import install

__all__ = ["install", "sync"]
