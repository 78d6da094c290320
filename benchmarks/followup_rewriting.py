"""CANARD: the words that rewriting adds, compared with those that people added."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.answer.standalone import standalone
from retrieval.language.words import content_words
from retrieval.types import Turn

Rewriting = Callable[[Mapping, tuple[Turn, ...]], str]


def of_half(conversation: str, half: str) -> bool:
    """Whether a conversation belongs to the half; by its id, so that it stays there."""
    even = int(hashlib.sha256(conversation.encode()).hexdigest(), 16) % 2 == 0
    return half == "both" or even == (half == "development")


def rows(folder: Path) -> list[dict]:
    """The questions of a set."""
    with gzip.open(folder / "queries.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def turns(row: Mapping) -> tuple[Turn, ...]:
    """The conversation before a question."""
    return tuple(Turn(turn["role"], turn["text"]) for turn in row["history"])


@dataclass(frozen=True, slots=True)
class Overlap:
    """Of the added words: how many people added, how many we did, how many are the same."""

    wanted: int
    added: int
    same: int


def added(question: str, rewritten: str) -> set[str]:
    """Stems of the content words that a rewriting has and the question lacks."""
    return _stems(rewritten) - _stems(question)


def _stems(text: str) -> set[str]:
    return {word.stem for word in content_words(text)}


def compare(row: Mapping, rewritten: str) -> Overlap:
    """One question's overlap."""
    wanted, ours = added(row["question"], row["rewrite"]), added(row["question"], rewritten)
    return Overlap(len(wanted), len(ours), len(wanted & ours))


def figures(found: Iterable[Overlap]) -> tuple[float, float, float]:
    """Recall, precision and F1 over all added words together."""
    listed = list(found)
    same = sum(each.same for each in listed)
    recall = same / max(1, sum(each.wanted for each in listed))
    precision = same / max(1, sum(each.added for each in listed))
    return recall, precision, 2 * recall * precision / max(1e-9, recall + precision)


def _text(row: Mapping, said: tuple[Turn, ...]) -> str:
    return standalone(row["question"], said).text


def _with_context(row: Mapping, said: tuple[Turn, ...]) -> str:
    alone = standalone(row["question"], said)
    return f"{alone.text} {alone.context}"


def _everything(row: Mapping, said: tuple[Turn, ...]) -> str:
    return " ".join([row["question"], *(turn.content for turn in said)])


WAYS: Mapping[str, Rewriting] = {
    "untouched": lambda row, _: row["question"],
    "text": _text,
    "text + context": _with_context,
    "whole history": _everything,
}


def report(folder: Path, *, half: str) -> str:
    """Added words by way of rewriting, and how many questions that stand alone were left untouched."""
    chosen = [row for row in rows(folder) if of_half(row["id"].split("#")[0], half)]
    follow_ups = [row for row in chosen if row["history"] and row["rewrite"] != row["question"]]
    alone = [row for row in chosen if row["rewrite"] == row["question"]]
    lines = [
        f"CANARD dev, {len(chosen)} questions, {len(follow_ups)} rewritten by people with a history before them",
        "added words      recall  precision  F1",
    ]
    for name, way in WAYS.items():
        recall, precision, f1 = figures(compare(row, way(row, turns(row))) for row in follow_ups)
        lines.append(f"{name:16} {recall:.3f}   {precision:.3f}      {f1:.3f}")
    return "\n".join([*lines, _left_alone(alone)])


def _left_alone(alone: Sequence[Mapping]) -> str:
    said = [row for row in alone if row["history"]]
    kept = sum(_text(row, turns(row)) == row["question"] for row in said)
    return f"standing alone with a history before them: {kept} of {len(said)} untouched ({kept / max(1, len(said)):.3f})"
