"""An event loop whose time is virtual: it never waits, to sleep means that the clock moves on."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Value = TypeVar("Value")


class _Selector(selectors.DefaultSelector):  # type: ignore[misc, valid-type]  # chosen at run time
    """Moves the clock by the time that it was to wait for."""

    now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        # What one end of a loopback socket sends takes the kernel a moment to the other end.
        sockets = len(self.get_map()) > 1  # one is the loop's own
        ready = super().select(0.001 if sockets and timeout != 0 else 0)
        if not ready and timeout is None:
            raise AssertionError("everything waits for something that never comes")
        if not ready and timeout is not None and timeout > 0:
            self.now += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its time begins at 0."""

    def __init__(self) -> None:
        self._clock = _Selector()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now


def clock() -> float:
    """The time of the running loop."""
    return asyncio.get_running_loop().time()


def run(main: Callable[[], Coroutine[Any, Any, Value]]) -> Value:
    """Run a program in virtual time; an error in a callback fails it."""
    problems: list[dict[str, Any]] = []
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.get_loop().set_exception_handler(lambda _, context: problems.append(context))
        value = runner.run(main())
    assert problems == []
    return value
