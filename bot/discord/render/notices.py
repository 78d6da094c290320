"""Short notices: limits, rights, faults, what happened to a question, the watch over one."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

from bot.discord.render.answer import asked
from bot.discord.render.atoms import cut
from bot.discord.render.dates import moment
from bot.discord.render.escape import one_line
from bot.discord.render.pieces import pieces
from bot.discord.render.words import Words


def rate_limited(
    words: Words, seconds: float, *, guild: bool = False, now: float | None = None
) -> str:
    """Too many questions; the next may be asked in `seconds`. now: seconds since 1970."""
    key = "notices.guild_rate_limited" if guild else "notices.rate_limited"
    return words(key, when=_in(seconds, now))


def daily_limit(
    words: Words, limit: int, seconds: float, *, guild: bool = False, now: float | None = None
) -> str:
    """The questions of a day are used up; the next may be asked in `seconds`."""
    key = "notices.guild_daily_limit" if guild else "notices.daily_limit"
    return words(key, n=limit, when=_in(seconds, now))


def not_allowed(words: Words, roles: Sequence[int]) -> str:
    """Only these roles may ask."""
    return words("notices.not_allowed", roles=", ".join(f"<@&{role}>" for role in roles))


def missing_permissions(words: Words, names: Sequence[str], *, channel: int) -> str:
    """What the bot lacks in a channel and where to give it; names as discord.py has them."""
    shown = [_permission(name, words) for name in names]
    lacking = words(
        "notices.missing_permissions", channel=f"<#{channel}>", permissions=", ".join(shown)
    )
    return f"{lacking}\n-# {words('notices.missing_permissions_fix')}"


def error(words: Words, id: str) -> str:
    """Something failed; the id finds it in the log."""
    return words("notices.error", id=id)


def edited(words: Words) -> str:
    """The question was changed, and can be answered again."""
    return words("notices.edited", label=words("labels.answer_again"))


def watch_full(words: Words, limit: int) -> str:
    """So many questions are watched that there is no room for another."""
    return words("watch.full", n=limit)


def fulfilled(words: Words, *, question: str, asked_at: float | None = None) -> str:
    """The first line above an answer that was waited for, with the question quoted.

    asked_at: seconds since 1970.
    """
    if asked_at is None:
        line = words("watch.fulfilled_undated")
    else:
        line = words("watch.fulfilled", when=moment(asked_at))
    return "\n".join((line, *pieces(asked(question))))


def unknown_article(words: Words, key: str) -> str:
    """No article has the key that was given."""
    return words("library.unknown", key=words("lists.quoted", text=cut(one_line(key), 100)))


def adding(words: Words, name: str) -> str:
    """A file or link is being read."""
    return words("library.adding", name=cut(one_line(name), 100))


def _permission(name: str, words: Words) -> str:
    key = f"permissions.{name}"
    if key in words.templates:
        return words(key)
    return one_line(name.replace("_", " ").title())


def _in(seconds: float, now: float | None) -> str:
    """Rounded up: whoever waits for it to pass is not turned away again."""
    return moment(math.ceil((time.time() if now is None else now) + seconds))
