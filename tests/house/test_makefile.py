"""The two commands, with a stand-in for what they install."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


def make(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**clean, **environment},
    )


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """An environment that counts as complete, whose command prints its arguments."""
    folder = tmp_path / "venv"
    (folder / "bin").mkdir(parents=True)
    command = folder / "bin" / "dateline"
    command.write_text("#!/bin/sh\nprintf '<%s>\\n' \"$@\"\n", encoding="utf-8")
    command.chmod(0o755)
    (folder / "bin" / "python").touch()
    for stamp in (".runtime", ".dev", ".compiled"):
        (folder / stamp).touch()
        os.utime(folder / stamp, (2**31, 2**31))
    return folder


@pytest.mark.parametrize(
    "question",
    [
        "Why did Russia close its mission?",
        "What did \"Lavrov\" say, in 'his' words?",
        "Did it cost $5 or $(HOME) or ${PATH} or $$?",
        "An unclosed $(bracket and `a command` and \\ a backslash; rm -rf x & #",
        "--help",
        "Что случилось в октябре?",
    ],
)
def test_a_question_arrives_as_it_was_typed(question: str, venv: Path) -> None:
    for done in (
        make("-s", "ask", f"VENV={venv}", f"Q={question}"),
        make("-s", "ask", f"VENV={venv}", Q=question),
    ):
        assert done.stdout == f"<ask>\n<-->\n<{question}>\n", done.stderr


def test_without_a_question_it_says_how_to_ask(venv: Path) -> None:
    done = make("-s", "ask", f"VENV={venv}")
    assert done.returncode == 2
    assert 'Write: make ask Q="Who ...?"' in done.stderr


def test_a_prepared_environment_is_left_alone(venv: Path) -> None:
    done = make("setup", f"VENV={venv}")
    assert done.returncode == 0
    assert "Nothing to be done" in done.stdout


def test_a_missing_or_too_old_python_is_named(tmp_path: Path) -> None:
    old = tmp_path / "oldpython"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    for python in (str(old), "no-such-python"):
        done = make("-s", "setup", f"VENV={tmp_path / 'new'}", f"PYTHON={python}")
        assert done.returncode == 2
        assert "Dateline needs Python 3.11, 3.12 or 3.13; none was found among" in done.stderr
        assert python in done.stderr


def test_the_gate_for_machines_runs_the_gate_for_people() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in script
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
