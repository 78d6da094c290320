"""How much CPU a start costs: help against importing typer, and a cold question.

Run: .venv/bin/python -m benchmarks.start
Wall time depends on what else the machine does, so user and system time are reported.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile

RUNS = 9
DATELINE = [sys.executable, "-m", "bot.cli.main"]
QUESTION = "Why did Russia close its mission to NATO?"


def cpu_milliseconds(command: list[str], *, runs: int = RUNS, **environment: str) -> float:
    """The median CPU time of a command over some runs."""
    spent = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, capture_output=True, check=True, env={**os.environ, **environment})
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(spent) * 1000


def main() -> None:
    """Print a line for each kind of start."""
    typer = cpu_milliseconds([sys.executable, "-c", "import typer"])
    print(f"import typer        {typer:6.0f} ms")
    for name, arguments in {
        "dateline --help": ["--help"],
        "dateline ask --help": ["ask", "--help"],
    }.items():
        spent = cpu_milliseconds([*DATELINE, *arguments])
        print(f"{name:<19} {spent:6.0f} ms, {spent / typer:.2f} times importing typer")
    with tempfile.TemporaryDirectory() as home:
        asked = [*DATELINE, "ask", QUESTION, "--json"]
        cpu_milliseconds(asked, runs=1, DATELINE_HOME=home)  # builds the starter library
        spent = cpu_milliseconds(asked, DATELINE_HOME=home)
        print(f"dateline ask, cold  {spent:6.0f} ms over the starter library")


if __name__ == "__main__":
    main()
