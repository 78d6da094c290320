"""Waits for the asynchronous engine in synchronous calls, whether or not a loop runs already."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


def wait_for(coroutine: Coroutine[Any, Any, T]) -> T:
    """The coroutine's result; an interrupt (Ctrl-C) cancels it."""
    with _loop_of_its_own() as loop:
        return _run(coroutine, loop)


def iterate(stream: AsyncIterator[T]) -> Iterator[T]:
    """What the stream yields, as it comes; closing the iterator cancels and closes the stream."""

    async def step() -> tuple[T] | None:
        async for each in stream:
            return (each,)
        return None

    with _loop_of_its_own() as loop:
        while (found := _run(step(), loop)) is not None:
            yield found[0]


@asynccontextmanager
async def closing(stream: AsyncIterator[T]) -> AsyncGenerator[AsyncIterator[T], None]:
    """The stream, closed at the end when it is a generator: a cancelled question ends at once."""
    try:
        yield stream
    finally:
        if isinstance(stream, AsyncGenerator):
            await stream.aclose()


@contextmanager
def _loop_of_its_own() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop in a thread: `asyncio.run` is refused where a loop runs, as in a notebook.

    At the end it cancels what is under way and closes its generators, as `asyncio.run` does.
    """
    begun: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        over = asyncio.Event()
        begun.set_result((asyncio.get_running_loop(), over))
        await over.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="dateline", daemon=True)
    thread.start()
    loop, over = begun.result()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()


def _run(coroutine: Coroutine[Any, Any, T], loop: asyncio.AbstractEventLoop) -> T:
    """Run in `loop` with the caller's context variables, which hold LangChain's config."""
    future = asyncio.run_coroutine_threadsafe(coroutine, loop)
    try:
        return future.result()
    except BaseException:
        future.cancel()
        raise
