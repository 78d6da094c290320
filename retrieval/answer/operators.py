"""Words that change what a sentence claims: not, may, some, before; a claim must have its evidence's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from retrieval.answer.alignment import Alignment
from retrieval.language.clauses import Reading
from retrieval.language.grammar import grammar
from retrieval.language.parts import Tag
from retrieval.language.words import stem


class Kind(StrEnum):
    """What an operator does to the words in its scope."""

    NOT = "negation"
    MAY = "possibility"
    MUST = "duty"
    WANT = "intention"
    IF = "condition"
    HEARSAY = "hearsay"
    WILL = "future"
    ALL = "all"
    ONLY = "only"
    SOME = "some"
    MOST = "most"
    ALMOST = "almost"
    EXCEPT = "exception"
    MORE = "more"
    LESS = "less"


def _stems(listed: str) -> frozenset[str]:
    return frozenset(stem(word) for word in listed.split())


_BY_WORD: dict[str, Kind] = {}
for _kind, _list in {
    Kind.NOT: "not never no nobody none neither nor without cannot hardly scarcely nothing nowhere",
    Kind.MAY: "may might could can perhaps possibly maybe likely probably potentially possible probable",
    Kind.MUST: "should must ought",
    Kind.WILL: "will would shall",
    Kind.IF: "if unless whether",
    Kind.HEARSAY: "alleged allegedly reportedly apparently supposed supposedly suspected suspicion purported so-called rumoured rumored ostensibly seemingly seems seem appears",
    Kind.ALL: "all every each everybody everyone entire entirely whole wholly always completely fully unanimously unanimous",
    Kind.ONLY: "only sole solely exclusively merely",
    Kind.SOME: "some several few various certain sometimes partly minority",
    Kind.MOST: "most mostly majority mainly largely",
    Kind.EXCEPT: "except excepting excluding",
    Kind.ALMOST: "almost nearly practically virtually barely",
    Kind.MORE: "more",
    Kind.LESS: "less fewer least",
}.items():
    for _word in _list.split():
        _BY_WORD[_word] = _kind
_BY_STEM = {
    **dict.fromkeys(
        _stems(
            "deny refuse reject fail decline prevent avoid lack prohibit forbid oppose refrain abstain"
        ),
        Kind.NOT,
    ),
    **dict.fromkeys(
        _stems(
            "plan intend want wish hope aim propose threaten seek try attempt expect promise consider urge demand offer request invite"
            " suggest recommend call_for ask wait pretend imagine would-be proposal demand plan intention hope"
        ),
        Kind.WANT,
    ),
}
_ADVERBIAL = {Kind.SOME, Kind.ALL, Kind.ONLY, Kind.MOST, Kind.ALMOST, Kind.MORE, Kind.LESS}
_SCOPE, _NEAR = 14, 3  # words
# Which operators a claim may not add, and which it may not leave out.
_STRICT = frozenset({Kind.NOT, Kind.MAY, Kind.MUST, Kind.WANT, Kind.IF, Kind.HEARSAY})
_NOT_ADDED = _STRICT | {Kind.ALL, Kind.ONLY, Kind.MOST, Kind.ALMOST, Kind.MORE, Kind.LESS}
_NOT_DROPPED = _STRICT | {Kind.EXCEPT, Kind.SOME, Kind.ALMOST, Kind.LESS, Kind.MOST}


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator, its position and the positions it speaks of."""

    kind: Kind
    position: int
    scope: frozenset[int]


@lru_cache(maxsize=4096)
def operators(reading: Reading) -> tuple[Operator, ...]:
    """The operators of a sentence, in order."""
    return tuple(_operators(reading))


def _operators(reading: Reading) -> Iterator[Operator]:
    for i in range(len(reading.words)):
        if (kind := kind_of(reading, i)) is not None:
            yield Operator(kind, i, frozenset(_scope(reading, i, kind)))


def kind_of(reading: Reading, i: int) -> Kind | None:
    """What kind of operator a word is, if it is one."""
    word = reading.words[i]
    lower = word.lower.replace("’", "'")
    if lower.endswith("n't"):
        return Kind.NOT
    kind = _BY_WORD.get(lower)
    if lower == "short" and i + 1 < len(reading.words) and reading.words[i + 1].lower == "of":
        return Kind.NOT  # "stopped short of calling it hostile"
    if reading.tags[i] is Tag.BE and i + 1 < len(reading.words) and reading.tags[i + 1] is Tag.TO:
        return Kind.WILL  # "the generals were to telephone"
    if kind is None and reading.tags[i] in {Tag.VERB, Tag.NOUN}:
        return _BY_STEM.get(reading.bases[i])
    return None if kind is Kind.MAY and word.capital and i > 0 else kind  # the month


def _ends(reading: Reading, i: int) -> bool:
    """Whether a mark stands before the word that ends a scope; a quotation mark does not."""
    return bool(re.search(r"[;:()—–]|[.?!]\s| - ", reading.gaps[i]))


def _scope(reading: Reading, position: int, kind: Kind) -> Iterator[int]:
    near = kind in _ADVERBIAL or (kind is Kind.HEARSAY and reading.tags[position] is not Tag.ADVERB)
    if near:
        found = 0
        for i in range(position + 1, min(position + 6, len(reading.words))):
            if _ends(reading, i) or reading.comma(i):
                return
            if reading.words[i].content or reading.tags[i] is Tag.VERB:
                yield i
                found += 1
                if found == _NEAR or reading.tags[i] is Tag.VERB:
                    return
        return
    if kind is Kind.EXCEPT or (kind is Kind.IF and reading.words[position].lower != "whether"):
        yield from _sentence_around(reading, position)
        return
    modal = reading.tags[position] is Tag.MODAL or kind is Kind.WILL
    for i in range(position + 1, min(position + 1 + _SCOPE, len(reading.words))):
        if _ends(reading, i) or (reading.comma(i) and not modal):
            return
        if i > position + 1 and _opens(reading, i):
            return
        after = reading.tags[i - 1] in {Tag.BE, Tag.HAVE} and i > position + 1
        if modal and after and reading.tags[i] in {Tag.DETERMINER, Tag.PREPOSITION}:
            return  # "would be no contact until the strikes ceased"
        yield i
        if modal and reading.tags[i] is Tag.VERB:
            return


def _sentence_around(reading: Reading, position: int) -> Iterator[int]:
    """All words up to a semicolon: a condition holds for what follows from it too."""
    begin, end = position, position + 1
    while begin > 0 and ";" not in reading.gaps[begin] and ":" not in reading.gaps[begin]:
        begin -= 1
    while end < len(reading.words) and ";" not in reading.gaps[end]:
        end += 1
    yield from (i for i in range(begin, end) if i != position)


def _opens(reading: Reading, i: int) -> bool:
    lower = reading.words[i].lower
    if lower == "and" and i + 1 < len(reading.words):
        following = reading.words[i + 1].lower
        if reading.tags[i + 1] is Tag.VERB:
            return following.endswith("ed") or following in grammar().forms  # "denied it and said"
        if following == "that":
            return True
        starts = range(i + 1, i + 4)
        return any(c.subject and min(c.subject) in starts and c.verb > i for c in reading.clauses)
    if reading.tags[i] is Tag.OPENER:
        return lower not in {"that", "whether", "how", "what"}
    return lower == "but"


def altered(claim: Reading, evidence: Reading, alignment: Alignment) -> tuple[Kind, str] | None:
    """The first operator that one of both has over the same words and the other has not."""
    ours, theirs = operators(claim), operators(evidence)
    back: dict[int, list[int]] = {}
    for i, j in alignment.places.items():
        back.setdefault(j, []).append(i)
    for operator in theirs:
        if operator.kind not in _NOT_DROPPED or (
            evidence.tags[operator.position] is Tag.VERB and back.get(operator.position)
        ):
            continue
        covered = {i for j in operator.scope for i in back.get(j, ())}
        covered -= {i for i in covered if _elsewhere(i, operator, alignment)}
        covered = _denied_verb(operator, evidence, _acts(covered, claim), claim)
        if operator.kind is Kind.NOT and _replaced(evidence, operator, back):
            continue
        if covered and not _matched(operator, ours, covered, back.get(operator.position, ())):
            return operator.kind, evidence.words[operator.position].text
    spent: set[int] = set()
    for operator in ours:
        if operator.kind not in _NOT_ADDED or _itself(operator, claim, alignment):
            continue
        covered = {alignment.places[i] for i in operator.scope if i in alignment.places}
        own = alignment.places.get(operator.position)
        left = tuple(each for each in theirs if each.position not in spent)
        covered = _denied_verb(operator, claim, covered, evidence)
        found = _matched(operator, left, covered, () if own is None else (own,))
        if found is None:
            return operator.kind, claim.words[operator.position].text
        if operator.kind is Kind.NOT:
            spent.add(found.position)  # "did not say that it was not" needs two
    return _hurried(claim, evidence, alignment, theirs)


def _itself(operator: Operator, claim: Reading, alignment: Alignment) -> bool:
    """Whether the evidence has the verb that denies or intends: "rejected" for "turned down"."""
    return claim.tags[operator.position] is Tag.VERB and operator.position in alignment.places


_ADVERBS = frozenset({"not", "never"})


def _denied_verb(operator: Operator, own: Reading, covered: set[int], other: Reading) -> set[int]:
    """Of the covered words the verb that "not" denies, when it is among them."""
    lower = own.words[operator.position].lower
    if operator.kind is not Kind.NOT or not (lower in _ADVERBS or lower.endswith("n't")):
        return covered
    return {i for i in covered if other.tags[i] is Tag.VERB} or covered


def _elsewhere(i: int, operator: Operator, alignment: Alignment) -> bool:
    """Whether another word, outside the scope, says the same as well."""
    here = alignment.places[i]
    others = alignment.options.get(i, ())
    return any(
        j not in operator.scope
        and alignment.like.get((i, j), 0.0) >= alignment.like.get((i, here), 0.0)
        for j in others
        if j != here
    )


def _replaced(evidence: Reading, operator: Operator, back: dict[int, list[int]]) -> bool:
    """Whether "not one measure but three" is denied, and the claim has what comes after "but"."""
    last = max(operator.scope, default=operator.position)
    after = range(last + 2, min(last + 4, len(evidence.words)))
    but = last + 1 < len(evidence.words) and evidence.words[last + 1].lower == "but"
    return but and not evidence.comma(last + 1) and any(j in back for j in after)


def _acts(covered: set[int], claim: Reading) -> set[int]:
    """Of the covered words those that a negation or modal would change: all, as far as they say something."""
    return {i for i in covered if claim.words[i].content or claim.tags[i] is Tag.VERB}


def _matched(
    operator: Operator,
    others: tuple[Operator, ...],
    covered: set[int],
    itself: tuple[int, ...] | list[int],
) -> Operator | None:
    """The operator of the kind that the other side has over one of the words."""
    for other in others:
        if other.kind is not operator.kind:
            continue
        if other.position in itself or other.scope & covered:
            return other
    return None


def _hurried(
    claim: Reading, evidence: Reading, alignment: Alignment, theirs: tuple[Operator, ...]
) -> tuple[Kind, str] | None:
    """What the evidence only expects and the claim tells as done."""
    for operator in operators(claim):
        if operator.kind is not Kind.WILL:
            continue
        for i, j in alignment.places.items():
            if i in operator.scope and claim.tags[i] is Tag.VERB and _done(evidence, j):
                return Kind.WILL, claim.words[operator.position].text
    for operator in theirs:
        if operator.kind is not Kind.WILL:
            continue
        for i, j in alignment.places.items():
            if j in operator.scope and evidence.tags[j] is Tag.VERB and _done(claim, i):
                return Kind.WILL, evidence.words[operator.position].text
    return None


def _done(claim: Reading, i: int) -> bool:
    lower = claim.words[i].lower
    if claim.tags[i] is not Tag.VERB or not (lower.endswith("ed") or lower in grammar().forms):
        return False
    helpers = {claim.words[k].lower for k in range(max(0, i - 4), i)}
    return not helpers & {"will", "would", "shall", "to", "be", "going"}


_RELATIONS = {
    "after": re.compile(r"^(?:after|following|since)$"),
    "before": re.compile(r"^(?:before|until|till|prior|ahead)$"),
    "cause": re.compile(
        r"^(?:because|due|owing|caused?|causing|results?|resulted|therefore|prompt(?:ed|ing)|led|triggered|provoked|response|retaliation|reaction|answer|reply|protest)$"
    ),
    "despite": re.compile(r"^(?:despite|although|though)$"),
    "against": re.compile(r"^against$"),
    "instead": re.compile(r"^(?:instead|rather)$"),
}
_OPPOSED = frozenset(
    frozenset(pair.split())
    for pair in (
        "from to;into from;to against;for against;with without;under over;above below;inside outside;"
        "since until;before after;up down;on off;in out;with against"
    ).split(";")
)


def related_otherwise(claim: Reading, evidence: Reading, alignment: Alignment) -> str | None:
    """A word of the claim that orders or gives grounds ("after", "because") and the evidence has not so."""
    for i, word in enumerate(claim.words):
        name = next((n for n, p in _RELATIONS.items() if p.match(word.lower)), None)
        if name is None or (
            claim.tags[i] is Tag.NOUN and i not in alignment.missing and i in alignment.options
        ):
            continue
        zone = [alignment.places[k] for k in _complement(claim, i) if k in alignment.places]
        if not _relates(name, evidence, zone):
            return word.text
    for i, j in alignment.places.items():
        if (
            _particle(claim, i)
            and frozenset({_particle(claim, i), _particle(evidence, j)}) in _OPPOSED
        ):
            return f"{claim.words[i].text} {_particle(claim, i)}"
        ours, theirs = _governs(claim, i), _governs(evidence, j)
        if ours and theirs and frozenset({ours, theirs}) in _OPPOSED:
            return claim.words[i].text
    return None


def _complement(reading: Reading, position: int) -> list[int]:
    found: list[int] = []
    for k in range(position + 1, min(position + 10, len(reading.words))):
        if reading.broken(k) or reading.comma(k) or len(found) == 3:
            break
        if reading.words[k].content or reading.tags[k] is Tag.VERB:
            found.append(k)
    return found


def _relates(name: str, evidence: Reading, zone: list[int]) -> bool:
    """Whether the evidence has the relation with one of the words in `zone` after it."""
    pattern = _RELATIONS[name]
    allowed = [pattern] + ([_RELATIONS["cause"]] if name == "after" else [])
    for j, word in enumerate(evidence.words):
        if not any(p.match(word.lower) for p in allowed):
            continue
        if not zone or any(j < k < _end_of_complement(evidence, j) for k in zone):
            return True
    return False


def _end_of_complement(reading: Reading, position: int) -> int:
    """Where what an "after" or "because" introduces ends: at a comma, when it opened the sentence."""
    for k in range(position + 1, min(position + 15, len(reading.words))):
        if reading.broken(k) or (reading.comma(k) and _opened(reading, position)):
            return k
    return min(position + 15, len(reading.words))


def _opened(reading: Reading, position: int) -> bool:
    """Whether no verb of the main clause stands before the word."""
    return not any(clause.verb < position and clause.finite for clause in reading.clauses)


def _particle(reading: Reading, i: int) -> str:
    """The particle right after a verb."""
    if reading.tags[i] is not Tag.VERB or i + 1 >= len(reading.words):
        return ""
    following = reading.words[i + 1].lower
    return following if following in {"up", "down", "on", "off", "in", "out"} else ""


def _governs(reading: Reading, i: int) -> str:
    """The preposition that a noun hangs on."""
    if reading.tags[i] is not Tag.NOUN:
        return ""
    for k in range(i - 1, max(-1, i - 5), -1):
        if reading.tags[k] in {Tag.PREPOSITION, Tag.TO}:
            return reading.words[k].lower
        if reading.tags[k] not in {Tag.NOUN, Tag.DETERMINER} or reading.gaps[k + 1].strip():
            return ""
    return ""
