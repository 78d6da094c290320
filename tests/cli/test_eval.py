"""`dateline eval`."""

from __future__ import annotations

import json
import xml.etree.ElementTree as xml  # noqa: N813  # its usual name is two letters
from pathlib import Path

import pytest

from bot.cli import progress
from bot.evaluation.store import load
from tests.cli.conftest import Run
from tests.cli.test_schemas import check
from tests.fakes.library import FakeLibrary

QUOTE = "Russia closed its mission to NATO in October"
CASES = [
    {"id": "a", "question": "Russia mission?", "answerable": True, "facts": [["October"]],
     "gold_articles": ["mission-closed"],
     "evidence": [{"key": "mission-closed", "quote": QUOTE}], "tags": ["fact"]},
    {"id": "b", "question": "Penguins feathers wings?", "answerable": False, "tags": ["off"]},
]  # fmt: skip  # one case a line or two
CRASH = {"id": "c", "question": "crash", "answerable": True, "facts": [["x"]], "tags": ["fact"]}


def write(path: Path, cases: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write(tmp_path / "gold.jsonl", [*CASES, CRASH])


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write(tmp_path / "good.jsonl", CASES)


def test_it_counts_with_intervals_and_by_tag(run: Run, gold: Path) -> None:
    result = run("eval", str(gold))
    assert result.code == 1
    rows = [line.split("\t") for line in result.out.splitlines()]
    assert rows[0] == ["3 questions, 2 right, 1 error"]
    assert ["facts", "0.500"] in [row[:2] for row in rows]
    assert ["fact", "0.500 of 2", "1.000 of 1", "-", "0.000 of 2"] in rows
    assert ["off", "-", "-", "1.000 of 1", "-"] in rows


def test_failures_are_listed_when_asked_for(run: Run, gold: Path) -> None:
    assert "RuntimeError" not in run("eval", str(gold)).out
    out = run("eval", str(gold), "--failures").out
    assert "c error: crash\n  RuntimeError: a defect over two lines" in out


def test_a_corpus_gets_a_library_of_its_own(
    run: Run, good: Path, starter: Path, home: Path
) -> None:
    result = run("eval", str(good), "--corpus", str(starter), "--json")
    assert result.code == 0
    assert result.json["figures"]["citations"]["value"] == 1
    assert not (home / "starter.txt").exists()
    assert run("eval", str(good), "--corpus", "no-such-folder").code == 2


def test_another_library_is_asked_as_it_is(run: Run, good: Path, starter: Path, home: Path) -> None:
    empty = run("eval", str(good), "--library", "elsewhere")
    assert (empty.code, empty.err) == (
        2,
        "error: elsewhere holds no article. Add some: dateline add PATH\n",
    )
    assert not (home / "starter.txt").exists()
    run("add", str(starter))
    assert run("eval", str(good), "--library", "elsewhere").code == 0
    assert run("eval", str(good), "--library", "x", "--corpus", str(starter)).code == 2


def test_where_there_is_no_article_nothing_is_asked(
    run: Run, good: Path, tmp_path: Path, library: FakeLibrary
) -> None:
    (tmp_path / "empty").mkdir()
    refused = run("eval", str(good), "--corpus", str(tmp_path / "empty"))
    assert refused.code == 2
    assert refused.err.endswith("empty holds no article. Add some: dateline add PATH\n")
    run("eval", str(good))
    library.stored.clear()
    library.asked.clear()
    assert run("eval", str(good)).code == 2
    assert library.asked == []


def test_a_run_that_is_kept_is_not_asked_again(
    run: Run, gold: Path, tmp_path: Path, library: FakeLibrary
) -> None:
    kept = tmp_path / "run.jsonl"
    assert run("eval", str(gold), "--run", str(kept)).code == 1
    library.asked.clear()
    again = run("eval", str(gold), "--run", str(kept))
    assert [question for question, _, _ in library.asked] == ["crash"]
    assert "2 of 3 questions are there already" in again.err
    assert len(load(kept).results) == 3


def test_a_run_of_other_questions_is_refused_with_what_to_do(
    run: Run, gold: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "run.jsonl"
    run("eval", str(gold), "--run", str(kept))
    refused = run("eval", str(gold), "--run", str(kept), "--limit", "1")
    assert refused.code == 2
    assert refused.err.count("\n") == 1
    assert "was begun with something else (questions: " in refused.err
    assert "Give another file with --run" in refused.err


def test_only_some_questions_are_asked(run: Run, gold: Path) -> None:
    assert run("eval", str(gold), "--limit", "2", "--json").json["cases"] == 2
    assert run("eval", str(gold), "--tag", "off", "--json").json["cases"] == 1
    assert run("eval", str(gold), "--tag", "off", "--tag", "fact", "--json").json["cases"] == 3
    unknown = run("eval", str(gold), "--tag", "none")
    assert unknown.code == 2
    assert "There are: fact, off." in unknown.err


def test_it_writes_reports_of_every_kind(run: Run, gold: Path, tmp_path: Path) -> None:
    names = ("junit.xml", "summary.md", "page.html")
    junit, summary, page = (tmp_path / name for name in names)
    written = ("--junit", str(junit), "--markdown", str(summary), "--html", str(page))
    assert run("eval", str(gold), *written).code == 1
    assert xml.fromstring(junit.read_bytes()).get("errors") == "1"
    assert summary.read_text(encoding="utf-8").startswith("## Dateline eval: 2 of 3 right")
    assert "<html" in page.read_text(encoding="utf-8")


def test_a_place_where_nothing_can_be_written_is_refused_before_anything_is_asked(
    run: Run, gold: Path, tmp_path: Path, library: FakeLibrary
) -> None:
    for option in ("--run", "--junit", "--markdown", "--html", "--write-baseline"):
        for place in (tmp_path, tmp_path / "none" / "file"):
            refused = run("eval", str(gold), option, str(place))
            assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert library.asked == []


def test_a_baseline_is_not_written_over_another_file_and_nothing_is_asked_for_it(
    run: Run, good: Path, tmp_path: Path, library: FakeLibrary
) -> None:
    notes = tmp_path / "notes.json"
    notes.write_text('{"mine": 1}', encoding="utf-8")
    refused = run("eval", str(good), "--write-baseline", str(notes))
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "notes.json is no baseline" in refused.err
    assert library.asked == []
    assert notes.read_text(encoding="utf-8") == '{"mine": 1}'


def test_the_gate_names_what_fell(
    run: Run, good: Path, tmp_path: Path, library: FakeLibrary
) -> None:
    baseline = tmp_path / "baseline.json"
    assert run("eval", str(good), "--write-baseline", str(baseline)).code == 0
    assert "gate passed" in run("eval", str(good), "--gate", str(baseline)).out
    library.stored["mission-closed"] = library.stored["liaison-office"]
    worse = run("eval", str(good), "--gate", str(baseline))
    assert worse.code == 1
    assert "gate failed: " in worse.out
    assert "a: right -> " in worse.out
    data = run("eval", str(good), "--gate", str(baseline), "--json").json
    check(data, "eval")
    assert [one["id"] for one in data["gate"]["culprits"]] == ["a"]


def test_a_judge_stands_beside_what_is_counted(run: Run, good: Path, tmp_path: Path) -> None:
    kept = tmp_path / "run.jsonl"
    run("eval", str(good), "--run", str(kept))
    judged = run("eval", str(good), "--run", str(kept), "--judge", "tiny")
    assert "judge tiny, prompt " in judged.out
    assert "agrees with the facts in 1.000 of 1" in judged.out
    data = run("eval", str(good), "--run", str(kept), "--json").json
    check(data, "eval")
    assert (data["judge"]["model"], data["judge"]["score"]) == ("tiny", 1.0)


def test_evidence_that_its_article_does_not_hold_is_named(run: Run, tmp_path: Path) -> None:
    wrong = {"evidence": [{"key": "mission-closed", "quote": "Russia opened a mission"}]}
    path = write(tmp_path / "slip.jsonl", [CASES[0] | wrong, CASES[0] | {"id": "fine"}])
    err = run("eval", str(path)).err
    assert "note: Evidence of 1 questions is not in its article as worded: a.\n" in err


def test_two_runs_are_compared(run: Run, good: Path, tmp_path: Path) -> None:
    kept = tmp_path / "run.jsonl"
    run("eval", str(good), "--run", str(kept))
    assert "2 questions in both runs" in run("eval", "compare", str(kept), str(kept)).out
    assert run("eval", "compare", str(kept)).code == 2
    page = tmp_path / "page.html"
    assert run("eval", str(good), "--before", str(kept), "--html", str(page)).code == 0


def test_progress_is_told_now_and_then_where_nobody_watches(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases: list[dict[str, object]] = [CASES[1] | {"id": str(n)} for n in range(5)]
    assert " of 5" not in run("eval", str(write(tmp_path / "many.jsonl", cases))).err
    monkeypatch.setattr(progress, "_TELL_EVERY", 0)
    err = run("eval", str(write(tmp_path / "many.jsonl", cases))).err
    assert "2 of 5\n" in err
    assert "4 of 5\n" in err
