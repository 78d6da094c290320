"""What is done or said once, and small values that outlive a process."""

from __future__ import annotations

from bot.records.community.tables import DAY, Records


class Once(Records):
    """Remembers by keys; a guild's begin with its id and a colon, so that it can be forgotten."""

    def first_time(self, key: str, *, again_after_days: int | None = None) -> bool:
        """Whether this is the first call with the key, or the first after so many days.

        True for exactly one caller, whatever its process.
        """
        with self._file.writing() as connection:
            # A clock that was set back must not keep the key for longer.
            done = connection.execute(
                """INSERT INTO remembered VALUES (:key, '', :now) ON CONFLICT (key) DO UPDATE
                SET at = :now WHERE abs(:now - at) >= :again""",
                {
                    "key": key,
                    "now": self._now,
                    "again": None if again_after_days is None else again_after_days * DAY,
                },
            )
            return done.rowcount == 1

    def remembered(self, key: str) -> str | None:
        """The value that was remembered last for the key."""
        with self._file.reading() as connection:
            row = connection.execute(
                "SELECT value FROM remembered WHERE key = ?", (key,)
            ).fetchone()
            return None if row is None else str(row["value"])

    def remember(self, key: str, value: str) -> None:
        """Remember a value for the key."""
        with self._file.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO remembered VALUES (?, ?, ?)", (key, value, self._now)
            )
