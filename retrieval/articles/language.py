"""The language of a text, as an ISO 639-1 code."""

from __future__ import annotations

import re

_SHORTEST, _READ = 40, 2_000  # characters
_ENGLISH_LIST = """
the of and to in that is was for on with as by it at from he his be this are has have had
"""
_ENGLISH = frozenset(_ENGLISH_LIST.split())


def language_of(text: str, *, stated: str | None) -> str | None:
    """Return the stated code where it is one, else what the text looks like, else None."""
    if stated and re.match(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$", stated):
        return re.split(r"[-_]", stated)[0].casefold()
    sample = text[:_READ]
    if len(sample) < _SHORTEST or sum(char.isalpha() for char in sample) < _SHORTEST // 2:
        return None
    if _is_plainly_english(sample):
        return "en"
    from py3langid import classify

    code = str(classify(sample)[0])
    if code == "pcm":  # Nigerian Pidgin, which it sees in short or odd English
        return "en"
    return code if len(code) == 2 else None


def _is_plainly_english(sample: str) -> bool:
    """Most libraries are English, and the model takes more than a second of CPU to load."""
    words = re.findall(r"[a-z']+", sample.casefold())
    if len(words) < 20 or words.count("the") < 0.01 * len(words):
        return False
    return sum(word in _ENGLISH for word in words) >= 0.17 * len(words)
