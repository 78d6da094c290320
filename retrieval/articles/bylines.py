"""Who wrote an article, by its byline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.articles.dates import find_dates
from retrieval.articles.names import glued_people, is_name, people

_HEAD, _TAIL = 12, 8  # filled lines in which a byline stands
_BYLINE = re.compile(
    r"(?:(?:written|text|words|story|reported|reporting) by|by|authors?\s*:|von|par|por)"
    r"\s+(?P<who>.{3,200})$",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"(?:view|see|full|author)(?:['’]s)? (?:full )?(?:profile|bio|biography)\b", re.IGNORECASE
)
_AT_DATE = re.compile(
    r"[\s|,·•–—-]{0,10}(?:\||·|•|published|posted|updated|\bon\b).*$", re.IGNORECASE
)


def find_authors(lines: Sequence[str], *, whole: bool) -> tuple[tuple[str, ...], set[int]]:
    """Return the authors and the lines that only name them.

    whole: the lines are a whole document, so that a name alone on a line may be its byline.
    """
    filled = [index for index, line in enumerate(lines) if line]
    edges = filled if len(filled) <= _HEAD + _TAIL else filled[:_HEAD] + filled[-_TAIL:]
    for index in edges:
        authors = _stated(lines[index]) or (glued_people(lines[index]) if whole else ())
        if authors:
            return authors, {index}
    if not whole:
        return (), set()
    for place, index in enumerate(filled):
        if index in edges and _is_signature(lines, filled, place):
            return people(lines[index]), {index}
    return (), set()


def _stated(line: str) -> tuple[str, ...]:
    if len(line) > 400:
        return ()
    byline = _BYLINE.match(line)
    if byline is None:
        return ()
    who = byline["who"]
    dated = next(find_dates(who), None)
    who = who[: dated.start] if dated else who
    return people(_AT_DATE.sub("", who).rstrip(" .,|-–—"))


def _is_signature(lines: Sequence[str], filled: Sequence[int], place: int) -> bool:
    """Whether a line is a name alone where a byline stands.

    That is before "View profile" or a date; or second or last, and named nowhere else.
    """
    line = lines[filled[place]]
    if not is_name(line) or len(line.split()) > 4:
        return False
    following = lines[filled[place + 1]] if place + 1 < len(filled) else ""
    if _PROFILE.match(following):
        return True
    dated = next(find_dates(following[:80]), None)
    if dated is not None and len(following) <= 60 and dated.start <= 12:
        return True
    if place not in (1, len(filled) - 1) or len(filled) < 4:
        return False
    surname = line.split()[-1]
    return sum(surname in other for other in lines) == 1
