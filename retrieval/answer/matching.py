"""How well the words of a question are matched by the words of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

import numpy as np

from retrieval.language import names as naming
from retrieval.language.question import Question
from retrieval.language.thesaurus import NOTHING, PARTICLES, Meaning, meaning
from retrieval.language.words import Word, words
from retrieval.ports import Matrix

# Cosine of two token states of the bundled model: unrelated words lie below .35, synonyms in like
# contexts above .6 (benchmarks/calibrate.py prints both distributions).
UNRELATED, SYNONYM = 0.35, 0.75
ALIAS = 0.9  # "Kremlin" for Russia: the same actor, less than the same word
OTHER_SPELLING = 0.9  # "Sergey", "Sergei"
BEST_SYNONYM = 0.8
SAME_MEANING, NEAR_MEANING = 0.85, 0.6  # by the thesaurus


class TermClass(StrEnum):
    """What a term of a question is: it decides what may match it."""

    NAME = "name"
    NUMBER = "number"
    WORD = "word"
    FOCUS = "focus"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question; `tokens` are its rows in the states.

    rarity: 0 to 1 in this library, 1 for a word that it does not have; weight: rarity by kind.
    """

    word: Word
    kind: TermClass
    concept: str | None
    rarity: float
    tokens: tuple[int, ...] = ()
    meaning: Meaning = NOTHING
    weight: float = field(init=False)  # how much the term counts; read for every sentence
    stem: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight", CLASS_WEIGHT[self.kind] * self.rarity)
        object.__setattr__(self, "stem", self.word.stem)

    @property
    def unknown(self) -> bool:
        """Whether no chunk of the library has the word."""
        return self.rarity >= UNKNOWN


@dataclass(frozen=True, slots=True)
class Text:
    """A text's words as they are compared: stems and what known names stand for.

    content: the stems of the words that say something by themselves.
    """

    words: tuple[Word, ...]
    stems: frozenset[str]
    content: frozenset[str]
    concepts: frozenset[str]

    @classmethod
    def of(cls, text: str, *, acronyms: Mapping[str, str] | None = None) -> Text:
        """Read a text; an acronym that its article explains counts as the words it stands for too."""
        plain = _read(text)
        long = [acronyms[word.text] for word in plain.words if acronyms and word.text in acronyms]
        if not long:
            return plain
        stems = {part.stem for each in long for part in words(each)}
        return replace(plain, stems=plain.stems | stems)


@lru_cache(maxsize=4096)  # a sentence that is found again is not read again
def _read(text: str) -> Text:
    sequence = words(text)
    return Text(
        words=sequence,
        stems=frozenset(word.stem for word in sequence) | set(_compounds(sequence)),
        content=frozenset(word.stem for word in sequence if word.content),
        concepts=frozenset(naming.concepts(sequence).values()),
    )


def _compounds(sequence: Sequence[Word]) -> Iterator[str]:
    """The values of numbers in two words: "twenty-one", "three hundred"."""
    for first, second in pairwise(sequence):
        if first.stem.isdigit() and second.stem.isdigit() and second.start - first.end == 1:
            ten, one = int(first.stem), int(second.stem)
            if ten in range(20, 100, 10) and 0 < one < 10:
                yield str(ten + one)
            elif one == 100 and 0 < ten < 100:
                yield str(ten * one)


UNKNOWN = 0.999
# Directions are written with a capital and name nobody.
DIRECTIONS = frozenset(
    [
        "west",
        "east",
        "north",
        "south",
        "western",
        "eastern",
        "northern",
        "southern",
        "central",
        "middle",
        "cold",
    ]
)
CLASS_WEIGHT = {
    TermClass.NAME: 1.3,
    TermClass.NUMBER: 1.5,
    TermClass.WORD: 1.0,
    TermClass.FOCUS: 0.25,  # "which *city*": its answer is a name and seldom repeats the word
    TermClass.CONTEXT: 0.3,  # words of the conversation help to find, and need not be found
}


def terms_of(
    question: Question, *, rarity: Mapping[str, float], token_spans: Sequence[tuple[int, int]] = ()
) -> list[Term]:
    """The distinct terms of a question; `rarity` gives each stem's weight in the library, 0 to 1."""
    sequence = words(question.searched)
    concepts = naming.concepts(sequence)
    in_names = {
        position
        for name in naming.names(question.searched)
        for position, word in enumerate(sequence)
        if name.start <= word.start < name.end
    }
    focus = {word.stem for word in question.focus[-1:]} if question.seeks.typed else set()
    focus |= {word.stem for word in question.focus if word.stem.isdigit() and int(word.stem) < 10}
    wanted = {word.stem for word in question.terms}
    leaned_on = {word.stem for word in question.context}
    found: dict[str, Term] = {}
    for position, word in enumerate(sequence):
        if word.stem not in wanted | leaned_on or word.stem in found or not word.content:
            continue
        kind = TermClass.CONTEXT
        if word.stem in wanted:
            kind = _class(word, position in in_names or position in concepts, word.stem in focus)
        tokens = tuple(
            i for i, (a, b) in enumerate(token_spans) if a >= word.start and b <= word.end
        )
        plain = kind in {TermClass.WORD, TermClass.FOCUS}
        found[word.stem] = Term(
            word=word,
            kind=kind,
            concept=concepts.get(position),
            rarity=rarity.get(word.stem, 1.0),
            tokens=tokens,
            meaning=_meaning(sequence, position) if plain else NOTHING,
        )
    return list(found.values())


_APART = 5  # words between a verb and its particle: "kick the eight diplomats out"


def _meaning(sequence: Sequence[Word], position: int) -> Meaning:
    """What the word at `position` means; with a particle after it, what the phrasal verb means too."""
    stem = sequence[position].stem
    own = meaning(stem)
    for word in sequence[position + 1 : position + 1 + _APART]:
        if word.lower in PARTICLES and (phrasal := meaning(f"{stem}_{word.lower}")):
            return Meaning(own.synonyms | phrasal.synonyms, own.related | phrasal.related)
    return own


def _class(word: Word, in_name: bool, in_focus: bool) -> TermClass:
    if word.stem[0].isdigit() and not word.lower.endswith("s"):  # "2000s" may be said otherwise
        # "which two regions" says how many answers are wanted, not what the text must hold
        return TermClass.FOCUS if in_focus or word.lower in {"one", "two"} else TermClass.NUMBER
    if in_name and word.lower not in DIRECTIONS:
        return TermClass.NAME
    return TermClass.FOCUS if in_focus else TermClass.WORD


FUNCTION_WORD = 0.1  # the weight of a question's other tokens in the alignment
LIGHTEST = 0.2  # a term weighs at least this much there


def token_weights(terms: Sequence[Term], tokens: int) -> Matrix:
    """How much each token of the question counts in an alignment: shape (tokens,)."""
    weights = np.full(tokens, FUNCTION_WORD, dtype=np.float32)
    for term in terms:
        weights[list(term.tokens)] = max(LIGHTEST, term.weight)
    return weights


def nearness(question_states: Matrix, sentence_states: Sequence[Matrix]) -> Matrix:
    """Each question token's best cosine in each sentence: shape (sentences, question tokens)."""
    best = np.zeros((len(sentence_states), len(question_states)), dtype=np.float32)
    lengths = [len(states) for states in sentence_states]
    filled = [i for i, length in enumerate(lengths) if length]
    if not filled or not len(question_states):
        return best
    cosines = np.concatenate([sentence_states[i] for i in filled]) @ question_states.T
    starts = np.concatenate(([0], np.cumsum([lengths[i] for i in filled])[:-1]))
    best[filled] = np.maximum.reduceat(cosines, starts, axis=0)
    return best


def by_term(terms: Sequence[Term], near: Matrix) -> Matrix:
    """The mean cosine of each term's tokens: (texts, question tokens) -> (texts, terms)."""
    share = np.zeros((near.shape[1], len(terms)), dtype=np.float32)
    for column, term in enumerate(terms):
        if term.tokens:
            share[list(term.tokens), column] = 1.0 / len(term.tokens)
    means: Matrix = near @ share
    return means


def match(terms: Sequence[Term], text: Text, cosines: Sequence[float] | None) -> list[float]:
    """For each term, 0 to 1: how well a text carries it; cosines: a row of by_term, if there is one."""
    near = cosines or [0.0] * len(terms)
    return [_match(term, text, cosine) for term, cosine in zip(terms, near, strict=True)]


def _match(term: Term, text: Text, cosine: float) -> float:
    if term.stem in text.stems:
        return 1.0
    if term.concept is not None:
        return ALIAS if term.concept in text.concepts else 0.0
    if term.kind is TermClass.NUMBER:
        return 0.0
    if term.kind is TermClass.NAME:
        return _other_spelling(term.stem, text.stems)
    if not text.stems.isdisjoint(term.meaning.synonyms):
        return SAME_MEANING
    near = BEST_SYNONYM * min(1.0, max(0.0, (cosine - UNRELATED) / (SYNONYM - UNRELATED)))
    return max(near, NEAR_MEANING if not text.stems.isdisjoint(term.meaning.related) else 0.0)


def _other_spelling(stem: str, stems: Iterable[str]) -> float:
    """Names are spelt in several ways; short ones and those with figures must be equal."""
    if len(stem) < 5 or any(letter.isdigit() for letter in stem):
        return 0.0
    from rapidfuzz.distance import DamerauLevenshtein

    near = (
        other
        for other in stems
        if other[:1] == stem[:1] and len(other) >= 5 and abs(len(other) - len(stem)) <= 1
    )
    found = any(DamerauLevenshtein.distance(stem, other, score_cutoff=1) <= 1 for other in near)
    return OTHER_SPELLING if found else 0.0


def coverage(matches: Sequence[float], terms: Sequence[Term]) -> float:
    """The weighted share of the terms that is matched, 0 to 1."""
    total = carried = 0.0
    for m, term in zip(matches, terms, strict=True):
        total += term.weight
        carried += m * term.weight
    return carried / total if total else 0.0
