"""docs/evaluation-ci.md says what the program does, and its workflow is one."""

from __future__ import annotations

import json
import re
import shlex

import yaml

from bot.cli.commands import load
from bot.evaluation.flips import Cause
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "evaluation-ci.md").read_text(encoding="utf-8")
WORKFLOW = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0])
STEPS = WORKFLOW["jobs"]["gate"]["steps"]


def commands() -> list[list[str]]:
    """Every use of dateline in the page's shell blocks and the workflow."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    blocks += [step["run"] for step in STEPS if "run" in step]
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line) for line in lines if re.match(r"\s*(\S*/)?dateline ", line)]


def test_its_commands_have_the_options_that_are_used() -> None:
    assert len(commands()) == 7
    for words in commands():
        name = "eval compare" if words[2] == "compare" else "eval"
        options = {option for parameter in load(name).params for option in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= options


def test_every_action_is_pinned_and_no_key_is_needed() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert len(used) == 3
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+(\.\d+)*", one) for one in used)
    assert "secrets." not in PAGE
    assert WORKFLOW["permissions"] == {"contents": "read", "pull-requests": "write"}


def test_what_failed_is_shown_and_kept() -> None:
    later = STEPS[STEPS.index(next(one for one in STEPS if "--gate" in one.get("run", ""))) + 1 :]
    assert len(later) == 3
    assert all("!cancelled()" in step["if"] for step in later)
    assert "GITHUB_STEP_SUMMARY" in later[0]["run"]


def test_no_text_of_a_pull_request_is_put_into_a_script() -> None:
    assert not any("${{" in step.get("run", "") for step in STEPS)


def test_every_cause_is_explained_and_in_the_schema() -> None:
    explained = re.findall(r"^\| ([a-z ]+) \| ", PAGE, re.MULTILINE)
    assert [one for one in explained if one in set(Cause)] == [one.value for one in Cause]
    schema = json.loads((ROOT / "docs/schema/compare.schema.json").read_text(encoding="utf-8"))
    assert schema["$defs"]["cause"]["enum"] == [None, *(one.value for one in Cause)]
