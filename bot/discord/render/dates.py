"""Dates as each reader's Discord writes them."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.discord.render.escape import one_line
from bot.discord.render.words import Words
from retrieval.types import Published


def date(published: Published | str | None, words: Words) -> str:
    """A Discord timestamp for a day, words for a month or a year, "undated" without a date.

    published: an ISO date as long as it is precise.
    """
    if published is None:
        return words("dates.undated")
    iso = str(published)
    try:
        year, *rest = (int(part) for part in iso.split("-"))
        match rest:
            case []:
                return f"{year:04}"
            case [month]:
                return f"{words(f'months.{month}')} {year:04}"
            case _:
                return _day(iso)
    except (KeyError, ValueError, OverflowError):
        return one_line(iso)


def moment(seconds: float, style: str = "R") -> str:
    """A moment as Discord shows it; R: how far away it is."""
    return f"<t:{int(seconds)}:{style}>"


def _day(iso: str) -> str:
    # At 11:00 UTC it is the same day everywhere from UTC-11 to UTC+12, so that whoever reads it,
    # wherever, sees the day on which the article appeared. At midnight all of America would not.
    day = datetime.fromisoformat(iso).replace(hour=11, tzinfo=UTC)
    return moment(day.timestamp(), "D")
