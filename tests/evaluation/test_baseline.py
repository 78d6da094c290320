"""A baseline is a small file to commit: figures and tolerances, no text of an article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.evaluation import baseline
from bot.evaluation.flips import Cause
from retrieval.errors import UsageError
from tests.evaluation.made import QUOTE, abstained, answered, run, unanswerable

RUN = run([answered("a"), abstained("b"), abstained(unanswerable("c"))])


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    made = baseline.write(path, RUN)
    read = baseline.read(path)
    assert (read.cases, read.causes, read.made_with) == (made.cases, made.causes, made.made_with)
    assert read.causes == {"b": Cause.REFUSED}
    assert read.figures["facts"] == made.figures["facts"]
    assert read.figures["facts"].value == 0.5
    assert read.figures["facts"].per_case == {"a": 1, "b": 0}


def test_it_holds_no_text_and_stays_small() -> None:
    many = [answered(f"question-{number}") for number in range(200)]
    text = baseline.dumps(baseline.of(run(many)))
    assert QUOTE not in text
    assert "bridge" not in text
    assert len(text) < 60_000


def test_each_figure_has_its_tolerance_and_times_have_none() -> None:
    figures = baseline.of(RUN).figures
    assert figures["facts"].tolerance == 0.02
    assert figures["errors"].tolerance == figures["verbatim"].tolerance == 0
    assert figures["ms_p50"].tolerance is figures["hits@3"].tolerance is None
    assert figures["hits@3"].per_case
    assert not figures["ms_p50"].per_case
    assert baseline.of(run(RUN.results, model="gpt-x")).figures["facts"].tolerance == 0.05
    assert baseline.of(run(RUN.results, model="gpt-x")).figures["errors"].tolerance == 0


def test_tolerances_that_somebody_chose_are_kept_when_it_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    baseline.write(path, RUN)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["figures"]["facts"]["tolerance"] = 0.3
    path.write_text(json.dumps(data), encoding="utf-8")
    baseline.write(path, run([answered("a")]))
    assert baseline.read(path).figures["facts"].tolerance == 0.3
    assert baseline.read(path).figures["facts"].value == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "Expecting value"),
        ("[]", "list indices"),
        ('{"kind": "other"}', "its kind is 'other'"),
        ('{"kind": "dateline baseline", "format": 99}', "a newer Dateline wrote it"),
        ('{"kind": "dateline baseline", "format": 1}', "'cases' is missing"),
    ],
)
def test_what_is_no_baseline_is_said_to_be_none(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="is no baseline") as raised:
        baseline.read(path)
    assert what in raised.value.message
    with pytest.raises(UsageError, match="No such file"):
        baseline.read(tmp_path / "absent.json")


@pytest.mark.parametrize("tolerance", [-0.1, "a lot", True])
def test_a_tolerance_that_is_none_is_refused(tmp_path: Path, tolerance: object) -> None:
    path = tmp_path / "baseline.json"
    baseline.write(path, RUN)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["figures"]["facts"]["tolerance"] = tolerance
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(UsageError, match="tolerance of facts"):
        baseline.read(path)
