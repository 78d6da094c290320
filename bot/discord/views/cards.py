"""The one place that makes Discord's embeds of cards."""

from __future__ import annotations

import discord

from bot.discord.render.cards import Card

_BESIDE = 60  # characters of a field that stands beside others


def embed(card: Card) -> discord.Embed:
    """A card as discord.py sends it; its texts are escaped and within the limits already."""
    made = discord.Embed(title=card.title, description=card.description or None, url=card.url)
    for name, value in card.fields:
        made.add_field(name=name, value=value, inline="\n" not in value and len(value) <= _BESIDE)
    if card.footer:
        made.set_footer(text=card.footer)
    return made
