from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.discord.render.dates import date, moment
from bot.discord.render.words import words
from retrieval.types import Published

EN = words("en")


@pytest.mark.parametrize("hours", range(-11, 13))
def test_whoever_reads_a_day_sees_that_day(hours: int) -> None:
    stamp = date(Published("2021-10-18", "day"), EN)
    seconds = int(stamp.removeprefix("<t:").removesuffix(":D>"))
    there = datetime.fromtimestamp(seconds, UTC).astimezone(timezone(timedelta(hours=hours)))
    assert there.date().isoformat() == "2021-10-18"


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("2021-10", "October 2021"),
        ("2021", "2021"),
        ("1969-12-31", "<t:-46800:D>"),
        (None, "undated"),
        ("2021-13", "2021-13"),
        ("some day", "some day"),
        ("@everyone", "@\u200beveryone"),
    ],
)
def test_what_is_less_precise_than_a_day_is_said_in_words(iso: str | None, said: str) -> None:
    assert date(iso, EN) == said


def test_a_month_has_the_name_of_the_language() -> None:
    assert date("2021-03", words("de")) == "März 2021"


def test_a_moment_is_shown_as_how_far_away_it_is() -> None:
    assert moment(12.9) == "<t:12:R>"
