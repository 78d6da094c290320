"""`/privacy` and `/forget me`: what is stored about a person, and deleting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.discord.callers import Caller, client_of
from bot.discord.commands.declare import Tree, group, slash
from bot.discord.render.overview import forgotten, privacy_card
from bot.discord.views.cards import embed
from bot.discord.views.press import Press, button, view

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient


async def privacy(caller: Caller) -> None:
    """What is stored, how long, and how it is deleted."""
    await caller.response.defer(ephemeral=True, thinking=True)
    client = client_of(caller)
    settings = await client.guild_settings(client.guild_of(caller))
    card = privacy_card(
        client.words(caller),
        retention_days=settings.retention_days,
        model=client.parts.libraries.host().model,
    )
    await caller.edit_original_response(embed=embed(card))


async def forget_me(caller: Caller) -> None:
    """Ask once more before everything of this person is deleted."""
    words = client_of(caller).words(caller)
    sure = button("forget:me", words("labels.forget"), style=discord.ButtonStyle.danger)
    await caller.response.send_message(
        words("forget.sure"),
        view=view(Forget(sure), KeepAll(button("forget:not", words("labels.cancel")))),
        ephemeral=True,
    )


class Forget(Press, template=r"forget:me"):
    """Deletes everything of who presses it, in every guild."""

    async def pressed(self, client: DatelineClient, caller: Caller) -> None:
        await caller.response.defer()
        community, asker = client.parts.community, client.asker(caller.user)
        entries = await client.record(community.forget, asker)
        text = forgotten(client.words(caller), entries)
        await caller.edit_original_response(content=text, view=None)


class KeepAll(Press, template=r"forget:not"):
    """Deletes nothing."""

    async def pressed(self, client: DatelineClient, caller: Caller) -> None:
        text = client.words(caller)("settings.unchanged")
        await caller.response.edit_message(content=text, view=None)


def add(tree: Tree, *, dms: bool) -> None:
    """Declare `/privacy` and `/forget`."""
    tree.add_command(slash("privacy", privacy, dms=dms))
    tree.add_command(group("forget", slash("forget.me", forget_me), dms=dms))


ITEMS = (Forget, KeepAll)
