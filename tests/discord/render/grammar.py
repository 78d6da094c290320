"""A small model of what Discord makes of a text, stricter than Discord where that is simpler."""

from __future__ import annotations

import re

# What is found in the text as it is sent, escaped or not.
RAW = {
    "everyone": re.compile(r"@(?:everyone|here)", re.IGNORECASE),
    "user or role": re.compile(r"<@[!&]?\d+>"),
    "channel": re.compile(r"<#\d+>"),
    "emoji": re.compile(r"<a?:\w+:\d+>"),
    "command": re.compile(r"</[^>\n]+:\d+>"),
    "timestamp": re.compile(r"<t:-?\d+(?::\w)?>"),
    "guide": re.compile(r"<id:\w+>"),
    "invite": re.compile(
        r"discord(?:app)?\.(?:com/invite|gg|gift|new|com/template)/?\w*", re.IGNORECASE
    ),
    "address": re.compile(r"\w://"),
    "masked link": re.compile(r"\[[^\]\n]*\]\("),
    "unseen": re.compile(
        "[\x00-\x09\x0b-\x1f\x7f\xad\u061c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    ),
}
# What is found in what is left when each backslash has taken its character out of the grammar.
LEFT = {
    "format": re.compile(r"[*_~`|]"),
    "line": re.compile(r"(?m)^ *(?:#{1,3}\s|-#\s|>|[-*+] |\d+\. )"),
    "emoji name": re.compile(r":[\w+-]+:"),
    "link": re.compile(r"\]\("),
}
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")


def found(text: str) -> list[str]:
    """What of the grammar is in a text."""
    left = _ESCAPE.sub("\ue000", text)
    raw = [name for name, pattern in RAW.items() if pattern.search(text)]
    return raw + [name for name, pattern in LEFT.items() if pattern.search(left)]


def shown(text: str) -> str:
    """The text as it is read: without what only takes the grammar apart."""
    return _ESCAPE.sub(r"\1", text).replace("\u200b", "")


def size(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
