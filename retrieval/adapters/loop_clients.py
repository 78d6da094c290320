"""One client for each running event loop, closed when its loop ends."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable
from typing import Generic, Protocol, TypeVar


class Closing(Protocol):
    """A client whose connections belong to the event loop that opened them."""

    async def close(self) -> None:
        """Close its connections."""
        ...


Client = TypeVar("Client", bound=Closing)


class LoopClients(Generic[Client]):
    """Makes a client at a loop's first call; asyncio.run closes it with the loop's generators.

    A client that outlives its loop fails in the next one with "Event loop is closed".
    """

    def __init__(self, make: Callable[[], Client]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._held: dict[
            asyncio.AbstractEventLoop, tuple[Client, AsyncGenerator[Client, None]]
        ] = {}

    async def get(self) -> Client:
        """The client of the loop that runs now."""
        loop = asyncio.get_running_loop()
        with self._lock:
            for ended in [each for each in self._held if each.is_closed()]:
                del self._held[ended]
            held = self._held.get(loop)
        if held:
            return held[0]
        generator = self._hold(loop)
        client = await anext(generator)  # does not suspend, so no second task makes another
        with self._lock:
            self._held[loop] = client, generator
        return client

    async def _hold(self, loop: asyncio.AbstractEventLoop) -> AsyncGenerator[Client, None]:
        client = self._make()
        try:
            yield client
        finally:
            with self._lock:
                self._held.pop(loop, None)
            await client.close()
