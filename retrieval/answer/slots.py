"""Where names and dates hang: "NATO's office in Moscow" is not "Moscow's office in NATO"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from retrieval.answer.alignment import Alignment, Evidence, name_words
from retrieval.language import names as naming
from retrieval.language.clauses import Reading
from retrieval.language.parts import Tag

OF = "of"  # what a possessive or an adjective says too
_WHEN = frozenset({"in", "on"})
_LOOSE = frozenset({"of", "from", "to", "for", "with", "by", "among"})


@dataclass(frozen=True, slots=True)
class Slot:
    """A name or figure (`filler`) that hangs on a word (`governor`) by a preposition, or as its owner."""

    link: str
    governor: int
    filler: int


@lru_cache(maxsize=4096)
def slots(reading: Reading) -> tuple[Slot, ...]:
    """What every name and figure of a sentence hangs on."""
    return tuple(_slots(reading))


FRONTED = -1  # "In Washington the spokesman said": what it hangs on comes later


def _slots(reading: Reading) -> Iterator[Slot]:
    alliance = {i for i, word in enumerate(reading.words) if naming.plain(word) == "alliance"}
    named = name_words(reading) | alliance
    for i in range(len(reading.words)):
        dated = _dated(reading, i)
        if i not in named and not dated:
            continue
        if not dated and (head := _owned(reading, i, named)) is not None:
            yield Slot(OF, head, i)
        if (link := _preposition(reading, i)) is not None:
            governor = _when(reading, link) if dated else _governor(reading, link)
            yield Slot(reading.words[link].lower, FRONTED if governor is None else governor, i)


def _dated(reading: Reading, i: int) -> bool:
    """Whether a word is part of a date: what happens then is told by a verb."""
    word = reading.words[i]
    if re.fullmatch(r"1[5-9]\d\d|20\d\d", word.text) or word.lower in naming.MONTHS_AND_DAYS:
        return True
    beside = {reading.words[k].lower for k in (i - 1, i + 1) if 0 <= k < len(reading.words)}
    return word.text.isdigit() and len(word.text) < 3 and bool(beside & naming.MONTHS_AND_DAYS)


def _when(reading: Reading, preposition: int) -> int | None:
    """The verb that happened at a date: the last one before it in its clause, or else the next one."""
    for k in range(preposition - 1, -1, -1):
        if reading.tags[k] is Tag.VERB:
            return k
        if reading.broken(k + 1) or reading.tags[k] in {Tag.OPENER, Tag.RELATIVE}:
            break
    return next((c.verb for c in reading.clauses if c.verb > preposition and c.finite), None)


def _owned(reading: Reading, i: int, named: frozenset[int]) -> int | None:
    """The noun that a name before it describes or owns."""
    head = None
    for k in range(i + 1, min(i + 6, len(reading.words))):
        if reading.gaps[k].strip() not in {"", "-"} or reading.tags[k] is not Tag.NOUN:
            break
        if k not in named:
            head = k
    return head


def _preposition(reading: Reading, i: int) -> int | None:
    """The preposition before the phrase that the word stands in."""
    for k in range(i - 1, max(-1, i - 7), -1):
        if reading.broken(k + 1) or reading.comma(k + 1):
            return None
        if reading.tags[k] in {Tag.PREPOSITION, Tag.TO}:
            return k
        joins = reading.words[k].lower == "and" or reading.words[k].lower.endswith("self")
        if reading.tags[k] not in {Tag.NOUN, Tag.DETERMINER} and not joins:
            return None
    return None


def _governor(reading: Reading, preposition: int) -> int | None:
    """The nearest noun or verb before a preposition; None at the beginning of a clause."""
    k = preposition - 1
    if reading.broken(preposition) or reading.comma(preposition):
        return None
    while k >= 0 and reading.tags[k] in {Tag.ADVERB, Tag.PREPOSITION}:
        k -= 1
    if k < 0 or reading.tags[k] not in {Tag.NOUN, Tag.VERB}:
        return None
    return k


def misplaced(claim: Reading, evidence: Evidence, alignment: Alignment) -> str | None:
    """The first name or figure of the claim that hangs on something else in the evidence."""
    theirs = slots(evidence.reading)
    for slot in slots(claim):
        if _dated(claim, slot.filler) and _other_date(claim, slot, evidence.reading, alignment):
            return claim.words[slot.filler].text
        if slot.governor == FRONTED:
            if not _fronted_too(claim, slot, evidence, alignment, theirs):
                return claim.words[slot.filler].text
            continue
        governors = alignment.options.get(slot.governor, ())
        fillers = alignment.options.get(slot.filler, ())
        if not governors or not fillers:
            continue
        if not any(_same(slot, g, f, theirs, evidence) for g in governors for f in fillers):
            return claim.words[slot.filler].text
    return None


def _other_date(claim: Reading, slot: Slot, evidence: Reading, alignment: Alignment) -> bool:
    """Whether the noun right before a date has another date right after it in the evidence."""
    own = _preposition(claim, slot.filler)
    if own is None or own == 0 or claim.tags[own - 1] is not Tag.NOUN:
        return False
    for j in alignment.options.get(own - 1, ()):
        link = next(
            (
                k
                for k in range(j + 1, min(j + 4, len(evidence.words)))
                if evidence.words[k].lower in {"in", "on"}
            ),
            None,
        )
        if link is None or any(evidence.tags[k] is not Tag.NOUN for k in range(j + 1, link)):
            continue
        dated = {
            evidence.words[k].stem
            for k in range(link + 1, min(link + 5, len(evidence.words)))
            if _dated(evidence, k)
        }
        year = len(claim.words[slot.filler].text) == 4 and claim.words[slot.filler].text.isdigit()
        if year and not any(len(each) == 4 and each.isdigit() for each in dated):
            continue
        if dated and claim.words[slot.filler].stem not in dated:
            return True
    return False


def _fronted_too(
    claim: Reading, slot: Slot, evidence: Evidence, alignment: Alignment, theirs: tuple[Slot, ...]
) -> bool:
    """Whether no other name opens the evidence's clause in the place of the claim's."""
    reading = evidence.reading
    fillers = set(alignment.options.get(slot.filler, ()))
    verbs = [alignment.places[c.verb] for c in claim.clauses if c.verb in alignment.places]
    if not verbs or not fillers:
        return True
    here = _segment(reading, verbs[0])
    if any(_segment(reading, j) == here for j in fillers):
        return True
    rivals = {o.filler for o in theirs if o.governor == FRONTED and o.link == slot.link} - fillers
    return not any(_segment(reading, j) == here for j in rivals)


def _segment(reading: Reading, position: int) -> int:
    """Which of the parts between semicolons a word stands in."""
    return sum(";" in gap for gap in reading.gaps[: position + 1])


def _same(
    slot: Slot, governor: int, filler: int, theirs: tuple[Slot, ...], evidence: Evidence
) -> bool:
    """Whether the evidence lets the filler hang on the governor too, or does not say that another one does."""
    reading = evidence.reading
    for other in theirs:
        links = {other.link, slot.link}
        dated = links <= _WHEN and _dated(reading, filler)  # "in June": "on 14 June"
        if other.filler == filler and other.governor == FRONTED and (len(links) == 1 or dated):
            return True
        if other.filler == filler and other.governor == governor:
            return len(links) == 1 or links <= _LOOSE or dated
    if filler in evidence.referents:
        return True
    if slot.link == OF and _one_phrase(reading, filler, governor):
        return True
    if reading.tags[governor] is Tag.VERB and _dated(reading, filler):
        return _happened(governor, filler, theirs, reading)
    if reading.tags[governor] is Tag.VERB:
        return _one_clause(reading, governor, filler) and not _taken(
            slot, governor, filler, theirs, reading
        )
    hanging = [other for other in theirs if other.filler == filler]
    return any(_chained(other.governor, governor, reading) for other in hanging)


def _one_phrase(reading: Reading, owner: int, head: int) -> bool:
    """Whether an owner stands before a noun with nothing but nouns between: "Russia's Foreign Minister"."""
    return 0 < head - owner <= 3 and all(
        reading.tags[k] is Tag.NOUN and not reading.gaps[k].strip()
        for k in range(owner + 1, head + 1)
    )


def _happened(governor: int, filler: int, theirs: tuple[Slot, ...], reading: Reading) -> bool:
    """Whether a date is that of the verb, or of one that the same subject does."""
    hanging = [other.governor for other in theirs if other.filler == filler]
    if not hanging:
        return _one_clause(reading, governor, filler)
    subjects = {c.verb: c.subject for c in reading.clauses if c.subject}
    mine = subjects.get(governor)
    first = next((c for c in reading.clauses if c.finite), None)
    meeting = reading.words[0].lower.endswith("ing") and first is not None
    for other in hanging:
        if other == 0 and meeting and first is not None and first.verb == governor:
            return True  # "Meeting in June, the leaders agreed"
        if other in {governor, FRONTED} or (mine is not None and subjects.get(other) == mine):
            return True
        if (
            other >= 0
            and mine is None
            and abs(other - governor) <= 8
            and _one_clause(reading, governor, other)
        ):
            return True
    return False


def _chained(first: int, second: int, reading: Reading) -> bool:
    """Whether two words stand in one phrase: "eight members of the mission"."""
    low, high = sorted((first, second))
    between = reading.tags[low + 1 : high]
    return high - low <= 5 and not set(between) & {
        Tag.VERB,
        Tag.BE,
        Tag.HAVE,
        Tag.MODAL,
        Tag.OPENER,
        Tag.RELATIVE,
        Tag.JOINER,
    }


def _taken(
    slot: Slot, governor: int, filler: int, theirs: tuple[Slot, ...], reading: Reading
) -> bool:
    """Whether another name or figure of the kind stands in that place."""
    concepts = naming.concepts(reading.words)
    figure = reading.words[filler].stem[0].isdigit()
    for other in theirs:
        if other.governor != governor or other.link != slot.link or other.filler == filler:
            continue
        if reading.words[other.filler].stem[0].isdigit() != figure:
            continue
        if concepts.get(other.filler) == concepts.get(filler) and filler in concepts:
            continue
        if abs(other.filler - filler) > 3:  # not the same phrase
            return True
    return False


def _one_clause(reading: Reading, first: int, second: int) -> bool:
    """Whether no clause begins between two words."""
    low, high = sorted((first, second))
    for k in range(low + 1, high + 1):
        if reading.gaps[k].strip() == ";" or reading.tags[k] in {Tag.RELATIVE}:
            return False
        if reading.tags[k] is Tag.OPENER and reading.words[k].lower != "that":
            return False
    return high - low <= 16
