"""Writes docs/cli.md from the command line itself: `python docs/generate.py [--check]`."""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path

from bot.cli.commands import TABLE
from bot.cli.main import main

PAGE = Path(__file__).parent / "cli.md"


def page() -> str:
    """Every help page, in the order of the overview."""
    parts = [
        "# The command line\n",
        "Written by `make docs` from the program itself; a test compares it.\n"
        "What `--json` prints is described by the schemas in [schema](schema).\n",
        _section("dateline"),
        *(_section(f"dateline {name}") for name in TABLE),
    ]
    return "\n".join(parts)


def _section(command: str) -> str:
    printed = io.StringIO()
    with redirect_stdout(printed):
        code = main([*command.split()[1:], "--help"])
    if code != 0:
        raise SystemExit(f"{command} --help failed")
    return f"## {command}\n\n```text\n{printed.getvalue().strip()}\n```\n"


if __name__ == "__main__":
    os.environ["COLUMNS"] = "100"
    if "--check" not in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    elif page() != PAGE.read_text(encoding="utf-8"):
        sys.exit("docs/cli.md is out of date: make docs")
