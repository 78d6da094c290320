"""Escaped text in parts that must not be cut, and cuts between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_ATOM = re.compile(
    r"\[(?:\\.|[^\]\\\n])*\]\(<[^>\s]*>\)"  # [title](<address>)
    r"|<(?:https?://|t:|[@#]|/)[^>\n]*>"
    r"|\*\*(?:\\.|[^*\\])+\*\*"
    r"|`[^`\n]+`"
    r"|(?: ?\[\d+\])+"  # markers stay with their sentence
    r"|\\\[\.\\\]"
    r"|\\."
    r"|[@<]\u200b"
    r"|.",
    re.DOTALL,
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*(?: ?\[\d+\])*$")
_JOINER = "\u200d"
_REGIONAL = range(0x1F1E6, 0x1F200)  # two of them make a flag
_SKIN = range(0x1F3FB, 0x1F400)


def units(text: str) -> int:
    """The length as UTF-16 counts it.

    Discord's server counts code points, its clients UTF-16; this is never less than either.
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """At most `limit` units of escaped text: whole, or cut between words and an ellipsis."""
    if units(text) <= limit:
        return text
    if limit < 1:
        return ""
    _, word, end = _places(text, limit - 2)
    kept = text[: word or end].rstrip().rstrip(",;")
    return f"{kept} …" if _SENTENCE_END.search(kept) else f"{kept}…"


def split(text: str, limit: int) -> tuple[str, str]:
    """Escaped text in two, the first of 1 to `limit` units, nothing lost.

    Between sentences or else words, where that leaves half of the room unused at most; never inside
    an atom, unless it alone is longer than the limit.
    """
    if units(text) <= limit:
        return text, ""
    sentence, word, end = _places(text, limit)
    at = sentence or word or end or _hard(text, limit)
    return text[:at], text[at:]


def _places(text: str, limit: int) -> tuple[int, int, int]:
    """Where a text that is too long can be cut: after a sentence, a word, an atom; 0: nowhere."""
    size, end, word, sentence = 0, 0, 0, 0
    for atom in _graphemes(text):
        size += units(atom)
        if size > limit:
            break
        end += len(atom)
        if atom.isspace() and size * 2 > limit:
            word = end
            if _SENTENCE_END.search(text, max(0, end - 40), end - len(atom)):
                sentence = end
    return sentence, word, end


def _hard(text: str, limit: int) -> int:
    size = 0
    for index, character in enumerate(text):
        size += units(character)
        if size > limit:
            return max(1, index)
    return len(text)


def _graphemes(text: str) -> Iterator[str]:
    """Atoms, with what belongs to a character on the screen joined to it."""
    held = ""
    for match in _ATOM.finditer(text):
        atom = match[0]
        if held and _extends(held, atom):
            held += atom
            continue
        if held:
            yield held
        held = atom
    if held:
        yield held


def _extends(held: str, atom: str) -> bool:
    code = ord(atom[0])
    if held[-1] == _JOINER or atom == _JOINER or code in _SKIN:
        return True
    if code in _REGIONAL:
        return len(held) == 1 and ord(held) in _REGIONAL
    return unicodedata.category(atom[0]).startswith("M")
