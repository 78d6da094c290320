"""Runs in which there is little or nothing to count: whatever shows them says so."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as xml  # noqa: N813  # its usual name is two letters
from contextlib import nullcontext

import pytest

from bot.cli import as_json, scores
from bot.cli.screen import Screen
from bot.evaluation import baseline, junit, summary
from bot.evaluation.compare import compare
from bot.evaluation.gate import check as gate
from bot.evaluation.html.page import page
from bot.evaluation.metrics.figures import figures
from bot.evaluation.report import as_data
from bot.evaluation.results import Run
from retrieval.errors import UsageError
from tests.cli.test_schemas import check
from tests.evaluation.made import abstained, answered, broken, case, run, unanswerable

BARE = case("a", facts=(), gold_articles=(), evidence=())
RUNS = {
    "nothing was asked yet": run([], cases=2),
    "nothing to answer, refused": run([abstained(unanswerable("a")), abstained(unanswerable("b"))]),
    "nothing to answer, answered": run([answered(unanswerable("a"))]),
    "one question, right": run([answered("a")]),
    "one question, refused": run([abstained("a")]),
    "one question that says nothing of its answer": run([answered(BARE)]),
    "errors alone": run([broken("a"), broken("b")]),
    "nothing found": run([abstained("a", found=(), confidence=None)], articles=0, chunks=0),
    "no time taken": run([abstained("a", milliseconds=0.0), answered("b", milliseconds=0.0)]),
}
every = pytest.mark.parametrize("shown", [pytest.param(one, id=name) for name, one in RUNS.items()])


@every
def test_json_has_nothing_that_is_no_number(shown: Run) -> None:
    text = as_json.dumps(as_data(shown, figures(shown)))
    data = json.loads(text, parse_constant=pytest.fail)
    check(data, "eval")
    assert data["cases"] == len(shown.results)
    assert all((one["n"] > 0) or one["value"] is None for one in data["figures"].values())


@every
def test_the_table_has_no_row_of_nothing(shown: Run, capsys: pytest.CaptureFixture[str]) -> None:
    scores.show(shown, figures(shown), screen=Screen(plain=True), with_failures=True)
    out = capsys.readouterr().out
    noun = "question" if len(shown.results) == 1 else "questions"
    assert out.startswith(f"{len(shown.results)} {noun}, ")
    assert re.search(r"\bnan\b|None", out) is None
    rows = [line.split("\t") for line in out.splitlines() if line.count("\t") == 4]
    assert not [row for row in rows if row[3] == "0"]


@every
def test_junit_markdown_and_page_can_be_written(shown: Run) -> None:
    counted = figures(shown)
    root = xml.fromstring(junit.document(shown, counted))
    assert root.get("tests") == str(len(shown.results))
    assert summary.document(shown, counted).startswith("## Dateline eval: ")
    for html in (page(shown), page(shown, baseline=RUNS["one question, right"])):
        told = re.sub(r"<(style|script|meta)\b.*?(</\1>|>)|<[^>]+>", " ", html, flags=re.DOTALL)
        assert re.search(r"\bnan\b|\bNone\b|\binf\b| \. ", told) is None


@every
def test_any_of_them_can_be_held_against_any_other(shown: Run) -> None:
    kept = baseline.of(shown)
    baseline.dumps(kept)
    for other in RUNS.values():
        digests = {one.case.id: baseline.digest(one.case) for one in other.results}
        shared = digests.items() & kept.cases.items()
        with nullcontext() if shared else pytest.raises(UsageError, match=r"none of|no question"):
            gate(other, kept)
        with nullcontext() if shared else pytest.raises(UsageError, match=r"[Nn]o question"):
            compare(shown, other)
