"""Many questions at once, results in the order in which they were asked."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 8  # per worker: how far the others may run ahead of a slow question


async def in_order(
    items: Iterable[Item], work: Callable[[Item], Awaitable[Result]], *, concurrency: int
) -> AsyncIterator[Result]:
    """Results of `work`, as soon as their turn has come; at most `concurrency` run at once.

    Items are read as they are needed, so an endless stream of them takes no memory.
    """
    free = asyncio.Semaphore(concurrency)

    async def one(item: Item) -> Result:
        async with free:
            return await work(item)

    waiting: deque[asyncio.Task[Result]] = deque()
    try:
        for item in items:
            waiting.append(asyncio.ensure_future(one(item)))
            if len(waiting) >= concurrency * _AHEAD:
                yield await waiting.popleft()
            while waiting and waiting[0].done():
                yield waiting.popleft().result()
            await asyncio.sleep(0)  # lets a slow reader of items start what it has read
        while waiting:
            yield await waiting.popleft()
    finally:
        for task in waiting:
            task.cancel()
