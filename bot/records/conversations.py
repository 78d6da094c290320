"""Conversations that outlive a process: begun, gone on with, listed, renamed, deleted for good."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.records import names, receipts
from bot.records.file import TIMEOUT, RecordFile, Schema, Unreadable, check
from retrieval.errors import UnknownConversation, UsageError
from retrieval.types import Reply

FILE_NAME = "conversations.sqlite3"
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
SCHEMA = Schema(
    application_id=0x44544C43,  # "DTLC"
    migrations=(_VERSION_1,),
    pragmas=("synchronous = EXTRA",),  # writes are few: what was saved survives a power cut too
    holds="conversations",
    without="Or chat without it: dateline chat --unsaved",
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its reply. asked_at: UTC, ISO 8601."""

    reply: Reply
    asked_at: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation is kept and how many exchanges it has there."""

    id: int
    name: str
    exchanges: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A conversation in a list. started_at, used_at: UTC, ISO 8601."""

    name: str
    exchanges: int
    started_at: str
    used_at: str
    first_question: str


class Went(StrEnum):
    """Where exchanges that were appended went."""

    ON = "on"  # behind those before them
    APART = "apart"  # to a copy: another process had gone on with the conversation
    ANEW = "anew"  # to a new one, alone: the conversation had been deleted


class Conversations:
    """The conversations of one library; every method is one transaction and may raise RecordsError.

    Any number of processes may use the file at the same time.
    """

    def __init__(self, home: Path, *, timeout: float = TIMEOUT) -> None:
        """home: the folder of the library; timeout: seconds to wait for another process."""
        self._file = RecordFile(home / FILE_NAME, SCHEMA, timeout=timeout)

    def append(
        self, place: Place | None, exchanges: Sequence[Exchange], *, name: str = ""
    ) -> tuple[Place, Went]:
        """Add exchanges to a conversation or, without a place, begin one.

        name: of a new conversation, "-2" and so on added when it is taken; without one it is made
        from the first question. What another process added meanwhile is never mixed with these.
        """
        with self._file.writing() as connection:
            went = Went.ON
            if place is not None:
                current = _place(connection, "id", place.id)
                if current is None:
                    went, name, place = Went.ANEW, place.name, None
                elif current.exchanges != place.exchanges:
                    went, place = Went.APART, _copied(connection, place, name=current.name)
                else:
                    place = current
            if place is None:
                wanted = name or names.from_question(exchanges[0].reply.question)
                place = _begun(connection, wanted)
            _write(connection, place, exchanges)
        return Place(place.id, place.name, place.exchanges + len(exchanges)), went

    def find(self, name: str | None = None) -> tuple[Place, tuple[Exchange, ...]]:
        """A conversation by its name, or the one that was used last; UnknownConversation."""
        with self._file.reading() as connection:
            place = _latest(connection) if name is None else _named(connection, name)
            rows = connection.execute(
                "SELECT asked_at, receipt FROM exchanges WHERE conversation_id = ? ORDER BY number",
                (place.id,),
            )
            return place, tuple(Exchange(_reply(row), row["asked_at"]) for row in rows)

    def rows(self) -> list[Row]:
        """All conversations, the one that was used last first."""
        with self._file.reading() as connection:
            found = connection.execute(
                """SELECT name, last.number AS exchanges, first.receipt,
                    first.asked_at AS started_at, last.asked_at AS used_at
                FROM conversations
                JOIN exchanges AS first ON first.conversation_id = id AND first.number = 1
                JOIN exchanges AS last ON last.conversation_id = id AND last.number =
                    (SELECT max(number) FROM exchanges WHERE conversation_id = id)
                ORDER BY used DESC"""
            )
            return [
                Row(
                    name=row["name"],
                    exchanges=row["exchanges"],
                    started_at=row["started_at"],
                    used_at=row["used_at"],
                    first_question=_question(row),
                )
                for row in found
            ]

    def questions(self, *, limit: int) -> list[str]:
        """The latest questions of all conversations, the oldest of them first."""
        with self._file.reading() as connection:
            found = connection.execute(
                "SELECT receipt FROM exchanges ORDER BY rowid DESC LIMIT ?", (limit,)
            )
            return [_question(row) for row in found][::-1]

    def is_free(self, name: str) -> bool:
        """Whether no conversation has the name."""
        with self._file.reading() as connection:
            return _place(connection, "name", name) is None

    def rename(self, place: Place, name: str) -> Place:
        """Give a conversation another name; UsageError when it is taken."""
        with self._file.writing() as connection:
            other = _place(connection, "name", name)
            if other is not None and other.id != place.id:
                raise UsageError(
                    f"There is already a conversation {name!r}.", hint="Choose another name."
                )
            connection.execute("UPDATE conversations SET name = ? WHERE id = ?", (name, place.id))
        return Place(place.id, name, place.exchanges)

    def places(self, wanted: Sequence[str] | None = None) -> list[Place]:
        """The conversations of these names, or all; UnknownConversation."""
        with self._file.reading() as connection:
            chosen = _names(connection) if wanted is None else wanted
            found = [_named(connection, name) for name in chosen]
        return list(dict.fromkeys(found))

    def delete(self, places: Sequence[Place]) -> None:
        """Delete conversations for good; one that is gone already is no error."""
        with self._file.writing() as connection:
            connection.executemany(
                "DELETE FROM conversations WHERE id = ?", [(place.id,) for place in places]
            )
        self._file.compact()

    def check(self) -> int:
        """Read everything there is; how many conversations that are. RecordsError."""
        with self._file.reading() as connection:
            check(connection)
            for row in connection.execute("SELECT receipt FROM exchanges"):
                _reply(row)
            return len(_names(connection))


def _reply(row: sqlite3.Row) -> Reply:
    return receipts.loads(row["receipt"])


def _question(row: sqlite3.Row) -> str:
    """Of a receipt the question alone, which is had in a tenth of the time."""
    try:
        question = json.loads(row["receipt"])["question"]
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise Unreadable from error
    return str(question)


def _write(connection: sqlite3.Connection, place: Place, exchanges: Sequence[Exchange]) -> None:
    """Append to a conversation, which is the one that was used last from now on."""
    rows = [
        (place.id, number, one.asked_at, receipts.dumps(one.reply))
        for number, one in enumerate(exchanges, start=place.exchanges + 1)
    ]
    connection.executemany("INSERT INTO exchanges VALUES (?, ?, ?, ?)", rows)
    connection.execute(
        "UPDATE conversations SET used = (SELECT max(used) + 1 FROM conversations) WHERE id = ?",
        (place.id,),
    )


def _begun(connection: sqlite3.Connection, name: str) -> Place:
    free = names.free(name, taken=_names(connection))
    cursor = connection.execute(
        """INSERT INTO conversations (name, used)
        VALUES (?, (SELECT coalesce(max(used), 0) + 1 FROM conversations))""",
        (free,),
    )
    assert cursor.lastrowid is not None
    return Place(cursor.lastrowid, free, 0)


def _copied(connection: sqlite3.Connection, place: Place, *, name: str) -> Place:
    """A new conversation with the exchanges that `place` knows of."""
    copy = _begun(connection, name)
    connection.execute(
        """INSERT INTO exchanges SELECT ?, number, asked_at, receipt FROM exchanges
        WHERE conversation_id = ? AND number <= ?""",
        (copy.id, place.id, place.exchanges),
    )
    return Place(copy.id, copy.name, place.exchanges)


def _names(connection: sqlite3.Connection) -> list[str]:
    return [
        row["name"] for row in connection.execute("SELECT name FROM conversations ORDER BY used")
    ]


def _place(connection: sqlite3.Connection, column: str, value: int | str) -> Place | None:
    """The conversation whose `column` ("id", "name", "used") has this value."""
    row = connection.execute(
        f"""SELECT id, name, (SELECT count(*) FROM exchanges WHERE conversation_id = id) AS count
        FROM conversations WHERE {column} = ?""",  # noqa: S608  # a column that this module names
        (value,),
    ).fetchone()
    return Place(row["id"], row["name"], row["count"]) if row else None


def _latest(connection: sqlite3.Connection) -> Place:
    (used,) = connection.execute("SELECT max(used) FROM conversations").fetchone()
    place = _place(connection, "used", used) if used is not None else None
    if place is None:
        raise UnknownConversation("No conversation is saved yet.", hint="Begin one: dateline chat")
    return place


def _named(connection: sqlite3.Connection, name: str) -> Place:
    wanted = names.kebab(name)
    if place := _place(connection, "name", wanted):
        return place
    near = names.nearest(wanted, _names(connection)[::-1])
    hint = f"Did you mean {near!r}?" if near else "See: dateline conversations"
    raise UnknownConversation(f"There is no conversation {name!r}.", hint=hint)
