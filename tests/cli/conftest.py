"""The command line in this process, over a library in memory."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot import settings
from bot.cli.main import main
from bot.cli.session import Front
from bot.links import fetch
from tests.fakes.front import judge, no_discord
from tests.fakes.library import FakeLibrary

ARTICLES = {
    "mission-closed": "Russia closed its mission to NATO in October. It blamed the alliance.",
    "liaison-office": "The liaison office in Moscow stopped its work.\nStaff left in November.",
}


@dataclass(frozen=True, slots=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Result]


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    folder = tmp_path / "starter"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def run(
    library: FakeLibrary,
    starter: Path,
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Runs a command line in an empty working directory and says what came of it."""
    monkeypatch.chdir(home.parent)
    front = Front(
        load_settings=lambda given: settings.load(home=given or home),
        open_library=lambda *arguments, **options: library,
        open_model=lambda settings, name: judge(name),
        starter_corpus=lambda: starter,
        fetch=partial(fetch, loopback=True),
        run_discord=no_discord,
        check_discord=no_discord,
    )

    def go(*arguments: str, stdin: str | bytes = "") -> Result:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        code = main(arguments, front=front)
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return go
