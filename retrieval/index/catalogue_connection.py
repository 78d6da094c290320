"""Connections to the catalogue's file: many readers, one writer at a time, one error tree."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import CatalogueBroken, CatalogueBusy, LibraryError
from retrieval.index.catalogue_schema import prepare

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_REFUSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_RETRY_SECONDS = 0.02


class Connections:
    """A pool of SQLite connections; each serves one thread at a time, so any thread may call."""

    def __init__(self, path: Path, *, timeout: float) -> None:
        self.path = path
        self._timeout = timeout
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False
        with self.translated():
            connection = self._connect()
            try:
                self._use_wal(connection)
                prepare(connection, name=str(path))
            except BaseException:
                connection.close()
                raise
        self._idle.append(connection)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One snapshot of the catalogue: what others commit meanwhile is not seen."""
        with self.translated(), self._borrowed() as connection:
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One moment of the catalogue for several readings, which may be in different threads."""
        with self.reading() as connection:
            connection.execute("SELECT 1 FROM meta").fetchone()  # from here on nothing else is seen
            snapshot = Snapshot(self, connection)
            try:
                yield snapshot
            finally:
                snapshot.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or, after any exception, nothing. CatalogueBusy."""
        with self.translated(), self._borrowed() as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close what is idle now, and the rest when it comes back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """SQLite's errors become ours; a defect of our own SQL stays what it is."""
        try:
            yield
        except sqlite3.Error as error:
            translated = _translate(error, path=self.path)
            if translated is None:
                raise
            raise translated from error

    @contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        if self._closed:
            raise LibraryError("The library is closed.", hint="Open it again.")
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._connect()
        try:
            yield connection
        finally:
            if self._closed or connection.in_transaction:  # Ctrl-C can come amid a ROLLBACK
                connection.close()
            else:
                self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=self._timeout,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.row_factory = sqlite3.Row
        # FULL: what was reported as added survives a power cut too (3 ms a commit, benchmarked).
        for pragma in ("foreign_keys = ON", "synchronous = FULL", "cache_size = -8000"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _use_wal(self, connection: sqlite3.Connection) -> None:
        """SQLite does not wait for locks when the journal's mode changes: we do."""
        deadline = time.monotonic() + self._timeout
        while True:
            try:
                (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
            except sqlite3.OperationalError as error:
                if _code(error) not in _LOCKED or time.monotonic() > deadline:
                    raise
            else:
                if mode == "wal":
                    return
                if time.monotonic() > deadline:
                    raise LibraryError(
                        f"The file system of {self.path} does not allow a write-ahead log.",
                        hint="Choose a folder on a local disk: --home DIR or DATELINE_HOME.",
                    )
            time.sleep(_RETRY_SECONDS)


class Snapshot:
    """Reads one moment of the catalogue over and over; it cannot write."""

    def __init__(self, connections: Connections, connection: sqlite3.Connection) -> None:
        """Use Connections.snapshot."""
        self.path = connections.path
        self._connections = connections
        self._connection: sqlite3.Connection | None = connection
        self._lock = threading.RLock()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Always the same moment; LibraryError once it is over."""
        with self._connections.translated(), self._lock:
            if self._connection is None:
                raise LibraryError("This moment of the library is over.", hint="Ask again.")
            yield self._connection

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The same moment."""
        yield self

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Refused: what is written belongs to another moment."""
        raise LibraryError("A snapshot of the library cannot be written.")
        yield  # a context manager, as that of Connections is

    def close(self) -> None:
        """End it, after a reading that is under way: a cancelled question's thread goes on."""
        with self._lock:
            self._connection = None


def make_file(path: Path, *, create: bool) -> None:
    """See that the file is there: a new one, empty, is readable by its owner alone."""
    if not path.exists():
        if not create:
            raise LibraryError(
                f"There is no library in {path.parent}.", hint="Make one: dateline add PATH"
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise LibraryError(
                f"The library cannot be made in {path.parent}: {reason}.",
                hint="Choose another folder: --home DIR or DATELINE_HOME.",
            ) from error
    elif not path.is_file():
        raise LibraryError(
            f"{path} is not a file.", hint="Choose another folder: --home DIR or DATELINE_HOME."
        )


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 where the error is Python's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _translate(error: sqlite3.Error, *, path: Path) -> LibraryError | None:
    code = _code(error)
    if code in _LOCKED:
        return CatalogueBusy(
            "Another process is writing to the library.", hint="Try again when it has finished."
        )
    if code in _DAMAGED or str(error).startswith("no such table"):
        return CatalogueBroken(
            f"{path} is damaged.",
            hint=f"Restore it from a copy, or remove {path.name} and add the articles again.",
        )
    if code in _REFUSED:
        return LibraryError(
            f"{path} cannot be opened or written.",
            hint="Check the permissions of the file and its folder, or choose another: --home DIR.",
        )
    if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        return LibraryError(f"{path} cannot be written: {error}.", hint="Is the disk full?")
    if "fts5" in str(error) and "no such module" in str(error):
        return LibraryError(
            "This Python's SQLite has no full-text search (FTS5).",
            hint="Use a Python from python.org, your distribution or uv.",
        )
    return None
