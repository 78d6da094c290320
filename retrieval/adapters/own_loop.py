"""An event loop in a thread of its own, for libraries whose connections belong to one loop."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine
from concurrent.futures import Future
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

_Got = TypeVar("_Got")


@dataclass(frozen=True, slots=True)
class _Item(Generic[_Got]):
    value: _Got


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None = None


class OwnLoop:
    """Runs what it is given in one loop, whichever thread or loop asks.

    Started at the first use; a daemon thread, so a program's end does not wait for it. What runs
    there inherits no context variables: no callbacks and no tracing of whoever asks.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def submit(self, coroutine: Coroutine[Any, Any, _Got]) -> Future[_Got]:
        """Run a coroutine there; cancelling the future cancels it."""
        loop = self._running()
        return contextvars.Context().run(asyncio.run_coroutine_threadsafe, coroutine, loop)

    async def relay(
        self, make: Callable[[], AsyncGenerator[_Got, None]]
    ) -> AsyncGenerator[_Got, None]:
        """Here, what a generator yields there; closing this one closes that one."""
        here = asyncio.get_running_loop()
        items: asyncio.Queue[_Item[_Got] | _End] = asyncio.Queue()

        def put(item: _Item[_Got] | _End) -> None:
            here.call_soon_threadsafe(items.put_nowait, item)

        async def pump() -> None:
            try:
                async with aclosing(make()) as generator:
                    async for value in generator:
                        put(_Item(value))
                put(_End())
            except BaseException as error:
                put(_End(error))
                raise

        running = self.submit(pump())
        try:
            while isinstance(item := await items.get(), _Item):
                yield item.value
            if item.error is not None:
                raise item.error
        finally:
            running.cancel()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                run = self._loop.run_forever
                threading.Thread(target=run, name=self._name, daemon=True).start()
            return self._loop
