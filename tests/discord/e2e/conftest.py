"""Tests are coroutines on one event loop a worker, which runs the server and starts the process."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import newsroom
from tests.discord.e2e.loop import Loop
from tests.discord.e2e.stage import Stage, prepared


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    named = inspect.signature(pyfuncitem.obj).parameters
    given = {name: pyfuncitem.funcargs[name] for name in named}
    made = pyfuncitem.funcargs["runner"]
    assert isinstance(made, Loop)
    made.run(pyfuncitem.obj(**given))
    return True


@pytest.fixture(scope="session", autouse=True)
def runner() -> Iterator[Loop]:
    """The event loop of all tests here."""
    with Loop() as made:
        yield made


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the invented library, built once for all workers."""
    own = tmp_path_factory.getbasetemp()
    with newsroom.invented(own if worker_id == "master" else own.parent) as library:
        return library.home


@pytest.fixture
def home(articles: Path, tmp_path: Path) -> Path:
    """A home of the test's own, with the invented articles."""
    return prepared(articles, tmp_path / "home")


@pytest.fixture(scope="session")
def running(
    articles: Path, tmp_path_factory: pytest.TempPathFactory, runner: Loop
) -> Iterator[Stage]:
    """A server and the shipped process, for every test that needs no other."""
    stage = Stage(prepared(articles, tmp_path_factory.mktemp("bot") / "home"))
    runner.run(stage.__aenter__())
    yield stage
    runner.run(stage.__aexit__(None, None, None))


@pytest.fixture
def stage(running: Stage) -> Iterator[Stage]:
    """The shared process, of which nothing may be complained after the test."""
    yield running
    running.check()
