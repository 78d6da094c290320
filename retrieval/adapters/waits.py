"""How long each part of a model's answer may take."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from retrieval.adapters.provider_errors import Provider, unavailable

_Got = TypeVar("_Got")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """In seconds: to connect; to the first piece; between two pieces; for the whole answer."""

    connect: float = 10.0
    first: float = 60.0
    between: float = 30.0
    whole: float = 180.0


class Waits:
    """Bounds every wait of one answer; comments that keep a connection alive do not count."""

    def __init__(self, provider: Provider, timeouts: Timeouts) -> None:
        self._provider, self._timeouts = provider, timeouts
        self._started = time.monotonic()

    async def first(self, waited: Awaitable[_Got]) -> _Got:
        """Wait for the first piece, counted from the request."""
        left = self._timeouts.first - (time.monotonic() - self._started)
        silent = f"sent nothing for {self._timeouts.first:g} s"
        return await self._within(waited, left, silent)

    async def next(self, waited: Awaitable[_Got]) -> _Got:
        """Wait for another piece, counted from now."""
        seconds = self._timeouts.between
        return await self._within(waited, seconds, f"fell silent for {seconds:g} s in its answer")

    async def _within(self, waited: Awaitable[_Got], seconds: float, what: str) -> _Got:
        left = self._timeouts.whole - (time.monotonic() - self._started)
        if left < seconds:
            seconds, what = left, f"did not finish within {self._timeouts.whole:g} s"
        limit = asyncio.timeout(max(0.0, seconds))
        try:
            async with limit:
                return await waited
        except TimeoutError as error:
            if not limit.expired():  # the operating system's own, which is another matter
                raise
            raise unavailable(self._provider, what) from error
