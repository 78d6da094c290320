"""The starter articles, as a front without a bar adds them."""

from __future__ import annotations

from pathlib import Path

from bot.starter import add_starter, keep_own
from bot.wiring import starter_corpus
from tests.fakes.library import FakeLibrary


def begun(home: Path, library: FakeLibrary) -> list[str]:
    """What is said when a front starts."""
    said: list[str] = []

    def add(folder: Path, words: str) -> None:
        said.append(words)
        library.add([folder], report=lambda _: None)

    add_starter(library, home=home, corpus=starter_corpus, add=add)
    return said


def test_an_empty_home_is_given_the_starter_articles_once(tmp_path: Path) -> None:
    library = FakeLibrary()
    assert begun(tmp_path, library) == ["Building the starter library (18 articles)"]
    assert len(library.stored) == 18
    library.stored.clear()
    assert begun(tmp_path, library) == []


def test_who_has_articles_or_had_them_is_given_none(tmp_path: Path) -> None:
    keep_own(tmp_path)
    assert begun(tmp_path, FakeLibrary()) == []
    full = FakeLibrary()
    (tmp_path / "own.md").write_text("Bread is baked.")
    full.add([tmp_path / "own.md"], report=lambda _: None)
    (tmp_path / "other").mkdir()
    assert begun(tmp_path / "other", full) == []
