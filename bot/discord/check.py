"""`dateline discord --check`: is everything there that the bot needs, and what to do about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.discord import gateway, trouble, waits
from bot.discord.run import token_of
from retrieval.errors import DatelineError
from retrieval.index.health import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.libraries import Libraries
    from bot.settings import Settings

NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    read_message_history=True,
    embed_links=True,
    attach_files=True,
)
_NAMES = {"read_messages": "view_channels"}  # as Discord's settings call what discord.py does not
_SCOPES = ("bot", "applications.commands")


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and the link that invites the bot; None when the token is not accepted."""

    findings: tuple[Finding, ...]
    invite: str | None


async def check(settings: Settings, *, libraries: Callable[..., Libraries]) -> Report:
    """Look at the token, the intents, the permissions, the commands and the library.

    Changes nothing. Raises SettingsError when there is no token.
    """
    token = token_of(settings)
    if settings.discord_test_url is not None:
        gateway.point_to(settings.discord_test_url)
    findings = [_library(settings, libraries)]
    invite = None
    async with discord.Client(intents=discord.Intents.none()) as client:
        error = await trouble.failure(client.login(token))
        if error is not None:
            return Report((_refused(error), *findings), None)
        assert client.application is not None
        findings.insert(0, _ok("token", f"accepted: the bot is called {client.user}."))
        findings.append(_intents(client.application))
        findings += [one async for one in _permissions(client)]
        findings.append(await _commands(client))
        invite = discord.utils.oauth_url(client.application.id, permissions=NEEDED, scopes=_SCOPES)
    return Report(tuple(findings), invite)


def _refused(error: Exception) -> Finding:
    if isinstance(error, discord.LoginFailure):
        return Finding(
            name="token",
            level=Level.FAIL,
            message="Discord does not accept DISCORD_TOKEN",
            hint="Copy it anew from the developer portal (Bot > Reset Token).",
        )
    if waits.wait(error) is None and not isinstance(error, OSError):
        raise error
    return Finding(
        name="token",
        level=Level.FAIL,
        message="Discord cannot be reached",
        hint="Check the network of this machine, then try again.",
    )


def _library(settings: Settings, libraries: Callable[..., Libraries]) -> Finding:
    try:
        opened = libraries(settings)
        try:
            count = opened.host().counts().articles
        finally:
            opened.close()
    except DatelineError as error:
        return Finding(name="library", level=Level.FAIL, message=error.message, hint=error.hint)
    if count:
        return _ok("library", f"{count:,} article{'' if count == 1 else 's'}.")
    return _warn(
        "library",
        "it has no article yet; the starter articles are added at the start",
        "Add your own: dateline add PATH",
    )


def _intents(application: discord.AppInfo) -> Finding:
    flags = application.flags
    if flags.gateway_message_content or flags.gateway_message_content_limited:
        return _ok("intents", "message content is granted.")
    return _warn(
        "intents",
        "message content is not granted: follow-ups need a mention and posts are not read",
        "Switch it on in the developer portal: Bot > Message Content Intent.",
    )


async def _permissions(client: discord.Client) -> AsyncIterator[Finding]:
    try:
        guilds: list[Any] = await client.http.get_guilds(200)
    except discord.HTTPException as error:
        yield _warn("servers", f"Discord does not list them ({error.status})", "Try again.")
        return
    if not guilds:
        yield _warn("servers", "the bot is in no server yet", "Open the invite link below.")
    for guild in guilds:
        given = discord.Permissions(int(guild.get("permissions", 0)))
        wanted = {name for name, needed in NEEDED if needed}
        missing = sorted(name for name in wanted if not getattr(given, name))
        if given.administrator or not missing:
            yield _ok(guild["name"], "every permission is given.")
        else:
            names = ", ".join(_NAMES.get(one, one).replace("_", " ") for one in missing)
            yield _warn(guild["name"], f"missing: {names}", "Give them to the bot's role.")


async def _commands(client: discord.Client) -> Finding:
    assert client.application_id is not None
    try:
        known = await client.http.get_global_commands(client.application_id)
    except discord.HTTPException as error:
        return _warn("commands", f"Discord does not list them ({error.status})", "Try again.")
    if known:
        return _ok("commands", f"{len(known)} are registered.")
    return _warn("commands", "none is registered yet", "They are, when the bot starts.")


def _ok(name: str, message: str) -> Finding:
    return Finding(name=name, level=Level.OK, message=message)


def _warn(name: str, message: str, hint: str) -> Finding:
    return Finding(name=name, level=Level.WARN, message=message, hint=hint)
