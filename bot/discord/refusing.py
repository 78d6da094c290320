"""What a person is told whose question is not taken."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.discord.render import notices
from bot.discord.rules.refusals import Refusal

if TYPE_CHECKING:
    from bot.discord.render.words import Words
    from bot.records.community.settings import GuildSettings

_DAY = 86_400  # seconds; a day of the limits begins at midnight UTC


def told(why: Refusal, settings: GuildSettings, words: Words) -> str:
    """The refusal in words."""
    until_midnight = _DAY - time.time() % _DAY
    match why:
        case Refusal.ROLE:
            return notices.not_allowed(words, settings.ask_roles)
        case Refusal.DAILY:
            return notices.daily_limit(words, settings.user_daily, until_midnight)
        case Refusal.DAILY_GUILD:
            return notices.daily_limit(words, settings.guild_daily, until_midnight, guild=True)
        case Refusal.CHANNEL:
            return words("notices.not_here")
        case Refusal.DIRECT:
            return words("notices.dms_off")
        case Refusal.RATE:
            raise AssertionError("the limits know the seconds to wait")
