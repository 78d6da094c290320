"""Who says what: in a claim as in its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from retrieval.answer import figures
from retrieval.answer.alignment import Alignment, Evidence
from retrieval.answer.roles import phrase, within
from retrieval.language.clauses import Clause, Reading
from retrieval.language.parts import Tag
from retrieval.language.words import stem


def _stems(listed: str) -> frozenset[str]:
    return frozenset(stem(word) for word in listed.split())


SAYS = _stems(
    "say tell state note remark add comment observe argue claim maintain contend insist assert warn complain suggest write report"
    " believe think describe call characterise stress emphasise declare explain answer reply recall predict conclude deny accuse hint imply"
    " mention estimate speak consider regard view see allege hold repeat wonder joke lament regret boast vow pledge fear concede point announce confirm acknowledge admit promise"
)
# What somebody says in these words has happened: the speaker may be left out.
_FACTUAL = _stems("announce confirm acknowledge admit")
_SAYS_ONLY_THAT = _stems(
    "see consider regard view believe think speak explain answer recall call report hold point fear regret write show"
)
_ACCORDING = re.compile(
    r"\b(?:according to|in the (?:words|view|opinion|eyes|account) of|by the account of)\s+(?:the\s+)?",
    re.I,
)
_VIEW = re.compile(
    r"\b(?:in|by|on) (?:(\w+['’]s?|its|his|her|their|the \w+) )(?:own )?(?:view|opinion|eyes|account|count|words|reading|telling|version|narrative|interpretation|opinion)\b",
    re.I,
)
_SIDE = re.compile(
    r"\b(?:to|for|among) ((?:\w+['’]s?|its|his|her|their|the|some|many|most)\s)?(?:critics|supporters|opponents|admirers|defenders|sceptics|skeptics|advocates|some|others|many)\b(?=[^.;]*\s(?:was|is|were|are|had|has|proved|showed|meant)\b)",
    re.I,
)


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
        if reading.bases[c.verb] in SAYS
        and c.finite
        and not (c.passive and (not c.agent or reading.bases[c.verb] == "tell"))
        and _speaks(reading, c)
    ]
    for n, clause in enumerate(verbs):
        start = _segment_start(reading, clause.verb)
        later = [_start(reading, v) for v in verbs[n + 1 :] if v.subject != clause.subject]
        end = min([_segment_end(reading, clause.verb), *later, _next_deed(reading, clause)])
        scope = set(range(clause.verb + 1, end))
        if _aside(reading, clause):
            scope |= set(range(start, min(clause.subject or (clause.verb,))))
        subject = clause.agent if clause.passive else clause.subject
        if subject:
            yield Speech(frozenset(subject), frozenset(scope), reading.bases[clause.verb])
    for match in _ACCORDING.finditer(reading.text):
        yield _by_phrase(reading, match.end())
    for match in (*_VIEW.finditer(reading.text), *_SIDE.finditer(reading.text)):
        owner = [i for i, w in enumerate(reading.words) if match.start(1) <= w.start < match.end(1)]
        place = next(i for i, w in enumerate(reading.words) if w.start >= match.start())
        around = range(_segment_start(reading, place), _segment_end(reading, place))
        yield Speech(frozenset(owner), frozenset(around) - frozenset(owner), "say")


def _start(reading: Reading, clause: Clause) -> int:
    """Where the clause of a speaker begins: with the subject, unless another verb took it before."""
    first = min(clause.subject or (clause.verb,))
    taken = any(first < other.verb < clause.verb for other in reading.clauses)
    return clause.verb if taken else min(first, clause.verb)


def _next_deed(reading: Reading, clause: Clause) -> int:
    """Where "and answered" goes on with what the speaker does, not with what he says."""
    for other in reading.clauses:
        if (
            other.verb > clause.verb
            and other.finite
            and other.subject
            and other.subject == clause.subject
            and reading.tags[other.verb - 1] is Tag.JOINER
        ):
            return other.verb
    return len(reading.words)


def _speaks(reading: Reading, clause: Clause) -> bool:
    """Whether a verb that need not be one of speaking is one here: a clause or quotation follows."""
    if reading.bases[clause.verb] not in _SAYS_ONLY_THAT:
        return True
    after = range(clause.verb + 1, min(clause.verb + 10, len(reading.words)))
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
    told = reading.bases[clause.verb] == "tell" or _closes(reading, clause.verb)
    return first > 0 and bool(re.search('[,”"]', reading.gaps[first])) and (ends or told)


def _closes(reading: Reading, verb: int) -> bool:
    """Whether ", he wrote in Modern Diplomacy," ends with a comma before anything is told."""
    for k in range(verb + 1, min(verb + 6, len(reading.words))):
        if reading.comma(k):
            return True
        if reading.tags[k] not in {Tag.PREPOSITION, Tag.DETERMINER, Tag.NOUN, Tag.ADVERB}:
            return False
    return False


def _by_phrase(reading: Reading, end: int) -> Speech:
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
        alike = [
            each
            for each in ours
            if _same_speech(claim, each, other, evidence, alignment)
            and (_told_by(claim, each.speaker) or not _told_by(evidence.reading, other.speaker))
        ]
        covered = {i for speech in alike for i in speech.scope | speech.speaker}
        if said - covered and len(said - covered) * 3 > len(said):
            return _spelled(evidence.reading, other.speaker) or "the speaker"
    return _embedded(claim, evidence, alignment)


def _told_by(reading: Reading, speaker: frozenset[int]) -> bool:
    """Whether a speaker is named, and not only "its" view."""
    return any(reading.words[i].content for i in speaker)


def _embedded(claim: Reading, evidence: Evidence, alignment: Alignment) -> str | None:
    """The verb or noun whose "that" holds what the claim tells as plain fact: "proof that", "proved that"."""
    reading = evidence.reading
    main = next((c for c in claim.clauses if c.finite), None)
    if main is None:
        return None
    places = {j for i, j in alignment.places.items() if i in alignment.strength or i == main.verb}
    for t, word in enumerate(reading.words):
        if word.lower != "that" or reading.tags[t] is not Tag.OPENER or _relative(reading, t):
            continue
        end = _segment_end(reading, t)
        inside = {j for j in places if t < j < end}
        if not inside or (
            places - inside and main.verb in alignment.places and alignment.places[main.verb] < t
        ):
            continue
        holder = _holder(reading, t)
        if holder is None or holder in places or reading.words[holder].lower == "according":
            continue
        told = any(c.verb == holder and c.finite for c in reading.clauses)  # not "saying that"
        passed = _PASSED if told else _KNOWS
        if reading.bases[holder] in passed:
            continue
        if len(inside) * 2 > len(places):
            return reading.words[holder].text
    return None


_KNOWS = _stems("know learn show find discover reveal mean ensure note notice")


# Who says so is compared by `misattributed`; what is known or has been announced is so.
_PASSED = _KNOWS | _FACTUAL | SAYS


def _relative(reading: Reading, t: int) -> bool:
    """Whether "that" stands for the noun before it: "the summit that created the council"."""
    if t == 0 or t + 1 >= len(reading.words) or reading.tags[t - 1] is not Tag.NOUN:
        return False
    return reading.tags[t + 1] in {Tag.VERB, Tag.BE, Tag.HAVE, Tag.MODAL, Tag.ADVERB, Tag.DO}


def _holds(reading: Reading, t: int) -> bool:
    """Whether the noun before "that" has it: "proof that", not "on 6 October, that"."""
    noun = reading.words[t - 1]
    plain = not noun.capital and not noun.text[0].isdigit()
    return reading.tags[t - 1] is Tag.NOUN and plain and not reading.comma(t)


def _holder(reading: Reading, t: int) -> int | None:
    """The noun right before "that", or the nearest verb; of "and that" the first one's."""
    if (t > 1 and reading.tags[t - 1] is Tag.JOINER) or (t > 1 and reading.comma(t)):
        firsts = [k for k in range(t) if reading.words[k].lower == "that"]
        if firsts:
            return _holder(reading, firsts[-1])
    for k in range(t - 1, max(-1, t - 12), -1):
        if reading.gaps[k + 1].strip() == ";":
            return None
        if k == t - 1 and reading.tags[k] is Tag.BE:
            return k  # "the view is that"
        if reading.tags[k] is Tag.VERB or (k == t - 1 and _holds(reading, t)):
            return k
        if reading.tags[k] is Tag.OPENER and reading.words[k].lower == "that":
            return None  # "said that ..., and that ...": the first one's
    return None


def _same_speech(
    claim: Reading, speech: Speech, other: Speech, evidence: Evidence, alignment: Alignment
) -> bool:
    zone = phrase(evidence, tuple(other.speaker))
    if speech.speaker and not within(claim, tuple(speech.speaker), zone, alignment):
        return False
    dated = [d.span for d in figures.dates(claim.text)]  # when it was said stands outside what is
    said = [
        i
        for i in speech.scope
        if i in alignment.strength
        and not any(span.start <= claim.words[i].start < span.end for span in dated)
    ]
    told = [i for i in said if any(j in other.scope for j in alignment.options[i])]
    return len(told) >= 0.7 * len(said)  # dates and places of speaking stand outside what is said


def _spelled(reading: Reading, positions: frozenset[int]) -> str:
    return " ".join(reading.words[i].text for i in sorted(positions))
