"""Runs the bot until it is told to stop: connects, connects anew, ends in order."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

import discord
from discord.backoff import ExponentialBackoff

from bot.discord import chores, gateway, trouble, waits
from bot.discord.health import HealthServer
from bot.discord.metrics import sample_lag
from bot.discord.vitals import vital_of
from retrieval.errors import SettingsError

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient
    from bot.discord.parts import Parts

# Seconds for questions under way, then for what is still to be sent, when the bot is told to stop;
# together less than the 10 s after which a container is killed.
FINISH, SEND = 5.0, 3.0
_BETWEEN_IDENTIFIES = 5.5  # seconds; Discord allows one every five
# Clients that may break, one after the other and none of them ready, before the bot ends: Discord
# sends things now and then that discord.py cannot read yet.
_MOST_DEFECTS = 3
_HOPELESS = {
    4004: ("Discord does not accept DISCORD_TOKEN.", "Copy it anew from the developer portal."),
    4010: ("Discord refuses this shard.", "Check DATELINE_DISCORD_SHARDS."),
    4011: ("Discord demands more shards.", "Set DATELINE_DISCORD_SHARDS to 1 per 1000 servers."),
    4012: ("Discord no longer speaks this version of its gateway.", "Upgrade Dateline."),
    4013: ("Discord refuses the intents.", "Upgrade Dateline."),
}

_log = logging.getLogger(__name__)


class Supervisor:
    """Keeps one client connected over the same parts."""

    def __init__(self, parts: Parts, token: str, *, prepare: Callable[[], None]) -> None:
        """prepare: blocking work on the libraries, for which the questions wait."""
        self._parts = parts
        self._token = token
        self._prepare = prepare
        self._stopping = asyncio.Event()
        self._client: DatelineClient | None = None
        self._message_content = True
        self._defects = 0

    async def run(self) -> None:
        """Return when a signal stopped it in order; raises SettingsError for a bad token."""
        loop = asyncio.get_running_loop()
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(one, self._stopping.set)
        health = await self._serve_health()
        tasks = [
            asyncio.create_task(work)
            for work in (
                self._stay_connected(),
                self._stopping.wait(),
                self._make_ready(),
                chores.keep_house(self._parts, lambda: self._client),
                sample_lag(self._parts.metrics.lag),
            )
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done():
                    await task
            await self._end()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if health is not None:
                await health.stop()

    async def _make_ready(self) -> None:
        await asyncio.to_thread(self._prepare)
        self._parts.prepared.set()
        await asyncio.Event().wait()  # its end would be that of the bot

    async def _serve_health(self) -> HealthServer | None:
        parts = self._parts
        parts.metrics.follow(
            waiting=lambda: parts.lineup.waiting,
            in_flight=lambda: parts.queue.in_flight,
            gateway_latency=lambda: vital_of(self._client).latency or 0.0,
            libraries=lambda: parts.libraries.opened,
        )
        address = parts.settings.discord_metrics
        if address is None:
            return None
        server = HealthServer(address, metrics=parts.metrics, vital=lambda: vital_of(self._client))
        port = await server.start()
        _log.info("serving /healthz and /metrics", extra={"port": port})
        return server

    async def _stay_connected(self) -> None:
        """Connect, and whenever a client has failed for good, begin anew with another."""
        backoff = ExponentialBackoff(base=1)
        while not self._stopping.is_set():
            self._client = gateway.client(self._parts, message_content=self._message_content)
            error = await trouble.failure(self._client.start(self._token))
            identified = self._client.ws is not None
            if self._client.is_ready():
                self._defects = 0
            if not self._stopping.is_set():
                self._parts.lineup.clear()  # the next client begins with what waits in the records
            await trouble.failure(self._client.close())
            if self._stopping.is_set():
                return
            delay = self._wait_after(error, backoff.delay())
            if identified:
                delay = max(delay, _BETWEEN_IDENTIFIES)
            await asyncio.sleep(delay)

    def _wait_after(self, error: Exception | None, delay: float) -> float:
        """Seconds to wait before the next client; raises what no other client can mend."""
        if isinstance(error, discord.PrivilegedIntentsRequired):
            # Works without: by mention, by command, by menu.
            self._message_content = False
            _log.warning(
                "Discord does not grant the message content intent: follow-ups need a mention, and"
                " posts are not read. To have it, switch it on in the developer portal"
                " (Bot > Message Content Intent) and start again."
            )
            return 0.0
        if isinstance(error, discord.LoginFailure):
            raise _hopeless(4004)
        if isinstance(error, discord.ConnectionClosed) and error.code in _HOPELESS:
            raise _hopeless(error.code)
        if error is not None and not self._passes(error):
            self._defects += 1
            if self._defects > _MOST_DEFECTS:
                raise error
            _log.error("the client broke", exc_info=error)
        self._parts.metrics.reconnected()
        reason = "closed" if error is None else f"{type(error).__name__}: {error}"
        _log.warning("the connection failed, a new one is tried", extra={"reason": reason})
        return delay

    def _passes(self, error: Exception) -> bool:
        """Whether another client may succeed where this one failed."""
        if isinstance(error, discord.GatewayNotFound | discord.ConnectionClosed):
            return True
        # discord.py stumbles over the socket that it never had, when the first connect fails.
        first = isinstance(error, AttributeError) and not (self._client and self._client.ws)
        return first or waits.wait(error) is not None

    async def _end(self) -> None:
        """Take no more questions, finish those under way, say of the others that they come."""
        _log.info("stopping")
        left = await self._parts.lineup.close(FINISH)
        client = self._client
        if client is None or client.is_closed():
            return
        for place in left:
            error = await trouble.failure(client.desk.postpone(place.question))
            if error is not None:
                _log.warning("a delay could not be told", extra={"question": place.question})
        for stop in tuple(client.when_stopping):
            await trouble.failure(stop())
        await self._parts.queue.drain(SEND)
        await trouble.failure(client.close())
        _log.info("stopped", extra={"left": len(left)})


def _hopeless(code: int) -> SettingsError:
    message, hint = _HOPELESS[code]
    return SettingsError(message, hint=hint)
