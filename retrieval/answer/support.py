"""Whether cited passages carry a sentence that a model wrote; when in doubt they do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from retrieval.answer import claims, edits, figures, operators, roles, slots
from retrieval.answer.alignment import Alignment, Evidence, align, name_words
from retrieval.answer.direct import surnames
from retrieval.language import names as naming
from retrieval.language.clauses import Reading, Tag, read
from retrieval.language.words import words
from retrieval.ports import Matrix, Vector
from retrieval.types import Passage, Span

COVERED = 0.8  # mean strength of a claim's words; see benchmarks/attribution.py
ALIKE = 0.3  # cosine of claim and evidence; likewise
CANDIDATES = (
    6  # sentences that are read closely; the one that carries a claim shares most of its words
)
MOST_SPANS = 3


class Reason(StrEnum):
    """Why a sentence is not shown."""

    NO_CLAIM = "no claim"
    ADDRESS = "address"
    OPINION = "opinion"
    PRONOUN = "pronoun"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    WORDS = "words"
    NEGATION = "negation"
    MODALITY = "modality"
    DEGREE = "degree"
    RELATION = "relation"
    ROLE = "role"
    SPEAKER = "speaker"
    MEANING = "meaning"
    NO_SOURCE = "no source"


@dataclass(frozen=True, slots=True)
class Source:
    """A passage as the model saw it.

    n: its number in the prompt; sentences: spans of the article, in order.
    """

    n: int
    passage: Passage
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """A sentence that is carried, by 1 to 3 sentences; support: 0 to 1."""

    spans: tuple[tuple[Source, Span], ...]
    support: float


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A sentence that is not carried; detail: the number, name or words that are not.

    support: how much of it the best evidence has all the same, 0 to 1.
    """

    reason: Reason
    detail: str
    support: float = 0.0


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence of a source, read, with the sentence that its pronouns need."""

    source: Source
    span: Span
    evidence: Evidence
    before: Span | None
    around: frozenset[str]
    article: tuple[str, ...]
    year: str

    @property
    def text(self) -> str:
        return self.evidence.reading.text


class Checker:
    """Checks the sentences of one answer against its sources; keeps what it has embedded."""

    def __init__(
        self,
        *,
        embed: Callable[[Sequence[str]], Matrix],
        article_text: Callable[[str], str],
    ) -> None:
        self._embed = embed
        self._article_text = article_text
        self._vectors: dict[str, Vector] = {}
        self._units: dict[tuple[str, Span], _Unit] = {}

    def check(
        self, sentence: str, sources: Sequence[Source], *, cited: Sequence[int]
    ) -> Carried | Unsupported:
        """Whether the sources carry the sentence: the cited ones first, then any of them.

        Each part of a compound sentence must be carried by one sentence of an article. A statement
        that the article gives as somebody's words is carried only with its speaker, unless it was
        announced or confirmed.
        """
        sentence = " ".join(sentence.split())
        if why := claims.no_claim(sentence):
            return Unsupported(Reason.NO_CLAIM, why)
        if not sources:
            return Unsupported(Reason.NO_SOURCE, "")
        known = [source for source in sources if source.n in cited]
        verdict = self._carry(sentence, known) if known else None
        if isinstance(verdict, Carried) or (verdict and len(known) == len(sources)):
            return verdict
        anywhere = self._carry(sentence, sources)
        return anywhere if verdict is None or isinstance(anywhere, Carried) else verdict

    def _carry(self, sentence: str, sources: Sequence[Source]) -> Carried | Unsupported:
        units = [unit for source in sources for unit in self._read(source)]
        whole = self._best(sentence, units)
        if isinstance(whole, Carried):
            return whole
        pieces = claims.parts(sentence)
        if len(pieces) < 2:
            return whole
        verdicts = [self._best(piece, units) for piece in pieces]
        spans: dict[tuple[int, Span], tuple[Source, Span]] = {}
        for verdict in verdicts:
            if isinstance(verdict, Unsupported):
                return verdict
            spans |= {(source.n, span): (source, span) for source, span in verdict.spans}
        if len(spans) > MOST_SPANS:
            return whole
        support = min(v.support for v in verdicts if isinstance(v, Carried))
        return Carried(tuple(spans.values()), support)

    def _best(self, claim: str, units: Sequence[_Unit]) -> Carried | Unsupported:
        reading = read(claim)
        ranked = sorted(units, key=lambda unit: -_shared(reading, unit))[:CANDIDATES]
        best: Unsupported | None = None
        for unit in ranked:
            verdict = self._judge(reading, unit)
            if isinstance(verdict, Carried):
                return verdict
            if best is None or verdict.support > best.support:
                best = verdict
        return best or Unsupported(Reason.NO_SOURCE, "")

    def _judge(self, claim: Reading, unit: _Unit) -> Carried | Unsupported:
        if _plain(claim.text) == _plain(unit.text):
            return Carried(_spans(unit, alone=not _leans(claim)), 1.0)
        alignment = align(claim, unit.evidence)
        coverage = alignment.coverage
        problem = _problem(claim, unit, alignment)
        if problem:
            return Unsupported(problem[0], problem[1], coverage)
        if coverage < COVERED:
            return Unsupported(Reason.WORDS, "", coverage)
        cosine = self._similarity(claim.text, unit.text)
        if cosine < ALIKE:
            return Unsupported(Reason.MEANING, "", coverage)
        alone = not _leans(claim) and not set(alignment.places.values()) & set(
            unit.evidence.referents
        )
        return Carried(_spans(unit, alone=alone), round(min(1.0, coverage), 3))

    def _similarity(self, claim: str, text: str) -> float:
        new = [each for each in dict.fromkeys((claim, text)) if each not in self._vectors]
        if new:
            self._vectors |= dict(zip(new, self._embed(new), strict=True))
        return float(np.dot(self._vectors[claim], self._vectors[text]))

    def _read(self, source: Source) -> Iterator[_Unit]:
        key = source.passage.article.key
        for span in source.sentences:
            if (key, span) not in self._units:
                self._units[key, span] = _unit(source, span, self._article_text(key))
            unit = self._units[key, span]
            yield unit if unit.source is source else _unit(source, span, self._article_text(key))


_MARKS = re.compile(r"[\s*_“”\"‘’'.,;:!?()\[\]–—-]+")


def _plain(text: str) -> str:
    return _MARKS.sub(" ", text).strip().lower()


def _shared(claim: Reading, unit: _Unit) -> float:
    stems = {word.stem for word in claim.words if word.content}
    told = {word.stem for word in unit.evidence.reading.words}
    concepts = set(naming.concepts(claim.words).values())
    common = len(stems & told) + len(
        concepts & set(naming.concepts(unit.evidence.reading.words).values())
    )
    bases = {b for b, t in zip(claim.bases, claim.tags, strict=True) if t is Tag.VERB}
    return common + 0.5 * len(bases & set(unit.evidence.reading.bases))


def _spans(unit: _Unit, *, alone: bool) -> tuple[tuple[Source, Span], ...]:
    if alone or unit.before is None:
        return ((unit.source, unit.span),)
    return ((unit.source, unit.before), (unit.source, unit.span))


_PERSONAL = frozenset("he she his her him they their them it its this these those".split())


def _leans(claim: Reading) -> bool:
    """Whether the claim begins with a pronoun whose name stands before it."""
    return bool(_leaning(claim))


def _leaning(claim: Reading) -> list[int]:
    for i, word in enumerate(claim.words[:12]):
        if i in name_words(claim) or (
            claim.tags[i] is Tag.NOUN
            and claim.tags[0] is Tag.DETERMINER
            and claim.words[0].lower in {"the", "a", "an"}
        ):
            return []
        if word.lower in _PERSONAL and claim.tags[i] in {Tag.PRONOUN, Tag.DETERMINER}:
            return [i]
    return []


def _problem(claim: Reading, unit: _Unit, alignment: Alignment) -> tuple[Reason, str] | None:
    """The first thing that the claim says and the evidence does not."""
    evidence = unit.evidence.reading
    text, told = claim.text, unit.text
    if (address := claims.address_in(text)) and address not in told:
        return Reason.ADDRESS, address
    if (opinion := claims.opinion_in(text)) and opinion.lower() not in told.lower():
        return Reason.OPINION, opinion
    for i in _leaning(claim):
        lower = claim.words[i].lower
        if not any(word.lower == lower for word in evidence.words):
            return Reason.PRONOUN, claim.words[i].text
    if date := figures.wrong_date(text, told, year=unit.year):
        return Reason.DATE, date
    if number := figures.wrong_number(text, told, around=tuple(unit.around)):
        return Reason.NUMBER, number
    if missing := _missing(claim, unit, alignment):
        return missing
    if name := roles.two_names_in_one(claim, unit.article):
        return Reason.NAME, name
    if changed := operators.altered(claim, evidence, alignment):
        return _REASONS.get(changed[0], Reason.MODALITY), changed[1]
    if edit := edits.changed(claim, unit.evidence):
        return Reason(edit[0]), edit[1]
    if misplaced := slots.misplaced(claim, unit.evidence, alignment):
        return Reason.ROLE, misplaced
    if relation := operators.related_otherwise(claim, evidence, alignment):
        return Reason.RELATION, relation
    if verb := roles.swapped(claim, unit.evidence, alignment):
        return Reason.ROLE, verb
    if speaker := roles.misattributed(claim, unit.evidence, alignment):
        return Reason.SPEAKER, speaker
    return None


_REASONS = {
    operators.Kind.NOT: Reason.NEGATION,
    **dict.fromkeys(
        (
            operators.Kind.ALL,
            operators.Kind.ONLY,
            operators.Kind.SOME,
            operators.Kind.MOST,
            operators.Kind.ALMOST,
            operators.Kind.MORE,
            operators.Kind.LESS,
        ),
        Reason.DEGREE,
    ),
}


def _missing(claim: Reading, unit: _Unit, alignment: Alignment) -> tuple[Reason, str] | None:
    """The words of the claim that the evidence has not, unless they belong to a name that it has in part."""
    named = name_words(claim)
    left = []
    for i in alignment.missing:
        if _is_figure(claim, i):
            continue
        if i in named and _part_of_a_name(claim, i, unit, alignment):
            continue
        if i in named:
            return Reason.NAME, claim.words[i].text
        left.append(i)
    if left:
        return Reason.WORDS, " ".join(claim.words[i].text for i in left)
    return None


def _is_figure(claim: Reading, i: int) -> bool:
    """Whether a word is part of a number or date, which are compared by their values."""
    word = claim.words[i]
    spans = [q.span for q in figures.numbers(claim.text)] + [
        d.span for d in figures.dates(claim.text)
    ]
    return any(span.start <= word.start < span.end for span in spans)


def _part_of_a_name(claim: Reading, i: int, unit: _Unit, alignment: Alignment) -> bool:
    """ "Jens" of "Jens Stoltenberg" where the evidence says "Stoltenberg" and its article the whole name."""
    for name in naming.names(claim.text):
        inside = [
            k
            for k, w in enumerate(claim.words)
            if name.start <= w.start < name.end and w.lower not in naming.JOINERS
        ]
        if i in inside and any(k in alignment.places for k in inside if k != i):
            return roles.written(tuple(claim.words[k].stem for k in inside), unit.article)
    return False


@lru_cache(maxsize=64)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(word.stem for word in words(text))


def _clean(text: str) -> str:
    """A sentence in one line, without marks of emphasis."""
    return " ".join(text.replace("**", "  ").split())


def _unit(source: Source, span: Span, text: str) -> _Unit:
    reading = read(_clean(text[span.start : span.end]))
    before = _sentence_before(source, span)
    place = source.sentences.index(span)
    earlier = [
        _clean(text[each.start : each.end])
        for each in reversed(source.sentences[max(0, place - _LOOK_BACK) : place])
    ]
    published = source.passage.article.published
    article = _stems(text)
    referents = _referents(reading, text, earlier)
    evidence = Evidence(reading, referents, naming.acronyms(text), "nato" in article)
    near = text[max(0, span.start - 700) : span.end + 400]
    around = frozenset(base for base in read(near).bases)
    return _Unit(
        source, span, evidence, before, around, article, published.iso[:4] if published else ""
    )


_PERSONS = frozenset({"he", "she", "his", "her", "him"})
_THINGS = frozenset({"it", "its", "they", "their"})
_LOOK_BACK = 6  # sentences before a pronoun in which its person is looked for


def _sentence_before(source: Source, span: Span) -> Span | None:
    place = source.sentences.index(span)
    return source.sentences[place - 1] if place else None


def _referents(reading: Reading, text: str, earlier: Sequence[str]) -> dict[int, frozenset[str]]:
    """What the pronouns stand for whose names stand before the sentence; earlier: nearest first."""
    found: dict[int, frozenset[str]] = {}
    named = name_words(reading)
    people = named - naming.concepts(reading.words).keys()
    for i, word in enumerate(reading.words):
        if reading.tags[i] not in {Tag.PRONOUN, Tag.DETERMINER}:
            continue
        if word.lower in _PERSONS and not any(k < i for k in people):
            found[i] = _person(text, earlier)
        elif word.lower in _THINGS and earlier and not any(k < i for k in named):
            found[i] = _subject_of(read(earlier[0]))
    return {i: stems for i, stems in found.items() if stems}


def _person(text: str, earlier: Sequence[str]) -> frozenset[str]:
    """The person who is the subject of the nearest sentence that has one; nobody when two may be meant."""
    known = surnames(text)
    for sentence in earlier:
        reading = read(sentence)
        subjects = [i for clause in reading.clauses for i in clause.subject]
        people = {reading.words[i].stem: i for i in subjects if naming_of(reading, i) in known}
        pronouns = any(reading.words[i].lower in {"he", "she"} for i in subjects)
        if len(people) == 1 and not pronouns:
            return _full_name(text, reading.words[next(iter(people.values()))].text)
        if people:
            first = min(subjects)
            own = {s: i for s, i in people.items() if i == first or i in range(first, first + 5)}
            return (
                _full_name(text, reading.words[next(iter(own.values()))].text)
                if len(people) == 1 and own
                else frozenset()
            )
        mentioned = any(naming_of(reading, i) in known for i in range(len(reading.words)))
        if mentioned and not pronouns:
            return frozenset()
    return frozenset()


def naming_of(reading: Reading, i: int) -> str:
    """A word without its possessive ending."""
    return re.sub(r"['’]s?$", "", reading.words[i].text)


@lru_cache(maxsize=1024)
def _full_name(text: str, surname: str) -> frozenset[str]:
    surname = re.sub(r"['’]s?$", "", surname)
    stems = {word.stem for word in words(surname)}
    for name in naming.names(text):
        if name.text.split()[-1] == surname:
            stems |= set(name.stems)
    return frozenset(stems)


def _subject_of(reading: Reading) -> frozenset[str]:
    """Stems and concept of the one name that is the first subject of a sentence."""
    clause = next((c for c in reading.clauses if c.subject), None)
    if clause is None:
        return frozenset()
    named = set(clause.subject) & name_words(reading)
    concepts = naming.concepts(reading.words)
    others = {concepts[i] for i in named if i in concepts}
    return frozenset(reading.words[i].stem for i in named) | others
