"""The files that a guild gave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.discord.commands.shelf import Busy, Given, Shelved, alone, shelve, take_off
from retrieval import Library
from tests.fakes.embedder import HashEmbedder
from tests.index.villages import page


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home", embedder=HashEmbedder()) as library:
        yield library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    folder.mkdir()
    return folder


def put(library: Library, folder: Path, name: str, text: str | bytes) -> Shelved:
    data = text if isinstance(text, bytes) else text.encode()
    return shelve(library, Given(name, data), folder=folder, report=lambda _: None)


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_kept_and_read(library: Library, folder: Path) -> None:
    shelved = put(library, folder, "one.md", page(1, 0))
    assert (shelved.kept, shelved.summary.added, shelved.errors) == (True, 1, ())
    assert kept(folder) == ["one.md"]
    assert [row.title for row in library.articles()] == ["News from Lunde1"]


def test_the_same_file_again_changes_nothing_and_another_of_its_name_updates(
    library: Library, folder: Path
) -> None:
    put(library, folder, "one.md", page(1, 0))
    assert put(library, folder, "one.md", page(1, 0)).summary.unchanged == 1
    assert put(library, folder, "one.md", page(1, 1)).summary.updated == 1
    assert [row.key for row in library.articles()] == ["one"]
    assert "Ola Berg" in library.article("one").text


def test_a_file_that_cannot_be_read_is_not_kept(library: Library, folder: Path) -> None:
    shelved = put(library, folder, "broken.md", b"\x00\x01\x02" * 50)
    assert not shelved.kept
    assert [error.path for error in shelved.errors] == ["broken.md"]
    assert kept(folder) == []


def test_an_unreadable_successor_leaves_the_file_and_its_article(
    library: Library, folder: Path
) -> None:
    put(library, folder, "one.md", page(1, 0))
    assert not put(library, folder, "one.md", b"\x00\x01\x02" * 50).kept
    assert kept(folder) == ["one.md"]
    assert (folder / "one.md").read_text() == page(1, 0)
    assert [row.key for row in library.articles()] == ["one"]


def test_articles_that_a_newer_file_no_longer_holds_are_removed(
    library: Library, folder: Path
) -> None:
    line = '{{"id": "{0}", "title": "{0}", "text": "The mayor of {0} opened the bridge."}}\n'
    put(library, folder, "all.jsonl", line.format("Aa") + line.format("Bb"))
    put(library, folder, "all.jsonl", line.format("Aa"))
    assert [row.key for row in library.articles()] == ["Aa"]


def test_an_empty_successor_removes_nothing(library: Library, folder: Path) -> None:
    line = '{"id": "Aa", "title": "Aa", "text": "The mayor of Aa opened the bridge."}\n'
    put(library, folder, "all.jsonl", line)
    assert not put(library, folder, "all.jsonl", "").kept
    assert [row.key for row in library.articles()] == ["Aa"]
    assert (folder / "all.jsonl").read_text() == line


def test_a_removed_article_takes_its_file_along_but_not_that_of_others(
    library: Library, folder: Path
) -> None:
    line = '{{"id": "{0}", "title": "{0}", "text": "The mayor of {0} opened the bridge."}}\n'
    put(library, folder, "all.jsonl", line.format("Aa") + line.format("Bb"))
    take_off(library, "Aa", folder=folder)
    assert kept(folder) == ["all.jsonl"]
    take_off(library, "Bb", folder=folder)
    assert kept(folder) == []
    assert library.is_empty


def test_a_file_outside_the_folder_is_never_deleted(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(page(2, 0))
    library.add([outside])
    take_off(library, "outside", folder=folder)
    assert outside.exists()
    assert library.is_empty


def test_two_additions_to_one_folder_do_not_run_at_once(folder: Path, tmp_path: Path) -> None:
    with (
        alone(folder),
        alone(tmp_path / "another"),
        pytest.raises(Busy, match="under way"),
        alone(folder),
    ):
        pytest.fail("both are in")
    with alone(folder):
        pass


def test_what_a_killed_process_had_replaced_is_put_back(library: Library, folder: Path) -> None:
    put(library, folder, "one.md", page(1, 0))
    (folder / "one.md").rename(folder / ".one.md.before")
    (folder / "one.md").write_text("half of it")
    with alone(folder):
        assert (folder / "one.md").read_text() == page(1, 0)
        assert kept(folder) == [".adding.lock", "one.md"]
        assert put(library, folder, "one.md", page(1, 0)).summary.unchanged == 1


def test_what_is_stopped_half_way_keeps_the_file_of_what_was_read(
    library: Library, folder: Path
) -> None:
    line = '{{"id": "{0}", "title": "{0}", "text": "The mayor of {0} opened the bridge."}}\n'
    data = (line.format("Aa") + line.format("Bb")).encode()

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shelve(library, Given("all.jsonl", data), folder=folder, report=stop)
    assert [row.key for row in library.articles()] == ["Aa"]
    assert kept(folder) == ["all.jsonl"]
