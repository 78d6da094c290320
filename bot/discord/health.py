"""`/healthz` and `/metrics` for whoever watches the bot, on this machine only."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.discord.metrics import Metrics
from bot.loopback import host_and_port
from retrieval.errors import SettingsError

__all__ = ["HealthServer", "Metrics", "Vital", "verdict"]

_STALE = 100.0  # seconds; Discord asks for a heartbeat every 41.25 s, so two have been missed
_SETTING = "DATELINE_DISCORD_METRICS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vital:
    """A look at the gateway. heartbeat: seconds since Discord last acknowledged one, or None."""

    connected: bool
    heartbeat: float | None = None
    latency: float | None = None
    guilds: int = 0


def verdict(vital: Vital) -> tuple[int, dict[str, object]]:
    """The status and the body that `/healthz` answers with."""
    reason = None
    if not vital.connected:
        reason = "not connected to Discord's gateway"
    elif vital.heartbeat is None:
        reason = "no heartbeat was acknowledged yet"
    elif vital.heartbeat > _STALE:
        reason = f"no heartbeat was acknowledged for {vital.heartbeat:.0f} s"
    if reason is not None:
        return 503, {"status": "failing", "reason": reason}
    known = vital.latency is not None and math.isfinite(vital.latency)
    return 200, {
        "status": "ok",
        "heartbeat_seconds": round(vital.heartbeat or 0.0, 3),
        "latency_seconds": round(vital.latency or 0.0, 3) if known else None,
        "guilds": vital.guilds,
    }


class HealthServer:
    """Serves both pages at an address such as 127.0.0.1:9464; port 0 takes a free one.

    Raises SettingsError for an address of another machine, and from `start` when it is taken.
    """

    def __init__(self, address: str, *, metrics: Metrics, vital: Callable[[], Vital]) -> None:
        try:
            self._host, self._port = host_and_port(address)
        except ValueError as error:
            raise SettingsError(
                f"{_SETTING} ({address[:80]!r}) cannot be used: {error}.",
                hint="Leave it empty to serve no metrics.",
            ) from None
        self._metrics = metrics
        self._vital = vital
        self._runner: web.AppRunner | None = None

    async def start(self) -> int:
        """Begin to serve; the port."""
        app = web.Application()
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/metrics", self._page)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self.stop()
            raise SettingsError(
                f"{_SETTING}: {self._host}:{self._port} cannot be served: {error.strerror}.",
                hint="Choose another port, or leave it empty to serve no metrics.",
            ) from None
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Close the socket."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _healthz(self, _request: web.Request) -> web.Response:
        status, body = verdict(self._vital())
        return web.json_response(body, status=status)

    async def _page(self, _request: web.Request) -> web.Response:
        return web.Response(
            body=self._metrics.page(), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )
