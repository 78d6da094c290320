"""The file itself: damaged, newer, locked, another's; and what is deleted is in no byte of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.records.conversations import FILE_NAME, SCHEMA, Conversations
from bot.records.file import RecordFile
from bot.records.keeper import Keeper
from retrieval.errors import RecordsBroken, RecordsBusy, RecordsError, UnknownConversation
from tests.records.replies import exchange


@pytest.fixture
def store(tmp_path: Path) -> Conversations:
    """With two conversations."""
    store = Conversations(tmp_path, timeout=0.05)
    for name in ("first", "second"):
        said = [exchange(f"What does {name} say {number}?") for number in range(8)]
        store.append(None, said, name=name)
    return store


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


def _another(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def _no_receipt(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute('UPDATE exchanges SET receipt = \'{"kind": "answer"}\'')
    connection.close()


def _overwritten(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_newer, "was made by a newer version of Dateline. Upgrade it."),
        (_another, "holds no conversations of Dateline. Move it to another folder."),
        (_no_receipt, "is damaged. Move it to another folder"),
        (_overwritten, "is damaged. Move it to another folder"),
        (lambda path: path.write_bytes(b"no database " * 999), "is damaged."),
        (lambda path: path.write_bytes(path.read_bytes()[:5000]), "is damaged."),
    ],
)
def test_a_file_that_cannot_be_used_is_named_in_one_line_and_left_as_it_is(
    store: Conversations, tmp_path: Path, harm: Callable[[Path], object], said: str
) -> None:
    path = tmp_path / FILE_NAME
    harm(path)
    before = path.read_bytes()
    for use in (store.rows, store.find, store.check, lambda: store.questions(limit=99)):
        with pytest.raises(RecordsBroken) as caught:
            use()
        assert str(caught.value).startswith(f"{path} {said}")
        assert "dateline chat --unsaved" in caught.value.hint
    assert path.read_bytes() == before


def test_an_empty_file_is_one_without_conversations(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    store = Conversations(tmp_path)
    assert store.rows() == []
    assert store.check() == 0


def test_a_locked_file_is_waited_for_and_then_named_and_what_was_said_is_saved_later(
    store: Conversations, tmp_path: Path
) -> None:
    keeper = Keeper(store, place=store.find("first")[0])
    holder = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    for number in range(2):
        with pytest.raises(RecordsBusy, match="Another process is writing the conversations"):
            keeper.add(exchange(f"Later {number}?"))
    with pytest.raises(RecordsBusy):
        store.rows()
    assert not keeper.is_saved
    holder.execute("ROLLBACK")
    holder.close()
    assert keeper.add(exchange("Now?")) == ""
    asked = [one.reply.question for one in store.find("first")[1]]
    assert asked[-3:] == ["Later 0?", "Later 1?", "Now?"]
    assert keeper.is_saved


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    store = Conversations(tmp_path)
    for use in (store.rows, lambda: store.append(None, [exchange("Who?")])):
        with pytest.raises(RecordsError, match="cannot be opened or written"):
            use()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordsError, match="cannot be made"):
        Conversations(tmp_path / "file").append(None, [exchange("Who?")])


def test_a_defect_of_ours_is_not_called_a_damaged_file(
    store: Conversations, tmp_path: Path
) -> None:
    with (
        pytest.raises(sqlite3.OperationalError),
        RecordFile(tmp_path / FILE_NAME, SCHEMA).writing() as connection,
    ):
        connection.execute("SELECT nonsense FROM exchanges")


def test_what_fails_half_way_is_not_saved_at_all(store: Conversations) -> None:
    with pytest.raises(AttributeError):
        store.append(None, [exchange("Who?"), None])  # type: ignore[list-item]
    with pytest.raises(UnknownConversation):
        store.find("who")


def in_folder(folder: Path, text: str) -> list[str]:
    """The files of the folder that hold the text in any of their bytes."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if text.encode() in path.read_bytes()]


def test_what_is_deleted_is_in_no_byte_of_any_file_of_the_folder(
    store: Conversations, tmp_path: Path
) -> None:
    assert in_folder(tmp_path, "does first say") == [FILE_NAME]
    store.delete(store.places(["first"]))
    assert in_folder(tmp_path, "does first say") == []
    assert in_folder(tmp_path, "first") == []
    assert in_folder(tmp_path, "does second say") == [FILE_NAME]
    assert [row.name for row in store.rows()] == ["second"]
    store.delete(store.places())
    assert in_folder(tmp_path, " say ") == []
    assert store.rows() == []


def test_what_is_deleted_while_somebody_reads_is_overwritten_all_the_same(
    store: Conversations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RecordFile, "compact", lambda self: None)  # as when it finds no moment
    store.delete(store.places(["first"]))
    assert in_folder(tmp_path, "does first say") == []
    assert in_folder(tmp_path, "does second say") == [FILE_NAME]


def test_an_old_name_is_overwritten_too(store: Conversations, tmp_path: Path) -> None:
    store.rename(store.find("first")[0], "other")
    assert in_folder(tmp_path, '"first"') == []
    store.delete(store.places(["other"]))
    assert in_folder(tmp_path, "other") == []
