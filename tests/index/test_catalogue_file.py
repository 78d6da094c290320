"""The catalogue's file: made private, refused when it is damaged, foreign or too new."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from retrieval.errors import CatalogueBroken, LibraryError
from retrieval.index import catalogue_schema, health
from retrieval.index.catalogue import Catalogue
from tests.conftest import ROOT
from tests.index.stories import open_catalogue, put, story

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")


@posix
def test_a_new_library_is_private(tmp_path: Path) -> None:
    with open_catalogue(tmp_path / "new" / "home") as catalogue:
        put(catalogue, story(1))
        modes = {each.name: each.stat().st_mode for each in catalogue.path.parent.iterdir()}
    assert {stat.S_IMODE(mode) for mode in modes.values()} == {0o600}
    assert stat.S_IMODE((tmp_path / "new" / "home").stat().st_mode) == 0o700


def test_only_who_may_create_makes_a_library(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="dateline add"):
        Catalogue.open(tmp_path / "none" / "catalogue.sqlite3", create=False)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", ["a b", "x?mode=ro", "50%#2", "öl"])
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    with open_catalogue(tmp_path / name) as catalogue:
        put(catalogue, story(1))
    with Catalogue.open(tmp_path / name / "catalogue.sqlite3", create=False) as again:
        assert again.counts().articles == 1


@pytest.mark.parametrize(
    "content", [b"this is not a database, " * 400, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_what_is_no_database_is_named_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "catalogue.sqlite3"
    path.write_bytes(content)
    with pytest.raises(CatalogueBroken, match="Restore it"):
        Catalogue.open(path)
    assert path.read_bytes() == content


def test_a_truncated_file_is_noticed_at_the_latest_when_it_is_read(tmp_path: Path) -> None:
    with open_catalogue(tmp_path) as catalogue:
        put(catalogue, *(story(n) for n in range(30)))
        path = catalogue.path
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    def read_all() -> None:
        with Catalogue.open(path) as broken:
            for row in broken.articles():
                broken.article(row.key)
            broken.vectors()

    with pytest.raises(CatalogueBroken, match="damaged"):
        read_all()


def test_an_empty_file_becomes_a_library(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite3").touch()  # a kill between making and filling the file
    with open_catalogue(tmp_path) as catalogue:
        assert catalogue.counts().articles == 0


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE cookies (value TEXT)")
    connection.close()
    with pytest.raises(CatalogueBroken, match="not a catalogue of Dateline"):
        Catalogue.open(path)


def test_a_newer_version_asks_for_an_upgrade(tmp_path: Path) -> None:
    with open_catalogue(tmp_path) as catalogue, catalogue.connections.writing() as connection:
        connection.execute(f"PRAGMA user_version = {catalogue_schema.VERSION + 1}")
    with pytest.raises(CatalogueBroken, match="Upgrade Dateline"):
        open_catalogue(tmp_path)


def test_an_older_version_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_catalogue(tmp_path) as catalogue:
        put(catalogue, story(1))
    later = (*catalogue_schema.MIGRATIONS, ("CREATE TABLE later (name TEXT)",))
    monkeypatch.setattr(catalogue_schema, "MIGRATIONS", later)
    monkeypatch.setattr(catalogue_schema, "VERSION", len(later))
    with open_catalogue(tmp_path) as catalogue:
        with catalogue.connections.reading() as connection:
            assert connection.execute("SELECT count(*) FROM later").fetchone()[0] == 0
        assert catalogue.counts().articles == 1


def test_a_failed_migration_leaves_the_old_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_catalogue(tmp_path).close()
    later = (*catalogue_schema.MIGRATIONS, ("CREATE TABLE later (name TEXT)", "not SQL"))
    with monkeypatch.context() as patched:
        patched.setattr(catalogue_schema, "MIGRATIONS", later)
        patched.setattr(catalogue_schema, "VERSION", len(later))
        with pytest.raises(sqlite3.OperationalError):
            open_catalogue(tmp_path)
    with open_catalogue(tmp_path) as catalogue, catalogue.connections.reading() as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert "later" not in names


def test_a_missing_table_is_damage(tmp_path: Path) -> None:
    with open_catalogue(tmp_path) as catalogue:
        with catalogue.connections.writing() as connection:
            connection.execute("DROP TABLE changes")
        with pytest.raises(CatalogueBroken):
            catalogue.position()


def test_a_folder_in_the_files_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite3").mkdir()
    with pytest.raises(LibraryError, match="not a file"):
        open_catalogue(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError, match="cannot be made"):
        open_catalogue(tmp_path / "file" / "home")


@posix
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o555)
    tmp_path.chmod(0o755)
    program = """
import os
from pathlib import Path
from retrieval.errors import LibraryError
from retrieval.index.catalogue import Catalogue
if os.geteuid() == 0:
    os.seteuid(65534)  # root may write everywhere
try:
    Catalogue.open(Path("home/catalogue.sqlite3"))
except LibraryError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert "cannot be made in home: permission denied" in done.stdout, done.stderr


def test_many_may_open_a_new_library_at_once(tmp_path: Path) -> None:
    libraries: list[str] = []
    barrier = threading.Barrier(6)

    def run() -> None:
        barrier.wait()
        with open_catalogue(tmp_path) as catalogue:
            libraries.append(catalogue.library())

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(libraries) == 6
    assert len(set(libraries)) == 1


def interrupted(work: Callable[[], None], *, at: int) -> bool:
    """Do the work, with Ctrl-C before the line `at` of those that run in the catalogue's modules.

    False when there are fewer lines.
    """
    left = at

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if "/catalogue" not in frame.f_code.co_filename.replace(os.sep, "/"):
            return None
        if event == "line":
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


def test_ctrl_c_before_any_line_of_a_write_leaves_the_open_library_usable(tmp_path: Path) -> None:
    with open_catalogue(tmp_path) as catalogue, open_catalogue(tmp_path) as other:
        put(catalogue, story(1), story(2))
        at, texts = 1, {story(1).text}
        while True:
            changed = story(1, version=at)
            if not interrupted(partial(put, catalogue, changed), at=at):
                break
            texts.add(changed.text)
            assert catalogue.text("story-1") in texts
            put(other, story(2, version=at))  # waits 30 seconds for a transaction left open
            assert catalogue.text("story-2") == story(2, version=at).text
            texts = {catalogue.text("story-1")}
            at += 1
        assert at > 100
        assert {finding.level for finding in health.check(catalogue)} == {health.Level.OK}


def test_errors_hold_no_text_of_articles(tmp_path: Path) -> None:
    with open_catalogue(tmp_path) as catalogue:
        put(catalogue, story(1))
        with catalogue.connections.writing() as connection:
            connection.execute("DROP TABLE vectors")
        with pytest.raises(CatalogueBroken) as caught:
            put(catalogue, story(2))
    assert "village" not in str(caught.value)
