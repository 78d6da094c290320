"""For every test: no settings of the developer's own, a home and a working directory of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Settings that a run of the tests must not inherit, keys of providers and tracing among them.
_OF_THE_DEVELOPER = (
    "DATELINE_",
    "_DATELINE",
    "DISCORD_",
    "OPENAI_",
    "LANGSMITH_",
    "LANGCHAIN_",
    "ANTHROPIC_",
)

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name.upper().startswith(_OF_THE_DEVELOPER) or name == "NO_COLOR":
            monkeypatch.delenv(name)
    home = tmp_path / "user"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("PYTHON_COLORS", "0")  # argparse and tracebacks stay plain on 3.13


@pytest.fixture
def root() -> Path:
    """The repository."""
    return ROOT
