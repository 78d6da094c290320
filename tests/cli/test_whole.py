"""The command line over a real library: files in, quotes out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.main import main
from tests.cli.conftest import Result
from tests.cli.test_schemas import check
from tests.conftest import ROOT

SEEDS = [*sorted((ROOT / "corpus").glob("*-1997.md")), ROOT / "corpus" / "what-remained.md"]

Go = Callable[..., Result]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two articles, made once."""
    folder = tmp_path_factory.mktemp("library")
    assert main(["add", *map(str, SEEDS), "--home", str(folder)]) == 0
    return folder


@pytest.fixture
def go(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Go:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: str = "") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = main([*arguments, "--home", str(home)])
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return call


def test_every_quote_stands_in_the_stored_article(go: Go) -> None:
    questions = ["When was the Founding Act signed?", "Who made the first call?", "Who is Batman?"]
    lines = "".join(json.dumps({"id": n, "question": q}) + "\n" for n, q in enumerate(questions))
    result = go("ask", "--batch", "-", stdin=lines)
    assert result.code == 0
    assert [line["id"] for line in result.lines] == [0, 1, 2]
    for line in result.lines:
        check(line, "ask")
        for span in (*line["citations"], *line["passages"]):
            text = go("show", span["key"], "--json").json["text"]
            assert text[span["start"] : span["end"]] == span.get("quote", span.get("text"))


def test_what_every_command_prints_follows_its_schema(go: Go) -> None:
    check(go("list", "--json").json, "list")
    check(go("show", "founding-act-1997", "--json").json, "show")
    check(go("search", "hotline between generals", "--json").json, "search")
    check(go("doctor", "--json").json, "doctor")
    check(go("add", *map(str, SEEDS), "--json").json, "add")


def test_adding_again_changes_nothing(go: Go) -> None:
    assert go("add", *map(str, SEEDS)).out == "2 unchanged\n"


def test_a_missing_letter_in_a_key_is_seen(go: Go) -> None:
    result = go("show", "founding-act-199")
    assert result.code == 2
    assert "Did you mean founding-act-1997?" in result.err


def test_filters_restrict_what_is_asked(go: Go) -> None:
    found = go("search", "NATO and Russia", "--key", "what-remained", "--json").json["passages"]
    assert {passage["key"] for passage in found} == {"what-remained"}
    refused = go("search", "NATO", "--until", "1990", "--json")
    assert refused.code == 2
    assert "No article of the library fits 1990-12-31." in refused.err


def test_a_chat_answers_and_shows_a_source(go: Go) -> None:
    result = go("chat", stdin="When was the Founding Act signed?\n/source 1\n")
    assert result.code == 0
    assert ">>" in result.out
    assert "<<" in result.out


def test_looking_into_a_library_that_is_not_there_makes_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["list"], ["doctor"], ["show", "x"], ["remove", "x"]):
        assert main([*command, "--home", str(tmp_path / "none")]) == 1
        assert capsys.readouterr().err.startswith("error: There is no library in")
    assert not (tmp_path / "none").exists()


def test_a_folder_that_cannot_hold_a_library_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert main(["ask", "Why?", "--home", str(tmp_path / "file")]) == 1
    assert capsys.readouterr().err.startswith("error: The library cannot be made in")


def test_a_pruned_path_that_never_held_an_article_is_mistyped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("The mill of Lunde was sold in May.", encoding="utf-8")
    home = ["--home", str(tmp_path / "home")]
    assert main(["add", str(tmp_path / "a.txt"), *home]) == 0
    assert main(["add", str(tmp_path / "b.txt"), "--prune", *home]) == 2
    assert "b.txt does not exist." in capsys.readouterr().err
    (tmp_path / "a.txt").unlink()
    assert main(["add", str(tmp_path / "a.txt"), "--prune", *home]) == 0
    assert "1 removed" in capsys.readouterr().out
