"""What a bot of months keeps of channels, people and guilds that it has seen: nothing."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Awaitable, Callable

from bot.discord.lineup import Lineup, Place
from bot.discord.rules.limits import RateLimits
from bot.discord.sending import Cadence, SendQueue
from tests.discord.virtual import clock, run

SEEN = 2000
ROOM = 40_000  # bytes; a dictionary of so many is three times that


def grown(use: Callable[[int], Awaitable[object]]) -> int:
    """Bytes that were kept by using a part for SEEN others, once it was warm."""

    async def program() -> int:
        for number in range(50):
            await use(number)
        gc.collect()
        tracemalloc.start()
        try:
            for number in range(50, 50 + SEEN):
                await use(number)
            gc.collect()
            return tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()

    return run(program)


async def nothing() -> None:
    """A job, or a call."""


def test_sends_leave_nothing_behind() -> None:
    queue: list[SendQueue] = []

    async def use(channel: int) -> None:
        if not queue:
            queue.append(SendQueue(wait=lambda _: None, clock=clock))
        await queue[0].send(channel, nothing)

    assert grown(use) < ROOM


def test_streams_leave_nothing_behind() -> None:
    cadence = Cadence(clock=clock)

    async def use(channel: int) -> None:
        async with cadence.stream(channel) as beat:
            await beat()

    assert grown(use) < ROOM


def test_questions_leave_nothing_behind() -> None:
    lineup = Lineup(2, failed=lambda _place, _error: None)

    async def use(number: int) -> None:
        place = lineup.enter(f"person {number}", number, nothing, question=number)
        assert isinstance(place, Place)
        await place

    assert grown(use) < ROOM


def test_limits_leave_nothing_behind() -> None:
    limits = RateLimits()

    async def use(number: int) -> None:
        limits.check(f"person {number}", number, 10.0 * number)

    assert grown(use) < ROOM
