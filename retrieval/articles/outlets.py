"""Which outlet published an article, where the text or the address says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_NAME = (
    r"(?:the\s+)?(?P<name>[A-Z][\w&.'’-]*(?:\s+(?:of|for|and|the|on|in|&|[A-Z][\w&.'’-]*)){0,6})"
)
_VIEWS = re.compile(
    r"\bviews?\b.{0,80}\bdo(?:es)?\s+not\s+(?:necessarily\s+)?(?:represent|reflect)\s+"
    rf"(?:those|the\s+(?:official\s+)?(?:views?|position|policy|opinions?))\s+of\s+(?-i:{_NAME})",
    re.IGNORECASE,
)
_ORIGINALLY = re.compile(
    r"\bthis\s+(?:article|story|piece|commentary|report)\s+(?:was\s+)?"
    r"(?:originally|first)\s+(?:appeared|published)\s+"
    rf"(?:in|on|at|by)\s+(?-i:{_NAME})",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?)"
    rf"[,\s]{{0,5}}(?:by\s+)?(?-i:{_NAME})",
    re.IGNORECASE,
)
_WIRE = re.compile(
    r"[A-Z][A-Z .,'/-]{2,40}(?:,?\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2})?(?:,\s+\d{4})?\s*"
    r"\((?P<name>Reuters|AP|AFP|TASS|dpa|ANSA|Xinhua)\)\s*[-–—]"
)
_TRAILING = re.compile(r"\s+(?:of|for|and|the|on|in|or|&|All|Inc|Ltd|LLC)\.?$")
_NOBODY = frozenset({"author", "authors", "all", "any", "photo", "image", "us", "our", "this"})
_EDGE = 12


def find_outlet(lines: Sequence[str], *, url: str | None) -> str | None:
    """Return the outlet that the text names as its own, else the address's domain, else None."""
    filled = [line for line in lines if line]
    edges = filled if len(filled) <= 2 * _EDGE else filled[:_EDGE] + filled[-_EDGE:]
    for pattern in (_ORIGINALLY, _VIEWS, _COPYRIGHT, _WIRE):
        for line in edges:
            found = (
                pattern.search(line[:400]) if pattern is not _WIRE else pattern.match(line[:120])
            )
            name = _tidy(found["name"]) if found else None
            if name:
                return name
    return domain(url) if url else None


def domain(url: str) -> str | None:
    """Return ``example.org`` for ``https://www.example.org/page``."""
    try:
        host = urlsplit(url).hostname
    except ValueError:  # a broken IPv6 address
        return None
    return host.removeprefix("www.") if host and "." in host else None


def _tidy(name: str) -> str | None:
    name = name.strip(" .,'’")
    while (shorter := _TRAILING.sub("", name)) != name:
        name = shorter.strip(" .,")
    return None if len(name) < 2 or name.casefold() in _NOBODY else name
