"""What `--json` prints is what docs/schema says, no more and no less."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from bot.cli import as_json
from retrieval.types import AbstentionReason
from tests.cli.conftest import Run
from tests.conftest import ROOT
from tests.records.replies import answer

SCHEMAS = ROOT / "docs" / "schema"


def registry() -> Registry[Any]:
    """The schemas by their file names, as they refer to each other."""
    return Registry().with_resources(
        (path.name, Resource.from_contents(json.loads(path.read_text(encoding="utf-8"))))
        for path in SCHEMAS.iterdir()
    )


def check(value: Any, name: str) -> None:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema, registry=registry()).validate(value)


def test_every_schema_is_a_schema() -> None:
    for path in SCHEMAS.iterdir():
        jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


def test_ask(run: Run) -> None:
    answer = run("ask", "Russia mission?", "--json").json
    abstention = run("ask", "mission of penguins feathers", "--json").json
    assert (answer["abstained"], abstention["abstained"]) == (False, True)
    check(answer, "ask")
    check(abstention, "ask")
    assert list(answer) == list(abstention)


def test_ask_with_a_language_model() -> None:
    reply = as_json.reply(answer("Who opened the bridge?"))
    check(reply, "ask")
    assert reply["usage"] == {
        "prompt_tokens": 900,
        "completion_tokens": 40,
        "estimated": True,
        "cost": 0.0012,
    }
    assert (reply["prompts"], reply["dropped"]) == ("a1b2", 2)


def test_ask_and_search_batches(run: Run) -> None:
    lines = '{"id": "a", "question": "Russia mission?"}\n{"id": 7}\n'
    for command in ("ask", "search"):
        for line in run(command, "--batch", "-", "--json", stdin=lines).lines:
            check(line, command)


def test_conversations(run: Run) -> None:
    run("chat", stdin="Russia mission?\nmission of penguins feathers\n")
    check(run("conversations", "--json").json, "conversations")
    check(run("conversations", "show", "russia-mission", "--json").json, "conversations")
    check(run("conversations", "--delete", "russia-mission", "--json").json, "conversations")
    check(run("conversations", "--json").json, "conversations")


def test_search(run: Run) -> None:
    check(run("search", "mission", "--json").json, "search")


def test_articles(run: Run, starter: Path) -> None:
    (starter / "empty.md").touch()
    check(run("add", str(starter), "--json").json, "add")
    check(run("list", "--json").json, "list")
    check(run("show", "mission-closed", "--json").json, "show")
    check(run("show", "mission-closed", "--no-text", "--json").json, "show")
    check(run("remove", "mission-closed", "--json").json, "remove")


def test_doctor(run: Run) -> None:
    check(run("doctor", "--json").json, "doctor")


def test_gold_and_eval(run: Run, starter: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a", "question": "Russia?", "answerable": true}\n', encoding="utf-8")
    check(run("eval", str(gold), "--corpus", str(starter), "--json").json, "eval")


def test_the_gold_questions_of_the_project_follow_their_schema(root: Path) -> None:
    for name in ("starter", "calibration"):
        path = root / "tests" / "gold" / f"{name}.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            check(json.loads(line), "gold")
            check(json.loads(line), "batch")


def test_every_reason_is_in_the_schema() -> None:
    schema = json.loads((SCHEMAS / "ask.schema.json").read_text(encoding="utf-8"))
    reasons = schema["$defs"]["reply"]["properties"]["reason"]["enum"]
    assert reasons == [None, *(reason.value for reason in AbstentionReason)]


def test_what_a_terminal_would_obey_is_escaped_and_read_back_unchanged() -> None:
    hostile = {"text": "a\x1b[2J b\x9b2J c\x7f d\u2028 e\u202e f\udc80"}
    line = as_json.dumps(hostile)
    assert not {"\x1b", "\x9b", "\x7f", "\u2028", "\u202e"} & set(line)
    assert json.loads(line) == hostile


def test_json_never_holds_what_is_not_json() -> None:
    with pytest.raises(ValueError, match="JSON"):
        as_json.dumps({"score": float("nan")})
