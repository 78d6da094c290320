"""What goes to Discord: a queue that loses no send in a burst, and the beat of streamed edits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import TypeVar

Value = TypeVar("Value")
Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[object]]
Wait = Callable[[Exception], float | None]

PATIENCE = 600.0  # seconds that a call is tried again; an interaction's token lives for 900
LONGEST_PAUSE = 30.0  # seconds; Discord is asked again at least so often while it is down
_BURST = 5  # calls that may start at the same moment
_BEAT = 1.25  # seconds; faster than 1.2 s times the streams in a channel, edits go stale


class SendQueue:
    """Every call to Discord's REST goes through here.

    At most `in_flight` run at once and about `per_second` start (discord.py drops a send after five
    429s: of 300 at once 50 were lost). A channel has one call under way at a time, in order, and
    channels take turns. `wait` gives the seconds after which a call that failed is made again, or
    None when it will never succeed; `retried` is told of each such failure.
    """

    def __init__(
        self,
        in_flight: int = 40,
        per_second: float = 45.0,
        *,
        wait: Wait,
        retried: Callable[[Exception], None] | None = None,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.pending = 0  # sends that were asked for and have not ended
        self.in_flight = 0  # calls that Discord is answering at the moment
        self._slots = asyncio.Semaphore(in_flight)
        self._pace = _Pace(per_second, clock=clock)
        self._wait = wait
        self._retried = retried
        self._clock = clock
        self._sleep = sleep
        self._lines: dict[int, _Line] = {}
        self._idle = asyncio.Event()
        self._idle.set()

    async def send(
        self,
        channel_id: int,
        call: Callable[[], Awaitable[Value]],
        *,
        wait: Wait | None = None,
    ) -> Value:
        """The call's result, when its turn has come; cancelling the send takes it out of the queue.

        `call` makes the request anew each time. It can be made again after Discord has done it
        once (a socket that broke before the reply), so a new message needs a nonce of its own,
        chosen outside `call`, or, where Discord takes none, a `wait` for this send such as
        `waits.unheard`. Raises the call's error when `wait` has none, or after PATIENCE.
        """
        line = self._lines.setdefault(channel_id, _Line())
        line.waiting += 1
        self.pending += 1
        self._idle.clear()
        try:
            async with line.turn:
                return await self._until_done(call, wait or self._wait)
        finally:
            line.waiting -= 1
            self.pending -= 1
            if not line.waiting:
                del self._lines[channel_id]
            if not self.pending:
                self._idle.set()

    @property
    def channels(self) -> int:
        """How many channels have sends that have not ended; others are not remembered."""
        return len(self._lines)

    async def drain(self, timeout: float) -> int:
        """Wait until nothing is pending, `timeout` seconds at most; the number still pending."""
        idle = asyncio.ensure_future(self._idle.wait())
        await asyncio.wait({idle}, timeout=timeout)
        idle.cancel()
        return self.pending

    async def _until_done(self, call: Callable[[], Awaitable[Value]], wait: Wait) -> Value:
        # A channel asks for one slot at a time and slots are given in the order in which they were
        # asked for: that makes the turns of the channels.
        give_up = self._clock() + PATIENCE
        tries = 0
        while True:
            attempt = _Attempt(wait, left=lambda: give_up - self._clock(), tries=tries)
            async with self._slots:
                await self._sleep(self._pace.reserve())
                self.in_flight += 1
                try:
                    with attempt:
                        return await call()
                finally:
                    self.in_flight -= 1
            if self._retried is not None and attempt.error is not None:
                self._retried(attempt.error)
            tries += 1
            await self._sleep(attempt.pause)


@dataclass(slots=True)
class _Line:
    """A channel with sends: whose turn it is (an asyncio lock is fair) and how many there are."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class _Pace:
    """A token bucket, kept as the time at which it would be full again."""

    def __init__(self, per_second: float, *, clock: Clock) -> None:
        self._gap = 1.0 / per_second
        self._clock = clock
        self._full_at = clock()

    def reserve(self) -> float:
        """Take the next start; the seconds until it."""
        now = self._clock()
        self._full_at = max(self._full_at, now) + self._gap
        return max(0.0, self._full_at - now - _BURST * self._gap)


class _Attempt:
    """Keeps an error that passes with time to itself, and how long to pause because of it."""

    def __init__(self, wait: Wait, *, left: Callable[[], float], tries: int) -> None:
        self._wait = wait
        self._left = left
        self._least = min(0.5 * 2.0 ** min(tries, 16), LONGEST_PAUSE)
        self.pause = 0.0
        self.error: Exception | None = None

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        wait, left = self._wait(error), self._left()
        if wait is None or wait >= left:
            return False
        self.error = error
        self.pause = min(max(wait, self._least), left)
        return True


class Cadence:
    """How often the streams of a channel may edit: together no faster than the channel takes."""

    def __init__(self, *, clock: Clock = time.monotonic, sleep: Sleep = asyncio.sleep) -> None:
        self._streams: dict[int, int] = {}
        self._clock = clock
        self._sleep = sleep

    def streams(self, channel_id: int) -> int:
        """How many streams are under way in this channel."""
        return self._streams.get(channel_id, 0)

    @asynccontextmanager
    async def stream(self, channel_id: int) -> AsyncIterator[Beat]:
        """A stream in this channel; await its beat before each edit, then send the newest text."""
        self._streams[channel_id] = self.streams(channel_id) + 1
        try:
            yield Beat(lambda: self.streams(channel_id), clock=self._clock, sleep=self._sleep)
        finally:
            self._streams[channel_id] -= 1
            if not self._streams[channel_id]:
                del self._streams[channel_id]


class Beat:
    """The turns of one stream; the first is at once."""

    def __init__(self, streams: Callable[[], int], *, clock: Clock, sleep: Sleep) -> None:
        self._streams = streams
        self._clock = clock
        self._sleep = sleep
        self._last: float | None = None

    def remaining(self) -> float:
        """Seconds until the next edit is due, as many streams as there are now; 0 when it is."""
        if self._last is None:
            return 0.0
        return max(0.0, self._last + _BEAT * self._streams() - self._clock())

    async def __call__(self) -> None:
        """Wait until the next edit is due, and count it as made."""
        while remaining := self.remaining():
            await self._sleep(min(remaining, _BEAT))  # streams begin and end while it waits
        self._last = self._clock()
