"""`dateline eval`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    quote = "Russia closed its mission to NATO in October"
    cases = [
        {"id": "a", "question": "Russia mission?", "answerable": True, "facts": [["October"]],
         "gold_articles": ["mission-closed"],
         "evidence": [{"key": "mission-closed", "quote": quote}],
         "tags": ["fact"]},
        {"id": "b", "question": "Penguins feathers wings?", "answerable": False, "tags": ["off"]},
        {"id": "c", "question": "crash", "answerable": True, "tags": ["fact"]},
    ]  # fmt: skip
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    return path


def test_it_counts_with_intervals_and_by_tag(run: Run, gold: Path) -> None:
    result = run("eval", str(gold))
    assert result.code == 1
    rows = [line.split("\t") for line in result.out.splitlines()]
    assert ["facts", "0.500", "0.09-0.91"] in [row[:3] for row in rows]
    assert ["fact", "1/2", "1/1", "-", "0/2"] in rows
    assert ["off", "-", "-", "1/1", "-"] in rows


def test_failures_are_listed_when_asked_for(run: Run, gold: Path) -> None:
    assert "RuntimeError" not in run("eval", str(gold)).out
    assert "c error: crash" in run("eval", str(gold), "--failures").out


def test_a_corpus_gets_a_library_of_its_own(
    run: Run, gold: Path, starter: Path, home: Path
) -> None:
    result = run("eval", str(gold), "--corpus", str(starter), "--json")
    assert result.json["rates"]["citations"]["value"] == 1
    assert not (home / "starter.txt").exists()
    assert run("eval", str(gold), "--corpus", "no-such-folder").code == 2
