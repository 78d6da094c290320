"""Which word of a claim is said by which word of its evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from retrieval.answer.likeness import ALIAS, SAME, SPELLING, SYNONYM, likeness
from retrieval.language import names as naming
from retrieval.language.clauses import Reading
from retrieval.language.parts import Tag
from retrieval.language.thesaurus import PARTICLES, meaning
from retrieval.language.words import Word, stem

_FAR = 12  # words; a longer jump costs no more
_JUMP, _BACK = (
    0.05,
    0.25,
)  # what a word of distance costs, and going back: the same words stand nearer
# Verbs that say little by themselves; what they join is checked, they need not be found.
LIGHT = frozenset(
    "be have do make take give get go come put keep let become set hold bring remain stay happen occur includ involv say tell".split()
)
_PERSONAL = frozenset("he him his she her hers".split())
_THING = frozenset("it its they them their".split())


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of an article as claims are held against it.

    referents: position of a pronoun -> stems of the name it stands for, read from what stands before.
    acronyms: those that the article explains; alliance: whether "the alliance" is NATO in it.
    """

    reading: Reading
    referents: Mapping[int, frozenset[str]] = field(default_factory=dict)
    acronyms: Mapping[str, str] = field(default_factory=dict)
    alliance: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """places: position in the claim -> position in the evidence; strength: how well, 0 to 1.

    options: every position that would do; missing: positions of words that nothing says.
    """

    places: Mapping[int, int]
    strength: Mapping[int, float]
    options: Mapping[int, tuple[int, ...]]
    missing: tuple[int, ...]
    like: Mapping[tuple[int, int], float] = field(default_factory=dict)

    @property
    def coverage(self) -> float:
        """The mean strength of the claim's words, 0 to 1."""
        wanted = len(self.strength) + len(self.missing)
        return sum(self.strength.values()) / wanted if wanted else 0.0

    @property
    def agreement(self) -> float:
        """The same, where what is missing stands elsewhere in the article as a part of a name."""
        wanted = len(self.strength) + len(self.missing)
        return self.coverage + ALIAS * len(self.missing) / wanted if wanted else 0.0


_PARTICLES_OF_NAMES = frozenset("de la del von van bin al".split())


def significant(reading: Reading, position: int) -> bool:
    """Whether a word must be found in the evidence."""
    word = reading.words[position]
    if reading.bases[position] in LIGHT:
        return False
    if word.lower in _PARTICLES_OF_NAMES:
        return False
    return word.content or (word.text == "May" and position > 0)


@lru_cache(maxsize=4096)
def name_words(reading: Reading) -> frozenset[int]:
    """Positions of the words that are names or parts of names."""
    found = set(naming.concepts(reading.words))
    for name in naming.names(reading.text):
        found |= {
            i for i, w in enumerate(reading.words) if name.start <= w.start < name.end and w.capital
        }
    concepts = naming.concepts(reading.words)
    for i, word in enumerate(reading.words):
        if not word.capital or not word.content:
            continue
        opens = i == 0 or reading.broken(i)
        plain = bool(meaning(word.stem).synonyms) or word.stem[0].isdigit()
        if not opens or not plain:
            found.add(i)
        elif i not in concepts:
            found.discard(i)  # "Eight Russian diplomats"
    return frozenset(
        i
        for i in found
        if reading.words[i].content
        and reading.words[i].lower not in naming.MONTHS_AND_DAYS | naming.JOINERS
    )


def align(claim: Reading, evidence: Evidence) -> Alignment:
    """Find each significant word of the claim in the evidence, near to its neighbours."""
    options: dict[int, dict[int, float]] = {}
    named = name_words(claim)
    here = _Side.of(claim, alliance=evidence.alliance)
    there = _Side.of(evidence.reading, alliance=evidence.alliance)
    missing: list[int] = []
    for i in range(len(claim.words)):
        if not (significant(claim, i) or claim.tags[i] is Tag.VERB or i in named):
            continue
        found = _options(i, here, there, evidence, i in named)
        if found:
            options[i] = found
        elif significant(claim, i) or i in named:
            missing.append(i)
    places = _nearest(options)
    strength = {i: options[i][places[i]] for i in places if significant(claim, i) or i in named}
    like = {(i, j): how for i, each in options.items() for j, how in each.items()}
    chosen = {i: tuple(each) for i, each in options.items()}
    return Alignment(places, strength, chosen, tuple(missing), like)


@dataclass(frozen=True, slots=True)
class _Side:
    reading: Reading
    concepts: Mapping[int, str]
    phrasal: Mapping[int, str]

    @classmethod
    def of(cls, reading: Reading, *, alliance: bool) -> _Side:
        return _side(reading, alliance)


@lru_cache(maxsize=4096)
def _side(reading: Reading, alliance: bool) -> _Side:
    concepts = dict(naming.concepts(reading.words))
    if alliance:
        for i, word in enumerate(reading.words):
            if naming.plain(word) == "alliance":
                concepts[i] = "nato"
    phrasal: dict[int, str] = {}
    for i, tag in enumerate(reading.tags):
        if tag is not Tag.VERB:
            continue
        for j in range(i + 1, min(i + 6, len(reading.words))):
            particle = reading.words[j].lower
            if particle in PARTICLES or particle == "home":
                phrasal[i] = f"{reading.bases[i]}_{particle}"
                break
    return _Side(reading, concepts, phrasal)


def _options(
    i: int, here: _Side, there: _Side, evidence: Evidence, named: bool
) -> dict[int, float]:
    found: dict[int, float] = {}
    for j in range(len(there.reading.words)):
        how = _alike(i, here, j, there, named)
        if how:
            found[j] = how
    exact = any(how == SAME for how in found.values())
    if named or (not exact and not found and here.reading.tags[i] is Tag.NOUN):
        stem = here.reading.words[i].stem
        concept = here.concepts.get(i)
        for j, stems in evidence.referents.items():
            if stem in stems or (concept and concept in stems):
                found[j] = ALIAS
    if named and not found:
        found |= _by_acronym(here.reading.words[i], there.reading, evidence.acronyms)
    return found


def _alike(i: int, here: _Side, j: int, there: _Side, named: bool) -> float:
    word, other = here.reading.words[i], there.reading.words[j]
    if word.stem == other.stem:
        plain = not named or i == 0  # a first word may have its capital from its place
        return SAME if plain or other.capital or j in there.concepts or not other.content else 0.0
    if i in here.concepts:
        return ALIAS if here.concepts[i] == there.concepts.get(j) else 0.0
    if j in there.concepts:
        return 0.0
    if named:
        return SPELLING if other.capital and _other_spelling(word.stem, other.stem) else 0.0
    if (
        word.stem[0].isdigit()
        or other.stem[0].isdigit()
        or not (other.content or there.reading.tags[j] is Tag.VERB)
    ):
        return 0.0
    if _one_group(here.reading, i, there.reading, j):
        return SYNONYM
    best = likeness(here.reading.bases[i], there.reading.bases[j])
    for one in (here.reading.bases[i], here.phrasal.get(i)):
        for two in (there.reading.bases[j], there.phrasal.get(j)):
            if one and two and "_" in one + two:
                best = max(best, likeness(one, two))
    return best


# What a state's people at a post are called; "eight Russian officials" are its eight diplomats.
_POSTED = frozenset(
    stem(word) for word in "official diplomat representative envoy staff personnel".split()
)


def _one_group(here: Reading, i: int, there: Reading, j: int) -> bool:
    """Whether two words for a state's people have the same number and country before them."""
    if not {here.words[i].stem, there.words[j].stem} <= _POSTED:
        return False
    ours, theirs = _counted(here, i), _counted(there, j)
    return ours is not None and ours == theirs


def _counted(reading: Reading, i: int) -> tuple[str, str] | None:
    """The number and country right before a word: "eight Russian"."""
    country = naming.concepts(reading.words).get(i - 1)
    if i < 2 or country is None or not reading.words[i - 2].stem.isdigit():
        return None
    return reading.words[i - 2].stem, country


def _other_spelling(stem: str, other: str) -> bool:
    if min(len(stem), len(other)) < 5 or stem[0] != other[0] or abs(len(stem) - len(other)) > 1:
        return False
    from rapidfuzz.distance import DamerauLevenshtein

    return DamerauLevenshtein.distance(stem, other, score_cutoff=1) <= 1


def _by_acronym(word: Word, there: Reading, acronyms: Mapping[str, str]) -> dict[int, float]:
    """A word of a long name whose acronym stands in the evidence, or an acronym whose words do."""
    found: dict[int, float] = {}
    for short, long in acronyms.items():
        if word.text in re.findall(r"\w+", long):
            found |= {j: ALIAS for j, other in enumerate(there.words) if other.text == short}
        if word.text == short and long in there.text:
            start = there.text.index(long)
            found |= {
                j: ALIAS
                for j, other in enumerate(there.words)
                if start <= other.start < start + len(long)
            }
    return found


def _nearest(options: Mapping[int, Mapping[int, float]]) -> dict[int, int]:
    """One position for each word, so that neighbours stay neighbours (dynamic programming)."""
    order = sorted(options)
    best: list[dict[int, tuple[float, int]]] = []
    for n, i in enumerate(order):
        row: dict[int, tuple[float, int]] = {}
        for j, how in options[i].items():
            own = 1.0 - how
            if not n:
                row[j] = (own, -1)
                continue
            gap = i - order[n - 1]
            row[j] = min(
                (cost + own + _distance(j - k - gap, j - k), k) for k, (cost, _) in best[-1].items()
            )
        best.append(row)
    places: dict[int, int] = {}
    if not best:
        return places
    j = min(best[-1], key=lambda each: best[-1][each][0])
    for n in range(len(order) - 1, -1, -1):
        places[order[n]] = j
        j = best[n][j][1]
    return places


def _distance(off: int, step: int) -> float:
    return _JUMP * min(abs(off), _FAR) + (_BACK if step < 0 else 0.0)
