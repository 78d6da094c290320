"""What benchmarks.quality counts itself, and what it writes into the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quality import tables
from benchmarks.quality.counted import counted
from bot.evaluation.cases import Case, Evidence
from bot.evaluation.results import Found, Result

CASE = Case(
    id="q",
    question="When does the ferry stop?",
    answerable=True,
    answers=("May", "June"),
    facts=(("May",), ("June",)),
    wrong_answers=("July",),
    gold_articles=("a",),
    evidence=(Evidence("a", "The ferry stops in May."),),
    tags=("harbours",),
)


def found(*texts: str) -> tuple[Found, ...]:
    return tuple(Found(key="a", start=0, end=9, score=1.0, text=text) for text in texts)


def value(result: Result, name: str) -> float:
    return counted([result], [name])[name].value


def test_a_fact_is_found_where_a_passage_holds_all_of_it() -> None:
    result = Result(case=CASE, found=found("The ferry", "So: the ferry stops\nin May. Yes."))
    assert value(result, "fact_hits@4") == 1
    assert value(result, "fact_mrr@10") == 0.5


def test_the_first_passages_only_count() -> None:
    result = Result(case=CASE, found=found(*["Fog."] * 4, "The ferry stops in May."))
    assert (value(result, "fact_hits@4"), value(result, "fact_hits@10")) == (0, 1)
    late = Result(case=CASE, found=found(*["Fog."] * 10, "The ferry stops in May."))
    assert value(late, "fact_mrr@10") == 0


@pytest.mark.parametrize(
    ("answer", "one", "wrong", "right"),
    [
        ("In May [1] or June [2].", 1, 0, 1),
        ("In May [1].", 1, 0, 0),
        ("In May [1], June [2] or July [3].", 1, 1, 0),
        ("In winter [1].", 0, 0, 0),
    ],
)
def test_a_right_answer_names_all_that_is_valid_and_nothing_else(
    answer: str, one: int, wrong: int, right: int
) -> None:
    result = Result(case=CASE, answer=answer)
    measured = [value(result, name) for name in ("one_answer", "wrong_answer", "right_only")]
    assert measured == [one, wrong, right]


def test_what_does_not_count_is_left_out() -> None:
    plain = Case(id="p", question="When?", answerable=False)
    names = ["fact_hits@4", "fact_mrr@10", "one_answer", "wrong_answer", "right_only", "hits@5"]
    assert counted([Result(case=plain, abstained=True)], names) == {}


def a_set(figure: float) -> dict[str, Any]:
    row = {"value": figure, "low": 0.25, "high": 0.75, "n": 8}
    return {
        "subset": "8 of 9 questions.",
        "date": "2031-05-01",
        "versions": {"Dateline": "9.9"},
        "machine": "Abacus",
        "command": "make it",
        "tables": [
            {"title": "Search", "rows": [{"system": "BM25", "figures": {"false_refusals": row}}]}
        ],
    }


def test_each_set_is_kept_until_it_is_measured_again(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    tables.merge(path, "squad2", a_set(0.5))
    tables.merge(path, "clapnq", a_set(0.5))
    tables.merge(path, "squad2", a_set(0.625))
    every = json.loads(path.read_text("utf-8"))
    assert list(every) == ["clapnq", "squad2"]
    assert every["squad2"] == a_set(0.625)
    assert [*tmp_path.glob("*.part")] == []


def test_only_what_is_between_the_marks_is_written(tmp_path: Path) -> None:
    path, page = tmp_path / "results.json", tmp_path / "page.md"
    page.write_text(f"# Before\n\n{tables.BEGIN}\nold\n{tables.END}\nAfter.\n", encoding="utf-8")
    tables.merge(path, "clapnq", a_set(0.5))
    tables.refresh(page, path)
    once = page.read_text("utf-8")
    assert "| BM25 | .500 (.250–.750), 8 |" in once
    assert "| Search | false_refusals ↓ |" in once
    assert once.startswith("# Before\n")
    assert once.endswith(f"{tables.END}\nAfter.\n")
    assert "old" not in once
    tables.refresh(page, path)
    assert page.read_text("utf-8") == once


def test_a_page_without_the_marks_gets_them(tmp_path: Path) -> None:
    path, page = tmp_path / "results.json", tmp_path / "page.md"
    page.write_text("# Before\n", encoding="utf-8")
    tables.merge(path, "clapnq", a_set(1.0))
    tables.refresh(page, path)
    assert "# Before\n\n## Quality\n" in page.read_text("utf-8")
    assert "| BM25 | 1.00 (.250–.750), 8 |" in page.read_text("utf-8")


def test_the_committed_page_shows_the_committed_results(root: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text((root / "docs" / "benchmarks.md").read_text("utf-8"), encoding="utf-8")
    tables.refresh(page, root / "benchmarks" / "quality" / "results.json")
    assert page.read_text("utf-8") == (root / "docs" / "benchmarks.md").read_text("utf-8")
