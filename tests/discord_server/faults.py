"""Faults that tests inject into requests."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass
class Fault:
    """What happens to the next `count` requests that match.

    `kind` is an HTTP status, 10062 or 50027 (Discord gave up on an interaction), "abort" (the
    socket is cut before the request is carried out), "lost" (carried out, then the socket is cut)
    or "delay" (carried out `seconds` late). For 429,
    `seconds` is retry_after.
    """

    method: str
    pattern: str
    kind: int | str
    count: int
    seconds: float
    everywhere: bool
    met: int = 0

    def takes(self, method: str, path: str) -> bool:
        fits = self.method in ("*", method) and re.search(self.pattern, path) is not None
        if not fits or self.met >= self.count:
            return False
        self.met += 1
        return True


class Faults:
    """The faults in force, first match first."""

    def __init__(self) -> None:
        self.all: list[Fault] = []

    def add(
        self,
        pattern: str,
        kind: int | str,
        *,
        method: str = "*",
        count: int = 1,
        seconds: float = 1.0,
        everywhere: bool = False,
    ) -> Fault:
        """Inject into requests whose path (after /api/v10) matches; `met` counts them."""
        fault = Fault(method, pattern, kind, count, seconds, everywhere)
        self.all.append(fault)
        return fault

    def find(self, method: str, path: str) -> Fault | None:
        return next((fault for fault in self.all if fault.takes(method, path)), None)

    def clear(self) -> None:
        self.all.clear()
