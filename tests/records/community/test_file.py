"""The file under the community: damaged, newer, locked, moved away; used by many threads."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.records.community.community import Community
from bot.records.community.tables import FILE_NAME, SCHEMA
from bot.records.file import KeptFile
from retrieval.errors import RecordsBroken, RecordsBusy, RecordsError, UsageError
from tests.records.community.asked import ANN, GUILD, holding, new
from tests.records.replies import answer


def change(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


def another(path: Path) -> None:
    path.unlink()
    change(path, "CREATE TABLE recipes (name TEXT)")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (
            lambda path: change(path, "PRAGMA user_version = 99"),
            "was made by a newer version of Dateline. Upgrade it.",
        ),
        (another, "holds no Discord records of Dateline. Move it to another folder."),
        (lambda path: change(path, "UPDATE questions SET receipt = '{}'"), "is damaged. Move it"),
        (lambda path: change(path, "UPDATE questions SET filters = '['"), "is damaged. Move it"),
        (lambda path: path.write_bytes(b"no database " * 999), "is damaged. Move it"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_in_one_line_and_left_as_it_is(
    community: Community, home: Path, harm: Callable[[Path], object], said: str
) -> None:
    taken = community.accept(new())
    assert taken is not None
    community.answered(taken.id, answer("Who?"), 5)
    community.close()
    path = home / FILE_NAME
    harm(path)
    with pytest.raises(RecordsBroken) as caught:
        community.question(taken.id)
    assert str(caught.value).startswith(f"{path} {said}")
    assert caught.value.hint.endswith("Then start again: dateline discord")


def test_a_state_that_only_a_newer_version_has_is_told_as_damage(
    community: Community, home: Path
) -> None:
    community.accept(new())
    change(home / FILE_NAME, "UPDATE questions SET state = 'pondering'")
    with pytest.raises(RecordsBroken, match="is damaged"):
        community.question(1)


def test_a_file_that_another_process_writes_is_waited_for_and_then_named(
    home: Path,
) -> None:
    community = Community(home, timeout=0.05)
    community.accept(new())
    holder = sqlite3.connect(home / FILE_NAME, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(RecordsBusy, match="Another process is writing the Discord records"):
        community.accept(new())
    assert len(community.waiting()) == 1  # it can be read all the time
    holder.execute("ROLLBACK")
    holder.close()
    assert community.accept(new()) is not None
    community.close()


def test_what_is_deleted_while_another_process_reads_is_gone_when_the_file_is_opened_next(
    home: Path,
) -> None:
    community = Community(home, timeout=0.05)
    taken = community.accept(new("Xylophone?"))
    assert taken is not None
    reader = sqlite3.connect(home / FILE_NAME, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM questions").fetchall()
    assert len(community.erase(taken.source_id)) == 1
    reader.close()
    community.close()
    assert community.today(GUILD, ANN) == (1, 1)
    assert holding(home, "Xylophone") == []
    community.close()


def test_a_file_that_was_moved_away_is_noticed_and_made_anew(
    community: Community, home: Path
) -> None:
    community.accept(new())
    (home / FILE_NAME).rename(home / "elsewhere")
    for one in home.glob(f"{FILE_NAME}-*"):
        one.unlink()
    community.close()
    assert community.waiting() == []
    assert community.accept(new()) is not None
    assert community.check() == 1


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordsError, match="cannot be made"):
        Community(tmp_path / "file").accept(new())


def test_what_fails_half_way_is_not_kept_at_all(home: Path) -> None:
    file = KeptFile(home / FILE_NAME, SCHEMA)

    def write(and_then: str) -> None:
        with file.writing() as connection:
            connection.execute("INSERT INTO seen VALUES (1, 1)")
            connection.execute(and_then)
            raise UsageError("no")

    with pytest.raises(UsageError):
        write("SELECT * FROM seen")
    with pytest.raises(sqlite3.OperationalError):  # a defect of ours is not called a damaged file
        write("SELECT nonsense FROM seen")
    with file.reading() as connection:
        assert connection.execute("SELECT * FROM seen").fetchall() == []
    file.close()


def test_a_file_of_the_first_version_is_brought_up_to_date(home: Path) -> None:
    later = KeptFile(home / FILE_NAME, SCHEMA)
    with later.writing() as connection:
        connection.execute("INSERT INTO seen VALUES (1, 1)")
    later.close()
    newer = type(SCHEMA)(
        application_id=SCHEMA.application_id,
        migrations=(*SCHEMA.migrations, ("ALTER TABLE seen ADD COLUMN shard INTEGER DEFAULT 7",)),
        pragmas=SCHEMA.pragmas,
        holds=SCHEMA.holds,
        without=SCHEMA.without,
    )
    file = KeptFile(home / FILE_NAME, newer)
    with file.reading() as connection:
        assert tuple(connection.execute("SELECT * FROM seen").fetchone()) == (1, 1, 7)
    file.close()
    with pytest.raises(RecordsBroken, match="newer version"), later.reading():
        pass


def test_many_threads_use_it_at_once(community: Community) -> None:
    asked = [new(f"{number}?") for number in range(60)]
    with ThreadPoolExecutor(8) as threads:
        taken = [one for one in threads.map(community.accept, asked * 2) if one]
        assert sorted(one.source_id for one in taken) == [one.source_id for one in asked]
        assert all(threads.map(lambda one: community.answered(one.id, answer("?"), 5), taken))
    assert community.insights(GUILD, 0).answered == 60
    assert community.check() == 60
