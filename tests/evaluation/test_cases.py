"""Gold files are read strictly: a slip in one would be counted as a failure of the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.cases import load
from retrieval.errors import UsageError

GOOD = '{"id": "a", "question": "Who?", "answerable": true, "facts": [["he", "she"]]}'


def test_a_case_has_what_its_line_says(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"\ufeff{GOOD}\n\n", encoding="utf-8")
    (case,) = load(path)
    assert (case.id, case.answerable, case.facts) == ("a", True, (("he", "she"),))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not a gold question"),
        ("[]", "not a gold question"),
        ('{"id": "a", "answerable": true}', "'question' is missing"),
        ('{"id": "a", "question": "x", "answerable": "yes"}', "not true or false"),
    ],
)
def test_a_bad_line_is_named(line: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{GOOD}\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=message) as caught:
        load(path)
    assert f"{path}:2: " in str(caught.value)


def test_a_file_that_is_not_there_or_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    for name in ("none.jsonl", "empty.jsonl"):
        with pytest.raises(UsageError):
            load(tmp_path / name)


def test_the_projects_own_gold_questions_can_be_read(root: Path) -> None:
    assert len(load(root / "tests" / "gold" / "starter.jsonl")) >= 80
