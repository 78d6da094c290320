"""Who may do what: the articles and settings of a guild are changed by its managers only."""

from __future__ import annotations

from bot.discord.callers import Caller, client_of
from retrieval.errors import UsageError


async def managed_guild(caller: Caller) -> int:
    """The guild that this person manages; UsageError, in their language, when it is none."""
    client = client_of(caller)
    guild_id = client.guild_of(caller)
    if guild_id is None:
        raise UsageError(client.words(caller)("guard.guild_only"))
    if not await client.is_manager(caller):
        raise UsageError(client.words(caller)("notices.managers_only"))
    return guild_id


def require_manage_server(caller: Caller) -> None:
    """UsageError unless the person has Discord's own permission to manage the server."""
    if not (caller.permissions.manage_guild or caller.permissions.administrator):
        raise UsageError(client_of(caller).words(caller)("guard.manage_server"))
