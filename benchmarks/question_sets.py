"""Question sets for measuring: our gold set and the public ones, as articles and cases."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.types import Turn

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Case:
    """One question; is_evidence says of (article key, sentence) whether it carries the answer."""

    id: str
    question: str
    history: tuple[Turn, ...]
    answerable: bool
    tags: tuple[str, ...]
    is_evidence: Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Cases and what to index for them: a folder or file to read."""

    name: str
    source: Path
    cases: tuple[Case, ...]


def squeezed(text: str) -> str:
    """Letters and digits only, lower case: for comparing texts that were cleaned differently."""
    return re.sub(r"[^a-z0-9]+", "", text.lower())


def quotes(evidence: Iterable[str]) -> Callable[[str, str], bool]:
    """A sentence is evidence when it and a gold quote share all of the shorter one."""
    wanted = [squeezed(quote) for quote in evidence]

    def is_evidence(_: str, sentence: str) -> bool:
        own = squeezed(sentence)
        return any(
            quote[:50] in own or own[:50] in quote
            for quote in wanted
            if min(len(own), len(quote)) > 12
        )

    return is_evidence


def gold(path: Path, *, source: Path, name: str) -> QuestionSet:
    """A gold file of ours (tests/gold/README.md has the schema)."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    cases = tuple(
        Case(
            id=row["id"],
            question=row["question"],
            history=_turns(row["history"]),
            answerable=row["answerable"],
            tags=tuple(row["tags"]),
            is_evidence=quotes(entry["quote"] for entry in row["evidence"]),
        )
        for row in rows
    )
    return QuestionSet(name, source, cases)


def public(name: str, data: Path, *, cache: Path, most: int, seed: int = 0) -> QuestionSet:
    """`most` questions of a public set, drawn by `seed`, with its whole corpus as a JSONL file."""
    rows = list(_lines(data / name / "queries.jsonl.gz"))
    random.Random(seed).shuffle(rows)
    corpus = list(_lines(data / name / "corpus.jsonl.gz"))
    chosen = rows[:most]
    source = cache / f"{name}-{most}.jsonl"
    if not source.exists():
        cache.mkdir(parents=True, exist_ok=True)
        source.write_text("".join(json.dumps(row) + "\n" for row in corpus), encoding="utf-8")
    return QuestionSet(name, source, tuple(_public_case(name, row) for row in chosen))


def _public_case(name: str, row: Mapping) -> Case:
    test: Callable[[str, str], bool]
    if name == "squad2":
        keys, answers = set(row["gold_doc_ids"]), [squeezed(a) for a in row["answers"]]

        def test(key: str, sentence: str) -> bool:
            return _same_key(key, keys) and any(a and a in squeezed(sentence) for a in answers)
    else:
        test = quotes(text for group in row.get("selected_sentences") or [] for text in group)
    return Case(
        id=row["id"],
        question=row["question"],
        history=_turns(row["history"]),
        answerable=bool(row["answerable"]),
        tags=(name,),
        is_evidence=test,
    )


def _same_key(key: str, wanted: set[str]) -> bool:
    """Keys that cannot be typed were changed when they were read: compare their letters and digits."""
    return any(squeezed(key) == squeezed(other) for other in wanted)


def _turns(history: Iterable[Mapping]) -> tuple[Turn, ...]:
    return tuple(
        Turn(turn["role"], turn.get("content") or turn.get("text") or "") for turn in history
    )


def _lines(path: Path) -> Iterator[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
