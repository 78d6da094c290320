"""What a claim changes in its evidence, word by word: a name, number or opposite put in another's place."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache

from retrieval.answer import figures
from retrieval.answer.alignment import Alignment, Evidence, name_words, significant
from retrieval.answer.likeness import likeness, opposed
from retrieval.answer.operators import Kind, kind_of, operators
from retrieval.language import names as naming
from retrieval.language.clauses import Reading, read
from retrieval.language.grammar import opposites
from retrieval.language.parts import Tag

_SHORT = 4  # words: a longer stretch is another sentence, not another word
_MAY_GO = frozenset({Kind.ONLY, Kind.ALL, Kind.MORE})  # without it the claim says less
_KEPT = frozenset(
    {
        Kind.NOT,
        Kind.MAY,
        Kind.MUST,
        Kind.WILL,
        Kind.IF,
        Kind.HEARSAY,
        Kind.SOME,
        Kind.MOST,
        Kind.ALMOST,
        Kind.ALL,
        Kind.ONLY,
        Kind.LESS,
        Kind.MORE,
    }
)
_STRICT = frozenset({Kind.NOT, Kind.MAY, Kind.MUST, Kind.HEARSAY})
PAIRS = frozenset(
    frozenset(pair.split())
    for pair in "from to;into from;for against;with without;under over;above below;up down;inside outside;since until;before after;more less;more fewer;out in;on off;on under;all some;many few;most few;to against;ahead behind;both neither;as than;nothing something;nobody somebody;nobody everybody;everything nothing;none some".split(
        ";"
    )
)


@lru_cache(maxsize=4096)
def _keys(reading: Reading, alliance: bool) -> tuple[str, ...]:
    """What each word is compared by: the country, the base form, or the word."""
    concepts = naming.concepts(reading.words)
    keys = []
    for i, word in enumerate(reading.words):
        if alliance and naming.plain(word) == "alliance":
            keys.append("nato")
        elif i in concepts:
            keys.append(concepts[i])
        else:
            keys.append(
                reading.bases[i] if word.content or reading.tags[i] is Tag.VERB else word.lower
            )
    return tuple(keys)


def changed(claim: Reading, evidence: Evidence, alignment: Alignment) -> tuple[str, str] | None:
    """(what kind, the claim's words) of the first word that stands where the evidence has another.

    Kinds: "name", "number", "negation", "modality", "degree", "relation", "words".
    """
    there = evidence.reading
    ours, theirs = _keys(claim, evidence.alliance), _keys(there, evidence.alliance)
    moved = _moved(claim, there)
    matcher = SequenceMatcher(None, theirs, ours, autojunk=False)
    for op, i1, i2, j1, j2 in matcher.get_opcodes():
        if op == "equal" or not _anchored(i1, i2, j1, j2, theirs, ours):
            continue
        if i2 - i1 > _SHORT or j2 - j1 > _SHORT:
            continue
        if op == "delete" and _conjunct(there, i1, i2):
            continue
        found = _operator_change(claim, there, (i1, i2), (j1, j2), moved)
        if found is None and i2 > i1 and j2 > j1:
            found = _replacement(claim, evidence, (i1, i2), (j1, j2), alignment)
        if found:
            return found
    blocks = matcher.get_matching_blocks()
    kept = frozenset(
        j for each in blocks if each.size > 1 for j in range(each.b, each.b + each.size)
    )
    for each in blocks:
        if each.size and (
            found := _beside(
                claim, evidence, ours, theirs, (each.a, each.b, each.size), kept=kept, moved=moved
            )
        ):
            return found
    return repeated(claim, evidence)


def _conjunct(there: Reading, begin: int, end: int) -> bool:
    """Whether the words from `begin` to `end` are the first or last of two statements joined by "and".

    Each of them is told by itself, so the other may be left out, whatever it denies.
    """
    at = begin if end == len(there.words) else end - 1 if begin == 0 else -1
    if at < 0 or there.words[at].lower != "and" or not there.comma(at):
        return False
    return any(clause.subject and clause.verb in range(begin, end) for clause in there.clauses)


_WINDOW = 3  # words before an anchor in which a negation changes it


def _beside(
    claim: Reading,
    evidence: Evidence,
    ours: tuple[str, ...],
    theirs: tuple[str, ...],
    block: tuple[int, int, int],
    *,
    kept: frozenset[int],
    moved: frozenset[Kind],
) -> tuple[str, str] | None:
    """What stands right before and after words that both have, where the rest differs."""
    there = evidence.reading
    i, j, size = block
    if size < 2 and not (claim.tags[j] is Tag.VERB and claim.words[j].content):
        return None
    if found := _denied(claim, there, (i, j), moved):
        return found
    for one, other, step in ((i - 1, j - 1, -1), (i + size, j + size, 1)):
        if not (0 <= one < len(theirs) and 0 <= other < len(ours)) or size < 2 or other in kept:
            continue
        border = (one + 1, other + 1) if step < 0 else (one, other)
        if there.broken(border[0]) or claim.broken(border[1]):
            continue
        if frozenset({there.words[one].lower, claim.words[other].lower}) in PAIRS - _MOVES:
            return "relation", claim.words[other].text
        if opposed(there.bases[one], claim.bases[other]):
            return "negation", claim.words[other].text
        if _other_name(claim, evidence, ours, theirs, (one, other, step)):
            return "name", claim.words[other].text
    return None


_MOVES = frozenset(
    {frozenset({"from", "to"}), frozenset({"into", "from"}), frozenset({"to", "against"})}
)


def _other_name(
    claim: Reading,
    evidence: Evidence,
    ours: tuple[str, ...],
    theirs: tuple[str, ...],
    places: tuple[int, int, int],
) -> bool:
    """Whether two different names stand in the same place, neither as a part of the other's run."""
    one, other, step = places
    named, named_there = name_words(claim), name_words(evidence.reading)
    if one not in named_there or other not in named or theirs[one] == ours[other]:
        return False
    run: list[str] = []
    k = one
    while 0 <= k < len(theirs) and k in named_there and len(run) < 5:
        run.append(theirs[k])
        k += step
    own: list[str] = []
    k = other
    while 0 <= k < len(ours) and k in named and len(own) < 5:
        own.append(ours[k])
        k += step
    if set(run) & set(own) or any(likeness(a, b) for a in run for b in own):
        return False
    return not _spelled_out(claim, (min(other, other), other + 1), evidence, (one, one + 1))


def _denied(
    claim: Reading,
    there: Reading,
    anchor: tuple[int, int],
    moved: frozenset[Kind],
) -> tuple[str, str] | None:
    """A negation in the few words before an anchor, of which the other side has none."""
    i, j = anchor
    before = _strict_before(there, i)
    after = _strict_before(claim, j)
    for kind, place in after.items():
        if kind not in before and kind not in moved:
            return _named(kind), claim.words[place].text
    for kind, place in before.items():
        if kind not in after and kind not in moved:
            return _named(kind), there.words[place].text
    return None


def _strict_before(reading: Reading, position: int) -> dict[Kind, int]:
    """Negations and modals among the helpers right before a word."""
    found: dict[Kind, int] = {}
    for k in range(position - 1, max(-1, position - 1 - _WINDOW), -1):
        if reading.broken(k + 1) or reading.comma(k + 1):
            break
        if reading.tags[k] not in {
            Tag.NOT,
            Tag.MODAL,
            Tag.BE,
            Tag.HAVE,
            Tag.DO,
            Tag.ADVERB,
            Tag.DETERMINER,
        }:
            break
        kind = kind_of(reading, k)
        if kind in _STRICT:
            found[kind] = k
    return found


def _anchored(
    i1: int, i2: int, j1: int, j2: int, theirs: tuple[str, ...], ours: tuple[str, ...]
) -> bool:
    """Whether the words on both sides of a change are the same, or one of them two words long."""
    left = (i1 == 0 and j1 == 0) or (i1 > 0 and j1 > 0 and theirs[i1 - 1] == ours[j1 - 1])
    right = (i2 == len(theirs) and j2 == len(ours)) or (
        i2 < len(theirs) and j2 < len(ours) and theirs[i2] == ours[j2]
    )
    return left and right


def _operator_change(
    claim: Reading,
    there: Reading,
    was: tuple[int, int],
    now: tuple[int, int],
    moved: frozenset[Kind],
) -> tuple[str, str] | None:
    before = [kind_of(there, i) for i in range(*was)]
    after = [kind_of(claim, j) for j in range(*now)]
    words = {Tag.VERB, Tag.NOUN}  # "denied", "plan": compared by what they govern
    if Kind.NOT in before and "but" in _following(there, was):
        before = [kind for kind in before if kind is not Kind.NOT]  # "not one measure but three"
    for n, kind in enumerate(before):
        if kind in _KEPT and kind not in after and (kind in _STRICT or was[1] - was[0] <= 2):
            if kind in {Kind.WILL, *_MAY_GO} and now[0] == now[1]:
                continue
            if there.tags[was[0] + n] in words or kind in moved:
                continue
            return _named(kind), there.words[was[0] + n].text
    for n, kind in enumerate(after):
        if kind in _KEPT and kind not in before and kind is not Kind.WILL:
            if claim.tags[now[0] + n] in words or kind in moved:
                continue
            return _named(kind), claim.words[now[0] + n].text
    return None


def _following(there: Reading, was: tuple[int, int]) -> set[str]:
    return {word.lower for word in there.words[was[0] : was[1] + 3]}


def _moved(claim: Reading, there: Reading) -> frozenset[Kind]:
    """Kinds of operators that both have once: "Nor did it", "it did not"; `altered` compares what they govern."""
    ours = Counter(operator.kind for operator in operators(claim))
    theirs = Counter(operator.kind for operator in operators(there))
    return frozenset(kind for kind in ours if ours[kind] == theirs[kind] == 1)


def _named(kind: Kind | None) -> str:
    if kind is Kind.NOT:
        return "negation"
    return (
        "modality" if kind in {Kind.MAY, Kind.MUST, Kind.WILL, Kind.IF, Kind.HEARSAY} else "degree"
    )


def _replacement(
    claim: Reading,
    evidence: Evidence,
    was: tuple[int, int],
    now: tuple[int, int],
    alignment: Alignment,
) -> tuple[str, str] | None:
    there = evidence.reading
    if found := _turned(claim, there, was, now):
        return found
    named, named_there = name_words(claim), name_words(there)
    told = [i for i in range(*was) if significant(there, i) or i in named_there]
    for j in range(*now):
        if not (significant(claim, j) or j in named):
            continue
        if _said_there(claim, evidence, was, j, alignment):
            continue
        if told and not _spelled_out(claim, now, evidence, was):
            figure = claim.words[j].stem[0].isdigit()
            return "number" if figure else "name" if j in named else "words", claim.words[j].text
    return None


def _turned(
    claim: Reading, there: Reading, was: tuple[int, int], now: tuple[int, int]
) -> tuple[str, str] | None:
    """A word that is the opposite of one in whose place it stands."""
    for j in range(*now):
        for i in range(*was):
            if frozenset({there.words[i].lower, claim.words[j].lower}) in PAIRS:
                return "relation", claim.words[j].text
            stems = opposites(claim.words[j].stem)
            if opposed(there.bases[i], claim.bases[j]) or there.words[i].stem in stems:
                return "negation", claim.words[j].text
    return None


_POINTING = frozenset({"its", "his", "her", "their", "there"})


def _said_there(
    claim: Reading, evidence: Evidence, was: tuple[int, int], j: int, alignment: Alignment
) -> bool:
    """Whether a word of the claim is said by one of those in whose place it stands."""
    there, word = evidence.reading, claim.words[j]
    if any(i in alignment.options.get(j, ()) for i in range(*was)):
        return True
    if _in_date(claim, j) and j in alignment.places and not _has_date(there, was):
        return True  # the date moved: compared by what happened then
    if _in_date(claim, j) and j not in alignment.options:
        return True  # a year that the evidence leaves out, compared before
    if any(
        likeness(claim.bases[j], there.bases[i]) or word.stem == there.words[i].stem
        for i in range(*was)
    ):
        return True
    concept = naming.concepts(claim.words).get(j)
    return any(
        word.stem in evidence.referents.get(i, ()) or concept in evidence.referents.get(i, ())
        for i in range(*was)
        if there.tags[i] is Tag.PRONOUN or there.words[i].lower in _POINTING
    )


def _has_date(reading: Reading, was: tuple[int, int]) -> bool:
    return any(_in_date(reading, i) for i in range(*was))


def _in_date(reading: Reading, i: int) -> bool:
    word = reading.words[i]
    return any(d.span.start <= word.start < d.span.end for d in figures.dates(reading.text))


def _spelled_out(
    claim: Reading, now: tuple[int, int], evidence: Evidence, was: tuple[int, int]
) -> bool:
    """Whether an acronym stands for its words, or a part of a name for the whole."""
    ours = claim.text[claim.words[now[0]].start : claim.words[now[1] - 1].end]
    theirs = evidence.reading.text[
        evidence.reading.words[was[0]].start : evidence.reading.words[was[1] - 1].end
    ]
    for short, long in evidence.acronyms.items():
        if (
            {short, long} == {ours, theirs}
            or (short in theirs and ours in long)
            or (short in ours and theirs in long)
        ):
            return True
    return False


_STANDS_FOR = frozenset("it its he she his her they their him them who which itself".split())


def repeated(claim: Reading, evidence: Evidence) -> tuple[str, str] | None:
    """A name or number that the claim has more often than its evidence: "between NATO and NATO"."""
    ours, theirs = _keys(claim, evidence.alliance), _keys(evidence.reading, evidence.alliance)
    have, told = Counter(ours), Counter(theirs)
    for short, long in evidence.acronyms.items():
        if any(word.text == short for word in evidence.reading.words):
            told.update(_keys(read(long), evidence.alliance))  # "the NIO" has NATO in it
    pronouns = sum(word.lower in _STANDS_FOR for word in evidence.reading.words)
    named = name_words(claim)
    for j, key in enumerate(ours):
        if have[key] < 2 or not told[key]:
            continue
        spare = pronouns if j in named else 0
        if (j in named or significant(claim, j)) and have[key] > told[key] + spare:
            if j not in named and any(likeness(key, other) for other in theirs if other != key):
                continue
            return (
                "number" if key[0].isdigit() else "name" if j in named else "words"
            ), claim.words[j].text
    return None
