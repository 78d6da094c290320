"""The sentences of sources, read so that claims can be held against them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from retrieval.answer import figures
from retrieval.answer.alignment import Evidence, name_words
from retrieval.answer.direct import surnames
from retrieval.answer.restate import entitled, restated, signed, spoken
from retrieval.index.sentences import split
from retrieval.language import names as naming
from retrieval.language.clauses import Clause, Reading, read
from retrieval.language.parts import Tag
from retrieval.language.words import words
from retrieval.types import Passage, Span


@dataclass(frozen=True, slots=True)
class Source:
    """A passage as the model saw it.

    n: its number in the prompt; sentences: spans of the article, in order.
    """

    n: int
    passage: Passage
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of a source, read, with the sentence that its pronouns need.

    others: the same sentence, or a part of it, said in plainer order.
    """

    source: Source
    span: Span
    evidence: Evidence
    before: Span | None
    around: frozenset[str]
    article: tuple[str, ...]
    year: str
    others: tuple[Evidence, ...] = ()

    @property
    def text(self) -> str:
        return self.evidence.reading.text

    def ways(self) -> tuple[Unit, ...]:
        """The unit, and the unit with each of the other ways in which its sentence is said."""
        return (self, *(replace(self, evidence=each, others=()) for each in self.others))


@lru_cache(maxsize=64)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(word.stem for word in words(text))


def _clean(text: str) -> str:
    """A sentence in one line, without marks of emphasis."""
    return " ".join(text.replace("**", "  ").split())


def unit_of(source: Source, span: Span, text: str) -> Unit:
    place = source.sentences.index(span)
    earlier = [
        _clean(text[each.start : each.end])
        for each in reversed(source.sentences[max(0, place - _LOOK_BACK) : place])
    ]
    reading = read(spoken(_clean(text[span.start : span.end]), earlier))
    authors = source.passage.article.authors
    article = (*_stems(text), *(stem for author in authors for stem in _stems(author)))
    referents = _referents(reading, text, earlier)
    before = _antecedent(source, place, earlier, referents)
    acronyms, alliance = naming.acronyms(text), "nato" in article
    evidence = Evidence(reading, referents, acronyms, alliance)
    others = []
    whole = entitled(signed(reading.text, authors), text)
    plain = dict.fromkeys((whole, *restated(whole)))
    for other in map(read, (each for each in plain if each != reading.text)):
        others.append(Evidence(other, _referents(other, text, earlier), acronyms, alliance))
    if earlier and not referents and (dated := _dated(reading.text, earlier[0])):
        others.append(replace(evidence, reading=dated, referents=_told_before(dated, earlier[0])))
    near = text[max(0, span.start - _NEAR) : span.end + 400]
    around = frozenset(base for base in read(near).bases)
    year = _year(source, text[: span.start])
    return Unit(source, span, evidence, before, around, article, year, tuple(others))


def _year(source: Source, before: str) -> str:
    """The year of a date that is told without one: that of the dates before it, else of the article.

    Empty where several may be meant: "26 August", in 2021, after a paragraph on 2008 and 2014.
    """
    published = source.passage.article.published
    dated = {date.year for date in figures.dates(before[-_NEAR:]) if date.month and date.year}
    near = dated if len(dated) == 1 else set(_YEAR.findall(before[-_NEAR:]))
    near = near or set(_YEAR.findall(before))
    if not near and published:
        return published.iso[:4]
    return near.pop() if len(near) == 1 else ""


_NEAR = 700  # characters before a sentence
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _dated(sentence: str, before: str) -> Reading | None:
    """The sentence with the date that stands before it as a heading: "27 May 1997. The Act is signed"."""
    heading = before.strip(" .:")
    dates = figures.dates(heading)
    if len(dates) != 1 or len(dates[0].span) != len(heading) or not (dates[0].year):
        return None
    first = sentence[:1] if _keeps(read(sentence)) else sentence[:1].lower()
    return read(f"{'On' if dates[0].day else 'In'} {heading} {first}{sentence[1:]}")


def _keeps(reading: Reading) -> bool:
    """Whether the first word has its capital from itself, not from its place."""
    if len(reading.words) < 2 or not reading.words[0].content:
        return False
    return 0 in name_words(reading) or reading.words[1].capital


def _told_before(dated: Reading, before: str) -> dict[int, frozenset[str]]:
    """The words of a heading's date, as told by the sentence before."""
    stems = {word.stem for word in words(before)}
    length = len(words(before))
    return {
        i: frozenset({dated.words[i].stem})
        for i in range(1, 1 + length)
        if dated.words[i].stem in stems
    }


_PERSONS = frozenset({"he", "she", "his", "her", "him"})
_THINGS = frozenset({"it", "its", "they", "their"})
_LOOK_BACK = 6  # sentences before a pronoun in which its person is looked for


def _antecedent(
    source: Source, place: int, earlier: Sequence[str], referents: Mapping[int, frozenset[str]]
) -> Span | None:
    """The nearest sentence before the one at `place` that names what its pronouns stand for."""
    wanted = {stem for stems in referents.values() for stem in stems}
    for back, sentence in enumerate(earlier, start=1):
        if wanted & {word.stem for word in words(sentence)}:
            return source.sentences[place - back]
    return source.sentences[place - 1] if place else None


_CLEFT = re.compile(r"it (?:is|was) [^,;]{1,60}? (?:that|who|to)\b", re.I)  # stands for nothing


def _referents(reading: Reading, text: str, earlier: Sequence[str]) -> dict[int, frozenset[str]]:
    """What the pronouns stand for whose names stand before the sentence; earlier: nearest first."""
    found: dict[int, frozenset[str]] = {}
    named = name_words(reading)
    known = _acting(text)
    people = {i for i in named if _bare(reading, i) in known}
    for i, word in enumerate(reading.words):
        if reading.tags[i] not in {Tag.PRONOUN, Tag.DETERMINER}:
            continue
        if _CLEFT.match(reading.text, word.start):
            continue
        if word.lower in _PERSONS and not any(k < i for k in people):
            found[i] = _person(text, earlier)
        elif word.lower in _THINGS and earlier and not any(k < i for k in named):
            found[i] = _thing(earlier)
    spelled = {words(short)[0].stem: long for short, long in naming.acronyms(text).items()}
    for i, stems in found.items():
        long = [word.stem for key in stems & spelled.keys() for word in words(spelled[key])]
        found[i] = stems | frozenset(long)
    return {i: stems for i, stems in found.items() if stems}


def _person(text: str, earlier: Sequence[str]) -> frozenset[str]:
    """The person who is the subject of the nearest sentence that has one; nobody when two may be meant."""
    known = _acting(text)
    for sentence in earlier:
        reading = read(sentence)
        subjects = [i for clause in reading.clauses for i in clause.subject]
        speakers = _speakers(reading)
        people = {
            reading.words[i].stem: i
            for i in subjects
            if _bare(reading, i) in known or i in speakers
        }
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
        if sentence == earlier[0] and not pronouns and (told := _from_whom(text, sentence)):
            return told
        if quoted := re.findall(r"\b[Aa]ccording to ((?:[A-Z][\w’'-]+ ?){2,4})", sentence):
            return _full_name(text, quoted[0].split()[-1]) if len(quoted) == 1 else frozenset()
        mentioned = any(_bare(reading, i) in known for i in range(len(reading.words)))
        if mentioned and not pronouns:
            return frozenset()
    return frozenset()


def _from_whom(text: str, sentence: str) -> frozenset[str]:
    """The one person whom the sentence right before names: "The defence came from Trenin. He ..."."""
    people = [name for name in naming.names(sentence) if naming.looks_like_person(name)]
    if len(people) != 1 or not re.search(r"\b(?:from|by|with|of)\s$", sentence[: people[0].start]):
        return frozenset()
    return _full_name(text, people[0].text.split()[-1])


def _main(reading: Reading) -> Clause | None:
    """The first clause with a subject; the one after the comma where "While" or "After" opens the sentence."""
    clauses = [c for c in reading.clauses if c.subject]
    if reading.words and reading.words[0].lower in _OPENS:
        comma = next((i for i in range(1, len(reading.words)) if reading.comma(i)), 0)
        return next((c for c in clauses if min(c.subject) >= comma), None)
    return clauses[0] if clauses else None


_OPENS = frozenset("while although though when after before since as if because despite".split())


def _thing(earlier: Sequence[str]) -> frozenset[str]:
    """What "it" or "they" stands for: the subject of the sentence before, or of the one before that."""
    for sentence in earlier[:4]:
        reading = read(sentence)
        clause = _main(reading)
        if clause is None:
            return frozenset()
        if reading.tags[clause.subject[0]] is Tag.PRONOUN:
            if reading.words[clause.subject[0]].lower in _THINGS:
                continue
            if reading.words[clause.subject[0]].text == "I":
                return _only_name(reading, clause.object)
            return frozenset()
        return _subject_of(reading)
    return frozenset()


def _only_name(reading: Reading, positions: tuple[int, ...]) -> frozenset[str]:
    """The one name among the words: "I led the NIO. It ..."."""
    named = [i for i in positions if i in name_words(reading)]
    together = not named or named[-1] - named[0] == len(named) - 1
    return frozenset(reading.words[i].stem for i in named) if together else frozenset()


@lru_cache(maxsize=64)
def _acting(text: str) -> frozenset[str]:
    """Surnames of the people who do something in an article; "Steadfast Noon" does nothing."""
    known = surnames(text)
    found = set()
    for span in split(text):
        reading = read(_clean(text[span.start : span.end]))
        for clause in reading.clauses:
            found |= {_bare(reading, i) for i in (*clause.subject, *clause.agent)} & known
    return frozenset(found)


def _speakers(reading: Reading) -> frozenset[int]:
    """Names of one word that say something: persons, though the article has no first name."""
    named = name_words(reading) - naming.concepts(reading.words).keys()
    return frozenset(
        i
        for clause in reading.clauses
        if reading.bases[clause.verb] in {"say", "tell", "add"}
        for i in clause.subject[-1:]
        if i in named and len(set(clause.subject) & named) == 1
    )


def _bare(reading: Reading, i: int) -> str:
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
    clause = _main(reading)
    if clause is None:
        return frozenset()
    named = set(clause.subject)
    concepts = naming.concepts(reading.words)
    others = {concepts[i] for i in named if i in concepts}
    return frozenset(reading.words[i].stem for i in named) | others
