"""Errors leave as one line with an exit code; a traceback only when asked for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.cli.main import main
from tests.cli.conftest import Run
from tests.conftest import ROOT

DATELINE = [sys.executable, "-m", "bot.cli.main"]


def test_a_usage_error_is_one_line_and_exit_code_2(run: Run) -> None:
    for arguments, part in [
        (["ask", "--nonsense"], "No such option: --nonsense"),
        (["search", "x", "-k", "many"], "Invalid value for '-k'"),
        (["search", "x", "-k", "0"], "Invalid value for '-k'"),
        (["show"], "Missing argument"),
        (["aks"], "Did you mean ask?"),
        (["Who is it?"], 'To ask: dateline ask "Who is it?"'),
        (["--home"], "requires an argument"),
    ]:
        result = run(*arguments)
        assert result.code == 2, arguments
        assert result.out == ""
        assert result.err.startswith("error: ")
        assert result.err.count("\n") == 1
        assert part in result.err


def test_an_expected_failure_is_one_line_and_exit_code_1(run: Run) -> None:
    result = run("ask", "fail")
    assert (result.code, result.out) == (1, "")
    assert result.err.splitlines()[-1] == "error: It did not work. Try again."


def test_a_defect_is_one_line_too_and_debug_shows_where(run: Run) -> None:
    result = run("ask", "crash")
    assert result.code == 1
    assert result.err.splitlines()[-1] == (
        "error: unexpected: RuntimeError: a defect over two lines"
        " (run again with --debug to see where)"
    )
    assert "Traceback" not in result.err
    for arguments in (["--debug", "ask", "crash"], ["ask", "crash", "--debug"]):
        assert "Traceback" in run(*arguments).err
    assert "Traceback" in run("ask", "--batch", "-", "--debug", stdin='{"question": "crash"}').err
    assert "Traceback" in run("chat", "--debug", stdin="crash").err


def test_an_error_cannot_command_the_terminal(run: Run) -> None:
    assert "\x1b" not in run("show", "\x1b[2J").err


def test_without_arguments_the_overview_is_shown(run: Run) -> None:
    result = run()
    assert result.code == 0
    assert "Usage: dateline" in result.out


def test_global_options_stand_before_or_after_the_command(run: Run, tmp_path: Path) -> None:
    for arguments in (
        ["--home", "other", "doctor", "--json"],
        ["doctor", "--json", "--home", "other"],
    ):
        assert run(*arguments).json["settings"]["home"] == str(tmp_path / "other")
    both = run("--home", "first", "doctor", "--json", "--home", "second")
    assert both.json["settings"]["home"].endswith("second")


def test_settings_errors_name_what_was_meant(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_VECTOR", "exact")
    result = run("doctor")
    assert result.code == 2
    assert result.err == (
        "error: DATELINE_VECTOR in the environment is not a setting of Dateline."
        " Did you mean DATELINE_VECTORS?\n"
    )


def test_the_whole_program_runs_with_its_real_parts_up_to_a_usage_error() -> None:
    assert main(["ask"]) == 2


def finished(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [*DATELINE, *arguments], capture_output=True, text=True, env=environment, **options
    )


def test_a_reader_that_leaves_early_is_no_error() -> None:
    shell = f"{sys.executable} -m bot.cli.main --help | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", shell], capture_output=True, text=True, cwd=ROOT
    )
    assert done.stdout == "Usage: dateline [OPTIONS] COMMAND [ARGS]...\n"
    assert done.stderr == ""


def test_ctrl_c_is_one_line_and_exit_code_130() -> None:
    program = (
        "import sys, time\n"
        "from bot.cli.door import run\n"
        "def wait():\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(60)\n"
        "sys.exit(run(wait, debug=False))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors == "Interrupted.\n"
