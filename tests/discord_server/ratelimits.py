"""Rate limits as Discord keeps them: one for the bot, one for each route and channel."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field


@dataclass
class Window:
    """`most` requests each `seconds`."""

    most: int
    seconds: float
    began: float = -1e9
    used: int = 0

    def take(self, now: float) -> float:
        """0 when there is room, else seconds until there is."""
        if now >= self.began + self.seconds:
            self.began, self.used = now, 0
        if self.used >= self.most:
            return self.began + self.seconds - now
        self.used += 1
        return 0.0


RULES: tuple[tuple[str, str, int, float], ...] = (
    # method, path (its groups are the major parameters), requests, seconds
    ("POST", r"/channels/(\d+)/messages", 5, 5.0),
    ("PATCH", r"/channels/(\d+)/messages/\d+", 5, 5.0),
    ("DELETE", r"/channels/(\d+)/messages/\d+", 5, 1.0),
    ("POST", r"/channels/(\d+)/typing", 5, 5.0),
    ("PUT", r"/channels/(\d+)/messages/\d+/reactions/.*", 1, 0.25),
    ("POST", r"/webhooks/(\d+/[^/]+)", 5, 5.0),
    ("PATCH", r"/webhooks/(\d+/[^/]+)/messages/.*", 5, 5.0),
)


@dataclass
class Verdict:
    """What the limits say to one request: the headers, and seconds to wait when it is refused."""

    headers: dict[str, str]
    wait: float = 0.0
    everywhere: bool = False


@dataclass
class RateLimits:
    """`scale` stretches every window (0 lifts all limits); `rules` may be replaced."""

    scale: float = 1.0
    per_second: int = 50
    rules: tuple[tuple[str, str, int, float], ...] = RULES
    _windows: dict[tuple[str, ...], Window] = field(default_factory=dict)
    _bot: Window = field(default_factory=lambda: Window(50, 1.0))

    def judge(self, method: str, path: str) -> Verdict:
        if not self.scale:
            return Verdict({})
        now = time.monotonic()
        free = path.startswith(("/interactions/", "/webhooks/"))
        self._bot.most, self._bot.seconds = self.per_second, self.scale
        wait = 0.0 if free else self._bot.take(now)
        if wait:
            return Verdict(_waiting(wait, "global"), wait, everywhere=True)
        for number, (of_method, pattern, most, seconds) in enumerate(self.rules):
            found = re.fullmatch(pattern, path) if method == of_method else None
            if found:
                return self._judge_one(number, found.groups(), most, seconds * self.scale, now)
        return Verdict({})

    def _judge_one(
        self, number: int, major: tuple[str, ...], most: int, seconds: float, now: float
    ) -> Verdict:
        window = self._windows.setdefault((str(number), *major), Window(most, seconds))
        wait = window.take(now)
        after = max(0.0, window.began + window.seconds - now)
        headers = {
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(most - window.used),
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": f"bucket{number}",
        }
        return Verdict({**headers, **(_waiting(wait, "user") if wait else {})}, wait)


def _waiting(wait: float, scope: str) -> dict[str, str]:
    headers = {"Retry-After": str(int(wait) + 1), "X-RateLimit-Scope": scope}
    return {**headers, "X-RateLimit-Global": "true"} if scope == "global" else headers
