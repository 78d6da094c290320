"""One browser and one starter library for all pictures; `make test-screenshots` installs both."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from retrieval.library import Library
from tests import newsroom
from tests.conftest import ROOT
from tests_screenshots.camera import CHROMIUM, Camera, chromium
from tests_screenshots.stage import Stage, stage

Scene = Callable[[Stage], Awaitable[None]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", type=Path, help="the folder to write the pictures to")


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    """One event loop, in which the browser lives."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def pictures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures go."""
    chosen: Path | None = request.config.getoption("--pictures")
    return chosen or tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="session")
def camera(runner: asyncio.Runner, pictures: Path) -> Iterator[Camera]:
    if not Path(CHROMIUM).exists():
        pytest.fail("There is no chromium. Run: apt-get install chromium")
    browser = chromium()
    yield Camera(runner.run(browser.__aenter__()), pictures)
    runner.run(browser.__aexit__(None, None, None))


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that a first start makes."""
    home = tmp_path_factory.mktemp("library") / "home"
    with Library.open(home, vectors="exact", embedder=newsroom.embedder()) as library:
        library.add([ROOT / "corpus"])
    return home


@pytest.fixture(autouse=True)
def _files_lie_at_discord(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcord.backend.cdn.CDN_BASE", "https://cdn.discordapp.com")


@pytest.fixture
def play(
    runner: asyncio.Runner, camera: Camera, starter: Path, tmp_path: Path
) -> Callable[..., None]:
    """Plays a scene in a world of its own."""

    def played(scene: Scene, **options: object) -> None:
        async def whole() -> None:
            made = stage(
                tmp_path / "home",
                starter,
                newsroom.embedder(),
                camera,
                **options,  # type: ignore[arg-type]  # as stage has them
            )
            async with made as here:
                await scene(here)

        runner.run(whole())

    return played
