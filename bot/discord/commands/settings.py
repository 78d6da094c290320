"""`/settings`: where, when and to whom Dateline answers in a guild, for those who manage it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord.callers import Caller, client_of
from bot.discord.commands.channels import AnyChannel, lacking
from bot.discord.commands.declare import Tree, group, slash
from bot.discord.commands.guard import managed_guild, require_manage_server
from bot.discord.render.cards import Card
from bot.discord.render.notices import missing_permissions
from bot.discord.render.overview import SettingsView, settings_card
from bot.discord.views.cards import embed
from bot.records.community.settings import GuildSettings, Mode
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from bot.discord.render.words import Words

MOST_ROLES = 25
MOST_CHANNELS = 200  # with a mode of their own
Channel = app_commands.Transform[app_commands.AppCommandChannel, AnyChannel]
Daily = app_commands.Range[int, 1, 1_000_000]
Change = Callable[[GuildSettings], GuildSettings]


async def show(caller: Caller) -> None:
    """All settings."""
    await caller.response.defer(ephemeral=True, thinking=True)
    guild_id = await managed_guild(caller)
    await _show(caller, await client_of(caller).guild_settings(guild_id))


async def channel(caller: Caller, mode: str, channel: Channel | None = None) -> None:
    """When messages are answered, in one channel or in all that were not named."""

    def change(now: GuildSettings) -> GuildSettings:
        if channel is None:
            return replace(now, mode=Mode(mode))
        return replace(now, channels={**now.channels, channel.id: Mode(mode)})

    await caller.response.defer(ephemeral=True, thinking=True)
    client = client_of(caller)
    words = client.words(caller)
    settings = await _change(caller, change)
    notes = []
    if mode == Mode.EVERY_POST and not client.intents.message_content:
        notes.append(words("settings.no_content"))
    if channel is not None and mode != Mode.OFF:
        missing = lacking(caller, channel.id, threads=settings.opens == "thread")
        if missing:
            notes.append(missing_permissions(words, missing, channel=channel.id))
    await _show(caller, settings, *notes)


async def threads(caller: Caller, opens: str) -> None:
    """Whether an answer in a channel gets a thread of its own."""
    await _set(caller, lambda now: replace(now, opens="reply" if opens == "reply" else "thread"))


async def roles(caller: Caller, who: str, action: str, role: discord.Role | None = None) -> None:
    """Which roles may ask, or manage; the latter is for Manage Server alone to say."""
    words = client_of(caller).words(caller)
    manage = who == "manage"
    if manage:
        require_manage_server(caller)
    if action != "clear" and role is None:
        raise UsageError(words("settings.role_needed"))
    if role is not None and role.is_default():
        if manage:
            raise UsageError(words("settings.everyone_manages"))
        action = "clear"

    def change(now: GuildSettings) -> GuildSettings:
        chosen = () if action == "clear" else now.manager_roles if manage else now.ask_roles
        if role is not None and action != "clear":
            chosen = tuple(each for each in chosen if each != role.id)
            chosen = (*chosen, role.id) if action == "add" else chosen
        if len(chosen) > MOST_ROLES:
            raise UsageError(words("settings.many_roles", n=MOST_ROLES))
        return replace(now, manager_roles=chosen) if manage else replace(now, ask_roles=chosen)

    await _set(caller, change)


async def library(caller: Caller, articles: str) -> None:
    """From which articles questions are answered."""

    def change(now: GuildSettings) -> GuildSettings:
        match articles:
            case "own":
                return replace(now, library="own")
            case "host":
                return replace(now, library="host")
        return replace(now, library="auto")

    await _set(caller, change)


async def language(caller: Caller, language: str) -> None:
    """The language of what everybody sees."""

    def change(now: GuildSettings) -> GuildSettings:
        match language:
            case "en":
                return replace(now, language="en")
            case "de":
                return replace(now, language="de")
        return replace(now, language="auto")

    await _set(caller, change)


async def limits(
    caller: Caller, user_daily: Daily | None = None, guild_daily: Daily | None = None
) -> None:
    """How many questions a day one person and the whole guild may ask; UsageError without one."""
    if user_daily is None and guild_daily is None:
        raise UsageError(client_of(caller).words(caller)("settings.limit_needed"))

    def change(now: GuildSettings) -> GuildSettings:
        return replace(
            now,
            user_daily=user_daily or now.user_daily,
            guild_daily=guild_daily or now.guild_daily,
        )

    await _set(caller, change)


async def retention(caller: Caller, days: app_commands.Range[int, 1, 3650]) -> None:
    """After how many days questions are deleted."""
    await _set(caller, lambda now: replace(now, retention_days=days))


async def _set(caller: Caller, change: Change) -> None:
    await caller.response.defer(ephemeral=True, thinking=True)
    settings = await _change(caller, change)
    await _show(caller, settings)


async def _change(caller: Caller, change: Change) -> GuildSettings:
    """Change the settings of the guild that this person manages; what holds from now on."""
    client = client_of(caller)
    guild_id = await managed_guild(caller)
    community = client.parts.community

    def changed() -> GuildSettings:
        settings = change(community.settings(guild_id))
        if len(settings.channels) > MOST_CHANNELS:
            text = client.words(caller)("settings.many_channels", n=MOST_CHANNELS)
            raise UsageError(text)
        community.change_settings(guild_id, settings)
        return settings

    return await client.record(changed)  # read and written in one go: nobody's change is lost


async def _show(caller: Caller, settings: GuildSettings, *notes: str) -> None:
    client = client_of(caller)
    async with client.library(client.guild_of(caller), settings.library) as answering:
        articles = (await asyncio.to_thread(answering.counts)).articles
        own = answering is not client.parts.libraries.host()
    card = _card(settings, client.words(caller), articles=articles, own=own)
    await caller.edit_original_response(content="\n".join(notes) or None, embed=embed(card))


def _card(settings: GuildSettings, words: Words, *, articles: int, own: bool) -> Card:
    view = SettingsView(
        default=settings.mode,
        channels=settings.channels,
        threads=settings.opens == "thread",
        roles=settings.ask_roles,
        managers=settings.manager_roles,
        own_library=own,
        articles=articles,
        language=settings.language,
        per_person=settings.user_daily,
        per_guild=settings.guild_daily,
        retention_days=settings.retention_days,
    )
    return settings_card(view, words)


def add(tree: Tree, *, dms: bool) -> None:  # noqa: ARG001  # as every module of commands
    """Declare `/settings`."""
    tree.add_command(
        group(
            "settings",
            slash("settings.show", show),
            slash("settings.channel", channel, choices={"mode": _named("modes", *Mode)}),
            slash(
                "settings.threads",
                threads,
                choices={"opens": _named("settings", "thread", "reply", prefix="threads_")},
            ),
            slash(
                "settings.roles",
                roles,
                choices={
                    "who": _named("commands.settings.roles.who_choices", "ask", "manage"),
                    "action": _named(
                        "commands.settings.roles.action_choices", "add", "remove", "clear"
                    ),
                },
            ),
            slash(
                "settings.library",
                library,
                choices={"articles": _named("settings", "auto", "own", "host", prefix="library_")},
            ),
            slash(
                "settings.language",
                language,
                choices={"language": _named("settings", "auto", "en", "de", prefix="language_")},
            ),
            slash("settings.limits", limits),
            slash("settings.retention", retention),
        )
    )


def _named(table: str, *values: str, prefix: str = "") -> dict[str, str]:
    """Values of an option and the keys of their texts."""
    return {str(value): f"{table}.{prefix}{value}" for value in values}
