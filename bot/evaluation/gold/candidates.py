"""Candidates: gold questions that nobody has accepted yet, as lines of a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from bot.evaluation.cases import Case
from retrieval.errors import UsageError
from retrieval.language.words import content_words

CANDIDATE, DROPPED = "candidate", "dropped"
_ALIKE = 0.8  # share of common content words at which two questions are one, by eye over corpus/


def as_data(case: Case) -> dict[str, Any]:
    """The case as docs/schema/gold.schema.json has it; what is not said is left out."""
    data: dict[str, Any] = {
        "id": case.id,
        "question": case.question,
        "history": [{"role": turn.role, "content": turn.content} for turn in case.turns],
        "answerable": case.answerable,
        "facts": [list(group) for group in case.facts],
        "gold_articles": list(case.gold_articles),
        "evidence": [_said(asdict(one)) for one in case.evidence],
        "tags": list(case.tags),
    }
    further = {
        "answers": list(case.answers),
        "wrong_answers": list(case.wrong_answers),
        "standalone": case.standalone,
        "note": case.note,
    }
    return data | _said(further)


def _said(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def line(case: Case) -> str:
    """One line of JSON, its end included."""
    return json.dumps(as_data(case), ensure_ascii=False) + "\n"


def write_new(path: Path, cases: Sequence[Case]) -> None:
    """Write a file that is not there yet; UsageError when it is, or cannot be written."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(map(line, cases))
    except FileExistsError:
        raise UsageError(
            f"{path} exists.", hint="Candidates replace no file: give another --out."
        ) from None
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}.", hint="Give another --out."
        ) from None


def identifier(question: str) -> str:
    """The id of a draft: the same question has the same one in every run."""
    return f"draft-{hashlib.sha256(question.encode()).hexdigest()[:10]}"


def tagged(case: Case, tag: str) -> Case:
    """The case with this one of the two tags that say how far it is."""
    others = [one for one in case.tags if one not in (CANDIDATE, DROPPED)]
    return replace(case, tags=(*others, tag))


def accepted(case: Case) -> Case:
    """The case as a gold question."""
    kept = tuple(one for one in case.tags if one not in (CANDIDATE, DROPPED))
    return replace(case, tags=kept)


def stems(question: str) -> frozenset[str]:
    """What a question is compared by."""
    return frozenset(word.stem for word in content_words(question))


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two questions, by their stems, ask the same in nearly the same words."""
    return len(one & other) >= _ALIKE * len(one | other)
