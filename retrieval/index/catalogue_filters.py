"""Filters as SQL, and publication dates as the first and last day they may mean."""

from __future__ import annotations

import calendar
import json
from collections.abc import Sequence

from retrieval.types import Filters


def days(iso: str) -> tuple[str, str]:
    """First and last day of ``2021-10-18``, ``2021-10`` or ``2021``, as ISO dates."""
    parts = iso.split("-")
    if len(parts) == 1:
        return f"{iso}-01-01", f"{iso}-12-31"
    if len(parts) == 2:
        last = calendar.monthrange(int(parts[0]), int(parts[1]))[1]
        return f"{iso}-01", f"{iso}-{last:02d}"
    return iso[:10], iso[:10]


def condition(filters: Filters) -> tuple[str, list[str]]:
    """A condition on the table ``articles`` and its parameters.

    A date known only by its month or year passes when it may lie in the range; an article without
    one never does.
    """
    wanted: list[str] = []
    parameters: list[str] = []
    if filters.keys:
        wanted.append("articles.key IN (SELECT value FROM json_each(?))")
        parameters.append(json.dumps(filters.keys))
    if filters.outlets:
        wanted.append("articles.outlet_folded IN (SELECT value FROM json_each(?))")
        parameters.append(json.dumps([folded(outlet) for outlet in filters.outlets]))
    if filters.since:
        wanted.append("articles.last_day >= ?")
        parameters.append(days(filters.since)[0])
    if filters.until:
        wanted.append("articles.first_day <= ?")
        parameters.append(days(filters.until)[1])
    return " AND ".join(wanted) or "1", parameters


def folded(outlet: str) -> str:
    """An outlet's name as filters compare it: case and spacing do not count."""
    return " ".join(outlet.casefold().split())


def numbers(values: Sequence[int]) -> str:
    """Chunk ids as one JSON parameter: SQLite limits how many parameters there are."""
    return json.dumps([int(value) for value in values])
