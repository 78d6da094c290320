"""What the documents say is what the program does."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.commands import TABLE, load
from tests import newsroom
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.splitlines() if line.strip()]


def _options(command: str) -> set[str]:
    return {
        option
        for parameter in load(command).params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }


def test_the_help_pages_in_the_documents_are_the_real_ones() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", TABLE)
def test_the_line_of_the_overview_is_that_of_the_command(name: str) -> None:
    command = load(name)
    assert command.name == name
    assert "Examples:" in command.help
    assert f"dateline {name}" in command.help


def test_the_readme_shows_commands_that_exist() -> None:
    checked = 0
    for line in COMMANDS:
        words = shlex.split(line.split(">")[0])
        if words[0].endswith("dateline"):
            assert words[1] in TABLE, line
            used = {word.split("=")[0] for word in words[2:] if re.match(r"-[-a-z]", word)}
            assert used <= _options(words[1]), line
            checked += 1
        elif words[0] == "make":
            makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
            assert re.search(rf"^{words[1]}:", makefile, re.MULTILINE), line
            checked += 1
    assert checked >= 10


def test_the_readme_shows_answers_that_are_given(tmp_path: Path) -> None:
    shown = re.findall(r'^\$ dateline ask "(.*)"\n((?:(?!\$ |```).*\n)*)', README, re.MULTILINE)
    assert len(shown) == 2
    for question, answer in shown:
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli.main", "ask", question],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env={**os.environ, "DATELINE_HOME": str(tmp_path), "NO_COLOR": "1"},
        )
        assert done.stdout.startswith(answer)


def test_every_example_of_a_help_page_is_accepted() -> None:
    for name in TABLE:
        for line in re.findall(r"^ +dateline (.*)$", load(name).help, re.MULTILINE):
            words = shlex.split(line.split(">")[0])
            assert words[: len(name.split())] == name.split()
            assert {word for word in words[1:] if re.match(r"-[-a-z]", word)} <= _options(name), (
                line
            )


def test_the_readme_names_every_command() -> None:
    table = README[README.index("| Command |") :]
    assert [
        name for name in TABLE if f"`dateline {name}" not in table and f"`{name}`" not in table
    ] == []


def test_the_changelog_has_a_place_for_what_comes_next() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_make_target_that_is_offered_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"@echo 'make ([\w-]+)", makefile):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_langchain_page_is_a_program_that_runs(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "langchain.md").read_text(encoding="utf-8")
    program = "".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL))
    program = program.replace("my-library", str(tmp_path / "library"))
    few = [str(ROOT / "corpus" / f"{key}.md") for key in newsroom.STARTERS]  # sooner than all
    program = program.replace('["corpus"]', repr(few))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "LANGSMITH_TRACING": "false"},
    )
    assert done.returncode == 0, done.stderr
    assert "it took them for spies. [1]" in done.stdout
    assert " <- NATO strips eight Russians of accreditation" in done.stdout
    assert "Sources\n[1]" in done.stdout
