"""Hard-wrapped lines are joined again; lists, headings and verse keep their own lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

SHORT = 40  # a line below this is a heading, an address or verse: nothing is joined to it
_WIDEST = 160  # nobody wraps wider by hand or by a program: longer lines are whole paragraphs
_ITEM = re.compile(r"(?:[•◦▪‣*·–—-]|\d{1,3}[.)]|[a-z][.)])(?:\s|$)|\|")
_SOFT_MARKER = re.compile(r"[–—-] [a-z]|\d{1,3}[.)] ")
_SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'”’»)\]*_]{0,3}$")
_BROKEN_WORD = re.compile(r"[^\W\d_]-$")
_WORD = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class _Wrap:
    """How a document is wrapped: at about ``width`` characters, words broken when ``typeset``."""

    width: int
    typeset: bool
    words: frozenset[str]


def is_item(line: str) -> bool:
    """Whether a line starts as a list item or a table row."""
    return _ITEM.match(line) is not None


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence (or its introduction) does."""
    return _SENTENCE_END.search(line[-8:]) is not None


def reflow(text: str) -> str:
    """Return text whose paragraphs are single lines, separated by one blank line."""
    blocks = [block.split("\n") for block in re.split(r"\n{2,}", text.strip("\n"))]
    wrap = _measure(blocks)
    return "\n\n".join(_finish(_join_lines(block, wrap)) for block in blocks)


def _measure(blocks: Sequence[Sequence[str]]) -> _Wrap | None:
    """Return how the document is wrapped, or None where every line is a whole paragraph."""
    joints = [
        (line, following)
        for block in blocks
        for line, following in pairwise(block)
        if len(line) >= SHORT and not is_item(following)
    ]
    if not joints:
        return None
    lengths = sorted(len(line) for line, _ in joints)
    width = lengths[min(len(lengths) - 1, len(lengths) * 9 // 10)]
    if width > _WIDEST:
        return None
    running = sum(not ends_sentence(line) for line, _ in joints)
    if len(joints) < 3:
        wrapped = all(not ends_sentence(a) and b[:1].islower() for a, b in joints)
    else:
        filled = sum(_is_full(line, following, width) for line, following in joints)
        wrapped = filled >= 0.7 * len(joints) and running >= 0.5 * len(joints)
    if not wrapped:
        return None
    broken = sum(_BROKEN_WORD.search(line) is not None for line, _ in joints)
    words = _words(line for block in blocks for line in block) if broken else frozenset()
    return _Wrap(width, broken >= 3 and broken >= 0.08 * len(joints), words)


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the next word would hardly have fitted on the line."""
    return len(line) + 1 + len(following.split(" ", 1)[0]) >= 0.85 * width


def _join_lines(block: Sequence[str], wrap: _Wrap | None) -> list[str]:
    if wrap is None:
        return list(block)
    paragraphs: list[list[str]] = [[block[0]]]
    for line, following in pairwise(block):
        in_item = is_item(paragraphs[-1][0])
        if _continues(line, following, wrap, in_item=in_item):
            _append(paragraphs[-1], following, wrap)
        else:
            paragraphs.append([following])
    return ["".join(pieces) for pieces in paragraphs]


def _continues(line: str, following: str, wrap: _Wrap, *, in_item: bool) -> bool:
    if len(line) < SHORT:
        return False
    full = _is_full(line, following, wrap.width)
    running = not ends_sentence(line)
    if is_item(following):
        return full and running and not in_item and _SOFT_MARKER.match(following) is not None
    return full or (running and following[:1].islower())


def _append(pieces: list[str], following: str, wrap: _Wrap) -> None:
    """Add a line to a paragraph: after a space, or as the rest of a word broken by a hyphen."""
    if not (_BROKEN_WORD.search(pieces[-1][-2:]) and following[:1].islower()):
        pieces.append(" " + following)
        return
    tail = _WORD.findall(pieces[-1])[-1]
    rest = _WORD.match(following)
    head = rest[0] if rest else ""
    whole, hyphenated = (tail + head).casefold(), f"{tail}-{head}".casefold()
    if whole in wrap.words or (wrap.typeset and hyphenated not in wrap.words):
        pieces[-1] = pieces[-1][:-1]
    pieces.append(following)


def _words(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for line in lines for word in _WORD.findall(line))


def _finish(lines: Sequence[str]) -> str:
    pieces = [lines[0]]
    for line, following in pairwise(lines):
        same_list = is_item(following) or len(line) < SHORT
        pieces += ("\n" if same_list else "\n\n", following)
    return "".join(pieces)
