"""The words of a sentence that answer a question directly: a date, a number, a person, a place, a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.language import names as naming
from retrieval.language import quantities
from retrieval.language.question import Question, Seeks
from retrieval.language.thesaurus import meaning
from retrieval.language.words import Word, stem, words
from retrieval.types import Span

_ROLE = re.compile(
    r"\b(?:an? |the |one )?(?:anonymous |senior |former |unnamed |top |western |russian |nato )*"
    r"(?:minister|president|member|officials?|spokes(?:wo)?man|spokesperson|analysts?|diplomats?|rector|head|ambassador"
    r"|secretary general|leaders?|experts?|chief|commander|general|journalists?|government|ministry|author)\b",
    re.I,
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|to|from|near|outside|into|across|of|via|through)\s(?:the\s)?$", re.I
)


def spans(
    question: Question,
    sentence: str,
    *,
    surnames: frozenset[str] = frozenset(),
    author: bool = False,
) -> list[Span]:
    """Spans of the type that the question seeks, whose words the question does not have already.

    surnames: of the people whom the passage names in full, so that "Lavrov" is known for a person;
    author: whether the article has one author, so that "I" is a person too.
    """
    asked = {word.stem for word in words(question.text)}
    found = [span for span in _of_type(question, sentence, surnames) if _new(sentence, span, asked)]
    if author and question.seeks is Seeks.PERSON:
        found += quantities.spans(_I, sentence)
    if question.seeks is Seeks.NUMBER and question.focus and question.focus[-1].stem not in _SHARES:
        found = [span for span in found if _counts(sentence, span, question.focus)] or found[:0]
    return found


_I = re.compile(r"\bI\b(?!\.)")


def surnames(text: str) -> frozenset[str]:
    """The last words of the names in a text that look like a person's."""
    people = (name for name in naming.names(text) if naming.looks_like_person(name))
    return frozenset(name.text.split()[-1] for name in people)


def _relative(sentence: str, span: Span) -> bool:
    """Whether a date is told from another one: "two years earlier" than what?"""
    return bool(re.search(r"\b(?:earlier|later|after|before)$", sentence[span.start : span.end]))


def _is_count(sentence: str, span: Span) -> bool:
    """Whether a number counts something: "one of them" and "both" do not."""
    return sentence[span.start : span.end].lower() not in {"one", "both", "half", "a couple"}


_PATTERNS = {
    Seeks.AGE: quantities.AGE,
    Seeks.MONEY: quantities.MONEY,
    Seeks.ADDRESS: quantities.ADDRESS,
}
_SHARES = frozenset(
    stem(word) for word in "percentage percent share proportion margin size number total".split()
)


def _of_type(question: Question, sentence: str, surnames: frozenset[str]) -> list[Span]:
    seeks = question.seeks
    if seeks is Seeks.DATE:
        return [each for each in quantities.dates(sentence) if not _relative(sentence, each)]
    if seeks is Seeks.YEAR:
        return [
            span
            for span in quantities.dates(sentence)
            if quantities.YEAR.search(sentence[span.start : span.end])
        ]
    if seeks is Seeks.NUMBER:
        return [each for each in quantities.numbers(sentence) if _is_count(sentence, each)]
    if seeks is Seeks.DURATION:
        return quantities.spans(quantities.DURATION, sentence)
    if pattern := _PATTERNS.get(seeks):
        return quantities.spans(pattern, sentence)
    named = naming.names(sentence)
    if seeks is Seeks.PERSON:
        people = [Span(n.start, n.end) for n in named if _may_be_person(n, surnames)]
        people += [
            each
            for each in _alone(sentence, surnames)
            if not any(other.start <= each.start and each.end <= other.end for other in people)
        ]
        roles = [] if question.asks_name else quantities.spans(_ROLE, sentence)
        return people + roles
    if seeks is Seeks.PLACE:
        return [
            Span(name.start, name.end) for name in named if _may_be_place(question, name, sentence)
        ]
    if seeks is Seeks.NAME:
        quoted = quantities.spans(re.compile(r"[“\"‘'][^“”\"‘’]{3,60}[”\"’']"), sentence)
        fitting = [name for name in named if not name.known or not _names_no_country(question)]
        return [Span(name.start, name.end) for name in fitting] + quoted
    return []


def _alone(sentence: str, surnames: frozenset[str]) -> list[Span]:
    """Surnames by themselves; at the start of a sentence they are no names to naming.names."""
    return [Span(word.start, word.end) for word in words(sentence) if word.text in surnames]


def _may_be_person(name: naming.Name, surnames: frozenset[str]) -> bool:
    return naming.looks_like_person(name) or (not name.known and name.text in surnames)


_CITY = frozenset(stem(word) for word in ["city", "town", "capital", "village"])
_COUNTRY = frozenset(stem(word) for word in ["country", "state", "nation"])


def _may_be_place(question: Question, name: naming.Name, sentence: str) -> bool:
    head = question.focus[-1].stem if question.focus else ""
    if naming.describes(name) or (re.search(r"[-–]|^[A-Z]{2,}$", name.text) and not name.known):
        return False  # "Russian", "Euro-Atlantic", "RT"
    if head in _COUNTRY:
        return name.known
    if head in _CITY and name.known and name.text.lower() == name.key:
        return False  # a country
    # "Moscow says" names a government, "in Moscow" a place.
    return bool(_PLACE_BEFORE.search(sentence[: name.start]))


# What is called by a name of its own, which is no country's.
_OWN_NAME = frozenset(
    stem(word)
    for word in """outlet newspaper paper magazine agency channel website broadcaster publication network company firm
    clause article paragraph law party ship fighter plane aircraft missile operation programme campaign book film
    airport hotel street building substance airline bank university institute think-tank award prize""".split()
)


def _names_no_country(question: Question) -> bool:
    return bool(question.focus) and question.focus[-1].stem in _OWN_NAME


def _new(sentence: str, span: Span, asked: set[str]) -> bool:
    own = [word.stem for word in words(sentence[span.start : span.end]) if word.content]
    return bool(own) and any(part not in asked for part in own)


# What people are called when they are counted: "how many people" is answered by "eight officials".
_PEOPLE = frozenset(
    stem(word)
    for word in """
        sailors passengers fishermen migrants children villagers prisoners hostages victims patients teachers agents spies
        guards pilots refugees inmates tourists visitors participants delegates lawmakers deputies politicians doctors
        people person persons staff employees members officials diplomats soldiers troops workers residents
        civilians citizens men women personnel officers users players students protesters voters individuals
    """.split()
)


def _counts(sentence: str, span: Span, focus: Sequence[Word]) -> bool:
    """Whether the number counts what is asked for: the noun follows, or stands before "from 20 to 10"."""
    head = focus[-1].stem
    alike = meaning(head)
    wanted = _PEOPLE if head in _PEOPLE else {head} | alike.synonyms | alike.related
    after = [word.stem for word in words(sentence[span.end : span.end + 60])][:5]
    if wanted & set(after):
        return True
    before = [word.stem for word in words(sentence[max(0, span.start - 120) : span.start])]
    label = re.search(r"(?:number|count|total|size|limit)s?\b", sentence[: span.start], re.I)
    colon = re.search(r":\s*$", sentence[: span.start])
    return bool(wanted & set(before) and (label or colon))


BESIDE = 6  # words between a thing and its name


def names_it(question: Question, sentence: str) -> bool:
    """Whether a new name stands beside the thing whose name is asked for ("the fighter Checkmate")."""
    if question.identity is None:
        return True
    sequence = words(sentence)
    places = [i for i, word in enumerate(sequence) if word.stem == question.identity.stem]
    if not places:
        return False
    asked = {word.stem for word in words(question.text)}
    for name in naming.names(sentence):
        if name.known or not _new(sentence, Span(name.start, name.end), asked):
            continue
        if question.identity.stem in _PEOPLE and not naming.looks_like_person(name):
            continue
        inside = [i for i, word in enumerate(sequence) if name.start <= word.start < name.end]
        if min(abs(i - place) for i in inside for place in places) <= BESIDE:
            return True
    return False


def nearest(
    sentence: str, candidates: Sequence[Span], matched: Sequence[Word]
) -> tuple[Span, int] | None:
    """The candidate nearest to the matched words of the sentence and its distance in words."""
    if not candidates or not matched:
        return None
    sequence = words(sentence)

    def distance(span: Span) -> int:
        inside = [i for i, word in enumerate(sequence) if span.start <= word.start < span.end]
        places = [
            i for i, word in enumerate(sequence) if any(word.start == m.start for m in matched)
        ]
        outside = [place for place in places if place not in inside]
        if not inside or not outside:
            return len(sequence)
        near = sorted(min(abs(place - i) for i in inside) for place in outside)[:3]
        return sum(near) // len(near)

    best = min(candidates, key=distance)
    return best, distance(best)
