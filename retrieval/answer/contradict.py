"""Whether an article tells of what a claim tells, with one thing that cannot be so too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from retrieval.answer import figures
from retrieval.answer.alignment import align
from retrieval.answer.draft import Claim
from retrieval.answer.exclusive import dated, excludes, positions
from retrieval.answer.generate import Checked, Grounds
from retrieval.answer.rivals import Change, Rival, denied, other_date, rivals
from retrieval.answer.units import Source, Unit
from retrieval.language.clauses import Reading, read

CANDIDATES = 6  # sentences whose difference from a claim is looked at
LOOKED_AT = 16  # sentences in which what the claim says may stand all the same
MOST_RIVALS = 24  # that are held against the articles for one claim
SAME_EVENT = 0.6  # share of a claim's words at which a sentence may tell of the same event
SAME_DEED = 0.85  # share at which it may tell the very thing


def contradiction(claim: str, sources: Sequence[Source], grounds: Grounds) -> Checked | None:
    """What an article says in the claim's place, with its citations; None when in doubt.

    The claim must differ in one thing from a claim that a sentence carries. It is no contradiction when the
    thing may be so as well, when the articles have several things for its place, or when another
    sentence may tell what the claim tells.
    """
    if isinstance(grounds.judge(Claim(claim, ())), Checked):
        return None  # a part that is so
    reading = read(claim)
    units = grounds.checker.nearest(reading, sources, most=LOOKED_AT)
    found = list(_carried(reading, units[:CANDIDATES], grounds))
    if not found:
        return None
    rival, first = found[0]
    if _several(reading, [each for each, _ in found if each.at == rival.at]):
        return None
    others = [unit for unit in units if not any(_cites(each, unit) for _, each in found)]
    looked_at = units if rival.change is Change.NUMBER else others
    if any(_may_stand(reading, each, other) for each, _ in found for other in looked_at):
        return None
    return first


def _carried(
    claim: Reading, units: Sequence[Unit], grounds: Grounds
) -> Iterator[tuple[Rival, Checked]]:
    """The rivals that exclude the claim and that the articles carry."""
    tried: set[str] = set()
    for unit in units:
        for rival in (each for way in unit.ways() for each in rivals(claim, way.evidence.reading)):
            if rival.text in tried or not excludes(claim, rival, unit):
                continue
            tried.add(rival.text)
            if len(tried) > MOST_RIVALS:
                return
            checked = grounds.judge(Claim(rival.text, ()))
            if isinstance(checked, Checked):
                yield rival, checked


def _cites(checked: Checked, unit: Unit) -> bool:
    place = unit.source.passage.article.key, unit.span.start
    return any((each.article.key, each.start) == place for each in checked.citations)


def _several(claim: Reading, found: Sequence[Rival]) -> bool:
    """Whether the articles have different things for one place, and no date says which is meant."""
    if found[0].change is Change.DATE:
        told = [figures.dates(each.told)[0] for each in found if each.change is Change.DATE]
        return any(other_date(one, other) for one, other in combinations(told, 2))
    one_of_many = found[0].change in {Change.NUMBER, Change.NAME} and not dated(claim)
    return one_of_many and len({_value(each) for each in found}) > 1


def _value(rival: Rival) -> str:
    """What is told in the claim's place, so that "8" and "eight" are one."""
    return " ".join(read(rival.told).bases)


def _may_stand(claim: Reading, rival: Rival, other: Unit) -> bool:
    """Whether another sentence may tell of the same with the claim's own thing."""
    evidence = other.evidence.reading
    alignment = align(claim, other.evidence)
    if alignment.coverage < SAME_EVENT:
        return False
    inside = positions(claim, rival)
    match rival.change:
        case Change.NUMBER:
            ours = [q for q in figures.numbers(claim.text) if q.span == rival.at]
            return any(q.value == ours[0].value for q in figures.numbers(evidence.text))
        case Change.DATE:
            mine = next(d for d in figures.dates(claim.text) if d.span == rival.at)
            told = figures.dates(evidence.text)
            return bool(told) and any(
                not other_date(mine, each) and (each.year or each.day) for each in told
            )
        case Change.NAME:
            return any(i in alignment.places for i in inside)
        case Change.ROLES:
            return False
        case Change.NEGATION:
            alike = bool(denied(claim)) == bool(denied(evidence))
            return alike and alignment.coverage >= SAME_DEED
        case Change.OPPOSITE:
            stems = {word.stem for word in evidence.words}
            return any(claim.words[i].stem in stems for i in inside)
