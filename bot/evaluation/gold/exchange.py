"""Questions that no article answers, made of answerable ones by exchanging a name or a year."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from bot.evaluation.cases import Case
from bot.evaluation.gold.candidates import CANDIDATE, identifier, stems
from bot.evaluation.gold.clause import is_past
from retrieval.index.sentences import split
from retrieval.language import names as naming
from retrieval.language.names import Name
from retrieval.language.quantities import YEAR
from retrieval.language.words import words
from retrieval.types import Passage

UNANSWERABLE = "unanswerable"
_LOOKED_AT = 12  # passages
_TELLS = 0.5  # share of the question's other words beside the new one; above it a person must look
_YEARS = (-7, -5, -4, -3, -2, 2, 3, 4, 5, 7)  # the year next door is too often told as well
_TRIES = 6  # exchanges of one question


class Searches(Protocol):
    """What an engine does for this."""

    async def search(self, question: str, *, k: int = 10) -> tuple[Passage, ...]:
        """The k passages nearest to a question."""
        ...


def pool(cases: Sequence[Case]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What can be put in: persons that cases have as answers, places that they ask about."""
    answers = [group[0] for case in cases if "who" in case.tags for group in case.facts]
    persons = [
        answer for answer in answers if any(map(naming.looks_like_person, naming.names(answer)))
    ]
    found = [name for case in cases for name in naming.names(case.question)]
    places = [name.text for name in found if _is_place(name)]
    return tuple(dict.fromkeys(persons)), tuple(dict.fromkeys(places))


async def unanswerable(
    case: Case,
    engine: Searches,
    *,
    persons: Sequence[str],
    places: Sequence[str],
    seed: int,
) -> Case | None:
    """A question like the case's that no article answers; None when no exchange makes one.

    The engine's search says what the articles hold nearest to it: no sentence there may have what
    was put in together with half of the other words. Whether the engine would answer is not
    looked at, so that the set does not hold only what it does well.
    """
    chance = random.Random(f"{seed}:{case.id}")  # noqa: S311  # a draw, no secret
    own = {form for group in case.facts for form in group}
    options = list(
        _exchanges(
            case.question,
            persons=[one for one in persons if one not in own],
            places=[one for one in places if one not in own],
        )
    )
    chance.shuffle(options)
    for question, new in options[:_TRIES]:
        passages = await engine.search(question, k=_LOOKED_AT)
        if not any(_tells(passage.text, question, new) for passage in passages):
            kinds = tuple(tag for tag in case.tags if tag != CANDIDATE)
            return Case(
                id=identifier(question),
                question=question,
                answerable=False,
                tags=(*kinds, UNANSWERABLE, CANDIDATE),
            )
    return None


def _exchanges(
    question: str, *, persons: Sequence[str], places: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Each question with one thing exchanged, and what was put in."""
    years = list(YEAR.finditer(question))
    for match in years if len(years) == 1 else []:  # "between 2016 and 2019" would still be told
        for step in _YEARS:
            year = str(int(match[0]) + step)
            yield question[: match.start()] + year + question[match.end() :], year
    named = naming.names(question)
    keys = {name.key for name in named}
    for name in named:
        before = words(question[: name.start])
        if before and before[-1].content and not is_past(before[-1]):
            continue  # "assistant secretary Karen Donfried": the role is hers
        article = bool(before) and before[-1].lower == "the"
        owns = question[name.end : name.end + 1] in {"'", "’"}
        is_person = (
            naming.looks_like_person(name) and not article and not owns
        )  # "April Fools' Day"
        others = persons if is_person else places if _is_place(name) else ()
        for other in others:
            if not any(one.key in keys for one in naming.names(f"of {other}")):
                yield question[: name.start] + other + question[name.end :], other


def _is_place(name: Name) -> bool:
    return name.known and not naming.describes(name) and " " not in name.key


def _tells(passage: str, question: str, new: str) -> bool:
    """Whether a sentence has the new thing beside the question's other words."""
    wanted = stems(new)
    others = stems(question) - wanted
    for span in split(passage):
        held = stems(passage[span.start : span.end])
        if _has(passage[span.start : span.end], new) and len(held & others) >= _TELLS * len(others):
            return True
    return False


def _has(sentence: str, new: str) -> bool:
    """Whether a sentence names it; the last word is enough of a person's name."""
    return bool(re.search(rf"\b{re.escape(new.split()[-1])}\b", sentence, re.I))
