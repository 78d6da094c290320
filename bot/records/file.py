"""An SQLite file of records: opened, migrated, and every error of it as one line."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import RecordsBroken, RecordsBusy, RecordsError

TIMEOUT = 5.0  # seconds to wait for another process

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

# Temporary tables (VACUUM makes one) never reach a disk.
_PRAGMAS = ("foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """What a file holds.

    application_id: tells it from any other SQLite file; migrations: append, never change what was
    released; pragmas: of its own; holds, without: for messages, as in "the conversations" and what
    else can be done without the file.
    """

    application_id: int
    migrations: tuple[tuple[str, ...], ...]
    pragmas: tuple[str, ...]
    holds: str
    without: str

    @property
    def version(self) -> int:
        """The version that a file has when it is up to date."""
        return len(self.migrations)


class Unreadable(ValueError):  # noqa: N818  # named for what is wrong, as in retrieval/errors.py
    """A value in the file is not what stands there otherwise."""


class RecordFile:
    """Opens the file for one reading or one writing; it is made by the first writing.

    SQLite keeps a rollback journal, not a write-ahead log: after each writing nothing but the one
    file is there, so that what was deleted stands nowhere else.
    """

    def __init__(self, path: Path, schema: Schema, *, timeout: float = TIMEOUT) -> None:
        """timeout: seconds to wait for another process."""
        self.path = path
        self._schema = schema
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
        with self._translated(), closing(self._connect(create=create)) as connection:
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except Unreadable as error:
            raise self._broken() from error
        except sqlite3.Error as error:
            translated = self._translate(error)
            if translated is None:
                raise
            raise translated from error

    def _connect(self, *, create: bool) -> sqlite3.Connection:
        target = f"{self.path.absolute().as_uri()}?mode=rw"
        if create:
            self._make()
        elif not self.path.exists():
            target = ":memory:"
        connection = sqlite3.connect(
            target,
            uri=True,
            timeout=self._timeout,
            isolation_level=None,
            check_same_thread=False,  # a kept connection is used behind a lock
        )
        try:
            connection.row_factory = sqlite3.Row
            for pragma in (*_PRAGMAS, *self._schema.pragmas):
                connection.execute(f"PRAGMA {pragma}")
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _make(self) -> None:
        """See that the file is there, readable by its owner alone."""
        if self.path.exists():
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise RecordsError(
                f"{self.path} cannot be made: {reason}.", hint=self._schema.without
            ) from error

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Create or migrate the tables, if that is needed, in one transaction; RecordsBroken."""
        if self._version(connection) == self._schema.version:
            return
        connection.execute("BEGIN IMMEDIATE")
        version = self._version(connection)  # another process may have been faster
        for statements in self._schema.migrations[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {self._schema.application_id}")
        connection.execute(f"PRAGMA user_version = {self._schema.version}")
        connection.execute("COMMIT")

    def _version(self, connection: sqlite3.Connection) -> int:
        """The file's schema version; 0 when it is empty."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and application != self._schema.application_id:
            raise RecordsBroken(
                f"{self.path} holds no {self._schema.holds} of Dateline.",
                hint=f"Move it to another folder. {self._schema.without}",
            )
        if version > self._schema.version:
            raise RecordsBroken(
                f"{self.path} was made by a newer version of Dateline.",
                hint=f"Upgrade it. {self._schema.without}",
            )
        return int(version)

    def _translate(self, error: sqlite3.Error) -> RecordsError | None:
        """Our error for one of SQLite's; None for a defect of our own SQL."""
        code = _code(error)
        if code in _LOCKED:
            return RecordsBusy(
                f"Another process is writing the {self._schema.holds}.",
                hint="Try again when it has finished.",
            )
        if code in _DAMAGED or str(error).startswith("no such table"):
            return self._broken()
        if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
            return RecordsError(
                f"{self.path} cannot be opened or written.",
                hint=f"Check its permissions. {self._schema.without}",
            )
        if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
            return RecordsError(
                f"{self.path} cannot be written: {error}.", hint="Is the disk full?"
            )
        return None

    def _broken(self) -> RecordsBroken:
        """The error for a file whose content cannot be read; nobody changes such a file."""
        return RecordsBroken(
            f"{self.path} is damaged.",
            hint=f"Move it to another folder: a new one is made without it. {self._schema.without}",
        )


class KeptFile(RecordFile):
    """Such a file over one connection that is kept, for many small readings and writings.

    Any thread may use it; one reads or writes at a time. It has a write-ahead log: a writing waits
    for no disk, and other processes read meanwhile. `compact` empties the log.
    """

    def __init__(self, path: Path, schema: Schema, *, timeout: float = TIMEOUT) -> None:
        super().__init__(path, schema, timeout=timeout)
        self._lock = threading.Lock()
        self._kept: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        with self._lock:
            self._let_go()

    def compact(self) -> None:
        """Leave no trace of what was deleted: secure_delete has overwritten it, but for the log.

        Where another process reads for longer than the timeout, the log is emptied by the next
        `compact`, or when the file is opened next.
        """
        with self._opened(create=False) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _connect(self, *, create: bool) -> sqlite3.Connection:
        connection = super()._connect(create=create)
        try:
            # What a process that was killed had deleted may still stand in its log.
            for pragma in ("journal_mode = WAL", "wal_checkpoint(TRUNCATE)"):
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError as error:
            # Another process opens the file right now; it works in whatever mode it has got.
            if _code(error) not in _LOCKED:
                connection.close()
                raise
        return connection

    @contextmanager
    def _opened(self, *, create: bool) -> Iterator[sqlite3.Connection]:
        with self._lock, self._translated():
            if self._kept is None and not create and not self.path.exists():
                with closing(self._connect(create=False)) as nothing:
                    yield nothing
                return
            try:
                if self._kept is None:
                    self._kept = self._connect(create=True)
                yield self._kept
            except sqlite3.Error:
                self._let_go()  # the file may have been moved or restored meanwhile
                raise
            finally:
                if self._kept is not None and self._kept.in_transaction:
                    self._kept.rollback()

    def _let_go(self) -> None:
        if self._kept is not None:
            self._kept.close()
        self._kept = None


def check(connection: sqlite3.Connection) -> None:
    """Read the whole file; Unreadable when it is not sound."""
    problems = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(1)")]
    if problems != ["ok"] or connection.execute("PRAGMA foreign_key_check").fetchone():
        raise Unreadable(problems[0])


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 where the error is Python's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
