"""Gold questions: what was asked, and what a right reply holds."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import UsageError
from retrieval.types import Turn

_SCHEMA = "See docs/schema/gold.schema.json."
WANTED = ("id", "question", "answerable")
FIELDS = (
    *WANTED,
    "history",
    "facts",
    "answers",
    "wrong_answers",
    "standalone",
    "gold_articles",
    "evidence",
    "tags",
    "note",
)
TURN = ("role", "content")
EVIDENCE = ("key", "quote", "start", "end")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of an article that show the answer.

    quote: the words; "" in a file that gives only a span, until a run reads them from the article.
    start, end: characters of the article's stored text, both or neither.
    """

    key: str
    quote: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One gold question.

    facts: groups of alternatives; a right answer holds one alternative of every group.
    answers: short right answers, any of which will do, as question answering sets have them.
    standalone: how the question would be worded without its turns.
    wrong_answers: what a right answer does not hold, such as the claims of misinformed documents.
    note: for whoever reads the file; not used.
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
    wrong_answers: tuple[str, ...] = ()
    note: str = ""


def load(path: Path) -> tuple[Case, ...]:
    """Every case of a JSONL file (docs/schema/gold.schema.json); UsageError names a bad line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(
            f"{path}: {reason}.", hint="Give a JSONL file of gold questions."
        ) from None
    cases: dict[str, tuple[int, Case]] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        case = _parse(line, place=f"{path}:{number}")
        if case.id in cases:
            raise UsageError(
                f"{path}:{number}: the id {case.id!r} stands in line {cases[case.id][0]} already.",
                hint="Give each question an id of its own.",
            )
        cases[case.id] = number, case
    if not cases:
        raise UsageError(f"{path} holds no question.", hint="Write one JSON object a line.")
    return tuple(case for _, case in cases.values())


def _parse(line: str, *, place: str) -> Case:
    try:
        return of_data(json.loads(line))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place}: not a gold question: {error}.", hint=_SCHEMA) from None


def of_data(value: Any) -> Case:
    """The case of one line; ValueError says what is wrong."""
    fields = _object(value, "the line", known=FIELDS, wanted=WANTED)
    standalone = fields.get("standalone")
    return Case(
        id=_id(fields["id"]),
        question=_text(fields["question"], "question"),
        answerable=_flag(fields["answerable"], "answerable"),
        turns=tuple(_turn(one) for one in _list(fields.get("history", []), "history")),
        facts=tuple(_alternatives(one) for one in _list(fields.get("facts", []), "facts")),
        answers=_words(fields.get("answers", []), "answers"),
        standalone=None if standalone is None else _word(standalone, "standalone"),
        gold_articles=_words(fields.get("gold_articles", []), "gold_articles"),
        evidence=tuple(_evidence(one) for one in _list(fields.get("evidence", []), "evidence")),
        tags=_words(fields.get("tags", []), "tags"),
        wrong_answers=_words(fields.get("wrong_answers", []), "wrong_answers"),
        note=_text(fields.get("note", ""), "note"),
    )


def _turn(value: Any) -> Turn:
    fields = _object(value, '"history"', known=TURN, wanted=TURN)
    if fields["role"] not in ("user", "assistant"):
        raise ValueError('a "role" is "user" or "assistant"')
    return Turn(fields["role"], _text(fields["content"], "content"))


def _evidence(value: Any) -> Evidence:
    """A quote, a span, or both."""
    fields = _object(value, '"evidence"', known=EVIDENCE, wanted=EVIDENCE[:1])
    start, end = fields.get("start"), fields.get("end")
    if (start is None) != (end is None) or (start is None and "quote" not in fields):
        raise ValueError('each "evidence" has a "quote", or "start" and "end"')
    if start is not None and not (type(start) is type(end) is int and 0 <= start < end):
        raise ValueError('"start" and "end" are characters of the article, start before end')
    quote = _word(fields["quote"], "quote") if "quote" in fields else ""
    return Evidence(_word(fields["key"], "key"), quote, start, end)


def _alternatives(value: Any) -> tuple[str, ...]:
    group = _words(value, "facts", what="a list of lists of texts")
    if not group:
        raise ValueError('a group of "facts" has no alternative')
    return group


def _object(
    value: Any, name: str, *, known: Iterable[str], wanted: Iterable[str]
) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} is not an object")
    for field in value:
        if field not in known:
            near = difflib.get_close_matches(field, known, n=1)
            raise ValueError(f"it has no field {field!r}" + (f", only {near[0]!r}" if near else ""))
    for field in wanted:
        if field not in value:
            raise ValueError(f"{field!r} is missing")
    return value


def _id(value: Any) -> str:
    return str(value) if type(value) is int else _word(value, "id")


def _flag(value: Any, name: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f'"{name}" is not true or false')
    return value


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f'"{name}" is not a text')
    return value


def _word(value: Any, name: str) -> str:
    """A text that says something: an empty one would match everything."""
    if not _text(value, name).strip():
        raise ValueError(f'"{name}" holds an empty text')
    return str(value)


def _list(value: Any, name: str, *, what: str = "a list") -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f'"{name}" is not {what}')
    return value


def _words(value: Any, name: str, *, what: str = "a list of texts") -> tuple[str, ...]:
    return tuple(_word(one, name) for one in _list(value, name, what=what))
