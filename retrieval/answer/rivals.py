"""A claim with one thing put as a sentence of an article has it: what would be true in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from retrieval.answer import figures
from retrieval.answer.alignment import LIGHT, name_words
from retrieval.answer.edits import PAIRS
from retrieval.answer.likeness import opposed
from retrieval.answer.operators import Kind, operators
from retrieval.language import names as naming
from retrieval.language.clauses import Clause, Reading
from retrieval.language.grammar import opposites
from retrieval.language.names import Name
from retrieval.language.parts import Tag
from retrieval.types import Span


class Change(StrEnum):
    """What a claim and its rival tell differently."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    ROLES = "roles"
    NEGATION = "negation"
    OPPOSITE = "opposite"


@dataclass(frozen=True, slots=True)
class Rival:
    """The claim with `told` of the evidence in the place of its own words at `at`."""

    text: str
    change: Change
    at: Span
    told: str


def rivals(claim: Reading, told: Reading) -> Iterator[Rival]:
    """Every rival that a sentence of an article suggests."""
    yield from _numbers(claim, told)
    yield from _dates(claim, told)
    yield from _swaps(claim, told)
    yield from _names(claim, told)
    yield from _opposites(claim, told)
    yield from _denials(claim, told)


def _put(claim: Reading, change: Change, at: Span, told: str) -> Rival:
    return Rival(claim.text[: at.start] + told + claim.text[at.end :], change, at, told)


_ROUGH = 0.2  # numbers nearer than this to an "about" may be the same


def _numbers(claim: Reading, told: Reading) -> Iterator[Rival]:
    said = {each.value for each in figures.numbers(claim.text)}
    for ours in figures.numbers(claim.text):
        for theirs in figures.numbers(told.text):
            alike = _direction(claim, ours) == _direction(told, theirs)
            if alike and theirs.value not in said and _other_number(ours, theirs):
                text = told.text[theirs.span.start : theirs.span.end]
                yield _put(claim, Change.NUMBER, ours.span, text)


def _direction(reading: Reading, quantity: figures.Quantity) -> str:
    """The "from" or "to" that a number follows."""
    before = reading.text[: quantity.span.start].rsplit(maxsplit=1)
    return before[-1].lower() if before and before[-1].lower() in {"from", "to"} else ""


def _other_number(ours: figures.Quantity, theirs: figures.Quantity) -> bool:
    """Whether no thing can have both numbers; "over" and "up to" leave others open."""
    if ours.unit != theirs.unit or bool(ours.counted) != bool(theirs.counted):
        return False
    if {ours.exactness, theirs.exactness} - {"", "about"}:
        return False
    try:
        one, other = float(ours.value), float(theirs.value)
    except ValueError:
        return False  # "dozens"
    rough = _ROUGH if "about" in {ours.exactness, theirs.exactness} else 0.0
    return abs(one - other) > rough * max(one, other)


def _dates(claim: Reading, told: Reading) -> Iterator[Rival]:
    for ours in figures.dates(claim.text):
        for theirs in figures.dates(told.text):
            if other_date(ours, theirs):
                text = told.text[theirs.span.start : theirs.span.end]
                yield _put(claim, Change.DATE, ours.span, text)


def other_date(ours: figures.Date, theirs: figures.Date) -> bool:
    """Whether two dates that are told by year, month or day cannot be the same."""
    pairs = ((ours.year, theirs.year), (ours.month, theirs.month), (ours.day, theirs.day))
    return not (ours.text or theirs.text) and any(a and b and a != b for a, b in pairs)


def kind_of(name: Name) -> str | None:
    """What a name is of, as far as its form tells; names of different kinds do not exclude each other."""
    if name.known:
        if name.key in _UNIONS:
            return None  # what its members do, it does as well
        return "people" if naming.describes(name) else "place"
    if naming.looks_like_person(name):
        return "person"
    plain = len(name.text.split()) == 1 and name.text.lower() not in naming.ORGANISATION
    return "person" if plain and not name.text.isupper() else None


_UNIONS = frozenset({"nato", "european union", "united nations"})


def _names(claim: Reading, told: Reading) -> Iterator[Rival]:
    theirs = naming.names(told.text)
    for name in naming.names(claim.text):
        kind = kind_of(name)
        if kind is None or any(_overlap(name, other) for other in theirs):
            continue
        for other in theirs:
            if kind_of(other) == kind and not _listed(told.text, other):
                at = Span(name.start, name.end)
                yield _put(claim, Change.NAME, at, other.text)


def _overlap(name: Name, other: Name) -> bool:
    return name.key == other.key or bool(set(name.stems) & set(other.stems))


def _listed(text: str, name: Name) -> bool:
    """Whether the name is one of several that are told together: "Hungary and Poland"."""
    before, after = text[: name.start].rstrip(), text[name.end :].lstrip()
    joined = re.search(r"(?:\band|\bor|&)(?: the)?$", before) or re.match(r"(?:and|or|&)\b", after)
    listed = re.match(r", (?:the )?[A-Z]\w+(?:,| and)", text[name.end :])
    return bool(joined or listed)


def _swaps(claim: Reading, told: Reading) -> Iterator[Rival]:
    """Two names of a kind, or two numbers, in each other's place."""
    ours, theirs = naming.names(claim.text), naming.names(told.text)
    for n, first in enumerate(ours):
        for second in ours[n + 1 :]:
            if first.key == second.key or not _apart(claim, first, second):
                continue
            known = first.known and second.known
            if not known and (kind_of(first) is None or kind_of(first) != kind_of(second)):
                continue
            one = _form(second, like=first, among=theirs)
            other = _form(first, like=second, among=theirs)
            if one and other:
                yield _exchange(claim, Span(first.start, first.end), one, second, other)
    numbers = figures.numbers(claim.text)
    for n, quantity in enumerate(numbers):
        for other_one in numbers[n + 1 :]:
            if quantity.value != other_one.value:
                a, b = quantity.span, other_one.span
                one, other = claim.text[b.start : b.end], claim.text[a.start : a.end]
                yield _exchange(claim, a, one, b, other)


def _apart(claim: Reading, first: Name, second: Name) -> bool:
    """Whether a verb or preposition stands between two names, and not only "and"."""
    between = {
        tag
        for word, tag in zip(claim.words, claim.tags, strict=True)
        if first.end <= word.start < second.start
    }
    return bool(between & {Tag.VERB, Tag.BE, Tag.HAVE, Tag.PREPOSITION, Tag.TO})


def _exchange(claim: Reading, a: Span, one: str, b: Span | Name, other: str) -> Rival:
    text = claim.text[: a.start] + one + claim.text[a.end : b.start] + other
    return Rival(text + claim.text[b.end :], Change.ROLES, Span(a.start, b.end), one)


def _form(name: Name, *, like: Name, among: Sequence[Name]) -> str | None:
    """The name in the form of the one in whose place it is put: "Georgia", "Georgian"."""
    if not name.known:
        return name.text if not like.known else None
    same = [each for each in among if each.key == name.key] + [name]
    wanted = naming.describes(like)
    return next((each.text for each in same if naming.describes(each) == wanted), None)


def _opposites(claim: Reading, told: Reading) -> Iterator[Rival]:
    for i, word in enumerate(claim.words):
        if i in name_words(claim):
            continue
        for j, other in enumerate(told.words):
            if _turned(claim, i, told, j):
                yield _put(claim, Change.OPPOSITE, Span(word.start, word.end), other.text)


def _turned(claim: Reading, i: int, told: Reading, j: int) -> bool:
    """Whether two words are opposites; of words that say little only those of the list."""
    word, other = claim.words[i], told.words[j]
    if frozenset({word.lower, other.lower}) in PAIRS:
        return word.lower != other.lower
    if {claim.bases[i], told.bases[j]} & LIGHT or not (word.content or claim.tags[i] is Tag.VERB):
        return False
    return opposed(told.bases[j], claim.bases[i]) or other.stem in opposites(word.stem)


_NOT_THE_DEED = frozenset(
    "because due only just all every until yet still since again more longer merely so".split()
)


def _denials(claim: Reading, told: Reading) -> Iterator[Rival]:
    """The claim without its "not", or with one where the evidence has a word that denies."""
    if any(word.lower in _NOT_THE_DEED for word in claim.words):
        return  # "not because", "not until": more than the deed is denied
    if denials := denied(claim):
        if len(denials) == 1:
            yield from _affirmed(claim, denials[0])
        return
    if denied(told):
        for clause in claim.clauses:
            if clause.finite and clause.subject:
                yield from _denied(claim, clause)


def denied(reading: Reading) -> list[int]:
    """Positions of "not", "no" and "never"; "denied" and "refused" are told by somebody."""
    return [
        each.position
        for each in operators(reading)
        if each.kind is Kind.NOT and reading.tags[each.position] not in {Tag.VERB, Tag.NOUN}
    ]


def _affirmed(claim: Reading, i: int) -> Iterator[Rival]:
    word = claim.words[i]
    lower = word.lower.replace("’", "'")
    if lower.endswith("n't") and lower not in {"won't", "can't"}:
        yield _put(claim, Change.NEGATION, Span(word.start, word.end), word.text[:-3])
    elif lower == "no" or (lower in {"not", "never"} and _helped(claim, i)):
        at = Span(word.start - len(claim.gaps[i]), word.end)
        yield _put(claim, Change.NEGATION, at, "")


def _helped(claim: Reading, i: int) -> bool:
    """Whether "not" denies a verb: "did not sign", "never signed"; not "and not the floor"."""
    helpers = {Tag.BE, Tag.HAVE, Tag.DO, Tag.MODAL}
    before = i > 0 and claim.tags[i - 1] in helpers
    after = i + 1 < len(claim.words) and claim.tags[i + 1] is Tag.VERB
    return before or (claim.words[i].lower == "never" and after)


def _denied(claim: Reading, clause: Clause) -> Iterator[Rival]:
    before = claim.words[clause.verb - 1] if clause.verb else None
    verb = claim.words[clause.verb]
    helped = before is not None and claim.tags[clause.verb - 1] in {Tag.BE, Tag.HAVE, Tag.MODAL}
    if claim.tags[clause.verb] in {Tag.BE, Tag.HAVE}:
        yield _put(claim, Change.NEGATION, Span(verb.start, verb.end), f"{verb.text} not")
    elif helped and before is not None:
        at = Span(before.end, verb.start)
        yield _put(claim, Change.NEGATION, at, " not ")
    else:
        yield _put(claim, Change.NEGATION, Span(verb.start, verb.end), f"did not {verb.text}")
    if clause.object and not helped:
        first = claim.words[min(clause.object)]
        if claim.text[first.start - 1 : first.start] == " ":
            yield _put(claim, Change.NEGATION, Span(first.start, first.start), "no ")
