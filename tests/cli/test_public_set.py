"""`dateline eval --dataset`: a public set, here an invented one, asked over its own articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main
from bot.evaluation.store import load
from retrieval.library import Library
from tests.evaluation.datasets.test_datasets import ARTICLE, QUESTION, a_set
from tests.fakes.embedder import HashEmbedder
from tests.index.program import front

BRIDGE = {**ARTICLE, "id": "a2", "title": "The bridge", "text": "The bridge opens in June."}
QUESTIONS = [{**QUESTION, "id": f"q{number}"} for number in range(6)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return a_set(tmp_path / "data", "squad2", *QUESTIONS, articles=(ARTICLE, BRIDGE))


class Terminal:
    """Runs commands at one home."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self._capsys = home, capsys

    def __call__(self, *arguments: str | Path) -> tuple[int, str, str]:
        words = ["eval", *map(str, arguments), "--home", str(self.home)]
        code = main(words, front=front())
        return code, *self._capsys.readouterr()

    def json(self, *arguments: str | Path) -> Any:
        code, out, err = self(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)

    def refused(self, *arguments: str | Path) -> str:
        """What is said of a command that is not carried out."""
        code, out, err = self(*arguments)
        assert (code, out) == (2, ""), err
        return err


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "home", capsys)


def test_a_set_is_asked_over_its_own_articles_which_are_gone_afterwards(
    terminal: Terminal, data: Path
) -> None:
    told = terminal.json("--dataset", "squad2", "--data", data)
    assert (told["cases"], told["provenance"]["articles"]) == (6, 2)
    assert told["figures"]["hits@5"]["value"] == 1
    assert not terminal.home.exists()
    _, _, err = terminal("--dataset", "squad2", "--data", data, "--limit", "1")
    assert "note: 2 articles are read for this run alone; with --library DIR" in err
    assert "Reading 2 articles of squad2…" in err


def test_its_articles_are_kept_where_a_library_is_named(
    terminal: Terminal, data: Path, tmp_path: Path
) -> None:
    place, kept = tmp_path / "set", tmp_path / "run.jsonl"
    asked = ("--dataset", "squad2", "--data", data / "squad2", "--library", place, "--run", kept)
    assert terminal(*asked)[0] == 0
    with Library.open(place, create=False, embedder=HashEmbedder()) as library:
        assert {one.key for one in library.articles()} == {"a1", "a2"}
        added = {one.added_at for one in library.articles()}
    _, _, err = terminal(*asked)
    assert "6 of 6 questions are there already" in err
    with Library.open(place, create=False, embedder=HashEmbedder()) as library:
        assert {one.added_at for one in library.articles()} == added
    assert len(load(kept).results) == 6


def test_a_library_that_holds_anything_else_is_refused_and_left_as_it_is(
    terminal: Terminal, data: Path, tmp_path: Path
) -> None:
    place = tmp_path / "set"
    assert terminal("--dataset", "squad2", "--data", data, "--library", place)[0] == 0
    other = a_set(tmp_path / "other", "clapnq", QUESTION, articles=(ARTICLE,))
    err = terminal.refused("--dataset", "clapnq", "--data", other, "--library", place)
    assert "holds 1 articles that are not of clapnq" in err
    assert not (place / "clapnq.jsonl").exists()


def test_a_limit_takes_the_same_questions_whatever_their_order_and_a_tag_before_it(
    terminal: Terminal, tmp_path: Path
) -> None:
    rows = [
        {**one, "question_type": kind}
        for one, kind in zip(QUESTIONS, ["x_query", "y_query"] * 3, strict=True)
    ]
    found = []
    for name, ordered in (("forward", rows), ("backward", rows[::-1])):
        data, kept = tmp_path / name, tmp_path / f"{name}.jsonl"
        a_set(data, "multihop-rag", *ordered)
        asked = ("--dataset", "multihop-rag", "--data", data, "--tag", "y", "--limit", "2")
        assert terminal(*asked, "--run", kept)[0] == 0
        found.append([one.case.id for one in load(kept).results])
    assert found[0] == found[1]
    assert len(found[0]) == 2
    assert set(found[0]) <= {"q1", "q3", "q5"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Give a gold file or a public set, one of them"),
        (("gold.jsonl", "--dataset", "squad2", "--data", "DATA"), "one of them"),
        (("--dataset", "squad2"), "belong together"),
        (("gold.jsonl", "--data", "DATA"), "belong together"),
        (("--dataset", "trivia", "--data", "DATA"), "There is no set 'trivia'. Sets: "),
        (("--dataset", "squad2", "--data", "DATA", "--corpus", "DATA"), "articles of its own"),
        (("--dataset", "squad2", "--data", "/no/such/folder"), "is not a folder"),
        (("--dataset", "clapnq", "--data", "DATA"), "corpus.jsonl.gz: No such file"),
        (("--dataset", "canard", "--data", "DATA"), "python -m benchmarks.quality --only canard"),
        (("--dataset", "attributionbench", "--data", "DATA"), "has no articles to ask"),
        (("--dataset", "squad2", "--data", "DATA", "--tag", "x"), "No question has the tag x"),
    ],
)
def test_what_cannot_be_asked_is_one_line_and_code_2(
    terminal: Terminal, data: Path, arguments: tuple[str, ...], said: str
) -> None:
    words = [str(data) if one == "DATA" else one for one in arguments]
    err = terminal.refused(*words)
    assert said in err
    assert (err.startswith("error: "), err.count("\n")) == (True, 1)


def test_a_set_that_is_damaged_or_not_whole_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    asked = ("--dataset", "squad2", "--data", tmp_path)
    a_set(tmp_path, "squad2", QUESTION, articles=())
    assert "holds no whole set squad2" in terminal.refused(*asked)
    a_set(tmp_path, "squad2", QUESTION, articles=(ARTICLE, {**BRIDGE, "text": ""}))
    assert "1 of 2 articles of squad2 cannot be read" in terminal.refused(*asked)
    corpus = tmp_path / "squad2" / "corpus.jsonl.gz"
    corpus.write_bytes(corpus.read_bytes()[:-9])
    assert "corpus.jsonl.gz: it is not a whole gzip file" in terminal.refused(*asked)
