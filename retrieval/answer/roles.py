"""Who does what to whom, and who says it: a claim must have the roles of its evidence."""

from __future__ import annotations

import re
from itertools import pairwise

from retrieval.answer.alignment import Alignment, Evidence
from retrieval.language import names as naming
from retrieval.language.clauses import Clause, Reading
from retrieval.language.parts import Tag
from retrieval.language.words import stem


def _stems(listed: str) -> frozenset[str]:
    return frozenset(stem(word) for word in listed.split())


_ORDERS = _stems(
    "ask urge tell order invite force request allow let persuade enable help want expect require call"
)


# Verbs that leave to their object what is done.
_LENDS = _stems("lay put make take give gave offer express voice issue launch conduct")


def swapped(claim: Reading, evidence: Evidence, alignment: Alignment) -> str | None:
    """The verb of the claim that the evidence lets another one do, or do to another."""
    for clause in claim.clauses:
        if clause.finite and not _borne_out(claim, clause, evidence, alignment):
            return claim.words[clause.verb].text
    if not any(clause.finite for clause in claim.clauses) and not _monotone(alignment):
        return claim.text.split()[0]  # its verb is not known: only the order of the words tells
    return None


def _monotone(alignment: Alignment) -> bool:
    places = [alignment.places[i] for i in sorted(alignment.strength)]
    return all(one < other for one, other in pairwise(places))


def _happens(
    claim: Reading, clause: Clause, doer: tuple[int, ...], evidence: Evidence, alignment: Alignment
) -> bool:
    """ "Contacts resumed" where the evidence says that they were resumed."""
    if clause.passive or _first_object(claim, clause) or any(claim.words[i].capital for i in doer):
        return False
    verbs = alignment.options.get(clause.verb, ())
    return any(
        each.verb in verbs
        and each.passive
        and within(claim, doer, phrase(evidence, each.subject), alignment)
        for each in evidence.reading.clauses
    )


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
    if _happens(claim, clause, doer, evidence, alignment):
        return True
    like = {j: alignment.like.get((clause.verb, j), 0.0) for j in verbs}
    best = max(like.values(), default=0.0)  # "refused" is not "regret" where "refusing" stands too
    nouns = [j for j in verbs if evidence.reading.tags[j] is Tag.NOUN and like[j] >= best]
    return any(_by_noun(claim, doer, done, j, evidence, alignment) for j in nouns)


def _heads(positions: tuple[int, ...]) -> list[int]:
    """The last word of each phrase among the positions."""
    ordered = sorted(positions)
    return [i for n, i in enumerate(ordered) if n + 1 == len(ordered) or ordered[n + 1] != i + 1]


def within(
    claim: Reading, positions: tuple[int, ...], zone: frozenset[int], alignment: Alignment
) -> bool:
    """Whether the heads of the claim's phrases are said by words of the zone."""
    if not positions:
        return True
    heads = [i for i in _heads(positions) if claim.words[i].content]
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
        return bool(each.agent) and within(claim, doer, phrase(evidence, each.agent), alignment)
    subject = each.subject or _controller(evidence.reading, each)
    if not subject:
        return False
    return within(claim, doer, phrase(evidence, subject), alignment)


def _suffers(
    claim: Reading, done: tuple[int, ...], each: Clause, evidence: Evidence, alignment: Alignment
) -> bool:
    if not done:
        return True
    zone = frozenset(each.subject) if each.passive else frozenset(each.object)
    if not zone and not each.passive:
        zone = frozenset(range(each.verb + 1, len(evidence.reading.words)))
    return within(claim, done, zone | phrase(evidence, tuple(zone)), alignment)


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


def phrase(evidence: Evidence, positions: tuple[int, ...]) -> frozenset[int]:
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
    if reading.words[pronoun].lower in {"they", "them"}:
        several = [s for s in named if reading.words[s[-1]].lower.endswith("s")]
        named = several or named
    if reading.words[pronoun].lower in {"he", "she", "him", "her"}:
        named = [s for s in named if any(reading.words[i].capital for i in s)]
    keys = {reading.words[s[-1]].stem for s in named}
    if reading.words[pronoun].lower == "it" and ";" in reading.gaps[pronoun]:
        first = min(subjects, default=(), key=lambda s: s[0])
        return set() if any(reading.words[i].text.istitle() for i in first[-1:]) else set(first)
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
    if noun + 1 < len(reading.words) and reading.words[noun + 1].lower in {"of", "to"}:
        concepts = naming.concepts(reading.words)  # "the Russian invasion of Georgia"
        owners |= {noun - 1} & concepts.keys()
    for each in reading.clauses:  # "he laid the blame on Moscow"
        if noun in each.object and reading.bases[each.verb] in _LENDS and not each.passive:
            owners |= phrase(evidence, each.subject)
    agents = {
        j
        for j in range(noun + 1, min(noun + 14, len(reading.words)))
        if "by" in {reading.words[k].lower for k in range(max(noun, j - 4), j)}
    }
    if doer and not within(claim, doer, frozenset(owners | agents), alignment):
        return False
    return not done or within(
        claim, done, frozenset(range(noun + 1, min(noun + 10, len(reading.words)))), alignment
    )


def _in_order(
    claim: Reading, clause: Clause, doer: tuple[int, ...], evidence: Evidence, alignment: Alignment
) -> bool:
    """For "be", "have" and verbs that are not found: subject and rest stand in one clause, in this order."""
    reading = evidence.reading
    subject = [alignment.places[i] for i in _heads(clause.subject or doer) if i in alignment.places]
    rest = [alignment.places[i] for i in clause.object if i in alignment.places]
    if not subject or not rest:
        return not (
            clause.subject
            and rest
            and not subject
            and any(claim.words[i].content for i in clause.subject)
        )
    for each in reading.clauses:
        zone = phrase(evidence, each.subject)
        if zone & set(subject) and (set(each.object) & set(rest) or each.verb in rest):
            return True
    is_told = any(
        reading.tags[each.verb] is not Tag.VERB and set(each.object) & set(rest)
        for each in reading.clauses
    )
    if is_told and claim.tags[clause.verb] is not Tag.VERB:
        return False  # it is said of another
    first, last = min(subject[-1], rest[0]), max(subject[-1], rest[0])
    between = {reading.tags[j] for j in range(first + 1, last)}
    crossed = any(reading.broken(j) for j in range(first + 1, last + 1))
    breaks = {Tag.VERB, Tag.BE, Tag.HAVE, Tag.RELATIVE, Tag.OPENER, Tag.JOINER}
    compared = any(reading.words[j].lower == "as" for j in range(first + 1, last))
    return not crossed and not compared and not between & breaks


def two_names_in_one(claim: Reading, article: tuple[str, ...]) -> str | None:
    """A name of several words that the article nowhere has so: "Sergei Stoltenberg"."""
    for name in naming.names(claim.text):
        runs: list[list[str]] = [[]]
        inside = [i for i, w in enumerate(claim.words) if name.start <= w.start < name.end]
        for i in inside:
            word = claim.words[i]
            if word.lower in naming.JOINERS | naming.MONTHS_AND_DAYS or word.text.isdigit():
                runs.append([])
            else:
                runs[-1].append(word.stem)
        whole = all(written(tuple(run), article) for run in runs if len(run) > 1)
        if not name.known and not whole and not _titled(claim, inside, article):
            return name.text
    return None


def _titled(claim: Reading, inside: list[int], article: tuple[str, ...]) -> bool:
    """Whether a country before a title and a name says whose title it is: "Russian Foreign Minister Sergei Lavrov".

    The country's words, in any form, stand beside the title in the article, or title and country at the bearer's name.
    """
    concepts = naming.concepts(claim.words)
    owner = [i for i in inside if i in concepts]
    rest = [i for i in inside if i not in concepts]
    if not owner or not rest or owner[-1] > rest[0] or len(rest) < 2:
        return False
    if not any(claim.words[i].lower in naming.ROLES for i in rest):
        return False
    stems = tuple(claim.words[i].stem for i in rest)
    others = {stem(each) for each, what in naming.places().items() if what == concepts[owner[0]]}
    return any(written((other, *stems), article) for other in others if " " not in other)


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
