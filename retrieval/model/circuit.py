"""A model that keeps failing is left alone for a while, so that nobody waits for it."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from retrieval.errors import ModelResting


@dataclass(slots=True, kw_only=True)
class Circuit:
    """Counts failures in a row; from `failures` on it refuses for `rest` seconds, then longer.

    After each rest one call may try: when it fails, the next rest is twice as long, up to
    `longest`; when it answers, all is as before. Any thread and any event loop may use it.
    now: seconds since the epoch.
    """

    name: str
    failures: int = 5
    rest: float = 30.0
    longest: float = 600.0
    now: Callable[[], float] = time.time
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _in_a_row: int = 0
    _rests: int = 0
    _until: float = 0.0

    def enter(self) -> int:
        """Allow a call, and return the ticket to report its outcome with; or raise ModelResting."""
        with self._lock:
            left = min(self._until - self.now(), self.longest)  # a clock may be set back
            if left > 0:
                raise ModelResting(
                    f"{self.name} failed {self._in_a_row} times in a row and is not asked again "
                    f"before {datetime.fromtimestamp(self.now() + left):%H:%M:%S}.",
                    hint=f"Try again in {math.ceil(left)} s.",
                    retry_after=left,
                )
            if self._rests:  # this call tries; the others wait until it is known, or lost
                self._until = self.now() + self.rest
            return self._rests

    @property
    def resting(self) -> bool:
        """Whether a call would be refused now."""
        with self._lock:
            return self._until > self.now()

    def answered(self) -> None:
        """A call came to its end."""
        with self._lock:
            self._in_a_row = self._rests = 0
            self._until = 0.0

    def failed(self, ticket: int) -> None:
        """A call failed in a way that may pass; calls begun before the last rest do not count."""
        with self._lock:
            if ticket != self._rests:
                return
            self._in_a_row += 1
            if self._in_a_row >= self.failures:
                self._until = self.now() + min(self.longest, self.rest * 2.0**self._rests)
                self._rests += 1

    def abandoned(self, ticket: int) -> None:
        """A call was given up by who asked, which says nothing: if it was to try, another may."""
        with self._lock:
            if ticket and ticket == self._rests:
                self._until = self.now()
