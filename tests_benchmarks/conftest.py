"""A home of its own for every test: what a package wants to fetch into it is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.adapters.silence import silence


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    silence()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
