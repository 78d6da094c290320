"""Questions that somebody wants to hear of when an article answers them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from bot.records import receipts
from bot.records.community.tables import Records, folded, storable
from retrieval.errors import UsageError
from retrieval.types import Filters

MOST = 25  # open at once for one person


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWatch:
    """What is to be watched for whom, and where that person is told.

    channel_id, message_id: what a notice replies to; dm_channel_id: where it goes instead.
    """

    guild_id: int | None
    question: str
    asker: str
    channel_id: int
    message_id: int | None = None
    dm_channel_id: int | None = None
    language: str = "en"
    filters: Filters = Filters()  # noqa: RUF009  # frozen, so one may serve all


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A question that is watched; fields as in NewWatch, created_at in seconds since 1970."""

    id: int
    guild_id: int | None
    question: str
    language: str
    asker: str
    channel_id: int
    message_id: int | None
    dm_channel_id: int | None
    filters: Filters
    created_at: int


class Watches(Records):
    """Open watches; one that was taken or taken back is gone."""

    def watch(self, new: NewWatch) -> Watch | None:
        """Begin to watch; None when this person watches the question in this guild already.

        UsageError when the person has MOST of them.
        """
        question = storable(new.question)
        with self._file.writing() as connection:
            own = connection.execute(
                "SELECT guild_id, question FROM watches WHERE asker = ?", (new.asker,)
            ).fetchall()
            known = {(row["guild_id"], folded(row["question"])) for row in own}
            if (new.guild_id, folded(question)) in known:
                return None
            if len(own) >= MOST:
                raise UsageError(
                    f"You are waiting for news on {MOST} questions already.",
                    hint="Let one of them go first.",
                )
            cursor = connection.execute(
                """INSERT INTO watches (guild_id, question, language, asker, channel_id, message_id,
                    dm_channel_id, filters, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    *(new.guild_id, question, new.language, new.asker, new.channel_id),
                    *(
                        new.message_id,
                        new.dm_channel_id,
                        receipts.dump_value(new.filters),
                        self._now,
                    ),
                ),
            )
            assert cursor.lastrowid is not None
            return _select(connection, "id = ?", cursor.lastrowid)[0]

    def watches(self, guild_id: int | None) -> list[Watch]:
        """The open watches of a guild or, without one, of direct messages; oldest first."""
        with self._file.reading() as connection:
            return _select(connection, "guild_id IS ?", guild_id)

    def take_watch(self, watch_id: int) -> bool:
        """End a watch to tell of it; True for exactly one caller, whatever its process."""
        with self._file.writing() as connection:
            done = connection.execute("DELETE FROM watches WHERE id = ?", (watch_id,))
            return done.rowcount == 1

    def unwatch(self, watch_id: int, asker: str) -> bool:
        """Take back a watch of one's own; False when it is gone or another's."""
        with self._file.writing() as connection:
            done = connection.execute(
                "DELETE FROM watches WHERE id = ? AND asker = ?", (watch_id, asker)
            )
            return done.rowcount == 1


def _select(connection: sqlite3.Connection, condition: str, value: object) -> list[Watch]:
    rows = connection.execute(
        f"SELECT * FROM watches WHERE {condition} ORDER BY id",  # noqa: S608  # of our own text
        (value,),
    )
    plain = (
        *("id", "guild_id", "question", "language", "asker"),
        *("channel_id", "message_id", "dm_channel_id", "created_at"),
    )
    return [
        Watch(
            **{name: row[name] for name in plain},
            filters=receipts.load_value(Filters, row["filters"]),
        )
        for row in rows
    ]
