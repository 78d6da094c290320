"""What is said once is said once, and small values stay."""

from __future__ import annotations

from bot.records.community.community import Community
from tests.records.community.asked import NOON, StoppedClock

DAY = 86_400


def test_the_first_time_is_the_first_time_for_ever(
    community: Community, clock: StoppedClock
) -> None:
    assert community.first_time("welcome")
    clock.now = NOON + 10_000 * DAY
    assert not community.first_time("welcome")
    assert community.first_time("another")


def test_after_so_many_days_it_is_the_first_time_again(
    community: Community, clock: StoppedClock
) -> None:
    told = []
    for days in (0, 29, 30, 31, 59, 60):
        clock.now = NOON + days * DAY
        told.append(community.first_time("permission", again_after_days=30))
    assert told == [True, False, True, False, False, True]


def test_a_clock_that_was_set_back_does_not_silence_for_years(
    community: Community, clock: StoppedClock
) -> None:
    clock.now = NOON + 1000 * DAY
    assert community.first_time("permission", again_after_days=30)
    clock.now = NOON
    assert community.first_time("permission", again_after_days=30)


def test_a_value_is_remembered(community: Community) -> None:
    assert community.remembered("commands") is None
    community.remember("commands", "a1")
    community.remember("commands", "b2")
    assert community.remembered("commands") == "b2"
    assert community.remembered("other") is None
