"""Anybody's text inside Markdown: it shows as it is, and nothing in it is obeyed."""

from __future__ import annotations

import re

_TEXT = 240  # characters of a question or an answer
_MARKUP = re.compile(r"[\\`*_{}\[\]()<>#+!|~@&$:]")
# GitHub looks for mentions, issues and links in the text as it is shown, so that no escape helps:
# a joiner that takes no room stands around these.
_LINKING = re.compile(r"(&#(?:64|35|58);|(?<=\bwww)\.)", re.IGNORECASE)
_JOINER = "&#8288;"
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def escaped(text: str, *, longest: int = _TEXT) -> str:
    """One line of anybody's text that shows as it is, cut off after so many characters."""
    line = " ".join(_UNSEEN.sub(" ", text).split())
    if len(line) > longest:
        line = line[: longest - 1] + "…"
    marked = _MARKUP.sub(lambda found: f"&#{ord(found[0])};", line)
    return _LINKING.sub(rf"{_JOINER}\1{_JOINER}", marked)
