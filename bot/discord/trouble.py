"""The door of the Discord front: every error leaves by it, as one line with an id for the log."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import app_commands

from bot.discord import waits
from bot.discord.logs import error_id
from bot.discord.render import notices
from bot.discord.render.escape import escape, one_line
from bot.discord.render.words import Words, language_of, words
from retrieval.errors import DatelineError, LinkError, UsageError

if TYPE_CHECKING:
    from bot.discord.callers import Caller
    from bot.discord.client import DatelineClient

_GIVEN_UP = (
    waits.unknown_interaction,
    waits.acknowledged,
    waits.expired_token,
    waits.unknown_channel,
)

_log = logging.getLogger(__name__)


def line(error: Exception, wording: Words) -> str:
    """What a person is told of an error; what they cannot mend is logged under the id they see."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, UsageError | LinkError):
        return escape(str(error))
    if isinstance(error, app_commands.TransformerError):
        return _unusable(error, wording)
    identity = error_id()
    if isinstance(error, DatelineError):
        _log.warning("a question failed", extra={"error_id": identity}, exc_info=error)
    else:
        _log.error("unexpected", extra={"error_id": identity}, exc_info=error)
    return notices.error(wording, identity)


async def tell(caller: Caller, error: Exception) -> None:
    """Tell the person who pressed or typed something, and nobody else, that it failed."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if any(one(error) for one in _GIVEN_UP):
        # Discord gave up on it, as it does at random: nothing can be shown there any more.
        _log.warning("an interaction was given up by Discord", extra={"code": _code(error)})
        return
    text = line(error, words(language_of(str(caller.locale))))
    try:
        if caller.response.type is discord.InteractionResponseType.deferred_channel_message:
            # In place of "is thinking", which a follow-up would take, and of what came after it.
            await caller.edit_original_response(content=text, embeds=[], view=None)
        elif caller.response.is_done():
            await caller.followup.send(text, ephemeral=True)
        else:
            await caller.response.send_message(text, ephemeral=True)
    except (discord.HTTPException, OSError) as failed:
        _log.warning("an error could not be told", extra={"code": _code(failed)})


def _unusable(error: app_commands.TransformerError, wording: Words) -> str:
    """An option that Discord's own client would not have let through."""
    longest = error.transformer.max_value
    if isinstance(error.value, str) and longest is not None and len(error.value) > longest:
        return wording("guard.long", n=longest)
    return wording("guard.unusable", value=one_line(str(error.value)[:80]))


def _code(error: Exception) -> Any:
    return getattr(error, "code", type(error).__name__)


async def tell_of_permission(
    client: DatelineClient, guild: discord.Guild | None, channel_id: int, permission: str
) -> None:
    """Say once that a permission is missing, to the guild's owner, who can give it."""
    if guild is None or guild.owner_id is None:
        return
    key = f"{guild.id}:permission:{channel_id}:{permission}"
    if not await client.record(client.parts.community.first_time, key, again_after_days=30):
        return
    _log.warning("permission missing", extra={"guild": guild.id, "permission": permission})
    wording = await client.words_in(guild.id)
    text = notices.missing_permissions(wording, [permission], channel=channel_id)
    try:
        owner = await client.create_dm(discord.Object(guild.owner_id))
        await client.parts.queue.send(owner.id, lambda: owner.send(text), wait=waits.unheard)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        # Their direct messages are closed: `dateline discord --check` names it as well.
        _log.warning("the owner could not be told", extra={"guild": guild.id, "code": _code(error)})


async def failure(work: Awaitable[object]) -> Exception | None:
    """What went wrong with the work, if anything: one question must not stop the others."""
    try:
        await work
    except Exception as error:  # noqa: BLE001  # the door: told to the person, logged under an id
        return error
    return None
