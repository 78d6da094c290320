"""Buttons that hold all they need in their custom_id, so that they work after a restart."""

from __future__ import annotations

import re
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.discord import trouble

if TYPE_CHECKING:
    from bot.discord.client import Caller

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

    @classmethod
    async def from_custom_id(
        cls, interaction: Caller, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed, as the message that holds it shows it."""
        assert isinstance(item, discord.ui.Button)
        return cls(item)

    async def callback(self, interaction: Caller) -> None:
        """Do what the button is for; whatever fails is told to who pressed it."""
        async with Telling(interaction):
            await self.pressed(interaction)

    async def pressed(self, caller: Caller) -> None:
        """What the button does."""
        raise NotImplementedError


class Telling:
    """What fails inside it is told to the person, by the door of the front, and goes no further.

    A context and not an `except`: discord.py only logs what leaves a callback of these buttons.
    """

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        await trouble.tell(self._caller, error)
        return True


def button(
    custom_id: str,
    label: str | None = None,
    *,
    emoji: str | None = None,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> Button:
    """A button for a Press to stand on."""
    return discord.ui.Button(
        custom_id=custom_id,
        label=None if label is None else label[:LABEL],
        emoji=emoji,
        style=style,
        disabled=disabled,
    )


def rows(*presses: Press | Button) -> discord.ui.View:
    """A view over presses and buttons that are links; nothing of it stays in memory.

    It is stopped at once, so that discord.py neither keeps it nor sets a timer of 15 minutes for it
    (both happen to a view that is ephemeral): its presses are found by their templates.
    """
    view = discord.ui.View(timeout=None)
    for one in presses:
        assert isinstance(one, Press) or one.url, "a plain button would do nothing"
        view.add_item(one)
    view.stop()
    return view
