"""Gold files are read strictly: a slip in one would be counted as a failure of the answers."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.evaluation.cases import EVIDENCE, FIELDS, TURN, WANTED, Case, Evidence, load, of_data
from bot.evaluation.gold.candidates import as_data
from retrieval.errors import UsageError

GOOD = '{"id": "a", "question": "Who?", "answerable": true, "facts": [["he", "she"]]}'
FULL: dict[str, Any] = {
    "id": "b",
    "question": "And when?",
    "answerable": True,
    "history": [{"role": "user", "content": "Who opened it?"}],
    "facts": [["Tuesday"]],
    "answers": ["on Tuesday", "Tuesday"],
    "wrong_answers": ["on Monday"],
    "standalone": "When was it opened?",
    "gold_articles": ["bridge"],
    "evidence": [{"key": "bridge", "quote": "on Tuesday"}, {"key": "bridge", "start": 3, "end": 9}],
    "tags": ["follow-up"],
    "note": "checked twice",
}


def test_a_case_has_what_its_line_says(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"\ufeff{GOOD}\n\n", encoding="utf-8")
    (case,) = load(path)
    assert (case.id, case.answerable, case.facts) == ("a", True, (("he", "she"),))


def test_every_field_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(FULL), encoding="utf-8")
    (case,) = load(path)
    assert (case.answers, case.standalone) == (("on Tuesday", "Tuesday"), "When was it opened?")
    assert case.evidence == (Evidence("bridge", "on Tuesday"), Evidence("bridge", "", 3, 9))
    assert case.turns[0].content == "Who opened it?"
    assert (case.wrong_answers, case.note) == (("on Monday",), "checked twice")


BAD: list[tuple[Any, str]] = [
    ([], "the line is not an object"),
    ({"id": "a", "answerable": True}, "'question' is missing"),
    (FULL | {"answerable": "yes"}, "not true or false"),
    (FULL | {"answer": ["x"]}, "no field 'answer', only 'answers'"),
    (FULL | {"id": ""}, '"id" holds an empty text'),
    (FULL | {"id": True}, '"id" is not a text'),
    (FULL | {"question": None}, '"question" is not a text'),
    (FULL | {"facts": ["Tuesday"]}, '"facts" is not a list of lists of texts'),
    (FULL | {"facts": [[]]}, "no alternative"),
    (FULL | {"facts": [[""]]}, "empty text"),
    (FULL | {"answers": "Tuesday"}, '"answers" is not a list of texts'),
    (FULL | {"history": [{"role": "system", "content": "x"}]}, '"user" or "assistant"'),
    (FULL | {"history": [{"role": "user"}]}, "'content' is missing"),
    (FULL | {"evidence": [{"key": "bridge"}]}, '"quote", or "start" and "end"'),
    (FULL | {"evidence": [{"key": "bridge", "start": 3}]}, '"quote", or "start" and "end"'),
    (FULL | {"evidence": [{"key": "bridge", "start": 9, "end": 3}]}, "start before end"),
    (FULL | {"evidence": [{"quote": "on Tuesday"}]}, "'key' is missing"),
    (FULL | {"standalone": " "}, "empty text"),
    (FULL | {"wrong_answers": "Monday"}, '"wrong_answers" is not a list of texts'),
    (FULL | {"note": ["x"]}, '"note" is not a text'),
    (FULL | {"tags": [1]}, '"tags" is not a text'),
    (FULL | {"gold_articles": [""]}, "empty text"),
]


@pytest.mark.parametrize(("value", "message"), BAD)
def test_a_bad_line_is_named(value: Any, message: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{GOOD}\n{json.dumps(value)}\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load(path)
    line = str(caught.value)
    assert line.startswith(f"{path}:2: not a gold question: ")
    assert message in line
    assert "\n" not in line


def test_what_is_read_is_written_whole() -> None:
    assert as_data(of_data(FULL)) == FULL


def test_reader_schema_and_page_know_the_same_fields(root: Path) -> None:
    schema = json.loads((root / "docs" / "schema" / "gold.schema.json").read_text("utf-8"))
    fields = schema["properties"]
    assert {*fields} == {*FIELDS} == {*FULL}
    assert {*schema["required"]} == {*WANTED}
    assert {*fields["history"]["items"]["properties"]} == {*TURN}
    assert {*fields["evidence"]["items"]["properties"]} == {*EVIDENCE}
    assert {one.name for one in dataclasses.fields(Case)} == {*FIELDS} - {"history"} | {"turns"}
    page = (root / "docs" / "evaluation.md").read_text("utf-8")
    table = page.partition("| field | |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)`", table, re.MULTILINE) == [*FIELDS]


def test_the_schema_says_what_the_reader_says(root: Path) -> None:
    schema = json.loads((root / "docs" / "schema" / "gold.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(json.loads(GOOD))
    assert validator.is_valid(FULL)
    compared = [value for value, told in BAD if told != "start before end"]  # JSON Schema cannot
    assert [value for value in compared if validator.is_valid(value)] == []


def test_a_line_that_is_not_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    for line in ("{", "[" * 100_000):
        path.write_text(line, encoding="utf-8")
        with pytest.raises(UsageError, match="not a gold question"):
            load(path)


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{GOOD}\n\n{GOOD}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"gold.jsonl:3: the id 'a' stands in line 1 already"):
        load(path)


def test_a_file_that_is_not_there_or_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    for name in ("none.jsonl", "empty.jsonl"):
        with pytest.raises(UsageError):
            load(tmp_path / name)


def test_the_projects_own_gold_questions_can_be_read(root: Path) -> None:
    assert len(load(root / "tests" / "gold" / "starter.jsonl")) >= 80
