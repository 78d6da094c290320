"""Whose answer is worked out next: a few at once, and guilds take turns."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Lets `at_once` in, the others in the order in which they came to their guild.

    Working out an answer costs processor time, so few do it at once; showing it costs waiting for
    Discord, so many may do that, and a channel that Discord makes wait holds up no other.
    """

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: OrderedDict[int | None, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, guild_id: int | None) -> AsyncIterator[None]:
        """Wait for a turn of this guild (None: of direct messages), and keep it while inside."""
        await self._enter(guild_id)
        try:
            yield
        finally:
            self._pass_on()

    async def _enter(self, guild_id: int | None) -> None:
        if self._free:
            self._free -= 1
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(guild_id, deque()).append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():
                self._pass_on()  # the turn came at the same moment
            raise

    def _pass_on(self) -> None:
        while self._waiting:
            guild_id, line = next(iter(self._waiting.items()))
            turn = line.popleft()
            self._waiting.move_to_end(guild_id)
            if not line:
                del self._waiting[guild_id]
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
