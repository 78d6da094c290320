"""Who does what to whom: read from a question, and compared with a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.language import names as naming
from retrieval.language.names import Name
from retrieval.language.thesaurus import PARTICLES, meaning
from retrieval.language.words import Word, words

# How a sentence speaks of an act: of the same one's, of somebody's, of another's, or not at all.
AGREES, UNKNOWN, DIFFERS, ABSENT = 1.0, 0.6, 0.3, 0.0
_DO = frozenset({"did", "does", "do", "has", "have", "had", "will", "would", "didn't", "doesn't"})
_BE = frozenset({"was", "were", "is", "are", "been", "being", "be", "get", "got", "getting"})
_BETWEEN = frozenset(
    "not also then just really suddenly officially formally finally first recently ever to have be been"
    " decide decided want wanted choose chose".split()
)
_CLAUSE = re.compile(
    r"[;:–—]|,\s(?:and|but|while|which|who)\s|\b(?:that|because|after|before|when)\b", re.I
)
_NOUN = re.compile(r"(?:ions?|ures?|ments?|als?|ance)$", re.I)
_NOT_THE_AGENT = re.compile(
    r"\b(?:to|of|in|from|at|on|with|against|by|for|between)\s(?:the\s)?$", re.I
)


@dataclass(frozen=True, slots=True)
class Deed:
    """An act that a question speaks of: the verb's stem and whoever does it (`agent`: keys of a name)."""

    verb: str
    agent: frozenset[str]
    particle: str = ""

    @property
    def verbs(self) -> frozenset[str]:
        """The stems that speak of the act: the verb's and those of its synonyms."""
        phrasal = meaning(f"{self.verb}_{self.particle}").synonyms if self.particle else frozenset()
        return frozenset({self.verb}) | meaning(self.verb).synonyms | phrasal


@lru_cache(maxsize=256)
def asked(question: str) -> Deed | None:
    """The act in "did X verb", "X verbed" or "was X verbed by Y"; None when nobody named does anything."""
    sequence = words(question)
    found = naming.names(question)
    for name in found:
        before = [word.lower for word in sequence if word.end <= name.start]
        after = [word for word in sequence if word.start >= name.end]
        while after and after[0].lower in _BETWEEN:
            after = after[1:]
        if not after:
            continue
        helper = next((word for word in reversed(before) if word != "the"), "")
        verb = after[0]
        if helper in _DO and verb.content and not verb.capital and not naming.describes(name):
            return Deed(verb.stem, _keys(name), _particle(after))
        if helper in _BE and _past(verb):
            by = _by(question[verb.end :])
            return Deed(verb.stem, _keys(by)) if by else None
        if verb.lower in _BE and len(after) > 1:
            by = _by(question[after[1].end :])
            return Deed(after[1].stem, _keys(by)) if by and _past(after[1]) else None
        if helper not in _BE and _past(verb) and not naming.describes(name):
            return Deed(verb.stem, _keys(name))
    return None


_APART = 5  # words between a verb and its particle: "kick the envoys out"


def _particle(after: Sequence[Word]) -> str:
    """The particle of a phrasal verb that `after` begins with, if there is one."""
    return next((w.lower for w in after[1 : 1 + _APART] if w.lower in PARTICLES), "")


def agreement(deed: Deed, sentence: str) -> float:
    """Whether the sentence lets the same one do it: AGREES, DIFFERS, UNKNOWN, or ABSENT without the act."""
    verbs = deed.verbs
    found = [_compare(deed, sentence, word) for word in words(sentence) if word.stem in verbs]
    return max(found, default=ABSENT)


def _compare(deed: Deed, sentence: str, verb: Word) -> float:
    named = naming.names(sentence)
    by = _by(sentence[verb.end : verb.end + 90])
    passive = re.search(
        r"\b(?:was|were|been|being|be|is|are)\s(?:\w+ly\s)?$", sentence[: verb.start]
    )
    if by and (passive or _NOUN.search(verb.text)):
        return AGREES if _keys(by) & deed.agent else DIFFERS
    if passive:
        return UNKNOWN
    if _NOUN.search(verb.text):
        owner = [
            n for n in named if re.match(r"['’]s?\s(?:\w+\s){0,2}$", sentence[n.end : verb.start])
        ]
        return _same(owner, deed)
    breaks = [m.end() for m in _CLAUSE.finditer(sentence[: verb.start])]
    begin = breaks[-1] if breaks else 0
    agents = [
        name
        for name in named
        if begin <= name.start < verb.start and not _NOT_THE_AGENT.search(sentence[: name.start])
    ]
    return _same(agents, deed)


def _same(named: Sequence[Name], deed: Deed) -> float:
    if not named:
        return UNKNOWN
    return AGREES if any(_keys(name) & deed.agent for name in named) else DIFFERS


def _by(after: str) -> Name | None:
    """The name that follows "by", when it does so at once."""
    match = re.search(r"\bby\s(?:the\s)?", after)
    if match is None:
        return None
    return next((name for name in naming.names(after) if name.start == match.end()), None)


def _keys(name: Name) -> frozenset[str]:
    return frozenset({name.key}) if name.known else frozenset(name.stems) | {name.key}


def _past(word: Word) -> bool:
    return bool(re.search(r"(?:ed|id|ew|old|ave|oke|ote|ok|ent|aw)$", word.lower)) and word.content
