"""Decisions about candidates are on disk at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.cases import Case, load
from bot.evaluation.gold.candidates import CANDIDATE, DROPPED, line
from bot.evaluation.gold.review import Review
from retrieval.errors import UsageError

CASES = [
    Case(id=one, question=f"Who is {one}?", answerable=True, facts=((one,),),
         tags=("who", CANDIDATE))
    for one in "abc"
]  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "candidates.jsonl"
    path.write_text("".join(map(line, CASES)), encoding="utf-8")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "gold.jsonl"


def pending(path: Path, out: Path) -> list[str]:
    """What another sitting would ask."""
    return [case.id for case in Review(path, out).pending]


def test_what_is_decided_is_not_asked_again(path: Path, out: Path) -> None:
    review = Review(path, out)
    review.accept(CASES[1])
    assert pending(path, out) == ["a", "c"]
    review.drop(CASES[0])
    assert pending(path, out) == ["c"]
    assert review.decided == (1, 1)
    (gold,) = load(out)
    assert gold.tags == ("who",)
    assert load(path)[0].tags == ("who", DROPPED)
    assert len(load(path)) == 3


def test_a_decision_can_be_taken_back(path: Path, out: Path) -> None:
    out.write_text(line(Case(id="z", question="Old?", answerable=False)).rstrip("\n"))
    before = out.read_bytes()
    review = Review(path, out)
    review.drop(CASES[0])
    review.accept(CASES[1])
    assert [case.id for case in load(out)] == ["z", "b"]
    assert review.undo() == CASES[1]
    assert out.read_bytes() == before
    assert review.undo() == CASES[0]
    assert review.undo() is None
    assert pending(path, out) == ["a", "b", "c"]


def test_nothing_else_is_left_in_the_folder(path: Path, out: Path) -> None:
    Review(path, out).drop(CASES[0])
    assert sorted(one.name for one in path.parent.glob("*.jsonl*")) == ["candidates.jsonl"]
    assert list(path.parent.glob(".cand*")) == []


def test_files_that_cannot_be_told_apart_are_refused(path: Path, out: Path) -> None:
    with pytest.raises(UsageError, match="--out"):
        Review(path, path.parent / "." / path.name)
    with path.open("a") as file:
        file.write(line(Case(id="a", question="Another?", answerable=False)))
    with pytest.raises(UsageError, match="stands in line 1 already"):
        Review(path, out)
