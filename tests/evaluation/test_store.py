"""A run outlives a kill at any byte, and is never mixed with another."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bot.evaluation.results import Result
from bot.evaluation.store import RunFile, load
from retrieval.errors import RecordsError, UsageError
from tests.conftest import ROOT
from tests.evaluation.made import PROVENANCE, answered, case

RESULTS = tuple(answered(case(f"q{number}")) for number in range(4))


def written(path: Path, results: tuple[Result, ...] = RESULTS) -> bytes:
    with RunFile.open(path, PROVENANCE) as kept:
        for place in (2, 0, 3, 1)[: len(results)]:
            kept.keep(place, results[place])
    return path.read_bytes()


def test_a_run_comes_back_as_it_was_in_the_order_of_its_cases(tmp_path: Path) -> None:
    written(tmp_path / "run.jsonl")
    run = load(tmp_path / "run.jsonl")
    assert (run.provenance, run.results) == (PROVENANCE, RESULTS)
    assert [one.name for one in tmp_path.glob("run*")] == ["run.jsonl"]


def test_a_kill_at_any_byte_loses_only_the_case_under_way(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    whole = written(path)
    for cut in range(0, len(whole), 7):
        path.write_bytes(whole[:cut])
        with RunFile.open(path, PROVENANCE) as kept:
            assert len(kept.done) == max(0, whole[:cut].count(b"\n") - 1)
            for place in range(4):
                if place not in kept.done:
                    kept.keep(place, RESULTS[place])
        assert load(path).results == RESULTS


def test_a_process_that_is_killed_goes_on_without_asking_again(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text("Russia closed its mission.", encoding="utf-8")
    questions = ["one", "two", "three", "wait here", "five", "six"]
    (tmp_path / "gold.jsonl").write_text(
        "".join(
            json.dumps({"id": one, "question": one, "answerable": False}) + "\n"
            for one in questions
        ),
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "tests.evaluation.program", str(tmp_path)]
    with subprocess.Popen([*command, "HANG"], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"waiting\n"
        process.kill()
    there = {one.case.id for one in load(tmp_path / "run.jsonl").results}
    assert {"one", "two"} <= there
    assert "wait here" not in there
    before = (tmp_path / "log.txt").read_text(encoding="utf-8").splitlines()
    subprocess.run(command, cwd=ROOT, check=True)
    after = (tmp_path / "log.txt").read_text(encoding="utf-8").splitlines()[len(before) :]
    assert Counter(after) == Counter(one for one in questions if one not in there)
    assert [one.case.id for one in load(tmp_path / "run.jsonl").results] == questions


def test_what_ended_in_an_error_is_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    failed = Result(case=RESULTS[1].case, error="It broke off.")
    written(path, (RESULTS[0], failed, *RESULTS[2:]))
    with RunFile.open(path, PROVENANCE) as kept:
        assert sorted(kept.done) == [0, 2, 3]
        kept.keep(1, RESULTS[1])
    assert load(path).results == RESULTS


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"gold": "other"}, "questions: aaaa, now other"),
        ({"corpus": "other"}, "articles: cccc, now other"),
        ({"model": "gpt"}, "model: extractive, now gpt"),
        ({"prompts": "p2"}, "prompts: p1, now p2"),
        ({"settings": {"vectors": "exact"}}, "vectors: none, now exact"),
        ({"versions": {"dateline": "0.2.0"}}, "dateline: 0.1.0, now 0.2.0"),
    ],
)
def test_a_run_made_with_something_else_is_refused(
    change: dict[str, object], told: str, tmp_path: Path
) -> None:
    whole = written(tmp_path / "run.jsonl")
    with pytest.raises(UsageError, match=told) as caught:
        RunFile.open(tmp_path / "run.jsonl", replace(PROVENANCE, **change))  # type: ignore[arg-type]  # by name
    assert "--run" in caught.value.hint
    assert (tmp_path / "run.jsonl").read_bytes() == whole


def test_another_moment_and_machine_are_no_other_run(tmp_path: Path) -> None:
    written(tmp_path / "run.jsonl")
    later = replace(PROVENANCE, began="2027-01-01T00:00:00Z", machine="another")
    with RunFile.open(tmp_path / "run.jsonl", later) as kept:
        assert (len(kept.done), kept.provenance) == (4, PROVENANCE)


@pytest.mark.parametrize(
    "content", [b"notes of mine", b"notes\nof mine\n", b'{"kind": "shopping", "format": 1}\n']
)
def test_a_file_that_is_no_run_is_left_as_it_is(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_bytes(content)
    with pytest.raises(UsageError):
        RunFile.open(path, PROVENANCE)
    with pytest.raises(UsageError):
        load(path)
    assert path.read_bytes() == content


def test_a_line_that_is_damaged_is_named(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    lines = written(path).splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b"{}\n", *lines[2:]]))
    with pytest.raises(UsageError, match=r"run.jsonl:3: "):
        load(path)


def test_a_newer_file_asks_for_an_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_bytes(written(path).replace(b'"format": 1', b'"format": 2', 1))
    with pytest.raises(UsageError, match="newer"):
        load(path)


def test_only_one_process_writes_a_run(tmp_path: Path) -> None:
    with (
        RunFile.open(tmp_path / "run.jsonl", PROVENANCE),
        pytest.raises(UsageError, match="Another"),
    ):
        RunFile.open(tmp_path / "run.jsonl", PROVENANCE)
    RunFile.open(tmp_path / "run.jsonl", PROVENANCE).close()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordsError, match="cannot be written"):
        RunFile.open(tmp_path / "file" / "run.jsonl", PROVENANCE)
