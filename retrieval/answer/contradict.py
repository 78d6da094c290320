"""Whether an article tells of what a claim tells, with one thing that cannot be so too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.answer import figures, speech
from retrieval.answer.alignment import align, name_words
from retrieval.answer.draft import Claim
from retrieval.answer.edits import PAIRS
from retrieval.answer.generate import Checked, Grounds
from retrieval.answer.rivals import Change, Rival, denied, kind_of, other_date, rivals
from retrieval.answer.slots import FRONTED, slots
from retrieval.answer.units import Source, Unit
from retrieval.language import names as naming
from retrieval.language.clauses import Clause, Reading, read
from retrieval.language.parts import Tag
from retrieval.language.words import stem

CANDIDATES = 6  # sentences whose difference from a claim is looked at
LOOKED_AT = 16  # sentences in which what the claim says may stand all the same
MOST_RIVALS = 48  # that are held against the articles for one claim
SAME_EVENT = 0.6  # share of a claim's words at which a sentence may tell of the same event
SAME_DEED = 0.85  # share at which it may tell the very thing


def _stems(listed: str) -> frozenset[str]:
    return frozenset(stem(word) for word in listed.split())


# What happens to one thing once, so that another date, place or doer is another story.
_ONCE = _stems(
    "open reopen found establish create sign inaugurate join become pass adopt begin start end launch die kill"
    " blow crash bear invent ratify dissolve elect appoint sink build complete set admit lapse"
)
_LEADS = _stems("lead head chair direct command host own invent write")
# What may happen on any day.
_AGAIN = _stems(
    "meet speak visit travel call warn report repeat talk discuss ask hold attend invite offer stand come go fly"
    " sit return work try want be have do make take"
)
_ALIKE_BOTH_WAYS = _stems(
    "meet agree sign talk negotiate fight border share differ marry trade cooperate work join quarrel disagree"
)
_ALONE = _stems("first last only second third final sole")
# Opposite words that leave room for both.
_LOOSE = frozenset(
    frozenset(pair.split())
    for pair in (
        "from to;into from;to against;in out;on off;on under;all some;many few;most few;"
        "both neither;as than;none some;with against"
    ).split(";")
)


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
    told = {_value(each) for each, _ in found if each.at == rival.at}
    if len(told) > 1 and rival.change in _ONE_OF_MANY and not _told_when(reading, rival):
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
            if rival.text in tried or not _excludes(claim, rival, unit):
                continue
            tried.add(rival.text)
            if len(tried) > MOST_RIVALS:
                return
            checked = grounds.judge(Claim(rival.text, (unit.source.n,)))
            if isinstance(checked, Checked):
                yield rival, checked


def _cites(checked: Checked, unit: Unit) -> bool:
    place = unit.source.passage.article.key, unit.span.start
    return any((each.article.key, each.start) == place for each in checked.citations)


_ONE_OF_MANY = frozenset({Change.NUMBER, Change.DATE, Change.NAME})


def _told_when(claim: Reading, rival: Rival) -> bool:
    """Whether a date of the claim says which of several events is meant."""
    return rival.change is not Change.DATE and _dated(claim)


def _value(rival: Rival) -> str:
    """What is told in the claim's place, so that "8" and "eight" are one."""
    return " ".join(read(rival.told).bases)


def _dated(claim: Reading) -> bool:
    return any(each.year or each.month for each in figures.dates(claim.text))


def _anchored(claim: Reading) -> bool:
    """Whether a date or number says which event is meant."""
    return _dated(claim) or bool(figures.numbers(claim.text))


def _excludes(claim: Reading, rival: Rival, unit: Unit) -> bool:
    """Whether the claim and its rival cannot both be so."""
    verbs = {claim.bases[c.verb] for c in claim.clauses if c.finite}
    once = bool(verbs & _ONCE) or any(word.stem in _ALONE for word in claim.words)
    match rival.change:
        case Change.NUMBER:
            return _dated(claim) or not _state(claim)
        case Change.DATE:
            again = verbs & _AGAIN or not (once or _shares(claim, rival))
            return not again and _of_one(claim) and _hangs_alike(claim, rival, unit)
        case Change.NAME:
            return _name_excludes(claim, rival, unit, once=once)
        case Change.ROLES:
            return _roles_exclude(claim, rival, verbs)
        case Change.NEGATION:
            return _denial_excludes(claim, unit)
        case Change.OPPOSITE:
            return _opposite_excludes(claim, rival, unit)


def _main(claim: Reading) -> Clause | None:
    return next((clause for clause in claim.clauses if clause.finite), None)


def _state(claim: Reading) -> bool:
    """Whether the claim tells how things are, which changes: "the ceiling is 20"."""
    main = _main(claim)
    return main is None or claim.tags[main.verb] in {Tag.BE, Tag.HAVE}


def _of_one(claim: Reading) -> bool:
    """Whether it is told of a certain one, not of "seven states": others may have joined before."""
    main = _main(claim)
    if main is None or not main.subject:
        return False
    certain = {"the", "its", "his", "her", "their", "this"}
    first = min(main.subject)
    named = bool(name_words(claim) & set(main.subject))
    counted = any(claim.words[i].stem[0].isdigit() for i in main.subject)
    return (named and not counted) or (first > 0 and claim.words[first - 1].lower in certain)


def _shares(claim: Reading, rival: Rival) -> bool:
    """Whether the dates have the year or two parts in common."""
    ours = next(d for d in figures.dates(claim.text) if d.span == rival.at)
    theirs = figures.dates(rival.told)
    if not theirs:
        return False
    year = bool(ours.year) and ours.year == theirs[0].year
    month = bool(ours.month) and ours.month == theirs[0].month
    day = bool(ours.day) and ours.day == theirs[0].day
    return year or (month and day)


def _positions(claim: Reading, rival: Rival) -> set[int]:
    return {i for i, w in enumerate(claim.words) if rival.at.start <= w.start < rival.at.end}


def _name_excludes(claim: Reading, rival: Rival, unit: Unit, *, once: bool) -> bool:
    inside = _positions(claim, rival)
    name = next(n for n in naming.names(claim.text) if n.start == rival.at.start)
    before = min(inside) - 1
    if kind_of(name) == "place":
        hangs = before >= 0 and claim.tags[before] in {Tag.PREPOSITION, Tag.TO}
        return hangs and (once or _anchored(claim)) and _hangs_alike(claim, rival, unit)
    if kind_of(name) == "people":
        people = any(kind_of(each) == "person" for each in naming.names(claim.text))
        return people and _state(claim)
    for clause in claim.clauses:
        doer = clause.agent if clause.passive else clause.subject
        if clause.finite and inside & set(doer):
            return once or claim.bases[clause.verb] in _LEADS
    main = _main(claim)
    return once and main is not None and claim.tags[main.verb] is Tag.BE


def _hangs_alike(claim: Reading, rival: Rival, unit: Unit) -> bool:
    """Whether what is told hangs on the same word, by the same preposition, as the claim's own."""
    inside = _positions(claim, rival)
    ours = [slot for slot in slots(claim) if slot.filler in inside]
    for evidence in (way.evidence for way in unit.ways()):
        start = evidence.reading.text.find(rival.told)
        told = {
            j
            for j, word in enumerate(evidence.reading.words)
            if start <= word.start < start + len(rival.told)
        }
        theirs = [slot for slot in slots(evidence.reading) if slot.filler in told]
        alignment = align(claim, evidence)
        for one in ours:
            places = (FRONTED, *alignment.options.get(one.governor, ()))
            if any(other.governor in places for other in theirs):
                return True
    return not ours


def _roles_exclude(claim: Reading, rival: Rival, verbs: set[str]) -> bool:
    figure = any(q.span.start == rival.at.start for q in figures.numbers(claim.text))
    if figure:
        return True
    alone = any(word.stem in _ALONE for word in claim.words)
    return not verbs & _ALIKE_BOTH_WAYS and (alone or _anchored(claim))


def _denial_excludes(claim: Reading, unit: Unit) -> bool:
    if _state(claim) or _dated(claim):
        return _dated(claim)
    evidence = unit.evidence.reading
    # "has not announced" may have been announced since
    return denied(claim) != [] or not any(
        evidence.tags[max(0, i - 1)] is Tag.HAVE for i in denied(evidence)
    )


def _opposite_excludes(claim: Reading, rival: Rival, unit: Unit) -> bool:
    i = min(_positions(claim, rival))
    pair = frozenset({claim.words[i].lower, rival.told.lower()})
    if pair in _LOOSE:
        return False
    if pair in PAIRS or claim.words[i].stem in _ALONE:
        return True
    if claim.bases[i] in speech.SAYS and claim.tags[i] is Tag.VERB:
        return True
    if _state(claim) or _does(claim, i, unit.evidence.reading, rival.told):
        return _anchored(claim)
    # "called it justified", not "the military mission"
    last = i + 1 >= len(claim.words) or claim.tags[i + 1] is not Tag.NOUN
    return (last and claim.tags[i - 1] is not Tag.DETERMINER) or _anchored(claim)


def _does(claim: Reading, i: int, evidence: Reading, told: str) -> bool:
    """Whether both words tell what is done; what was opened may have been closed since."""
    pairs = zip(evidence.words, evidence.tags, strict=True)
    return claim.tags[i] is Tag.VERB and any(w.text == told and t is Tag.VERB for w, t in pairs)


def _may_stand(claim: Reading, rival: Rival, other: Unit) -> bool:
    """Whether another sentence may tell of the same with the claim's own thing."""
    evidence = other.evidence.reading
    alignment = align(claim, other.evidence)
    if alignment.coverage < SAME_EVENT:
        return False
    inside = _positions(claim, rival)
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
