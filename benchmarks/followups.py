"""Measure follow-up questions: rewriting against people's rewrites, retrieval against judged passages.

Run: .venv/bin/python -m benchmarks.followups --data ../shared/data [--only canard] [--library DIR] [--half development]
CANARD needs nothing else. MTRAG needs a library of its passages; --library makes it where there is none, which takes
about two hours on two cores. Halves are drawn by conversation: rules and weights are chosen on one, reported on the other.
"""

from __future__ import annotations

import argparse
import platform
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import followup_retrieval, followup_rewriting

HALVES = ("development", "report", "both")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what was measured, with its provenance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path("out/followups"))
    parser.add_argument(
        "--library", type=Path, help="library of MTRAG's passages; made when missing"
    )
    parser.add_argument("--only", choices=("canard", "mtrag"))
    parser.add_argument("--half", choices=HALVES, default="report")
    options = parser.parse_args(arguments)
    print(
        f"Dateline {version('dateline')}, SQLite {sqlite3.sqlite_version}, numpy {version('numpy')}"
    )
    print(f"{datetime.now(UTC):%Y-%m-%d} Python {platform.python_version()}, half: {options.half}")
    if options.only != "mtrag":
        print(followup_rewriting.report(options.data / "canard", half=options.half))
    if options.only != "canard":
        library = options.library or options.cache / "mtrag"
        print(followup_retrieval.report(options.data / "mtrag", library=library, half=options.half))


if __name__ == "__main__":
    main()
