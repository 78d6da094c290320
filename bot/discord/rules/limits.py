"""How many questions a person and a guild may ask in a minute."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Hashable

WINDOW = 60.0  # seconds


class RateLimits:
    """Sliding windows, one for each person and each guild that asked within the last minute."""

    def __init__(self, user_per_minute: int = 10, guild_per_minute: int = 400) -> None:
        self._users = _Windows(user_per_minute)
        self._guilds = _Windows(guild_per_minute)

    def check(self, asker: str, guild_id: int | None, now: float) -> float:
        """Seconds to wait before asking; 0 when the question may be asked, which then counts.

        now: seconds on a clock that does not go back. A question without a guild (a direct
        message) counts for its asker only.
        """
        seconds = self._users.wait(asker, now)
        if guild_id is not None:
            seconds = max(seconds, self._guilds.wait(guild_id, now))
        if seconds == 0:
            self._users.count(asker, now)
            if guild_id is not None:
                self._guilds.count(guild_id, now)
        return seconds

    def __len__(self) -> int:
        """How many people and guilds are remembered."""
        return len(self._users) + len(self._guilds)


class _Windows:
    """When each key was counted; at most `limit` times a key, the longest idle first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._times: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def wait(self, key: Hashable, now: float) -> float:
        self._forget(now)
        times = self._times.get(key, deque())
        while times and times[0] <= now - WINDOW:
            times.popleft()
        return times[0] + WINDOW - now if len(times) >= self._limit else 0.0

    def count(self, key: Hashable, now: float) -> None:
        self._times.setdefault(key, deque()).append(now)
        self._times.move_to_end(key)

    def _forget(self, now: float) -> None:
        while self._times:
            key, times = next(iter(self._times.items()))
            if times and times[-1] > now - WINDOW:
                return
            del self._times[key]

    def __len__(self) -> int:
        return len(self._times)
