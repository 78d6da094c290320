"""The server's clock, which tests may set forward, and the ids made from it."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime

EPOCH = 1_420_070_400_000  # Discord's first millisecond, in Unix time


class Clock:
    """Real time plus what tests have advanced; `snowflake` makes rising ids."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._last = 0
        self._numbers = itertools.count()

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += seconds

    def snowflake(self) -> str:
        made = (int(self.now() * 1000) - EPOCH) << 22
        self._last = max(made, self._last + 1)
        return str(self._last)

    def iso(self) -> str:
        return datetime.fromtimestamp(self.now(), UTC).isoformat()

    def token(self) -> str:
        return f"interaction-token-{next(self._numbers)}"
