"""Values as a person reads them, and strangers' text without what would upset a page."""

from __future__ import annotations

import re

# C0 and C1 but tab and line feed, marks that reorder a line, halves of a surrogate pair: HTML may not
# hold the first and the last, and the second let a text look like another.
_UNREADABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
NOTHING = "–"


def readable(text: str) -> str:
    """`text` without control characters; line feeds and tabs stay."""
    return _UNREADABLE.sub("", text.replace("\r\n", "\n"))


def clipped(text: str, most: int) -> str:
    """`text`, or its beginning with a remark when it is longer than `most` characters."""
    if len(text) <= most:
        return text
    return f"{text[:most]} … ({len(text) - most:,} more characters)"


def number(value: float | None, unit: str) -> str:
    """A value in the unit "share" (0 to 1), "ms" or another, which is left out."""
    if value is None:
        return NOTHING
    if unit == "share":
        return f"{value * 100:.1f} %"
    if unit == "ms":
        return f"{value / 1000:.2f} s" if value >= 10_000 else f"{value:,.0f} ms"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.4g}"


def difference(value: float, unit: str) -> str:
    """A signed difference; of shares in percentage points."""
    if unit == "share":
        return f"{value * 100:+.1f} points"
    sign = "+" if value >= 0 else "−"
    return f"{sign}{number(abs(value), unit)}"


def chance(p: float) -> str:
    """A p value in words that say what it means."""
    shown = "p < 0.001" if p < 0.001 else f"p = {p:.2g}"
    return (
        f"more than chance explains ({shown})" if p < 0.05 else f"chance may explain it ({shown})"
    )
