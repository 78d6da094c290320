"""Who is answered next: one question at a time for each person, and guilds take turns."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable, Generator
from enum import StrEnum
from functools import partial

Job = Callable[[], Awaitable[None]]
OWN = 10  # questions that one person may have waiting: what they may ask in a minute


class Refused(StrEnum):
    """Why a question was not taken."""

    FULL = "full"  # too many of this guild wait
    TOO_MANY_OF_YOURS = "too many of yours"
    ALREADY_HERE = "already here"  # a question of this id waits or is being answered
    CLOSING = "closing"


class Ended(StrEnum):
    """How a place in the line ended."""

    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LEFT = "left"  # the lineup closed first: it never began, or was broken off


class Place:
    """A question in the line; `await place` gives how it ended."""

    def __init__(
        self, question: int, asker: str, guild_id: int | None, job: Job, *, before: int
    ) -> None:
        self.question = question
        self.asker = asker
        self.guild_id = guild_id
        self.before = before  # how many would begin before it, when it entered
        self._job = job
        self._task: asyncio.Task[None] | None = None
        self._ended: asyncio.Future[Ended] = asyncio.get_running_loop().create_future()

    @property
    def running(self) -> bool:
        """Whether it has begun and not ended."""
        return self._task is not None and not self._ended.done()

    def __await__(self) -> Generator[None, None, Ended]:
        return asyncio.shield(self._ended).__await__()

    def _begin(self) -> asyncio.Task[None]:
        self._task = asyncio.ensure_future(_run(self._job))
        return self._task

    def _end(self, how: Ended) -> None:
        if not self._ended.done():
            self._ended.set_result(how)


async def _run(job: Job) -> None:
    await job()


class Lineup:
    """Runs jobs, at most `workers` at once; `failed` is given the error of one that fails.

    per_guild: how many of a guild may wait; share: how many of a guild run at once, so that a guild
    whose channels Discord makes wait leaves room for the others (None: as many as there is room).
    """

    def __init__(
        self,
        workers: int,
        per_guild: int = 400,
        *,
        share: int | None = None,
        failed: Callable[[Place, BaseException], None],
    ) -> None:
        self._workers = workers
        self._share = workers if share is None else share
        self._per_guild = per_guild
        self._failed = failed
        self._closing = False
        self._places: dict[int, Place] = {}  # all that wait or run, by their question
        self._waiting: OrderedDict[int | None, deque[Place]] = OrderedDict()  # whose turn is first
        self._own: dict[str, int] = {}  # how many of each person wait
        self._busy: dict[str, Place] = {}  # who is being answered
        self._running_of: Counter[int | None] = Counter()

    @property
    def waiting(self) -> int:
        """How many questions wait."""
        return len(self._places) - len(self._busy)

    @property
    def running(self) -> int:
        """How many are being answered."""
        return len(self._busy)

    def enter(
        self, asker: str, guild_id: int | None, job: Job, *, question: int
    ) -> Place | Refused:
        """Take a place in the line; `question` is its id, by which it can be cancelled."""
        if self._closing:
            return Refused.CLOSING
        if question in self._places:
            return Refused.ALREADY_HERE
        line = self._waiting.get(guild_id, deque())
        if len(line) >= self._per_guild:
            return Refused.FULL
        if self._own.get(asker, 0) >= OWN:
            return Refused.TOO_MANY_OF_YOURS
        place = Place(question, asker, guild_id, job, before=self._before(guild_id))
        self._places[question] = place
        self._waiting.setdefault(guild_id, line).append(place)
        self._own[asker] = self._own.get(asker, 0) + 1
        self._start()
        return place

    def cancel(self, question: int) -> bool:
        """Take a question out, even while it is being answered; whether it was here."""
        place = self._places.get(question)
        if place is None:
            return False
        if place._task is not None:
            place._task.cancel()
            return True
        self._take(place)
        self._leave(place, Ended.CANCELLED)
        return True

    def clear(self) -> None:
        """Take all questions out, even those that are being answered."""
        for question in tuple(self._places):
            self.cancel(question)

    async def close(self, timeout: float) -> tuple[Place, ...]:
        """Take no more, wait `timeout` seconds for those under way, and give back the others.

        Given back are the questions that never began and those that were broken off.
        """
        self._closing = True
        running = {place._task: place for place in self._busy.values() if place._task is not None}
        late: set[asyncio.Task[None]] = set()
        if running:
            _, late = await asyncio.wait(running, timeout=timeout)
        left = [running[task] for task in late]
        for task in late:
            running[task]._end(Ended.LEFT)
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=1.0)  # one that ignores its cancelling is left behind
        for place in [place for line in self._waiting.values() for place in line]:
            self._take(place)
            self._leave(place, Ended.LEFT)
            left.append(place)
        return tuple(left)

    def _before(self, guild_id: int | None) -> int:
        """How many would begin before the next of this guild, if guilds take turns from now on."""
        own = len(self._waiting.get(guild_id, ()))
        before, past = own, False
        for other, line in self._waiting.items():
            past = past or other == guild_id
            if other != guild_id:
                before += min(len(line), own if past else own + 1)
        return before

    def _start(self) -> None:
        while not self._closing and len(self._busy) < self._workers:
            place = self._next()
            if place is None:
                return
            self._take(place)
            if place.guild_id in self._waiting:
                self._waiting.move_to_end(place.guild_id)
            self._busy[place.asker] = place
            self._running_of[place.guild_id] += 1
            place._begin().add_done_callback(partial(self._done, place))

    def _next(self) -> Place | None:
        """The first, of the guild whose turn it is, whose asker is not being answered already."""
        for guild_id, line in self._waiting.items():
            if self._running_of[guild_id] >= self._share:
                continue
            for place in line:
                if place.asker not in self._busy:
                    return place
        return None

    def _take(self, place: Place) -> None:
        line = self._waiting[place.guild_id]
        line.remove(place)
        if not line:
            del self._waiting[place.guild_id]
        self._own[place.asker] -= 1
        if not self._own[place.asker]:
            del self._own[place.asker]

    def _done(self, place: Place, task: asyncio.Task[None]) -> None:
        del self._busy[place.asker]
        self._running_of[place.guild_id] -= 1
        if not self._running_of[place.guild_id]:
            del self._running_of[place.guild_id]
        error = None if task.cancelled() else task.exception()
        how = Ended.CANCELLED if task.cancelled() else Ended.FAILED if error else Ended.DONE
        self._leave(place, how)
        try:
            if error is not None:
                self._failed(place, error)
        finally:
            self._start()

    def _leave(self, place: Place, how: Ended) -> None:
        del self._places[place.question]
        place._end(how)
