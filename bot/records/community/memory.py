"""What one person was told before: in a place, or along a chain of replies."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from bot.records import receipts, turns
from bot.records.community.tables import Records
from retrieval.types import Turn

_LINKS = 100  # of a chain of replies that are followed


class Memory(Records):
    """Conversations of one asker at a time: two people in one channel share nothing.

    What was asked privately is remembered only where the next question is private too, since its
    answer could tell of it.
    """

    def turns(
        self,
        place_id: int,
        asker: str,
        *,
        limit: int,
        before: int | None = None,
        private: bool = False,
    ) -> list[Turn]:
        """The last exchanges of one asker in a place, oldest first; before: a question's id."""
        with self._file.reading() as connection:
            return in_place(
                connection, place_id, asker, limit=limit, before=before, private=private
            )

    def chain(self, parent_id: int, asker: str, limit: int, *, private: bool = False) -> list[Turn]:
        """The last exchanges from a question back along its parents, the asker's own alone."""
        with self._file.reading() as connection:
            return along(connection, parent_id, asker, limit=limit, private=private)


def in_place(
    connection: sqlite3.Connection,
    place_id: int,
    asker: str,
    *,
    limit: int,
    before: int | None,
    private: bool,
) -> list[Turn]:
    """As `Memory.turns`."""
    rows = connection.execute(
        """SELECT receipt FROM questions WHERE place_id = :place AND asker = :asker
        AND (:before IS NULL OR id < :before) AND private <= :private AND receipt IS NOT NULL
        ORDER BY id DESC LIMIT :limit""",
        {
            "place": place_id,
            "asker": asker,
            "before": before,
            "private": private,
            "limit": limit,
        },
    )
    return _turns(rows)


def along(
    connection: sqlite3.Connection, parent_id: int, asker: str, *, limit: int, private: bool
) -> list[Turn]:
    """As `Memory.chain`."""
    rows = connection.execute(
        """WITH RECURSIVE links (id, parent_id, asker, private, receipt, number) AS (
            SELECT id, parent_id, asker, private, receipt, 1 FROM questions WHERE id = :first
            UNION ALL
            SELECT q.id, q.parent_id, q.asker, q.private, q.receipt, number + 1
            FROM links JOIN questions AS q ON q.id = links.parent_id WHERE number < :links)
        SELECT receipt FROM links WHERE asker = :asker AND private <= :private
        AND receipt IS NOT NULL ORDER BY id DESC LIMIT :limit""",
        {
            "first": parent_id,
            "links": _LINKS,
            "asker": asker,
            "private": private,
            "limit": limit,
        },
    )
    return _turns(rows)


def _turns(latest_first: Iterable[sqlite3.Row]) -> list[Turn]:
    return list(turns.of([receipts.loads(row["receipt"]) for row in latest_first][::-1]))
