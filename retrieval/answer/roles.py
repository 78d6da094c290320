"""Who does what to whom, and who says it: a claim must have the roles of its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from retrieval.answer.alignment import Alignment, Evidence, name_words
from retrieval.language import names as naming
from retrieval.language.clauses import Clause, Reading, Tag
from retrieval.language.words import stem


def _stems(listed: str) -> frozenset[str]:
    return frozenset(stem(word) for word in listed.split())


_ORDERS = _stems(
    "ask urge tell order invite force request allow let persuade enable help want expect require call"
)
_SAYS = _stems(
    "say tell state note remark add comment observe argue claim maintain contend insist assert warn complain suggest write report"
    " believe think describe call characterise stress emphasise declare explain answer reply recall predict conclude deny accuse hint imply"
    " mention estimate speak consider regard view see allege announce confirm acknowledge admit promise"
)
# What somebody says in these words has happened: the speaker may be left out.
_FACTUAL = _stems("announce confirm acknowledge admit")
_SAYS_ONLY_THAT = _stems(
    "see consider regard view believe think speak explain answer recall call report write show"
)
_ACCORDING = re.compile(
    r"\b(?:according to|in the (?:words|view|opinion|eyes|account) of|by the account of)\s+(?:the\s+)?",
    re.I,
)
_VIEW = re.compile(
    r"\b(?:in|by|on) (?:(\w+['’]s?|its|his|her|their) )(?:own )?(?:view|opinion|eyes|account|count|words|reading|telling)\b",
    re.I,
)


def swapped(claim: Reading, evidence: Evidence, alignment: Alignment) -> str | None:
    """The verb of the claim that the evidence lets another one do, or do to another."""
    for clause in claim.clauses:
        if clause.finite and not _borne_out(claim, clause, evidence, alignment):
            return claim.words[clause.verb].text
    return None


def _borne_out(claim: Reading, clause: Clause, evidence: Evidence, alignment: Alignment) -> bool:
    doer = clause.agent if clause.passive else clause.subject
    done = clause.subject if clause.passive else _first_object(claim, clause)
    if not doer and not done:
        return True
    verbs = alignment.options.get(clause.verb, ())
    found = [each for each in evidence.reading.clauses if each.verb in verbs]
    if claim.tags[clause.verb] is not Tag.VERB or not verbs:
        return _in_order(claim, clause, doer, evidence, alignment)
    for each in found:
        if _does(claim, doer, each, evidence, alignment) and _suffers(
            claim, done, each, evidence, alignment
        ):
            return True
    nouns = [j for j in verbs if evidence.reading.tags[j] is Tag.NOUN]
    return any(_by_noun(claim, doer, done, j, evidence, alignment) for j in nouns)


def _heads(claim: Reading, positions: tuple[int, ...]) -> list[int]:
    """The last word of each phrase among the positions."""
    ordered = sorted(positions)
    return [i for n, i in enumerate(ordered) if n + 1 == len(ordered) or ordered[n + 1] != i + 1]


def _within(
    claim: Reading, positions: tuple[int, ...], zone: frozenset[int], alignment: Alignment
) -> bool:
    """Whether the heads of the claim's phrases are said by words of the zone."""
    if not positions:
        return True
    heads = [i for i in _heads(claim, positions) if claim.words[i].content]
    if not heads:
        return True
    joined = any(claim.tags[i] is Tag.JOINER for i in range(min(positions), max(positions)))
    told = [any(j in zone for j in alignment.options.get(i, ())) for i in heads]
    return all(told) if joined else any(told)


def _does(
    claim: Reading, doer: tuple[int, ...], each: Clause, evidence: Evidence, alignment: Alignment
) -> bool:
    if not doer:
        return True
    if each.passive:
        return bool(each.agent) and _within(claim, doer, _phrase(evidence, each.agent), alignment)
    subject = each.subject or _controller(evidence.reading, each)
    if not subject:
        return False
    return _within(claim, doer, _phrase(evidence, subject), alignment)


def _suffers(
    claim: Reading, done: tuple[int, ...], each: Clause, evidence: Evidence, alignment: Alignment
) -> bool:
    if not done:
        return True
    zone = frozenset(each.subject) if each.passive else frozenset(each.object)
    if not zone and not each.passive:
        zone = frozenset(range(each.verb + 1, len(evidence.reading.words)))
    return _within(claim, done, zone | _phrase(evidence, tuple(zone)), alignment)


def _first_object(claim: Reading, clause: Clause) -> tuple[int, ...]:
    """The phrase right after the verb, when no preposition opens it."""
    found: list[int] = []
    others = {i for each in claim.clauses if each.verb > clause.verb for i in each.subject}
    for i in range(clause.verb + 1, len(claim.words)):
        tag = claim.tags[i]
        if i in others:
            return ()  # "said the step would lower": a clause
        if claim.broken(i) or tag not in {Tag.NOUN, Tag.DETERMINER, Tag.ADVERB}:
            break
        if tag is Tag.NOUN:
            if claim.comma(i) and found:
                break
            found.append(i)
    return tuple(found[-1:])


def _phrase(evidence: Evidence, positions: tuple[int, ...]) -> frozenset[int]:
    """The positions with what their pronouns stand for inside the sentence."""
    reading = evidence.reading
    found = set(positions)
    for i in positions:
        if reading.tags[i] is Tag.PRONOUN and i not in evidence.referents:
            found |= _antecedent(reading, i)
    return frozenset(found)


def _antecedent(reading: Reading, pronoun: int) -> set[int]:
    """The one subject before a pronoun that it can stand for; empty when there are several."""
    subjects = {
        c.subject
        for c in reading.clauses
        if c.subject and c.verb < pronoun and max(c.subject) < pronoun
    }
    named = [s for s in subjects if reading.tags[s[0]] is Tag.NOUN]
    if reading.words[pronoun].lower in {"he", "she", "him", "her"}:
        named = [s for s in named if any(reading.words[i].capital for i in s)]
    keys = {reading.words[s[-1]].stem for s in named}
    return set(named[0]) if len(keys) == 1 else set()


def _controller(reading: Reading, each: Clause) -> tuple[int, ...]:
    """Who does what an infinitive or a participle tells: the subject, or the object, of the verb before it."""
    before = [c for c in reading.clauses if c.verb < each.verb]
    for clause in reversed(before):
        if clause.subject or clause.finite:
            orders = reading.bases[clause.verb] in _ORDERS and not clause.passive
            return clause.object[:2] if orders else clause.subject
    return ()


def _by_noun(
    claim: Reading,
    doer: tuple[int, ...],
    done: tuple[int, ...],
    noun: int,
    evidence: Evidence,
    alignment: Alignment,
) -> bool:
    """ "NATO's expulsion of the eight", "the expulsion of the eight by NATO"."""
    reading = evidence.reading
    owners: set[int] = set()
    for j in range(max(0, noun - 3), noun):
        if re.search(r"['’]s?$", reading.words[j].text) or j in evidence.referents:
            owners |= {j, j - 1}
    agents = {
        j
        for j in range(noun + 1, min(noun + 14, len(reading.words)))
        if "by" in {reading.words[k].lower for k in range(max(noun, j - 4), j)}
    }
    if doer and not _within(claim, doer, frozenset(owners | agents), alignment):
        return False
    return not done or _within(
        claim, done, frozenset(range(noun + 1, min(noun + 10, len(reading.words)))), alignment
    )


def _in_order(
    claim: Reading, clause: Clause, doer: tuple[int, ...], evidence: Evidence, alignment: Alignment
) -> bool:
    """For "be", "have" and verbs that are not found: subject and rest stand in one clause, in this order."""
    reading = evidence.reading
    subject = [
        alignment.places[i] for i in _heads(claim, clause.subject or doer) if i in alignment.places
    ]
    rest = [alignment.places[i] for i in clause.object if i in alignment.places]
    if not subject or not rest:
        return not (
            clause.subject
            and rest
            and not subject
            and any(claim.words[i].content for i in clause.subject)
        )
    for each in reading.clauses:
        zone = _phrase(evidence, each.subject)
        if zone & set(subject) and (set(each.object) & set(rest) or each.verb in rest):
            return True
    first, last = min(subject[-1], rest[0]), max(subject[-1], rest[0])
    between = {reading.tags[j] for j in range(first + 1, last)}
    crossed = any(reading.broken(j) for j in range(first + 1, last + 1))
    return not crossed and not between & {Tag.VERB, Tag.BE, Tag.HAVE, Tag.RELATIVE, Tag.OPENER}


@dataclass(frozen=True, slots=True)
class Speech:
    """What somebody says in a sentence: positions of the speaker (empty: not told), and of what is said."""

    speaker: frozenset[int]
    scope: frozenset[int]
    verb: str


@lru_cache(maxsize=4096)
def speeches(reading: Reading) -> tuple[Speech, ...]:
    """What is said in a sentence, by whom."""
    return tuple(_speeches(reading))


def _speeches(reading: Reading) -> Iterator[Speech]:
    verbs = [
        c
        for c in reading.clauses
        if reading.bases[c.verb] in _SAYS and c.finite and _speaks(reading, c)
    ]
    for n, clause in enumerate(verbs):
        start = _segment_start(reading, clause.verb)
        later = [min(v.subject or (v.verb,)) for v in verbs[n + 1 :] if v.subject != clause.subject]
        end = min([_segment_end(reading, clause.verb), *later])
        scope = set(range(clause.verb + 1, end))
        if _aside(reading, clause):
            scope |= set(range(start, min(clause.subject or (clause.verb,))))
        subject = clause.agent if clause.passive else clause.subject
        if subject or not clause.passive:
            yield Speech(frozenset(subject), frozenset(scope), reading.bases[clause.verb])
    for match in _ACCORDING.finditer(reading.text):
        yield _by_phrase(reading, match.start(), match.end())
    for match in _VIEW.finditer(reading.text):
        owner = [i for i, w in enumerate(reading.words) if match.start(1) <= w.start < match.end(1)]
        place = next(i for i, w in enumerate(reading.words) if w.start >= match.start(1))
        scope = range(_segment_start(reading, place), _segment_end(reading, place))
        yield Speech(frozenset(owner), frozenset(scope) - frozenset(owner), "say")


def _speaks(reading: Reading, clause: Clause) -> bool:
    """Whether a verb that need not be one of speaking is one here: a clause or quotation follows."""
    if reading.bases[clause.verb] not in _SAYS_ONLY_THAT:
        return True
    after = range(clause.verb + 1, min(clause.verb + 3, len(reading.words)))
    opens = any(reading.words[i].lower in {"that", "as"} for i in after)
    quotes = any(
        re.search('[“"]', reading.gaps[i]) for i in range(clause.verb + 1, len(reading.words))
    )
    return (
        opens
        or quotes
        or reading.bases[clause.verb] in {"call", "believ", "think"}
        or _aside(reading, clause)
    )


def _aside(reading: Reading, clause: Clause) -> bool:
    """Whether ", he said," stands in or after what is said."""
    first = min((*clause.subject, clause.verb))
    while (
        first > 0
        and reading.tags[first - 1] in {Tag.DETERMINER, Tag.NOUN}
        and not reading.comma(first)
        and not reading.broken(first)
    ):
        first -= 1
    following = clause.verb + 1
    ends = following >= len(reading.words) or bool(re.search('[,;.”"]', reading.gaps[following]))
    told = reading.bases[clause.verb] == "tell"
    return first > 0 and bool(re.search('[,”"]', reading.gaps[first])) and (ends or told)


def _by_phrase(reading: Reading, start: int, end: int) -> Speech:
    place = next((i for i, w in enumerate(reading.words) if w.start >= end), len(reading.words) - 1)
    speaker = set()
    for i in range(place, len(reading.words)):
        if i > place and (
            reading.comma(i)
            or reading.broken(i)
            or reading.tags[i] not in {Tag.NOUN, Tag.DETERMINER, Tag.PREPOSITION}
        ):
            break
        speaker.add(i)
    scope = set(range(_segment_start(reading, place), _segment_end(reading, place)))
    return Speech(frozenset(speaker), frozenset(scope - speaker), "say")


def _segment_start(reading: Reading, position: int) -> int:
    for i in range(position, 0, -1):
        if re.search(r"[;]|[.?!]\s|\s—\s|: ", reading.gaps[i]):
            return i
    return 0


def _segment_end(reading: Reading, position: int) -> int:
    for i in range(position + 1, len(reading.words)):
        if re.search(r"[;]|[.?!]\s", reading.gaps[i]):
            return i
    return len(reading.words)


def misattributed(claim: Reading, evidence: Evidence, alignment: Alignment) -> str | None:
    """The speaker of the claim who does not say it in the evidence, or the one whom the claim leaves out."""
    ours, theirs = speeches(claim), speeches(evidence.reading)
    for speech in ours:
        if not any(_same_speech(claim, speech, other, evidence, alignment) for other in theirs):
            return _spelled(claim, speech.speaker) or "the speaker"
    for other in theirs:
        if other.verb in _FACTUAL:
            continue
        said = {
            i for i, j in alignment.places.items() if j in other.scope and i in alignment.strength
        }
        alike = [each for each in ours if _same_speech(claim, each, other, evidence, alignment)]
        covered = {i for speech in alike for i in speech.scope | speech.speaker}
        if said - covered and len(said - covered) * 3 > len(said):
            return _spelled(evidence.reading, other.speaker) or "the speaker"
    return None


def _same_speech(
    claim: Reading, speech: Speech, other: Speech, evidence: Evidence, alignment: Alignment
) -> bool:
    zone = _phrase(evidence, tuple(other.speaker))
    if speech.speaker and not _within(claim, tuple(speech.speaker), zone, alignment):
        return False
    said = [i for i in speech.scope if i in alignment.strength]
    told = [i for i in said if any(j in other.scope for j in alignment.options[i])]
    return len(told) >= 0.7 * len(said)  # dates and places of speaking stand outside what is said


def _spelled(reading: Reading, positions: frozenset[int]) -> str:
    return " ".join(reading.words[i].text for i in sorted(positions))


def two_names_in_one(claim: Reading, article: tuple[str, ...]) -> str | None:
    """A name of several words that the article nowhere has so: "Sergei Stoltenberg"."""
    for name in naming.names(claim.text):
        inside = [
            w.stem
            for w in claim.words
            if name.start <= w.start < name.end and w.lower not in naming.JOINERS
        ]
        if name.known or len(inside) < 2:
            continue
        if not written(tuple(inside), article):
            return name.text
    return None


def written(stems: tuple[str, ...], article: tuple[str, ...]) -> bool:
    """Whether the stems stand in this order, at most two words apart, in the article."""
    starts = [i for i, each in enumerate(article) if each == stems[0]]
    for start in starts:
        place = start
        for each in stems[1:]:
            near = article[place + 1 : place + 4]
            if each not in near:
                break
            place += 1 + near.index(each)
        else:
            return True
    return False


__all__ = [
    "Speech",
    "misattributed",
    "name_words",
    "speeches",
    "swapped",
    "two_names_in_one",
    "written",
]
