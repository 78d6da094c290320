"""Text of strangers made safe to print: no control characters, no escape sequences."""

from __future__ import annotations

import re

# CSI, OSC and other escape sequences as a whole, so that no "[31m" is left standing.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
# What is left of C0 and C1 but tab and line feed, and the marks that reorder a whole line.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LINES = re.compile(r"\s*[\n\r\u2028\u2029]+\s*")


def clean(text: str) -> str:
    """`text` without anything that a terminal would obey; line feeds and tabs stay."""
    return _CONTROL.sub("", _SEQUENCE.sub("", text.replace("\r\n", "\n")))


def one_line(text: str) -> str:
    """`clean` text on one line."""
    return _LINES.sub(" ", clean(text)).replace("\t", " ").strip()
