"""The SQLite file of the conversations: a connection for each operation, one line for an error."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import RecordsBroken, RecordsBusy, RecordsError

APPLICATION_ID = 0x44544C43  # "DTLC": tells it from a catalogue and any other SQLite file
TIMEOUT = 5.0  # seconds to wait for another process

_VERSION_1 = (
    """CREATE TABLE conversations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        used INTEGER NOT NULL UNIQUE
    )""",  # used: the highest is that of the latest; clocks may stand still or go back
    """CREATE TABLE exchanges (
        conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        asked_at TEXT NOT NULL,
        receipt TEXT NOT NULL,
        PRIMARY KEY (conversation_id, number)
    )""",
)
MIGRATIONS: tuple[tuple[str, ...], ...] = (_VERSION_1,)  # append; never change what was released
VERSION = len(MIGRATIONS)

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_WITHOUT = "Or chat without it: dateline chat --unsaved"

# SQLite's rollback journal, not a write-ahead log: writes are few and small, and after each nothing
# but the one file is there, so that what was deleted stands nowhere else. EXTRA: what was saved
# survives a power cut too. Temporary tables (VACUUM makes one) never reach a disk.
_PRAGMAS = (
    "foreign_keys = ON",
    "synchronous = EXTRA",
    "secure_delete = ON",
    "temp_store = MEMORY",
)


class RecordFile:
    """Opens the file for one reading or one writing; it is made by the first writing."""

    def __init__(self, path: Path, *, timeout: float = TIMEOUT) -> None:
        """timeout: seconds to wait for another process."""
        self.path = path
        self._timeout = timeout

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One moment of the file; an empty one where there is none. RecordsError."""
        with self._opened(create=False) as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or, after any exception, nothing. RecordsError."""
        with self._opened(create=True) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    def compact(self) -> None:
        """Write the file anew, without a trace of what was deleted."""
        with self._opened(create=False) as connection:
            try:
                connection.execute("VACUUM")
            except sqlite3.OperationalError as error:
                if _code(error) not in _LOCKED:
                    raise
                # Somebody reads it all the time: secure_delete has overwritten the text already.

    @contextmanager
    def _opened(self, *, create: bool) -> Iterator[sqlite3.Connection]:
        """A connection to the file; closing it rolls back what was not committed."""
        target = f"{self.path.absolute().as_uri()}?mode=rw"
        if create:
            self._make()
        elif not self.path.exists():
            target = ":memory:"
        try:
            connection = sqlite3.connect(
                target, uri=True, timeout=self._timeout, isolation_level=None
            )
            try:
                connection.row_factory = sqlite3.Row
                for pragma in _PRAGMAS:
                    connection.execute(f"PRAGMA {pragma}")
                _prepare(connection, name=str(self.path))
                yield connection
            finally:
                connection.close()
        except sqlite3.Error as error:
            translated = _translate(error, path=self.path)
            if translated is None:
                raise
            raise translated from error

    def _make(self) -> None:
        """See that the file is there, readable by its owner alone."""
        if self.path.exists():
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise RecordsError(f"{self.path} cannot be made: {reason}.", hint=_WITHOUT) from error


def _prepare(connection: sqlite3.Connection, *, name: str) -> None:
    """Create or migrate the tables, if that is needed, in one transaction; RecordsBroken."""
    if _version(connection, name=name) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    version = _version(connection, name=name)  # another process may have been faster
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection, *, name: str) -> int:
    """The file's schema version; 0 when it is empty."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and application != APPLICATION_ID:
        raise RecordsBroken(
            f"{name} holds no conversations of Dateline.",
            hint=f"Move it to another folder. {_WITHOUT}",
        )
    if version > VERSION:
        raise RecordsBroken(
            f"{name} was made by a newer version of Dateline.", hint=f"Upgrade it. {_WITHOUT}"
        )
    return int(version)


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 where the error is Python's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _translate(error: sqlite3.Error, *, path: Path) -> RecordsError | None:
    """Our error for one of SQLite's; None for a defect of our own SQL."""
    code = _code(error)
    if code in _LOCKED:
        return RecordsBusy(
            "Another process is writing the conversations.", hint="Try again when it has finished."
        )
    if code in _DAMAGED or str(error).startswith("no such table"):
        return broken(path)
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return RecordsError(
            f"{path} cannot be opened or written.", hint=f"Check its permissions. {_WITHOUT}"
        )
    if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        return RecordsError(f"{path} cannot be written: {error}.", hint="Is the disk full?")
    return None


def broken(path: Path) -> RecordsBroken:
    """The error for a file whose content cannot be read; nobody changes such a file."""
    return RecordsBroken(
        f"{path} is damaged.",
        hint=f"Move it to another folder: a new one is made without it. {_WITHOUT}",
    )
