"""A community with a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.records.community.community import Community
from tests.records.community.asked import StoppedClock


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def community(home: Path, clock: StoppedClock) -> Iterator[Community]:
    community = Community(home, clock=clock)
    yield community
    community.close()
