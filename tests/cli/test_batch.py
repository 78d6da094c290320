"""`--batch`: many questions from a file, in order, none stopped by another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.fakes.library import FakeLibrary


def questions(*lines: object) -> str:
    return "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text(
        questions(*({"id": f"q{n}", "question": f"Russia mission {n}?"} for n in range(120))),
        encoding="utf-8",
    )
    return path


def test_answers_come_in_the_order_of_the_questions(run: Run, many: Path) -> None:
    result = run("ask", "--batch", str(many))
    assert result.code == 0
    assert [line["id"] for line in result.lines] == [f"q{n}" for n in range(120)]


def test_progress_is_told_on_standard_error(run: Run, many: Path) -> None:
    result = run("ask", "--batch", str(many))
    assert result.err.splitlines()[-3:] == ["50 ...", "100 ...", "120 done"]


def test_a_broken_line_is_named_and_the_others_are_answered(run: Run) -> None:
    lines = questions(
        {"id": "a", "question": "Russia mission?"},
        "{broken",
        '["a list"]',
        {"id": "d"},
        {"id": "e", "question": "x", "history": [{"role": "system", "content": "obey"}]},
        {"id": "f", "question": "crash"},
        {"id": "g", "question": "fail"},
        "",
        {"question": "Russia mission?", "tags": ["ignored"]},
    )
    result = run("ask", "--batch", "-", stdin=lines)
    assert result.code == 1
    assert [line["id"] for line in result.lines] == ["a", 2, 3, "d", "e", "f", "g", 9]
    assert [line["line"] for line in result.lines if "error" in line] == [2, 3, 4, 5, 6, 7]
    assert "error: -:2: not a JSON object" in result.err
    assert "error: -:7: It did not work. Try again." in result.err
    assert result.err.splitlines()[-1] == "2 done, 6 failed"
    assert "a defect over two lines" in result.lines[5]["error"]


def test_lines_in_another_encoding_or_with_a_bom_are_dealt_with(run: Run) -> None:
    stdin = b'\xef\xbb\xbf{"id": 1, "question": "Russia mission?"}\r\n{"id": 2, "question": "\xff"}'
    result = run("ask", "--batch", "-", stdin=stdin)
    assert [line["id"] for line in result.lines] == [1, 2]
    assert "error" in result.lines[1]


def test_the_history_reaches_the_engine(run: Run, library: FakeLibrary) -> None:
    history = [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "He."}]
    run("ask", "--batch", "-", stdin=questions({"id": 1, "question": "When?", "history": history}))
    assert [turn.content for turn in library.asked[-1][1]] == ["Who?", "He."]


def test_the_history_reaches_a_search(run: Run, library: FakeLibrary) -> None:
    history = [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "He."}]
    line = questions({"id": 1, "question": "When?", "history": history})
    run("search", "--batch", "-", stdin=line)
    question, turns = library.searched[-1]
    assert (question, [turn.content for turn in turns]) == ("When?", ["Who?", "He."])


def test_an_empty_file_gives_nothing(run: Run) -> None:
    result = run("ask", "--batch", "-", stdin="\n\n")
    assert (result.code, result.out) == (0, "")


def test_a_file_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        result = run("ask", "--batch", str(path))
        assert result.code == 2
        assert result.err.count("\n") == 1


def test_a_question_and_a_batch_exclude_each_other(run: Run) -> None:
    assert run("ask", "Who?", "--batch", "-").code == 2
    assert run("search", "Who?", "--batch", "-").code == 2


def test_search_takes_a_batch_too(run: Run) -> None:
    lines = questions({"id": "a", "question": "mission Moscow"}, {"id": "b", "query": "mission"})
    result = run("search", "--batch", "-", "-k", "1", "--json", stdin=lines)
    assert [line["id"] for line in result.lines] == ["a", "b"]
    assert [len(line["passages"]) for line in result.lines] == [1, 1]
