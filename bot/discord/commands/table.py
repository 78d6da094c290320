"""All commands and their buttons, put into a tree."""

from __future__ import annotations

from bot.discord.commands import ask, insights, library, privacy, settings
from bot.discord.commands.declare import Tree

ITEMS = (*library.ITEMS, *privacy.ITEMS)


def install(tree: Tree, *, dms: bool) -> None:
    """Declare every command, and let the buttons under their messages be found again.

    dms: those that need no guild are offered in direct messages and to people's own accounts too.
    """
    for module in (ask, library, settings, insights, privacy):
        module.add(tree, dms=dms)
    tree.client.add_dynamic_items(*ITEMS)
