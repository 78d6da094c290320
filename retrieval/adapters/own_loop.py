"""An event loop in a thread of its own, for libraries whose connections belong to one loop."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine
from concurrent.futures import Future
from contextlib import aclosing, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

_Got = TypeVar("_Got")


@dataclass(frozen=True, slots=True)
class _Item(Generic[_Got]):
    value: _Got


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None = None


def submit(coroutine: Coroutine[Any, Any, _Got]) -> Future[_Got]:
    """Run a coroutine in the process's one such loop; cancelling the future cancels it.

    It inherits no context variables: no callbacks and no tracing of whoever asks.
    """
    return contextvars.Context().run(asyncio.run_coroutine_threadsafe, coroutine, _loop())


async def relay(make: Callable[[], AsyncGenerator[_Got, None]]) -> AsyncGenerator[_Got, None]:
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
            with suppress(RuntimeError):  # whoever asked is gone, and its loop with it
                put(_End(error))
            raise

    running = submit(pump())
    try:
        while isinstance(item := await items.get(), _Item):
            yield item.value
        if item.error is not None:
            raise item.error
    finally:
        running.cancel()


@cache  # one for all: langchain-openai shares connections between models of the same address
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="langchain", daemon=True).start()
    return loop
