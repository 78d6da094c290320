"""Where evidence stands in its article, however its quotation marks, dashes and spaces are set."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.evaluation.cases import Evidence
from retrieval.errors import UsageError

_DOUBLE = '"“”„‟«»'
_SINGLE = "'‘’‚‛′`´"
_DASHES = "‐‑‒–—―−-"  # the hyphen last, where a class of characters takes it as itself
_PARTS = re.compile(
    rf"(?P<dash>\s*[{_DASHES}]+\s*)|(?P<space>\s+)|(?P<double>[{_DOUBLE}])|(?P<single>[{_SINGLE}])|."
)
_TOLERANT = {
    "dash": rf"\s*[{_DASHES}]+\s*",
    "space": r"\s+",
    "double": f"[{_DOUBLE}]",
    "single": f"[{_SINGLE}]",
}


def whole(evidence: Evidence, text: str) -> Evidence:
    """Evidence with its words as the article has them and, where it has them, their place.

    text: of its article, as it is stored. UsageError when a span ends behind it.
    """
    if evidence.start is None or evidence.end is None:
        place = locate(evidence.quote, text)
        if place is None:
            return evidence
        start, end = place
        return replace(evidence, quote=text[start:end], start=start, end=end)
    if evidence.quote:
        return evidence
    if evidence.end > len(text):
        raise UsageError(
            f"Evidence ends behind the end of its article {evidence.key!r}.",
            hint=f"It has {len(text)} characters: correct the gold file.",
        )
    return replace(evidence, quote=text[evidence.start : evidence.end])


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Where the quote first stands in the text (start, end), or None.

    To the letter; else in any case, with any white space, quotation marks and dashes for its own.
    """
    quote = quote.strip()
    if not quote:
        return None
    exact = text.find(quote)
    if exact >= 0:
        return exact, exact + len(quote)
    found = re.search(_pattern(quote), text, re.IGNORECASE)
    return found.span() if found else None


def _pattern(quote: str) -> str:
    parts = (
        _TOLERANT.get(part.lastgroup or "", re.escape(part[0])) for part in _PARTS.finditer(quote)
    )
    return "".join(parts).removeprefix(r"\s*").removesuffix(r"\s*")  # no space at either end
