"""Gold questions: what was asked, and what a right reply holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import UsageError
from retrieval.types import Turn


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of an article that show the answer."""

    key: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One gold question.

    facts: groups of alternatives; a right answer holds one alternative of every group.
    answers: short right answers, any of which will do, as question answering sets have them.
    standalone: how the question would be worded without its turns.
    """

    id: str
    question: str
    answerable: bool
    turns: tuple[Turn, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    gold_articles: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    tags: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    standalone: str | None = None


def load(path: Path) -> tuple[Case, ...]:
    """Every case of a JSONL file (docs/schema/gold.schema.json); UsageError names a bad line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(
            f"{path}: {reason}.", hint="Give a JSONL file of gold questions."
        ) from None
    cases = tuple(
        _parse(line, place=f"{path}:{number}")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )
    if not cases:
        raise UsageError(f"{path} holds no question.", hint="Write one JSON object a line.")
    return cases


def _parse(line: str, *, place: str) -> Case:
    try:
        return of_data(json.loads(line))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise UsageError(
            f"{place}: not a gold question: {what}.", hint="See docs/schema/gold.schema.json."
        ) from None


def of_data(value: dict[str, Any]) -> Case:
    """The case of one line; KeyError, TypeError, ValueError or AttributeError when it is none."""
    if not isinstance(value["answerable"], bool):
        raise TypeError('"answerable" is not true or false')
    return Case(
        id=str(value["id"]),
        question=str(value["question"]),
        answerable=value["answerable"],
        turns=tuple(Turn(turn["role"], turn["content"]) for turn in value.get("history", ())),
        facts=tuple(tuple(map(str, group)) for group in value.get("facts", ())),
        gold_articles=tuple(value.get("gold_articles", ())),
        evidence=tuple(Evidence(one["key"], one["quote"]) for one in value.get("evidence", ())),
        tags=tuple(value.get("tags", ())),
        answers=tuple(map(str, value.get("answers", ()))),
        standalone=value.get("standalone"),
    )
