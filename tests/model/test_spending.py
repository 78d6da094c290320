"""The book of what was spent: one limit for all threads and processes, day by day."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from retrieval.errors import BudgetExceeded, ModelRefused, ModelUnavailable
from retrieval.model.spending import Day, Ledger, Reservation
from retrieval.types import Usage
from tests.conftest import ROOT

NOON = datetime(2026, 11, 25, 12, tzinfo=timezone(timedelta(hours=2)))


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Ledger:
    return Ledger(tmp_path / "home" / "spending.sqlite3", clock=clock)


def used(cost: float | None, *, prompt: int = 100, completion: int = 10) -> Usage:
    return Usage(prompt_tokens=prompt, completion_tokens=completion, cost=cost)


def test_what_was_really_spent_takes_the_place_of_what_was_reserved(ledger: Ledger) -> None:
    first = ledger.reserve("small", 0.50, limit=1.0)
    assert ledger.today() == Day("2026-11-25", 0.50, 1)
    ledger.settle(first, used(0.125))
    assert ledger.today() == Day("2026-11-25", 0.125, 1, 100, 10)
    ledger.settle(ledger.reserve("large", 0.75, limit=1.0), used(0.5))
    assert ledger.today() == Day("2026-11-25", 0.625, 2, 200, 20)


def test_a_call_that_could_exceed_the_limit_is_refused_in_one_clear_line(ledger: Ledger) -> None:
    ledger.settle(ledger.reserve("small", 0.5, limit=1.0), used(0.875))
    ledger.reserve("small", 0.125, limit=1.0)
    with pytest.raises(BudgetExceeded) as caught:
        ledger.reserve("small", 0.0005, limit=1.0)
    assert str(caught.value) == (
        "The model was not asked: it could cost 0.0005 USD, and of today's budget of 1.00 USD"
        " 1.00 USD is spent. The budget begins anew at midnight (2026-11-26 00:00);"
        " DATELINE_DAILY_BUDGET sets it."
    )
    assert ledger.today().calls == 2


def test_the_limit_is_reached_to_the_last_unit(ledger: Ledger) -> None:
    for _ in range(10):  # ten floats of 0.1 are less than 1.0 only when they are added up as floats
        ledger.settle(ledger.reserve("small", 0.1, limit=1.0), used(0.1))
    assert ledger.today().spent == 1.0
    with pytest.raises(BudgetExceeded):
        ledger.reserve("small", 1e-12, limit=1.0)


def test_without_a_limit_the_book_is_kept_all_the_same(ledger: Ledger) -> None:
    ledger.settle(ledger.reserve("small", 5.0), used(4.0))
    assert ledger.today().spent == 4.0


def test_a_call_counts_for_the_day_it_was_reserved_and_the_next_day_begins_anew(
    ledger: Ledger, clock: Clock
) -> None:
    clock.now = NOON.replace(hour=23, minute=59)
    late = ledger.reserve("small", 1.0, limit=1.0)
    with pytest.raises(BudgetExceeded):
        ledger.reserve("small", 0.1, limit=1.0)
    clock.now += timedelta(minutes=2)
    assert ledger.today() == Day("2026-11-26", 0.0, 0)
    ledger.settle(ledger.reserve("small", 0.9, limit=1.0), used(0.9))
    ledger.settle(late, used(0.25))
    assert [(day.day, day.spent) for day in ledger.days()] == [
        ("2026-11-26", 0.9),
        ("2026-11-25", 0.25),
    ]
    assert [day.day for day in ledger.days(most=1)] == ["2026-11-26"]


def test_the_day_is_that_of_the_clocks_own_zone(ledger: Ledger, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 25, 23, tzinfo=UTC).astimezone(NOON.tzinfo)
    assert ledger.reserve("small", 0.1).day == "2026-11-26"


def test_settling_twice_or_releasing_after_counts_once(ledger: Ledger) -> None:
    reserved = ledger.reserve("small", 0.5)
    ledger.settle(reserved, used(0.25))
    ledger.settle(reserved, used(0.25))
    ledger.release(reserved)
    ledger.settle(Reservation(99, "2026-11-25", "small", 0.5), used(9.0))
    assert ledger.today() == Day("2026-11-25", 0.25, 1, 100, 10)


def test_what_was_not_charged_is_given_back(ledger: Ledger) -> None:
    ledger.release(ledger.reserve("small", 1.0, limit=1.0))
    assert ledger.today().spent == 0.0
    ledger.reserve("small", 1.0, limit=1.0)


def test_no_amount_is_negative_and_an_unknown_cost_is_the_whole_reservation(ledger: Ledger) -> None:
    ledger.settle(ledger.reserve("small", -1.0), used(-2.0))
    assert ledger.today().spent == 0.0
    ledger.settle(ledger.reserve("small", 0.5), used(None))
    assert ledger.today().spent == 0.5


def test_currencies_are_not_added_up(ledger: Ledger, clock: Clock) -> None:
    euros = Ledger(ledger.path, currency="EUR", clock=clock)
    ledger.reserve("small", 0.75, limit=1.0)
    euros.settle(euros.reserve("small", 0.5, limit=1.0), used(0.5))
    assert (ledger.today().spent, euros.today().spent) == (0.75, 0.5)


def test_only_the_owner_may_read_the_file_and_reading_makes_none(ledger: Ledger) -> None:
    assert ledger.today() == Day("2026-11-25", 0.0, 0)
    assert not ledger.path.exists()
    ledger.reserve("small", 0.1)
    assert stat.S_IMODE(ledger.path.stat().st_mode) == 0o600


def test_threads_share_the_limit(ledger: Ledger) -> None:
    def spend(_: int) -> bool:
        try:
            reserved = ledger.reserve("small", 0.1, limit=1.0)
        except BudgetExceeded:
            return False
        ledger.settle(reserved, used(0.1))
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(spend, range(40))) == 10
    assert ledger.today().spent == 1.0


SPEND = """
import sys
from pathlib import Path
from retrieval.errors import BudgetExceeded
from retrieval.model.spending import Ledger
from retrieval.types import Usage
ledger = Ledger(Path(sys.argv[1]))
for number in range(20):
    try:
        reserved = ledger.reserve("small", 0.03, limit=0.5)
    except BudgetExceeded:
        print("refused")
        continue
    cost = (0.03, 0.01, 0.02)[number % 3]
    ledger.settle(reserved, Usage(prompt_tokens=1, completion_tokens=1, cost=cost))
    print(cost)
"""
CRASH = """
import os, sys
from pathlib import Path
from retrieval.model.spending import Ledger
Ledger(Path(sys.argv[1])).reserve("small", 0.75, limit=1.0)
os.kill(os.getpid(), 9)
"""


def process(program: str, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        env={**os.environ, "TZ": "UTC"},
    )


def test_processes_together_never_spend_more_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "spending.sqlite3"
    processes = [process(SPEND, path) for _ in range(4)]
    said = [line for each in processes for line in each.communicate()[0].splitlines()]
    assert [each.returncode for each in processes] == [0] * 4
    costs = [round(float(line), 2) for line in said if line != "refused"]
    assert len(said) == 80
    assert "refused" in said
    assert 0.4 < sum(costs) <= 0.5 + 1e-9
    spent = sum(day.spent for day in Ledger(path).days())
    assert round(spent - sum(costs), 9) == 0


def test_what_a_killed_process_reserved_stays_spent(tmp_path: Path) -> None:
    path = tmp_path / "spending.sqlite3"
    killed = process(CRASH, path)
    killed.communicate()
    assert killed.returncode == -9
    (day,) = Ledger(path).days()
    assert (day.spent, day.calls) == (0.75, 1)
    on_that_day = datetime.fromisoformat(f"{day.day}T12:00:00+00:00")
    with pytest.raises(BudgetExceeded):
        Ledger(path, clock=lambda: on_that_day).reserve("small", 0.5, limit=1.0)


def test_a_file_that_cannot_be_used_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "spending.sqlite3"
    path.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(ModelRefused, match=r"is damaged\. Move it away"):
        Ledger(path).reserve("small", 0.1)
    path.unlink()
    path.mkdir()
    with pytest.raises(ModelRefused, match="cannot be written: is a directory"):
        Ledger(path).reserve("small", 0.1)


def test_a_file_that_another_process_holds_is_tried_again_later(tmp_path: Path) -> None:
    path = tmp_path / "spending.sqlite3"
    ledger = Ledger(path, timeout=0)
    ledger.reserve("small", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ModelUnavailable, match=r"in use by another process\. Try again"):
            ledger.reserve("small", 0.1)
    assert ledger.today().calls == 1


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "spending.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    with pytest.raises(ModelRefused, match=r"newer Dateline\. Update"):
        Ledger(path).reserve("small", 0.1)


def test_an_empty_file_is_a_new_book(tmp_path: Path) -> None:
    path = tmp_path / "spending.sqlite3"
    path.touch()
    assert Ledger(path).days() == []
