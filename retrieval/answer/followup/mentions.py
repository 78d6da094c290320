"""People, things, groups, places and dates that a message mentions, read without a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from retrieval.language import names as naming
from retrieval.language import quantities
from retrieval.language.names import Name
from retrieval.language.thesaurus import meaning
from retrieval.language.words import words
from retrieval.types import Span


class Kind(StrEnum):
    """What a pronoun must be to stand for a mention."""

    PERSON = "person"  # he, she
    GROUP = "group"  # they
    THING = "thing"  # it
    PLACE = "place"  # there
    NAME = "name"  # one capitalised word that does something: a person or a thing


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something that was spoken of, as it can be written into a question.

    sex: "m" or "f" when words about it said so. start: characters into the message.
    """

    text: str
    kind: Kind
    start: int = 0
    sex: str = ""

    @property
    def head(self) -> str:
        """The stem of its last word."""
        found = words(self.text)
        return found[-1].stem if found else ""

    @property
    def stems(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset(word.stem for word in words(self.text))


_MALE = frozenset("mr sir king prince lord pope chairman spokesman him he his himself".split())
_FEMALE = frozenset(
    "mrs ms miss lady queen princess dame chairwoman spokeswoman her she hers".split()
)
_GROUP_WORD = re.compile(
    r"\b(?:band|group|team|brothers|sisters|people|police|workers|fishermen|women|men|children|rebels|troops|boys|girls|party"
    r"|government|parliament|council|committee|board|commission|army|navy|union|federation|company|club|crew|family|states|school|college|orchestra|records|museum)\b",
    re.I,
)
_NOT_PLURAL = frozenset(
    """series news politics physics economics mathematics species headquarters status process press access success business crisis
    basis analysis campus virus bus gas loss class glass grass census consensus progress congress address does was has is
    this his its us always perhaps sometimes besides""".split()
)
# A noun phrase after these: up to three words, none of which ends it.
_PHRASE = re.compile(
    r"\b(the|a|an|this|that|these|those|his|her|its|their|many|which|what|some|two|three|four|several|all)\s"
    r"((?:[\w'’-]+\s){0,3}?[\w'’-]+)(?=[,;:?.!]|$|\s(?:in|on|at|of|for|from|to|by|with|about|after|before|during|since|until"
    r"|between|against|into|over|under|through|near|and|or|but|that|which|who|whom|when|where|while|if|because|as|than|not|so"
    r"|is|are|was|were|be|been|did|does|do|has|have|had|can|could|will|would|should|may|might|must|any|the|a|an|his|her|their|its|up|down|out|off|away|back|ever|also|still|happened|\w+ed|began|became|broke|came"
    r"|cost|fell|found|gave|get|go|got|grew|happen|held|hit|kept|last|leave|led|left|lost|made|make|meet|met|open|paid|put"
    r"|ran|rose|said|sank|sat|saw|say|sell|sent|set|sold|spoke|stay|stop|stood|take|think|told|took|went|win|won|work|wrote)\b)",
    re.I,
)
_EMPTY = frozenset(
    """year years month day days time times number name kind sort type way thing things one ones first last next end reason reasons
    people person place part rest same other others only main amount percentage date most article articles report source sources
    question answer fact case point example lot""".split()
)


def people_and_names(text: str) -> list[Mention]:
    """The names of a message in order; a surname is spelled as the whole name that stands before it."""
    found: list[Mention] = []
    for name in sorted((*naming.names(text), *_at_sentence_starts(text)), key=lambda n: n.start):
        if name.known or name.text.lower() in naming.MONTHS_AND_DAYS or _in_date(text, name):
            continue
        found.append(Mention(_untitled(name.text), _kind(text, name), name.start, _sex(text, name)))
    return found


_STARTS = re.compile(r"(?:^|[.!?]\s+)([A-Z][a-z]+)(?=(?:['’]s)?\s+[a-z])")
_ACTS = re.compile(
    r"^(?:['’]s\b|,? (?:himself|herself|was|is|has|had|who|said|says|told|took|won|made|became|began|wrote|left|did|does|went|got|met|ran"
    r"|led|gave|found|held|lost|spoke|sang|will|would|could|can|also|never|later|then|\w+ed)\b)"
)
_BY = re.compile(r"\b(?:by|with|did|does|has|had|was|is|for|than|against|told|between)\s$", re.I)


def _at_sentence_starts(text: str) -> list[Name]:
    """Surnames that begin a sentence: words of no known meaning before something that one does."""
    found = []
    for match in _STARTS.finditer(text):
        (word, *_) = words(match[1])
        acts = _ACTS.match(text[match.end(1) :])
        if word.content and acts and not meaning(word.stem).synonyms and not plural(word.lower):
            found.append(
                Name(
                    match[1],
                    word.stem,
                    match.start(1),
                    match.end(1),
                    match[1].lower() in naming.places(),
                )
            )
    return found


def _in_date(text: str, name: Name) -> bool:
    return any(span.start <= name.start < span.end for span in quantities.dates(text))


_NOT_A_PERSON = re.compile(
    r"\b(?:the|in|at|on|called|titled|album|song|film|book|band|ship|near)\s[\"“‘']?$|[\"“‘]$", re.I
)

_LOCATED = re.compile(r"\b(?:in|at|near|off|from|to|around|outside|across)\s$", re.I)


def _kind(text: str, name: Name) -> Kind:
    if _GROUP_WORD.search(name.text):
        return Kind.GROUP
    if _LOCATED.search(text[: name.start]) and name.text.isalpha():
        return Kind.PLACE
    titled = name.text.split()[0].lower() in naming.ROLES
    if _NOT_A_PERSON.search(text[: name.start]) and not titled:
        return Kind.THING
    if naming.looks_like_person(name):
        return Kind.PERSON
    if " " in name.text or name.text.isupper():
        return Kind.THING
    acts = _ACTS.match(text[name.end :]) or _BY.search(text[: name.start])
    return Kind.NAME if acts else Kind.THING


def _untitled(name: str) -> str:
    """A person's name without what only says when he had his title."""
    parts = name.split()
    while len(parts) > 2 and parts[0].lower() in {"former", "acting", "then"}:
        parts.pop(0)
    return " ".join(parts)


def _sex(text: str, name: Name) -> str:
    before = words(text[: name.start])[-1:]
    near = {word.lower for word in (*words(name.text), *before)}
    return (
        "m"
        if near & (_MALE - {"him", "he", "his"})
        else "f"
        if near & _FEMALE - {"her", "she"}
        else ""
    )


_WIFE = re.compile(
    r"\b(?:wife|mother|sister|daughter|girlfriend|widow|aunt|queen|actress|woman|girl|bride)\b",
    re.I,
)
_HUSBAND = re.compile(
    r"\b(?:husband|father|brother|son|boyfriend|uncle|king|actor|man|boy|groom)\b", re.I
)


def sex_asked_for(question: str) -> str:
    """The sex of whoever answers the question, "m" or "f", when it tells."""
    wife, husband = bool(_WIFE.search(question)), bool(_HUSBAND.search(question))
    return "" if wife == husband else "f" if wife else "m"


def sex_of(pronoun: str) -> str:
    """The sex that a pronoun tells: "m", "f" or nothing."""
    return "m" if pronoun.lower() in _MALE else "f" if pronoun.lower() in _FEMALE else ""


def places(text: str) -> list[str]:
    """Places where something is said to be: a name after "in", "at", "near", "to"."""
    found = []
    for name in naming.names(text):
        before = re.search(
            r"\b(in|at|near|off|from|to|around|outside|across)\s(?:the\s)?$",
            text[: name.start],
            re.I,
        )
        if not before or _in_date(text, name) or naming.describes(name):
            continue
        if name.text.lower() not in naming.MONTHS_AND_DAYS and (
            name.known or before[1].lower() != "to"
        ):
            article = "the " if text[: name.start].lower().endswith("the ") else ""
            found.append(article + name.text)
    return found


def last_date(text: str) -> str:
    """The last date or year of a message; empty when there is none."""
    spans = quantities.dates(text)
    return text[spans[-1].start : spans[-1].end] if spans else ""


def phrases(text: str) -> list[Mention]:
    """Noun phrases of a question, with "the": "a strike" -> the strike, "how many boats" -> the boats."""
    found: list[Mention] = []
    for determiner, noun, span in _nouns(text):
        head = words(noun)[-1]
        owner = next(
            (e.text for e in people_and_names(text[: span.start]) if e.kind is Kind.PERSON), ""
        )
        if determiner in {"his", "her"} and owner:
            found.append(Mention(f"{owner}'s {noun}", Kind.THING, span.start))
        if determiner in _OWNED or (
            determiner in {"this", "that", "some", "all"} and not plural(head.lower)
        ):
            continue
        kind = Kind.GROUP if plural(head.lower) or _GROUP_WORD.search(noun) else Kind.THING
        found.append(Mention(f"the {noun}", kind, span.start))
    return found


_OWNED = frozenset({"his", "her", "its", "their"})


def definite(text: str) -> list[Span]:
    """Where phrases such as "the old bridge" and "his boat" stand in a question."""
    return [
        span for determiner, _, span in _nouns(text) if determiner == "the" or determiner in _OWNED
    ]


def _nouns(text: str) -> Iterator[tuple[str, str, Span]]:
    """Noun phrases: the word before, the words of it, and where both stand."""
    for match in _PHRASE.finditer(text):
        noun = _without_verb(text[: match.start()], match[2])
        found = words(noun)
        if not found or found[0].lower in _VERBS:
            continue
        head = found[-1]
        if head.content and not head.capital and head.lower not in _EMPTY:
            yield match[1].lower(), noun, Span(match.start(), match.start(2) + len(noun))


_VERBS = frozenset(
    "is are was were do does did has have had happened can could will would should kind sort".split()
)
_HELPED = re.compile(r"\b(?:did|does|do|can|could|will|would|should|might)\s$", re.I)


def _without_verb(before: str, noun: str) -> str:
    """A noun phrase without the verb that its helper asks for: "did (the band break) up" -> band."""
    parts = noun.split()
    return " ".join(parts[:-1]) if _HELPED.search(before) and len(parts) > 1 else noun


def plural(noun: str) -> bool:
    """Whether a noun looks like a plural."""
    ends = noun.endswith("s") and not noun.endswith(("ss", "us", "is"))
    return (ends and noun not in _NOT_PLURAL) or noun in {
        "people",
        "men",
        "women",
        "children",
        "fishermen",
    }
