"""Whether cited passages carry a sentence that a model wrote; when in doubt they do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from retrieval.answer import claims, edits, figures, operators, roles, slots, speech
from retrieval.answer.alignment import Alignment, align, name_words
from retrieval.answer.units import Source, Unit, unit_of
from retrieval.language import names as naming
from retrieval.language.clauses import Reading, read
from retrieval.language.parts import Tag
from retrieval.ports import Matrix, Vector
from retrieval.types import Span

__all__ = ["Carried", "Checker", "Reason", "Source", "Unsupported"]

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
        self._units: dict[tuple[str, Span], Unit] = {}

    def check(
        self, sentence: str, sources: Sequence[Source], *, cited: Sequence[int]
    ) -> Carried | Unsupported:
        """Whether the sources carry the sentence: the cited ones first, then any of them.

        Each part of a compound sentence must be carried by one sentence of an article. A statement
        that the article gives as somebody's words is carried only with its speaker, unless it was
        announced or confirmed.
        """
        sentence = claims.without_opener(" ".join(sentence.split()))
        why = claims.no_claim(sentence)
        if why and not (why in claims.QUOTABLE and self._stands(sentence, sources)):
            return Unsupported(Reason.NO_CLAIM, why)
        if not sources:
            return Unsupported(Reason.NO_SOURCE, "")
        verdict = self._anywhere(sentence, sources, cited)
        for other in claims.forms(sentence):
            if isinstance(verdict, Carried):
                break
            again = self._anywhere(other, sources, cited)
            verdict = again if isinstance(again, Carried) else verdict
        return verdict

    def nearest(self, claim: Reading, sources: Sequence[Source], *, most: int) -> list[Unit]:
        """The sentences of the sources that share the most words with a claim, best first."""
        units = [unit for source in sources for unit in self._read(source)]
        return sorted(units, key=lambda unit: -_shared(claim, unit))[:most]

    def _anywhere(
        self, sentence: str, sources: Sequence[Source], cited: Sequence[int]
    ) -> Carried | Unsupported:
        known = [source for source in sources if source.n in cited]
        verdict = self._carry(sentence, known) if known else None
        if isinstance(verdict, Carried) or (verdict and len(known) == len(sources)):
            return verdict
        anywhere = self._carry(sentence, sources)
        return anywhere if verdict is None or isinstance(anywhere, Carried) else verdict

    def _stands(self, sentence: str, sources: Sequence[Source]) -> bool:
        """Whether the whole sentence is one of an article's."""
        plain = _plain(sentence)
        return any(_plain(unit.text) == plain for each in sources for unit in self._read(each))

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

    def _best(self, claim: str, units: Sequence[Unit]) -> Carried | Unsupported:
        verdict = self._closest(read(claim), units)
        if isinstance(verdict, Carried) or verdict.reason is not Reason.NAME:
            return verdict
        for shorter, teller in _without_place(read(claim), units):
            own = [unit for unit in units if unit.source is teller.source]
            again = self._closest(read(shorter), own)
            if isinstance(again, Carried) and len(again.spans) < MOST_SPANS:
                spans = dict.fromkeys((*again.spans, (teller.source, teller.span)))
                return Carried(tuple(spans), again.support)
        return verdict

    def _closest(self, reading: Reading, units: Sequence[Unit]) -> Carried | Unsupported:
        ranked = sorted(units, key=lambda unit: -_shared(reading, unit))[:CANDIDATES]
        best: Unsupported | None = None
        for unit in (way for each in ranked for way in each.ways()):
            verdict = self._judge(reading, unit)
            if isinstance(verdict, Carried):
                return verdict
            if best is None or verdict.support > best.support:
                best = verdict
        return best or Unsupported(Reason.NO_SOURCE, "")

    def _judge(self, claim: Reading, unit: Unit) -> Carried | Unsupported:
        if _plain(claim.text) == _plain(unit.text):
            return Carried(_spans(unit, alone=not leans(claim)), 1.0)
        alignment = align(claim, unit.evidence)
        coverage = alignment.coverage
        problem = _problem(claim, unit, alignment)
        if problem:
            return Unsupported(problem[0], problem[1], coverage)
        coverage = alignment.agreement
        if set(alignment.places) <= name_words(claim):
            return Unsupported(
                Reason.WORDS, "", coverage
            )  # "Sweden has been staying away": only a name
        if coverage < COVERED:
            return Unsupported(Reason.WORDS, "", coverage)
        cosine = self._similarity(claim.text, unit.text)
        if cosine < ALIKE:
            return Unsupported(Reason.MEANING, "", coverage)
        alone = not leans(claim) and not set(alignment.places.values()) & set(
            unit.evidence.referents
        )
        return Carried(_spans(unit, alone=alone), round(min(1.0, coverage), 3))

    def _similarity(self, claim: str, text: str) -> float:
        new = [each for each in dict.fromkeys((claim, text)) if each not in self._vectors]
        if new:
            self._vectors |= dict(zip(new, self._embed(new), strict=True))
        return float(np.dot(self._vectors[claim], self._vectors[text]))

    def _read(self, source: Source) -> Iterator[Unit]:
        key = source.passage.article.key
        for span in source.sentences:
            if (key, span) not in self._units:
                self._units[key, span] = unit_of(source, span, self._article_text(key))
            unit = self._units[key, span]
            yield unit if unit.source is source else unit_of(source, span, self._article_text(key))


_MARKS = re.compile(r"[\s*_“”\"‘’'.,;:!?()\[\]–—-]+")


def _plain(text: str) -> str:
    return _MARKS.sub(" ", text).strip().lower()


def _shared(claim: Reading, unit: Unit) -> float:
    stems = {word.stem for word in claim.words if word.content}
    told = {word.stem for word in unit.evidence.reading.words}
    concepts = set(naming.concepts(claim.words).values())
    common = len(stems & told) + len(
        concepts & set(naming.concepts(unit.evidence.reading.words).values())
    )
    bases = {b for b, t in zip(claim.bases, claim.tags, strict=True) if t is Tag.VERB}
    return common + 0.5 * len(bases & set(unit.evidence.reading.bases))


def _spans(unit: Unit, *, alone: bool) -> tuple[tuple[Source, Span], ...]:
    if alone or unit.before is None:
        return ((unit.source, unit.span),)
    return ((unit.source, unit.before), (unit.source, unit.span))


_PERSONAL = frozenset("he she his her him they their them it its this these those".split())


def leans(claim: Reading) -> bool:
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


def _problem(claim: Reading, unit: Unit, alignment: Alignment) -> tuple[Reason, str] | None:
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
    if edit := edits.changed(claim, unit.evidence, alignment):
        return Reason(edit[0]), edit[1]
    if misplaced := slots.misplaced(claim, unit.evidence, alignment):
        return Reason.ROLE, misplaced
    if relation := operators.related_otherwise(claim, evidence, alignment):
        return Reason.RELATION, relation
    if verb := roles.swapped(claim, unit.evidence, alignment):
        return Reason.ROLE, verb
    if speaker := speech.misattributed(claim, unit.evidence, alignment):
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
            operators.Kind.EXCEPT,
            operators.Kind.MORE,
            operators.Kind.LESS,
        ),
        Reason.DEGREE,
    ),
}


def _missing(claim: Reading, unit: Unit, alignment: Alignment) -> tuple[Reason, str] | None:
    """The words of the claim that the evidence has not, unless they belong to a name that it has in part."""
    named = name_words(claim)
    left = []
    for i in alignment.missing:
        if _is_figure(claim, i):
            continue
        if i in named and _part_of_a_name(claim, i, unit, alignment):
            continue
        if _title(claim, i, unit):
            continue
        if i in named:
            return Reason.NAME, claim.words[i].text
        left.append(i)
    if left:
        return Reason.WORDS, " ".join(claim.words[i].text for i in left)
    return None


_BESIDE = 4  # words between a title and its name: "the mayor, Olav Brekke"


def _title(claim: Reading, i: int, unit: Unit) -> bool:
    """Whether a word beside a name is what the article calls its bearer: "Mayor Olav Brekke"."""
    stem = claim.words[i].stem
    for name in naming.names(claim.text):
        inside = [w for w in claim.words if name.start <= w.start < name.end]
        beside = any(abs(claim.words.index(w) - i) <= _BESIDE for w in inside)
        if name.known or not beside or claim.tags[i] is not Tag.NOUN:
            continue
        if roles.written((stem, inside[-1].stem), unit.article):
            return True
    return False


def _without_place(claim: Reading, units: Sequence[Unit]) -> Iterator[tuple[str, Unit]]:
    """The claim without a place after a long name, and the unit that tells where what is so named is.

    "They closed the Rescue Office in Denmark": another sentence says "the Rescue Office (RO) in Denmark".
    """
    for i in range(4, len(claim.words)):
        if claim.words[i - 1].lower != "in" or i not in name_words(claim):
            continue
        start = i - 1
        while claim.words[start - 1].capital and not claim.gaps[start].strip() and start > 1:
            start -= 1
        name = tuple(word.stem for word in claim.words[start : i - 1])
        where = (claim.words[i - 1].stem, claim.words[i].stem)
        shorter = claim.text[: claim.words[i - 2].end] + claim.text[claim.words[i].end :]
        for unit in units:
            if len(name) > 1 and _tells_place(name, where, unit):
                yield shorter, unit


def _tells_place(name: tuple[str, ...], where: tuple[str, str], unit: Unit) -> bool:
    told = [word.stem for word in unit.evidence.reading.words]
    return any(
        tuple(told[at : at + len(name)]) == name
        and where in pairwise(told[at + len(name) : at + len(name) + 3])  # an acronym between
        for at in range(len(told))
    )


def _is_figure(claim: Reading, i: int) -> bool:
    """Whether a word is part of a number or date, which are compared by their values."""
    word = claim.words[i]
    spans = [q.span for q in figures.numbers(claim.text)] + [
        d.span for d in figures.dates(claim.text)
    ]
    return any(span.start <= word.start < span.end for span in spans)


def _part_of_a_name(claim: Reading, i: int, unit: Unit, alignment: Alignment) -> bool:
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
