"""Whether a claim and its rival cannot both be so."""

from __future__ import annotations

from retrieval.answer import figures, speech
from retrieval.answer.alignment import align, name_words
from retrieval.answer.edits import PAIRS
from retrieval.answer.rivals import Change, Rival, denied, kind_of
from retrieval.answer.slots import FRONTED, slots
from retrieval.answer.units import Unit
from retrieval.language import names as naming
from retrieval.language.clauses import Clause, Reading
from retrieval.language.parts import SAME_PAST, Tag, is_past
from retrieval.language.words import stem


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


def dated(claim: Reading) -> bool:
    """Whether the claim has a date with a month or year."""
    return any(each.year or each.month for each in figures.dates(claim.text))


def _anchored(claim: Reading) -> bool:
    """Whether a date or number says which event is meant."""
    return dated(claim) or bool(figures.numbers(claim.text))


def excludes(claim: Reading, rival: Rival, unit: Unit) -> bool:
    """Whether the claim and its rival cannot both be so."""
    verbs = {claim.bases[c.verb] for c in claim.clauses if c.finite}
    once = bool(verbs & _ONCE) or any(word.stem in _ALONE for word in claim.words)
    match rival.change:
        case Change.NUMBER:
            return dated(claim) or not _state(claim)
        case Change.DATE:
            same = once or _shares(claim, rival) or _ends(claim, rival)
            again = verbs & _AGAIN or not same
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
    """Whether the claim tells how things are, which changes: "the ceiling is 20", "it employs 9"."""
    main = _main(claim)
    if main is None or claim.tags[main.verb] in {Tag.BE, Tag.HAVE}:
        return True
    verb = claim.words[main.verb].lower
    helped = any(claim.words[k].lower in {"did", "didn't"} for k in range(main.verb))
    return not (is_past(verb) or verb in SAME_PAST or helped)


def _of_one(claim: Reading) -> bool:
    """Whether it is told of a certain one, not of "seven states": others may have joined before."""
    main = _main(claim)
    if main is None or not main.subject:
        return False
    certain = {"the", "its", "his", "her", "their", "this"}
    first = min(main.subject)
    named = bool(name_words(claim) & set(main.subject))
    figures_in = [i for i in main.subject if claim.words[i].stem[0].isdigit()]
    named = named or any(i > first for i in figures_in)  # "Resolution 1244"
    return (named and first not in figures_in) or (
        first > 0 and claim.words[first - 1].lower in certain
    )


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


def _ends(claim: Reading, rival: Rival) -> bool:
    """Whether the date is one end of a time whose other end is told alike: "from 2010 to 2014"."""
    before = claim.text[: rival.at.start].split()
    ranged = bool(before) and before[-1] in {"from", "to", "until"}
    return ranged and len(figures.dates(claim.text)) == 2


def positions(claim: Reading, rival: Rival) -> set[int]:
    """The words of the claim in whose place the rival has others."""
    return {i for i, w in enumerate(claim.words) if rival.at.start <= w.start < rival.at.end}


def _name_excludes(claim: Reading, rival: Rival, unit: Unit, *, once: bool) -> bool:
    inside = positions(claim, rival)
    name = next(n for n in naming.names(claim.text) if n.start == rival.at.start)
    before = min(inside) - 1
    if kind_of(name) == "place":
        hangs = before >= 0 and claim.tags[before] in {Tag.PREPOSITION, Tag.TO}
        return hangs and (once or _anchored(claim)) and _hangs_alike(claim, rival, unit)
    if kind_of(name) == "people":
        people = any(kind_of(each) == "person" for each in naming.names(claim.text))
        return people and _defines(claim)
    for clause in claim.clauses:
        doer = clause.agent if clause.passive else clause.subject
        if clause.finite and inside & set(doer):
            return once or claim.bases[clause.verb] in _LEADS
    return once and _defines(claim)


def _defines(claim: Reading) -> bool:
    """Whether the claim says who somebody is or was."""
    main = _main(claim)
    return main is not None and claim.tags[main.verb] is Tag.BE


def _hangs_alike(claim: Reading, rival: Rival, unit: Unit) -> bool:
    """Whether what is told hangs on the same word, by the same preposition, as the claim's own."""
    inside = positions(claim, rival)
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
    if _state(claim) or dated(claim):
        return dated(claim)
    evidence = unit.evidence.reading
    # "has not announced" may have been announced since
    return denied(claim) != [] or not any(
        evidence.tags[max(0, i - 1)] is Tag.HAVE for i in denied(evidence)
    )


def _opposite_excludes(claim: Reading, rival: Rival, unit: Unit) -> bool:
    i = min(positions(claim, rival))
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
