"""The title of an article that states none: its first line that reads as a headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.articles.furniture import is_prose
from retrieval.articles.wrapping import is_item

_LONGEST = 200  # characters
_LATEST = 4  # filled lines: a heading further down belongs to a section
_SHORTENED = 90  # characters of a first sentence that serves as a title
_SENTENCE = re.compile(r".{20,}?[.!?。](?=[\s\"”’)])|.+", re.DOTALL)


def find_title(lines: Sequence[str]) -> tuple[str, int | None]:
    """Return the title, and the line to take out of the text because it is only the title.

    A heading below the first paragraph and a first sentence serve too, but stay where they are.
    """
    filled = [index for index, line in enumerate(lines) if line][: _LATEST + 1]
    for place, index in enumerate(filled[:-1][:_LATEST]):
        if _is_headline(lines[index]):
            below = any(is_prose(lines[earlier]) for earlier in filled[:place])
            return lines[index].rstrip(), None if below else index
    return shorten(lines[filled[0]]) if filled else "", None


def same_title(line: str, title: str) -> bool:
    """Whether a line is the title once more, whatever its case, quotes and dashes."""
    return (
        bool(title) and re.sub(r"\W+", "", line).casefold() == re.sub(r"\W+", "", title).casefold()
    )


def shorten(text: str) -> str:
    """Return the first sentence, cut at a word where it is long."""
    match = _SENTENCE.match(text[: 4 * _SHORTENED])
    sentence = (match[0] if match else text).strip()
    if len(sentence) <= _SHORTENED:
        return sentence
    return sentence[:_SHORTENED].rsplit(" ", 1)[0].rstrip(",;:–—- ") + "…"


def _is_headline(line: str) -> bool:
    if len(line) > _LONGEST or is_item(line) or not 2 <= len(line.split()) <= 30:
        return False
    if line.endswith((".", ":", ";", ",")) and not line.endswith("..."):
        return False
    first = line.lstrip("\"'“‘«¿¡([")[:1]
    return not first.islower() and any(char.isalpha() for char in line)
