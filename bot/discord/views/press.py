"""Buttons that hold all they need in their custom_id, so that they work after a restart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.discord import trouble
from bot.discord.callers import Caller, client_of

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient

Button = discord.ui.Button[Any]
LABEL = 80  # characters that Discord takes for the label of a button


class Press(discord.ui.DynamicItem[Button], template=r"(?!)"):
    """One of our buttons: `held` is what its custom_id says, `pressed` what it does.

    Discord sends the custom_id back; `held` are the named groups of the class's template in it.
    """

    def __init__(self, button: Button) -> None:
        super().__init__(button)
        found = self.template.fullmatch(button.custom_id or "")
        assert found is not None, "the template describes the whole custom_id"
        self.held = found.groupdict()

    @property
    def question_id(self) -> int:
        """The question under whose answer the button stands."""
        return int(self.held["question"])

    @classmethod
    async def from_custom_id(
        cls, _caller: Caller, item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """The button that was pressed, as its message shows it."""
        assert isinstance(item, discord.ui.Button)
        return cls(item)

    async def callback(self, interaction: Caller) -> None:
        """Do what the button is for; what fails is told to who pressed it."""
        client = client_of(interaction)
        error = await trouble.failure(self.pressed(client, interaction))
        if error is not None:
            await trouble.tell(interaction, error)

    async def pressed(self, client: DatelineClient, caller: Caller) -> None:
        """What the button does."""
        raise NotImplementedError


def button(
    custom_id: str,
    label: str,
    *,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> Button:
    """A button for a Press to be made of."""
    return discord.ui.Button(
        custom_id=custom_id, label=label[:LABEL], style=style, disabled=disabled
    )


def view(*buttons: Press | Button) -> discord.ui.View:
    """A view over presses, and buttons that are links; nothing of it stays in memory.

    It is stopped at once, so that discord.py neither keeps it nor, when it is ephemeral, sets a
    timer of 15 minutes for it: a press is found by the template of its class.
    """
    made = discord.ui.View(timeout=None)
    for one in buttons:
        assert isinstance(one, Press) or one.url, "a plain button would do nothing"
        made.add_item(one)
    made.stop()
    return made
