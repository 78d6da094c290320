"""A card: what Discord calls an embed, within its limits and without its library."""

from __future__ import annotations

from dataclasses import dataclass

from bot.discord.render.atoms import cut, units

TITLE, DESCRIPTION, FOOTER = 256, 4096, 2048
FIELDS, NAME, VALUE = 25, 256, 1024
WHOLE = 6000


@dataclass(frozen=True, slots=True)
class Card:
    """Markdown in title, description and fields; footer: plain text. url: where the title leads."""

    title: str
    description: str = ""
    url: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    footer: str = ""


def card(
    title: str,
    description: str = "",
    *,
    url: str | None = None,
    fields: tuple[tuple[str, str], ...] = (),
    footer: str = "",
) -> Card:
    """A card whose texts, escaped before, are cut to the limits; empty fields are left out.

    When it is too long as a whole, the description gives way.
    """
    title, footer = cut(title, TITLE), cut(footer, FOOTER)
    kept: list[tuple[str, str]] = []
    room = WHOLE - units(title) - units(footer)
    for name, value in fields:
        name, value = cut(name, NAME), cut(value, VALUE)
        size = units(name) + units(value)
        if name.strip() and value.strip() and len(kept) < FIELDS and size <= room:
            kept.append((name, value))
            room -= size
    shown = cut(description, min(DESCRIPTION, room))
    return Card(title=title, description=shown, url=url, fields=tuple(kept), footer=footer)
