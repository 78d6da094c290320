"""Dates as people and machines write them -> Published, with no more precision than they give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from retrieval.types import Published

Order = Literal["day first", "month first"]

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_WRITTEN = re.compile(
    rf"\b(?P<day>{_DAY})\s+(?:of\s+)?(?P<month>{MONTH})\.?,?\s+(?P<year>{_YEAR})(?!\d)"
    rf"|\b(?P<month2>{MONTH})\.?\s+(?P<day2>{_DAY}),?\s+(?P<year2>{_YEAR})(?!\d)"
    r"|(?<![\d/.-])(?P<iso>(?:1[5-9]|20)\d\d[-/.](?:0[1-9]|1[0-2])"
    r"[-/.](?:0[1-9]|[12]\d|3[01]))(?!\d)"
    r"|(?<![\d/.-])(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)"
    r"(?P<year3>(?:1[5-9]|20)\d\d)(?![\d/-])",
    re.IGNORECASE,
)
_MONTH_AND_YEAR = re.compile(rf"\b(?P<month>{MONTH})\.?,?\s+(?P<year>{_YEAR})\b", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")
_ISO_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d")
_COMPACT = re.compile(r"(?:1[5-9]|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:T?\d{4,6}Z?)?$")
_SHORT_YEAR = re.compile(r"(\d{1,2})/(\d{1,2})/(\d\d)$")
_EPOCH_SECONDS = range(100_000_000, 5_000_000_000)  # 1973 to 2128


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A full date written in a text, with its place."""

    start: int
    end: int
    published: Published


def as_day(day: date) -> Published:
    return Published(day.isoformat(), "day")


def month_number(name: str) -> int:
    """Return 1 to 12 for an English month name or its abbreviation."""
    return _MONTH_NAMES.index(name[:3].casefold()) + 1


def parse_published(value: object, *, order: Order | None = None) -> Published | None:
    """Return the date that a metadata value states, or None where it states none."""
    if isinstance(value, datetime):
        return as_day(value.date())
    if isinstance(value, date):
        return as_day(value)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _from_number(value)
    return _from_text(" ".join(value.split()), order) if isinstance(value, str) else None


def find_dates(text: str) -> Iterator[FoundDate]:
    """Yield the full dates written in an English or numeric form, in order.

    ``04/05/2021`` is read as the other numeric dates of the text are; alone it is only a year.
    """
    matches = list(_WRITTEN.finditer(text))
    order = next((shown for match in matches if (shown := _order_shown(match))), None)
    for match in matches:
        published = _from_match(match, order)
        if published is not None:
            yield FoundDate(match.start(), match.end(), published)


def _from_number(value: float) -> Published | None:
    if 1500 <= value <= 2100 and value == int(value):
        return Published(str(int(value)), "year")
    if isinstance(value, int) and _COMPACT.match(str(value)):
        return _from_text(str(value), None)
    seconds = value / 1000 if value >= _EPOCH_SECONDS.stop else value
    if _EPOCH_SECONDS.start <= seconds < _EPOCH_SECONDS.stop:
        return as_day(datetime.fromtimestamp(seconds, UTC).date())
    return None


def _from_text(text: str, order: Order | None) -> Published | None:
    if not any(char.isdigit() for char in text) or len(text) > 80:
        return None
    if stamped := _ISO_TIME.match(text):
        text = stamped[1]
    if iso := _ISO.match(text):
        return _from_iso(*iso.groups())
    if _COMPACT.match(text):
        return _from_iso(text[:4], text[4:6], text[6:8])
    if short := _SHORT_YEAR.match(text):
        text = f"{short[1]}/{short[2]}/20{short[3]}"
    if written := _WRITTEN.search(text):
        return _from_match(written, order)
    if month := _MONTH_AND_YEAR.search(text):
        return Published(f"{month['year']}-{month_number(month['month']):02}", "month")
    if text.isdigit():
        return _from_number(int(text)) if len(text) < 14 else None
    return _from_other_language(text)


def _from_iso(year: str, month: str | None, day: str | None) -> Published | None:
    if not 1500 <= int(year) <= 2100:
        return None
    if month is None:
        return Published(year, "year")
    if day is None:
        return Published(f"{year}-{month}", "month") if 1 <= int(month) <= 12 else None
    return _checked(int(year), int(month), int(day))


def _from_match(match: re.Match[str], order: Order | None) -> Published | None:
    found = match.groupdict()
    if found["iso"]:
        return _from_iso(*re.split(r"[-/.]", found["iso"]))
    if found["mark"]:
        return _from_numeric(match, order)
    month = found["month"] or found["month2"]
    day = re.sub(r"\D", "", found["day"] or found["day2"])
    return _checked(int(found["year"] or found["year2"]), month_number(month), int(day))


def _from_numeric(match: re.Match[str], order: Order | None) -> Published | None:
    """Read 18/10/2021, 10/24/2021 or 18.10.2021 (dots are always day first)."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year3"])
    order = "day first" if match["mark"] == "." else (_order_shown(match) or order)
    if first == second:
        return _checked(year, first, first)
    if order is None:
        return Published(str(year), "year") if max(first, second) <= 12 else None
    day, month = (first, second) if order == "day first" else (second, first)
    return _checked(year, month, day)


def _order_shown(match: re.Match[str]) -> Order | None:
    """Return what a numeric date proves about the order of its parts, if anything."""
    if not match["mark"] or match["mark"] == ".":
        return None
    first, second = int(match["first"]), int(match["second"])
    if first > 12 >= second:
        return "day first"
    return "month first" if second > 12 >= first else None


def _checked(year: int, month: int, day: int) -> Published | None:
    try:
        return as_day(date(year, month, day))
    except ValueError:  # 31 February
        return None


def _from_other_language(text: str) -> Published | None:
    """Ask dateparser (half a second to import) for forms such as ``18 octobre 2021``."""
    year = re.search(rf"(?<!\d){_YEAR}(?!\d)", text)
    if year is None or not re.search(r"[^\W\d_]{3}", text):
        return None
    import dateparser

    settings = {"PARSERS": ["absolute-time"], "STRICT_PARSING": True}
    found = dateparser.parse(text, settings=settings)
    if found is None or found.year != int(year[0]):
        return None
    return as_day(found.date())
