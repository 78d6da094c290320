"""When an article was published, as far as its own text tells. Better no date than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from retrieval.articles.dates import (
    MONTH,
    WEEKDAY,
    as_day,
    find_dates,
    month_number,
    parse_published,
)
from retrieval.types import Published

_EDGE = 15  # lines from the top or the end in which an article speaks of itself
_LABEL = re.compile(
    r"(?:[•*-]\s*)?(?:(?:date\s+)?(?:first\s+)?(?:published|posted)"
    r"|publication\s+date"
    r"|date\s+of\s+publication|pub\.?\s+date)\b",
    re.IGNORECASE,
)
_WEAK_LABEL = re.compile(
    r"(?:[•*-]\s*)?(?:last\s+)?(?:updated|modified|revised|date)\b\s*:?", re.IGNORECASE
)
_REST_OF_DATE_LINE = re.compile(
    rf"{WEEKDAY}|\b(?:at|on|by|am|pm|a\.m\.|p\.m\.|gmt|utc|est|edt|et|bst|cet|msk|hrs?"
    r"|updated|published"
    r"|min(?:ute)?s?|read)\b|[\d:.,|·•()+-]",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    rf"[A-Z][A-Z .,'/-]{{2,50}}[,.(]\s*(?P<month>{MONTH})\.?\s+(?P<day>\d{{1,2}})"
    r"(?:,?\s*(?P<year>20\d\d))?"
    r"\s*\)?\s*(?:\([^()]{2,30}\)|/[^/]{2,20}/)?\s*[-–—:.]",
    re.IGNORECASE,
)
_WEEKDAY_DATE = re.compile(
    rf"\b(?P<weekday>{WEEKDAY}),?\s+(?:the\s+)?(?:(?P<month>{MONTH})\.?\s+(?P<day>\d{{1,2}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{MONTH}))(?:st|nd|rd|th)?\b"
    r"(?!,?\s+\d{4})",
    re.IGNORECASE,
)
_DAY_AND_MONTH = re.compile(
    rf"\b(?:on|until|since|by)\s+(?:(?P<day>\d{{1,2}})\s+(?P<month>{MONTH})"
    rf"|(?P<month2>{MONTH})\s+(?P<day2>\d{{1,2}}))(?:st|nd|rd|th)?\b(?!,?\s+\d{{4}})",
    re.IGNORECASE,
)
_AS_OF = re.compile(r"\b(?:as of|as at|at the time of writing,?|until today,?)\s+$", re.IGNORECASE)
_NEWS = re.compile(
    r"\b(?:this (?:week|month|year)|yesterday|today|tomorrow|last (?:week|month)"
    r"|next (?:week|month|year)"
    rf"|earlier this|recently|now (?:is|that)|upcoming|current(?:ly)?|on {WEEKDAY})\b",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<![\d,.$€£-])(?:19|20)\d\d(?![\d,]*\d)")
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/.-]|$)")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?=/)")
_LEAD = 2_500  # characters: the first paragraphs, which tell the news
_READ_FOR_YEARS = 200_000  # characters; an estimate needs no more
_FRESH, _SETTLED = (
    timedelta(days=7),
    timedelta(days=21),
)  # from the last event to the article about it


def find_publication(
    lines: Sequence[str], *, url: str | None, estimate: bool, skip: set[int]
) -> tuple[Published | None, set[int]]:
    """Return the publication date and the lines that only state it.

    A statement wins over the address, that over a dateline, that over an estimate from the events.
    skip: furniture, whose dates (of photographs) say nothing about the events.
    """
    edges = _edges(lines)
    for rule in (_labelled, _alone, _weakly_labelled):
        for index in edges:
            found = rule(lines[index])
            if found is not None:
                return found, {index}
    told = [line for index, line in enumerate(lines) if index not in skip]
    body = "\n".join(told)[:_READ_FOR_YEARS]
    found = (published_by_url(url) if url else None) or _from_dateline(lines, body)
    return found or (_estimate(body) if estimate else None), set()


def published_by_url(url: str) -> Published | None:
    """Return the date in an address such as ``/2021/10/18/title``."""
    if day := _URL_DAY.search(url):
        return parse_published(f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}")
    month = _URL_MONTH.search(url)
    return Published(f"{month[1]}-{month[2]}", "month") if month else None


def _edges(lines: Sequence[str]) -> list[int]:
    filled = [index for index, line in enumerate(lines) if line and len(line) <= 160]
    return filled if len(filled) <= 2 * _EDGE else filled[:_EDGE] + filled[-_EDGE:]


def _labelled(line: str) -> Published | None:
    label = _LABEL.match(line)
    if label is None or len(line.split()) > 16:
        return None
    return parse_published(line[label.end() :].lstrip(" :on"))


def _weakly_labelled(line: str) -> Published | None:
    label = _WEAK_LABEL.match(line)
    return _alone(line[label.end() :]) if label else None


def _alone(line: str) -> Published | None:
    """Return the date of a line that says nothing else."""
    found = list(find_dates(line))
    if not found or found[0].published.precision == "year":
        return None
    rest = line[: found[0].start] + " " + line[found[0].end :]
    return None if re.search(r"\w", _REST_OF_DATE_LINE.sub(" ", rest)) else found[0].published


def _from_dateline(lines: Sequence[str], body: str) -> Published | None:
    """``MOSCOW, Oct. 18 (Reuters) -`` : the year is stated there or follows from the text."""
    for line in [line for line in lines[:_EDGE] if line]:
        match = _DATELINE.match(line[:120])
        if match is None or not line[:3].isupper():
            continue
        month, day = month_number(match["month"]), int(match["day"])
        year = int(match["year"]) if match["year"] else _year_of_news(body)
        return _day(year, month, day) if year else None
    return None


def _estimate(body: str) -> Published | None:
    """Bound the publication by the events told: the month or year in which it must have been."""
    lead = body[:_LEAD]
    weekday = _WEEKDAY_DATE.search(lead)
    full = [found for found in find_dates(body) if found.published.precision == "day"]
    as_of = any(_AS_OF.search(body[max(0, found.start - 30) : found.start]) for found in full)
    in_lead = [found for found in full if found.start < len(lead)]
    if not in_lead and weekday is None:
        return None
    if len(_NEWS.findall(body)) < 2 and not (weekday and as_of):
        return None  # a history tells full dates too, but none of this week
    year = _year_of_news(body)
    if year is None or (weekday and not _fits(weekday, year)):
        return None
    days = [date.fromisoformat(found.published.iso) for found in full]
    days += [day for match in _DAY_AND_MONTH.finditer(lead) if (day := _in_year(match, year))]
    days += [day for match in [weekday] if match and (day := _in_year(match, year))]
    last = max((day for day in days if day.year == year), default=None)
    return _slack(last, _FRESH if weekday or as_of else _SETTLED) if last else None


def _slack(last: date, slack: timedelta) -> Published | None:
    """Return the month, else the year, that holds both the last event and some days after it."""
    latest = last + slack
    if latest.year != last.year:
        return None
    if latest.month != last.month:
        return Published(f"{last.year}", "year")
    return Published(f"{last.year}-{last.month:02}", "month")


def _year_of_news(body: str) -> int | None:
    """Return the year of the latest full date, unless the text speaks of later years."""
    dated = [int(found.published.iso[:4]) for found in find_dates(body)]
    if not dated:
        return None
    mentioned = [int(year) for year in _YEARS.findall(body)]
    return max(dated) if max(dated) >= max(mentioned, default=0) else None


def _fits(match: re.Match[str], year: int) -> bool:
    """Whether the weekday named is the weekday of that day in that year."""
    day = _in_year(match, year)
    return day is not None and f"{day:%a}".casefold() == match["weekday"][:3].casefold()


def _in_year(match: re.Match[str], year: int) -> date | None:
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    try:
        return date(year, month_number(month), int(day))
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> Published | None:
    try:
        return as_day(date(year, month, day))
    except ValueError:
        return None
