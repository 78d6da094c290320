"""The words of a sentence that answer a question directly: a date, a number, a person, a place, a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.language import names as naming
from retrieval.language import quantities
from retrieval.language.question import Question, Seeks
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


def spans(question: Question, sentence: str) -> list[Span]:
    """Spans of the type that the question seeks, whose words the question does not have already."""
    asked = {word.stem for word in words(question.text)}
    found = [span for span in _of_type(question.seeks, sentence) if _new(sentence, span, asked)]
    if question.seeks is Seeks.NUMBER and question.focus:
        found = [span for span in found if _counts(sentence, span, question.focus)] or found[:0]
    return found


def _of_type(seeks: Seeks, sentence: str) -> list[Span]:
    if seeks is Seeks.DATE:
        return quantities.dates(sentence)
    if seeks is Seeks.YEAR:
        return [
            span
            for span in quantities.dates(sentence)
            if quantities.YEAR.search(sentence[span.start : span.end])
        ]
    if seeks is Seeks.AGE:
        return quantities.spans(quantities.AGE, sentence)
    if seeks is Seeks.NUMBER:
        return quantities.numbers(sentence)
    if seeks is Seeks.MONEY:
        return quantities.spans(quantities.MONEY, sentence)
    if seeks is Seeks.DURATION:
        return quantities.spans(quantities.DURATION, sentence) + quantities.dates(sentence)
    named = naming.names(sentence)
    if seeks is Seeks.PERSON:
        people = [name for name in named if _may_be_person(name)]
        return [Span(name.start, name.end) for name in people] + quantities.spans(_ROLE, sentence)
    if seeks is Seeks.PLACE:
        return [
            Span(name.start, name.end)
            for name in named
            if name.known or _PLACE_BEFORE.search(sentence[: name.start])
        ]
    if seeks is Seeks.NAME:
        quoted = quantities.spans(re.compile(r"[“\"‘'][^“”\"‘’]{3,60}[”\"’']"), sentence)
        return [Span(name.start, name.end) for name in named] + quoted
    return []


def _may_be_person(name: naming.Name) -> bool:
    single = " " not in name.text and not name.text.isupper() and not name.known
    return naming.looks_like_person(name) or (
        single and name.text.lower() not in naming.ORGANISATION
    )


def _new(sentence: str, span: Span, asked: set[str]) -> bool:
    own = [word.stem for word in words(sentence[span.start : span.end]) if word.content]
    return bool(own) and any(part not in asked for part in own)


# What people are called when they are counted: "how many people" is answered by "eight officials".
_PEOPLE = frozenset(
    stem(word)
    for word in [
        "people",
        "person",
        "persons",
        "staff",
        "employees",
        "members",
        "officials",
        "diplomats",
        "soldiers",
        "troops",
        "workers",
        "residents",
        "civilians",
        "citizens",
        "men",
        "women",
        "personnel",
        "officers",
        "users",
        "players",
        "students",
        "protesters",
        "voters",
        "individuals",
    ]
)


def _counts(sentence: str, span: Span, focus: Sequence[Word]) -> bool:
    """Whether the number counts what is asked for: the noun follows, or stands before "from 20 to 10"."""
    head = focus[-1].stem
    wanted = _PEOPLE if head in {stem("people"), stem("persons")} else {head}
    after = [word.stem for word in words(sentence[span.end : span.end + 60])][:5]
    if wanted & set(after):
        return True
    before = [word.stem for word in words(sentence[max(0, span.start - 120) : span.start])]
    label = re.search(r"(?:number|count|total|size|limit)s?\b", sentence[: span.start], re.I)
    colon = re.search(r":\s*$", sentence[: span.start])
    return bool(wanted & set(before) and (label or colon))


BESIDE = 4  # words between a thing and its name


def names_it(question: Question, sentence: str) -> bool:
    """Whether a new name stands beside the thing whose name is asked for ("the fighter Checkmate")."""
    if not question.focus:
        return True
    head = question.focus[-1].stem
    sequence = words(sentence)
    places = [i for i, word in enumerate(sequence) if word.stem == head]
    if not places:
        return False
    asked = {word.stem for word in words(question.text)}
    for name in naming.names(sentence):
        span = Span(name.start, name.end)
        if name.known or not _new(sentence, span, asked):
            continue
        inside = [i for i, word in enumerate(sequence) if name.start <= word.start < name.end]
        between = min(abs(i - place) for i in inside for place in places)
        if between <= BESIDE:
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
