"""What was spent, day by day, in one file for all processes: nobody spends more than the limit."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from retrieval.errors import BudgetExceeded, ModelError, ModelRefused, ModelUnavailable
from retrieval.model.prices import UNITS
from retrieval.types import Usage

FILE_NAME = "spending.sqlite3"
_VERSION = 1
# Amounts are whole units (10^-12 of the currency). What is open counts as spent until it is
# settled, and for ever when it never is: its process is gone, and so may the money be.
_SCHEMA = (
    """CREATE TABLE days (
        day TEXT NOT NULL,
        currency TEXT NOT NULL,
        model TEXT NOT NULL,
        spent INTEGER NOT NULL CHECK (spent >= 0),
        calls INTEGER NOT NULL,
        prompt_tokens INTEGER NOT NULL,
        completion_tokens INTEGER NOT NULL,
        PRIMARY KEY (day, currency, model)
    ) WITHOUT ROWID""",
    """CREATE TABLE open (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        day TEXT NOT NULL,
        currency TEXT NOT NULL,
        model TEXT NOT NULL,
        most INTEGER NOT NULL CHECK (most >= 0)
    )""",
    f"PRAGMA user_version = {_VERSION}",
)
_BY_DAY = """
    SELECT day, SUM(spent), SUM(calls), SUM(prompt_tokens), SUM(completion_tokens) FROM (
        SELECT day, currency, spent, calls, prompt_tokens, completion_tokens FROM days
        UNION ALL SELECT day, currency, most, 1, 0, 0 FROM open
    ) WHERE currency = ? GROUP BY day ORDER BY day DESC LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Reservation:
    """What one call may cost at most, set aside until it is settled; it counts for its `day`."""

    id: int
    day: str
    model: str
    most: float


@dataclass(frozen=True, slots=True)
class Day:
    """One local day: an ISO date, what was spent and set aside, and by how many calls."""

    day: str
    spent: float
    calls: int
    prompt_tokens: int = 0
    completion_tokens: int = 0


def local_time() -> datetime:
    """Now, in the zone of this machine: a day ends at its midnight."""
    return datetime.now().astimezone()


class Ledger:
    """The book of what models cost; any thread and any number of processes may use one file.

    It is made, readable by its owner alone, with the first reservation. What goes wrong with the
    file is a ModelError (ModelUnavailable when it is busy, else ModelRefused).
    """

    def __init__(
        self,
        path: Path,
        *,
        currency: str = "USD",
        clock: Callable[[], datetime] = local_time,
        timeout: float = 10,
    ) -> None:
        """currency: of all amounts; sums in another currency are kept apart.

        timeout: seconds to wait for another process's transaction, which takes milliseconds.
        """
        self.path = path
        self.currency = currency
        self._clock = clock
        self._timeout = timeout

    def reserve(self, model: str, most: float, *, limit: float | None = None) -> Reservation:
        """Set aside what a call may cost; BudgetExceeded when the day's limit could be exceeded.

        limit: None allows everything and only keeps the book.
        """
        now = self._clock()
        day, wanted = now.date().isoformat(), _units(most)
        with self._writing() as connection:
            if limit is not None:
                spent = self._spent(connection, day)
                if spent + wanted > _units(limit):
                    raise self._exceeded(now, wanted=wanted, spent=spent, limit=_units(limit))
            row = connection.execute(
                "INSERT INTO open (day, currency, model, most) VALUES (?, ?, ?, ?)",
                (day, self.currency, model, wanted),
            )
            assert row.lastrowid is not None
            return Reservation(row.lastrowid, day, model, most)

    def settle(self, reservation: Reservation, usage: Usage) -> None:
        """Write down what the call really cost, on the day it was reserved; the first time counts.

        usage.cost: None leaves the whole reservation spent.
        """
        cost = _units(reservation.most if usage.cost is None else usage.cost)
        with self._writing() as connection:
            gone = connection.execute("DELETE FROM open WHERE id = ?", (reservation.id,))
            if not gone.rowcount:
                return
            connection.execute(
                """INSERT INTO days VALUES (?, ?, ?, ?, 1, ?, ?)
                ON CONFLICT (day, currency, model) DO UPDATE SET
                    spent = spent + excluded.spent, calls = calls + 1,
                    prompt_tokens = prompt_tokens + excluded.prompt_tokens,
                    completion_tokens = completion_tokens + excluded.completion_tokens""",
                (
                    reservation.day,
                    self.currency,
                    reservation.model,
                    cost,
                    usage.prompt_tokens,
                    usage.completion_tokens,
                ),
            )

    def release(self, reservation: Reservation) -> None:
        """The call was not made, or was refused without a charge."""
        with self._writing() as connection:
            connection.execute("DELETE FROM open WHERE id = ?", (reservation.id,))

    def today(self) -> Day:
        """What this day has cost so far; what is set aside counts."""
        day = self._clock().date().isoformat()
        return next((each for each in self.days() if each.day == day), Day(day, 0.0, 0))

    def days(self, *, most: int = 31) -> list[Day]:
        """The latest days on which something was spent, newest first."""
        if not self.path.exists():
            return []
        with self._writing() as connection:
            rows = connection.execute(_BY_DAY, (self.currency, most)).fetchall()
        return [Day(day, spent / UNITS, *counts) for day, spent, *counts in rows]

    def _spent(self, connection: sqlite3.Connection, day: str) -> int:
        """Units: settled and set aside."""
        ((spent,),) = connection.execute(
            """SELECT COALESCE(SUM(amount), 0) FROM (
                SELECT day, currency, spent AS amount FROM days
                UNION ALL SELECT day, currency, most FROM open
            ) WHERE day = ? AND currency = ?""",
            (day, self.currency),
        )
        return int(spent)

    def _exceeded(self, now: datetime, *, wanted: int, spent: int, limit: int) -> BudgetExceeded:
        midnight = now.date() + timedelta(days=1)
        return BudgetExceeded(
            f"The model was not asked: it could cost {self._money(wanted)}, and of today's budget"
            f" of {self._money(limit)} {self._money(spent)} is spent.",
            hint=f"The budget begins anew at midnight ({midnight} 00:00);"
            " DATELINE_DAILY_BUDGET sets it.",
        )

    def _money(self, units: int) -> str:
        whole, _, decimals = f"{units / UNITS:.6f}".partition(".")
        return f"{whole}.{decimals.rstrip('0').ljust(2, '0')} {self.currency}"

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction that nobody else's comes between."""
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                _prepare(connection, self.path)
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each transaction, which takes a millisecond."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            with closing(
                sqlite3.connect(self.path, timeout=self._timeout, isolation_level=None)
            ) as connection:
                yield connection
        except (OSError, sqlite3.Error) as error:
            raise _translate(error, self.path) from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    ((version,),) = connection.execute("PRAGMA user_version")
    if version > _VERSION:
        raise ModelRefused(
            f"The record of spending {path} was made by a newer Dateline.", hint="Update Dateline."
        )
    if version == 0:
        for statement in _SCHEMA:
            connection.execute(statement)


def _units(amount: float) -> int:
    return max(0, round(amount * UNITS))


def _translate(error: OSError | sqlite3.Error, path: Path) -> ModelError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary result code
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return ModelUnavailable(
            f"The record of spending {path} is in use by another process.", hint="Try again."
        )
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return ModelRefused(
            f"The record of spending {path} is damaged.",
            hint="Move it away; what was spent today is then counted anew.",
        )
    reason = getattr(error, "strerror", None) or str(error)
    return ModelRefused(
        f"The record of spending {path} cannot be written: {reason.lower()}.",
        hint="Check the permissions of the file and its folder, and the space on the disk.",
    )
