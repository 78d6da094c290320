"""Why a question is not taken, beside what the line itself refuses."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from bot.records.community.settings import GuildSettings, Mode


class Refusal(StrEnum):
    """The reasons, as metrics name them."""

    RATE = "rate"
    CHANNEL = "channel off"
    ROLE = "role"
    DAILY = "daily"
    DAILY_GUILD = "daily of the server"
    DIRECT = "direct messages off"


def refusal_of(
    settings: GuildSettings,
    *,
    channel_id: int,
    roles: Collection[int],
    manages: bool,
    private: bool,
    direct: bool,
    direct_is_on: bool,
    today: tuple[int, int],
) -> Refusal | None:
    """Why this question is not taken, None when it is.

    today: how many questions the asker, and everybody, has asked today, this one included.
    """
    if direct:
        return None if direct_is_on else Refusal.DIRECT
    if settings.mode_of(channel_id) is Mode.OFF and not private:
        return Refusal.CHANNEL
    if not may_ask(roles, settings.ask_roles, manages=manages):
        return Refusal.ROLE
    own, everybodys = today
    if own > settings.user_daily:
        return Refusal.DAILY
    return Refusal.DAILY_GUILD if everybodys > settings.guild_daily else None


def may_ask(roles: Collection[int], allowed: Collection[int], *, manages: bool) -> bool:
    """Whether a person with these roles may ask; everybody may where no role is named."""
    return manages or not allowed or bool(set(roles) & set(allowed))
