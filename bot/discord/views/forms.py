"""Forms to fill in (modals) that Discord alone remembers, so that they survive a restart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from bot.discord.callers import Caller

TITLE = 45  # characters that Discord takes for a title and for the label of a field
PLACEHOLDER = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: `name` is what `typed` gives its content under; `longest` in characters."""

    name: str
    label: str
    longest: int
    filled: str = ""
    placeholder: str = ""
    paragraph: bool = False
    required: bool = False


def form(custom_id: str, title: str, fields: Sequence[Field]) -> discord.ui.Modal:
    """A modal for `caller.response.send_modal`; what is typed comes to `submitted`.

    It is stopped at once, so that discord.py does not keep it: one that is dismissed would stay in
    memory, and one that is submitted after a restart would be lost.
    """
    modal = discord.ui.Modal(title=title[:TITLE], custom_id=custom_id)
    for field in fields:
        modal.add_item(discord.ui.Label(text=field.label[:TITLE], component=_input(field)))
    modal.stop()
    return modal


def _input(field: Field) -> discord.ui.TextInput[Any]:
    style = discord.TextStyle.paragraph if field.paragraph else discord.TextStyle.short
    return discord.ui.TextInput(
        custom_id=field.name,
        style=style,
        placeholder=field.placeholder[:PLACEHOLDER] or None,
        default=field.filled[: field.longest] or None,
        required=field.required,
        max_length=field.longest,
    )


def custom_id_of(caller: Caller) -> str | None:
    """The custom_id of the form that was submitted; None when it was no form."""
    if caller.type is not discord.InteractionType.modal_submit:
        return None
    data: Mapping[str, Any] = caller.data or {}
    return str(data.get("custom_id", ""))


def typed(caller: Caller) -> dict[str, str]:
    """What was typed into the fields of the form, by their names; spaces around it are gone."""
    data: Mapping[str, Any] = caller.data or {}
    found: dict[str, str] = {}
    for row in data.get("components", ()):
        for one in [row.get("component"), *row.get("components", ())]:
            if one and "value" in one:
                found[str(one["custom_id"])] = str(one["value"] or "").strip()
    return found
