"""The queue of sends, in virtual time: nothing is lost, nobody overtaken, Discord not flooded."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord.sending import LONGEST_PAUSE, PATIENCE, Cadence, SendQueue
from tests.discord.virtual import clock, run


class PassingError(Exception):
    """A failure after which the queue is told to wait."""


def after(seconds: float) -> Callable[[Exception], float | None]:
    return lambda error: seconds if isinstance(error, PassingError) else None


def queue_of(*, seconds: float = 1.0, **options: int) -> SendQueue:
    return SendQueue(wait=after(seconds), clock=clock, **options)


@dataclass
class Discord:
    """Takes calls and remembers when each began; `fail` errors come before the first success."""

    latency: float = 0.2
    began: list[tuple[float, int, int]] = field(default_factory=list)
    now: int = 0
    most: int = 0
    in_channel: set[int] = field(default_factory=set)

    def call(
        self, channel: int, number: int, *errors: Exception
    ) -> Callable[[], Awaitable[tuple[int, int]]]:
        left = list(errors)

        async def request() -> tuple[int, int]:
            assert channel not in self.in_channel
            self.in_channel.add(channel)
            self.began.append((clock(), channel, number))
            self.now += 1
            self.most = max(self.most, self.now)
            try:
                await asyncio.sleep(self.latency)
                if left:
                    raise left.pop(0)
                return channel, number
            finally:
                self.now -= 1
                self.in_channel.remove(channel)

        return request


def test_a_burst_of_300_is_sent_whole_in_order_and_at_discords_own_pace() -> None:
    async def program() -> None:
        discord, queue = Discord(), queue_of()
        sends = [(number % 60, number) for number in range(300)]
        sent = await asyncio.gather(*(queue.send(c, discord.call(c, n)) for c, n in sends))
        assert sent == sends
        assert discord.most <= 40
        times = [when for when, _, _ in discord.began]
        for start in times:
            assert sum(start <= when < start + 1 for when in times) <= 45 + 5
        assert times[-1] == pytest.approx(300 / 45, abs=0.3)
        for channel in range(60):
            numbers = [number for _, where, number in discord.began if where == channel]
            assert numbers == sorted(numbers)
        assert (queue.pending, queue.in_flight, queue.channels) == (0, 0, 0)

    run(program)


def test_when_discord_is_slow_no_more_than_40_calls_are_under_way() -> None:
    async def program() -> None:
        discord, queue = Discord(latency=5.0), queue_of()
        await asyncio.gather(*(queue.send(n, discord.call(n, n)) for n in range(200)))
        assert discord.most == 40

    run(program)


def test_a_busy_channel_does_not_hold_up_another() -> None:
    async def program() -> None:
        discord, queue = Discord(), queue_of()
        flood = [asyncio.ensure_future(queue.send(1, discord.call(1, n))) for n in range(200)]
        await asyncio.sleep(1)
        asked = clock()
        await queue.send(2, discord.call(2, 0))
        assert clock() - asked == pytest.approx(0.2, abs=0.05)
        await asyncio.gather(*flood)

    run(program)


def test_channels_take_turns_when_all_of_them_have_more_to_send() -> None:
    async def program() -> None:
        discord, queue = Discord(latency=0.5), queue_of(in_flight=2)
        sends = [(channel, number) for channel in range(5) for number in range(10)]
        await asyncio.gather(*(queue.send(c, discord.call(c, n)) for c, n in sends))
        order = [channel for _, channel, _ in discord.began]
        for start in range(0, 50, 5):
            assert sorted(order[start : start + 5]) == [0, 1, 2, 3, 4]

    run(program)


def test_what_passes_with_time_is_tried_again_in_its_place_and_told_of() -> None:
    told: list[Exception] = []

    async def program() -> None:
        discord = Discord()
        queue = SendQueue(wait=after(3.0), retried=told.append, clock=clock)
        first = asyncio.ensure_future(queue.send(1, discord.call(1, 0, PassingError())))
        second = asyncio.ensure_future(queue.send(1, discord.call(1, 1)))
        other = asyncio.ensure_future(queue.send(2, discord.call(2, 0)))
        await other
        assert clock() == pytest.approx(0.2, abs=0.05)
        await asyncio.gather(first, second)
        assert [n for _, channel, n in discord.began if channel == 1] == [0, 0, 1]
        assert clock() == pytest.approx(0.2 + 3.0 + 0.2 + 0.2, abs=0.1)

    run(program)
    assert [type(error) for error in told] == [PassingError]


def test_a_pause_holds_no_slot() -> None:
    async def program() -> None:
        discord, queue = Discord(), queue_of(seconds=60, in_flight=1)
        failing = asyncio.ensure_future(queue.send(1, discord.call(1, 0, PassingError())))
        await asyncio.sleep(1)
        assert queue.in_flight == 0
        await queue.send(2, discord.call(2, 0))
        assert clock() < 2
        await failing

    run(program)


def test_what_never_succeeds_is_raised_at_once_and_the_next_goes_on() -> None:
    async def program() -> None:
        discord, queue = Discord(), queue_of()
        sends = [
            queue.send(1, discord.call(1, 0, PermissionError("no"))),
            queue.send(1, discord.call(1, 1)),
        ]
        failed, sent = await asyncio.gather(*sends, return_exceptions=True)
        assert isinstance(failed, PermissionError)
        assert sent == (1, 1)

    run(program)


def test_a_send_may_know_better_than_the_queue_what_can_be_tried_again() -> None:
    async def program() -> None:
        discord, queue = Discord(), queue_of()
        with pytest.raises(PassingError):
            await queue.send(1, discord.call(1, 0, PassingError()), wait=lambda _: None)
        assert len(discord.began) == 1

    run(program)


def test_pauses_grow_while_discord_is_down_and_end_when_patience_does() -> None:
    async def program() -> list[float]:
        discord, queue = Discord(latency=0.0), queue_of()
        with pytest.raises(PassingError):
            await queue.send(1, discord.call(1, 0, *(PassingError() for _ in range(999))))
        assert clock() == pytest.approx(PATIENCE, abs=1)
        assert queue.pending == 0
        return [when for when, _, _ in discord.began]

    times = run(program)
    pauses = [later - sooner for sooner, later in pairwise(times)]
    assert pauses[:6] == pytest.approx([1, 1, 2, 4, 8, 16])
    assert set(pauses[6:-1]) == {LONGEST_PAUSE}


def test_a_wait_longer_than_patience_is_not_begun() -> None:
    async def program() -> None:
        discord, queue = Discord(), queue_of(seconds=PATIENCE + 1)
        with pytest.raises(PassingError):
            await queue.send(1, discord.call(1, 0, PassingError()))
        assert clock() < 1

    run(program)


def test_a_cancelled_send_is_never_made() -> None:
    async def program() -> None:
        discord, queue = Discord(), queue_of(seconds=50)
        sends = [asyncio.ensure_future(queue.send(1, discord.call(1, n))) for n in range(3)]
        pausing = asyncio.ensure_future(
            queue.send(2, discord.call(2, 0, PassingError(), PassingError()))
        )
        await asyncio.sleep(0.1)
        assert queue.pending == 4
        sends[1].cancel()
        await asyncio.sleep(1)
        pausing.cancel()
        await asyncio.gather(*sends, pausing, return_exceptions=True)
        assert [(channel, number) for _, channel, number in discord.began] == [
            (1, 0),
            (2, 0),
            (1, 2),
        ]
        assert (queue.pending, queue.in_flight, queue.channels) == (0, 0, 0)
        await queue.send(2, discord.call(2, 1))

    run(program)


def test_draining_waits_for_the_last_and_no_longer_than_it_may() -> None:
    async def program() -> None:
        discord, queue = Discord(), queue_of()
        assert await queue.drain(1) == 0
        assert clock() == 0
        sends = [asyncio.ensure_future(queue.send(1, discord.call(1, n))) for n in range(10)]
        await asyncio.sleep(0)
        assert await queue.drain(1.1) == 5
        assert await queue.drain(60) == 0
        assert clock() == pytest.approx(2.0, abs=0.1)
        await asyncio.gather(*sends)

    run(program)


Plan = list[tuple[int, int, int]]  # channel, failures before success, tenths until it is cancelled


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 30)), max_size=30),
    st.integers(1, 4),
)
def test_whatever_happens_every_send_ends_once_and_none_is_left(plan: Plan, slots: int) -> None:
    async def program() -> None:
        discord, queue = Discord(), queue_of(in_flight=slots)
        sends = []
        for number, (channel, failures, cancel) in enumerate(plan):
            errors = [PassingError() for _ in range(failures)]
            send = asyncio.ensure_future(
                queue.send(channel, discord.call(channel, number, *errors))
            )
            if cancel < 15:
                asyncio.get_running_loop().call_later(cancel / 10, send.cancel)
            sends.append(send)
        ended = await asyncio.gather(*sends, return_exceptions=True)
        for number, ((channel, _, cancel), result) in enumerate(zip(plan, ended, strict=True)):
            assert result == (channel, number) or (
                isinstance(result, asyncio.CancelledError) and cancel < 15
            )
        assert (queue.pending, queue.in_flight, queue.channels) == (0, 0, 0)
        assert discord.most <= slots
        for channel in range(4):
            numbers = [number for _, where, number in discord.began if where == channel]
            assert numbers == sorted(numbers)

    run(program)


def test_a_lone_stream_edits_at_once_and_then_every_beat() -> None:
    async def program() -> None:
        cadence = Cadence(clock=clock)
        edits = []
        async with cadence.stream(1) as beat:
            for _ in range(4):
                await beat()
                edits.append(clock())
                await asyncio.sleep(0.3)  # the edit itself takes its time
            assert beat.remaining() == pytest.approx(0.95)
        assert edits == pytest.approx([0, 1.25, 2.5, 3.75])
        assert cadence.streams(1) == 0

    run(program)


def test_streams_of_one_channel_share_its_pace_and_those_of_others_do_not() -> None:
    async def program() -> None:
        cadence = Cadence(clock=clock)
        edits: dict[int, list[float]] = {}

        async def stream(number: int, channel: int, seconds: float) -> None:
            async with cadence.stream(channel) as beat:
                while clock() < seconds:
                    await beat()
                    edits.setdefault(number, []).append(clock())

        await asyncio.gather(stream(0, 1, 10), stream(1, 1, 4), stream(2, 2, 5))
        assert edits[2][:3] == pytest.approx([0, 1.25, 2.5])
        assert edits[1][:3] == pytest.approx([0, 2.5, 5.0])
        assert edits[0][-1] - edits[0][-2] == pytest.approx(1.25)
        assert cadence.streams(1) == cadence.streams(2) == 0

    run(program)


def test_a_stream_that_ends_lets_the_others_go_faster_at_once() -> None:
    async def program() -> None:
        cadence = Cadence(clock=clock)
        async with cadence.stream(1) as beat:
            await beat()
            async with cadence.stream(1):
                waiting = asyncio.ensure_future(beat())
                await asyncio.sleep(0.1)
            await waiting
        assert clock() == pytest.approx(1.25)

    run(program)
