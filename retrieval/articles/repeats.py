"""Pull quotes: lines that only repeat words of the article in larger type."""

from __future__ import annotations

from collections.abc import Sequence

_FEWEST, _MOST = 8, 60  # words of a pull quote
_SEARCHED = 300_000  # characters of text: a longer one is no page with pull quotes
_CANDIDATES = 40
_QUOTES = (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"))


def repeated_lines(lines: Sequence[str], *, skip: set[int]) -> set[int]:
    """Return the lines that occur inside a longer line, and second copies of sentences.

    A line that ends with a full stop outside quotation marks is no pull quote.
    """
    kept = [index for index, line in enumerate(lines) if line and index not in skip]
    candidates = [index for index in kept if _FEWEST <= len(lines[index].split()) <= _MOST]
    found = _second_copies(lines, candidates)
    unfinished = [i for i in candidates if i not in found and not lines[i].endswith((".", ":"))]
    if not unfinished or sum(len(lines[index]) for index in kept) > _SEARCHED:
        return found
    folded = {index: _fold(lines[index]) for index in kept}
    for index in unfinished[:_CANDIDATES]:
        words = folded[index].strip("\"' .!?")
        longer = (text for other, text in folded.items() if other != index)
        if any(len(text) > len(words) and _contains(text, words) for text in longer):
            found.add(index)
    return found


def _second_copies(lines: Sequence[str], candidates: Sequence[int]) -> set[int]:
    seen: set[str] = set()
    found: set[int] = set()
    for index in candidates:
        line = _fold(lines[index])
        if line in seen and len(line.split()) >= 12 and line.endswith((".", '."', "?", "!")):
            found.add(index)  # a shorter one may be the same fact of another thing in a list
        seen.add(line)
    return found


def _contains(text: str, words: str) -> bool:
    place = text.find(words)
    if place < 0:
        return False
    before, after = text[place - 1 : place], text[place + len(words) : place + len(words) + 1]
    return not (before.isalnum() or after.isalnum())


def _fold(line: str) -> str:
    for typographic, plain in _QUOTES:
        line = line.replace(typographic, plain)
    return line.casefold()
