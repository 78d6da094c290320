"""Outlets that a question names as where something is told: "the Reuters article", "as reported by TASS"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

_ARTICLE = (
    r"(?:articles?|reports?|reporting|pieces?|stor(?:y|ies)|coverage|accounts?|posts?|columns?|editorials?"
    r"|op-eds?|interviews?|commentar(?:y|ies)|analys[ei]s|reviews?)"
)
_TELLS = (
    r"(?:reports?|reported|writes?|wrote|publish(?:es|ed)?|cover(?:s|ed)?|claim(?:s|ed)?|suggest(?:s|ed)?|describe[sd]?"
    r"|says?|said|indicate[sd]?|note[sd]?|mention(?:s|ed)?|ran|told|tells?)"
)
_TOLD = (
    r"(?:reported|covered|described|mentioned|published|featured|noted|discussed|portrayed|profiled|quoted|recognized"
    r"|documented|highlighted|cited|reviewed|analy[sz]ed|written|compared|referenced|told)"
)
_OPEN, _CLOSE = r"['\"“‘]?", r"['\"”’]?"
_LISTED = re.compile(r"^['\"”’]?(?:,?\s+(?:and|or)(?:\s+the)?|,)\s+(?:both\s+)?['\"“‘]?$", re.I)
# What stands before the name of an outlet that is meant as a source, up to the name.
_BEFORE = re.compile(
    rf"(?:,\s*)?(?:\b(?:the|an?|another|this|that|one)\s+)?(?:\w+\s+)?\b{_ARTICLE}\s+(?:\w+ed\s+)?(?:from|by|in|on|of|at)\s+{_OPEN}$"
    rf"|(?:,\s*)?\b(?:as\s+)?(?:\w+ly\s+)?{_TOLD}\s+(?:\w+ly\s+)?(?:by|in|on)\s+(?:both\s+)?(?:sources\s+(?:including|such as|like)\s+)?{_OPEN}$"
    rf"|(?:,\s*)?\b(?:according to|as per|per)\s+(?:both\s+)?(?:sources\s+(?:including|such as|like)\s+)?{_OPEN}$"
    rf"|(?:,\s*)?\b(?:sources|outlets)\s+(?:including|such as|like)\s+{_OPEN}$",
    re.I,
)
_AFTER = re.compile(
    rf"^(?:['’]s?)?{_CLOSE}(?:['’]s?)?\s+(?:\w+\s+)?{_ARTICLE}\b(?:\s+(?:on|about|regarding|that|which)\b)?",
    re.I,
)
_SPEAKS = re.compile(rf"^{_CLOSE}\s+(?:has\s+|have\s+|also\s+|\w+ly\s+)*{_TELLS}\b", re.I)
_TELLING = re.compile(
    rf"\b(?:{_ARTICLE}|{_TELLS}|{_TOLD}|according to|per|sources|outlets)\b", re.I
)
_DETERMINED = re.compile(r"\b(?:the|an?|another|this|that|one)\s+(?:\w+\s+)?['\"“‘]?$", re.I)
_ENDING = re.compile(r"\.(?:com|org|net|info|co\.uk|co|ru|de|eu)$", re.I)


@dataclass(frozen=True, slots=True)
class Mention:
    """An outlet where something is said to be told.

    name: as the question has it; outlets: as the library spells them (more than one for "The Independent"
    with its sections); start, end: the words that only say where it is told; leads: whether what it tells follows ("the Reuters
    article says ...") and does not stand before it ("... as reported by Reuters"); article: whether an
    article of it is meant in so many words.
    """

    name: str
    outlets: tuple[str, ...]
    start: int
    end: int
    leads: bool
    article: bool = False


def speaks_of_telling(text: str) -> bool:
    """Whether a question has any word beside which an outlet would be a source; most have none."""
    return bool(_TELLING.search(text))


def mentions(text: str, outlets: Sequence[str]) -> tuple[Mention, ...]:
    """The mentions in a question of outlets that the library has, in their order."""
    pattern, known = _aliases(tuple(outlets))
    if pattern is None:
        return ()
    found: list[Mention] = []
    for match in pattern.finditer(text):
        names = known.get(_plain(match[1]), ())  # none: "İ" matches "i" and is not folded to it
        if not names or not _spelled(match[1], names):
            continue
        if mention := _mention(text, match.start(), match.end(), names):
            found.append(mention)
        elif found and _LISTED.match(text[found[-1].end : match.start()]):
            found.append(Mention(match[1], names, found[-1].end, match.end(), leads=False))
    return tuple(found)


def _mention(text: str, start: int, end: int, names: tuple[str, ...]) -> Mention | None:
    name, before, after = text[start:end], text[:start], text[end:]
    article, speaks, told = _AFTER.match(after), _SPEAKS.match(after), _BEFORE.search(before)
    if article:
        determined = _DETERMINED.search(before)
        begin = determined.start() if determined else start
        return Mention(name, names, begin, end + article.end(), leads=True, article=True)
    if told:
        named = bool(re.search(rf"\b{_ARTICLE}\b", told[0], re.I))
        return Mention(name, names, told.start(), end + _closing(after), leads=named, article=named)
    if speaks:
        return Mention(name, names, start, end + speaks.end(), leads=True)
    return None


def _closing(after: str) -> int:
    return 1 if after[:1] in {"'", '"', "”", "’"} and not after[1:2].isalpha() else 0


@lru_cache(maxsize=8)
def _aliases(
    outlets: tuple[str, ...],
) -> tuple[re.Pattern[str] | None, dict[str, tuple[str, ...]]]:
    known: dict[str, list[str]] = {}
    for outlet in outlets:
        for alias in _forms(outlet):
            held = known.setdefault(_plain(alias), [])
            if outlet not in held:
                held.append(outlet)
    if not known:
        return None, {}
    longest = sorted(known, key=len, reverse=True)
    either = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in longest)
    pattern = re.compile(rf"(?<![\w.])((?:the\s+)?(?:{either}))(?![\w])", re.I)
    return pattern, {alias: tuple(names) for alias, names in known.items()}


def _forms(outlet: str) -> Iterator[str]:
    """The whole name, and the part before its section or motto; nothing that has no letters."""
    head = re.split(r"\s+[-–—|]\s+|:\s", outlet)[0].strip()
    for form in (outlet, head, _ENDING.sub("", head)):
        if re.search(r"[^\W\d_]{2}", form):
            yield form


def _plain(name: str) -> str:
    return re.sub(r"^the\s+", "", " ".join(name.casefold().split()))


def _spelled(said: str, names: Sequence[str]) -> bool:
    """One ordinary word is the name of an outlet only as that is written: "The Age", "Fortune"."""
    word = re.sub(r"^the\s+", "", said, flags=re.I)
    if " " in word or any(re.search(r"[^\W\d_][A-Z]", name.split(" - ")[0]) for name in names):
        return True
    articled = all(name.lower().startswith("the ") for name in names)
    return word[:1].isupper() and (not articled or said.lower().startswith("the ") or len(word) > 5)


_JOINS = re.compile(
    r"(?:[,;]?\s*\b(?:while|whereas|and|but|as|than|in contrast to|compared (?:to|with)|with|from|did|does|or|for|although"
    r"|though|to|between|that)\b)*[,;]?\s*$",
    re.I,
)
SHORTEST = 3  # words that a part has besides


def divided(text: str, found: Sequence[Mention]) -> tuple[tuple[str, tuple[Mention, ...]], ...]:
    """The question as one part for each article that it compares, with the mentions of the part.

    A question that asks for one thing told in several places stays whole.
    """
    if len(found) < 2 or _ASKS_FOR_ONE.search(text) or not all(one.leads for one in found):
        return ((text, tuple(found)),)
    cuts = [0, *(one.start for one in found[1:]), len(text)]
    pieces = []
    for number, one in enumerate(found):
        begin, end = cuts[number], cuts[number + 1]
        piece = text[begin:end]
        kept = piece if number == len(found) - 1 else _JOINS.sub("", piece)
        moved = replace(one, start=one.start - begin, end=one.end - begin)
        if len(kept[: moved.start].split()) + len(kept[moved.end :].split()) < SHORTEST:
            return ((text, tuple(found)),)
        pieces.append((kept, (moved,)))
    return tuple(pieces)


_ASKS_FOR_ONE = re.compile(
    r"(?:^|,\s)\W*(?:in |on |at |to |from |of |for |by )?(?:who|whom|whose|which|what|when|where|how|why|name|list)\b",
    re.I,
)


def without(text: str, found: Sequence[Mention]) -> str:
    """The question without the words that only say where it is told."""
    for one in reversed(found):
        text = f"{text[: one.start]} {text[one.end :]}"
    plain = " ".join(text.split())
    return re.sub(r"\s+([,.?!;])", r"\1", plain).strip(" ,")
