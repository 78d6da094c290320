"""Commands, their options and menus, declared with the names that the wording gives them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import discord
from discord import app_commands

from bot.discord.translator import said

Tree = app_commands.CommandTree[Any]
Choices = list[app_commands.Choice[str]]
Slash = app_commands.Command[Any, ..., Any]
Suggest = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, Choices]]


def slash(
    key: str,
    callback: Callable[..., Awaitable[None]],
    *,
    choices: Mapping[str, Mapping[str, str]] | None = None,
    suggest: Mapping[str, Suggest] | None = None,
    dms: bool = False,
) -> Slash:
    """A slash command whose texts stand under `commands.<key>` in the wording.

    choices: of an option that is chosen from a list, the key of each value's text. suggest: what
    completes an option. dms: it works outside of guilds too; a group's commands go by the group.
    """
    texts = f"commands.{key}"
    command: Slash = app_commands.Command(
        name=said(f"{texts}.name"),
        description=said(f"{texts}.description"),
        callback=callback,  # type: ignore[arg-type]  # its options are what discord.py reads
        **_where(dms=dms),
    )
    names = [parameter.name for parameter in command.parameters]
    if names:
        app_commands.describe(**{each: said(f"{texts}.{each}") for each in names})(command)
        app_commands.rename(**{each: said(f"{texts}.{each}_name") for each in names})(command)
    for option, values in (choices or {}).items():
        offered = [app_commands.Choice(name=said(key), value=each) for each, key in values.items()]
        app_commands.choices(**{option: offered})(command)
    for option, complete in (suggest or {}).items():
        command.autocomplete(option)(complete)
    return command


def group(key: str, *commands: Slash, dms: bool = False) -> app_commands.Group:
    """A group of slash commands."""
    made = app_commands.Group(
        name=said(f"commands.{key}.name"),
        description=said(f"commands.{key}.description"),
        **_where(dms=dms),
    )
    for command in commands:
        made.add_command(command)
    return made


def menu(
    key: str, callback: Callable[[Any, discord.Message], Awaitable[None]], *, dms: bool = False
) -> app_commands.ContextMenu:
    """An entry of the menu that a right click on a message opens."""
    return app_commands.ContextMenu(
        name=said(f"commands.menu.{key}"),
        callback=callback,  # type: ignore[arg-type]  # ours takes messages only
        type=discord.AppCommandType.message,
        **_where(dms=dms),
    )


def _where(*, dms: bool) -> dict[str, Any]:
    """Where Discord offers a command: in guilds that added Dateline, with `dms` everywhere."""
    return {
        "allowed_contexts": app_commands.AppCommandContext(
            guild=True, dm_channel=dms, private_channel=dms
        ),
        "allowed_installs": app_commands.AppInstallationType(guild=True, user=dms),
    }
