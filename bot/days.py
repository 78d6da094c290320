"""Dates as people type them: a day, a month or a year."""

from __future__ import annotations

import calendar
import re
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z")


def first_day(given: str) -> str:
    """``2021-10-18``, ``2021-10`` or ``2021`` as the ISO day it begins with; else ValueError."""
    return _day(given, last=False)


def last_day(given: str) -> str:
    """``2021-10-18``, ``2021-10`` or ``2021`` as the ISO day it ends with; else ValueError."""
    return _day(given, last=True)


def _day(given: str, *, last: bool) -> str:
    found = _DATE.match(given.strip())
    if found is None:
        raise ValueError(f"{given!r} is not a date")
    year = int(found[1])
    month = int(found[2] or (12 if last else 1))
    if not 1 <= month <= 12:
        raise ValueError(f"{given!r} is not a date")
    day = int(found[3] or (calendar.monthrange(year, month)[1] if last else 1))
    return date(year, month, day).isoformat()
