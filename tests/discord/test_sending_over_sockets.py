"""The queue and discord.py's own HTTP client against a server that limits, fails and hangs up."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from discord.http import HTTPClient, Route, handle_message_parameters

from bot.discord.sending import SendQueue
from bot.discord.waits import wait
from tests.discord.virtual import clock, run

WINDOW, A_CHANNEL, GLOBAL = 5.0, 5, 50  # Discord's own: 5 in 5 s a channel, 50 in 1 s in all
Fault = Callable[[web.Request, int], Awaitable[web.Response | None]]


class Discord:
    """Keeps messages by channel, once for each nonce, and limits as Discord does."""

    def __init__(self, fault: Fault | None = None) -> None:
        self.kept: dict[str, dict[str, str]] = {}  # content by nonce, by channel
        self.answers: Counter[int] = Counter()
        self._fault = fault
        self._windows: dict[str, list[float]] = {}
        self._all: list[float] = []
        self._number = 0

    @asynccontextmanager
    async def serve(self, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[HTTPClient]:
        app = web.Application()
        app.router.add_get("/users/@me", self._me)
        app.router.add_post("/channels/{channel}/messages", self._post)
        runner = web.AppRunner(app, access_log=None, keepalive_timeout=3600)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{runner.addresses[0][1]}")
        client = HTTPClient(asyncio.get_running_loop(), max_ratelimit_timeout=60.0)
        await client.static_login("token")
        try:
            yield client
        finally:
            await client.close()
            await runner.cleanup()

    async def _me(self, _request: web.Request) -> web.Response:
        return web.json_response({"id": "1"})

    async def _post(self, request: web.Request) -> web.Response:
        body, channel = await request.json(), request.match_info["channel"]
        self._number += 1
        limited = self._limited(channel)
        if limited is None and self._fault is not None:
            limited = await self._fault(request, self._number)
        if limited is None or limited.status == 200:
            kept = self.kept.setdefault(channel, {})
            kept.setdefault(body["nonce"], body["content"])
            if limited is not None:  # kept, and the answer is lost
                assert request.transport is not None
                request.transport.abort()
                return limited
        self.answers[limited.status if limited is not None else 200] += 1
        return limited or web.json_response({"id": "2"}, headers=self._headers(channel))

    def _limited(self, channel: str) -> web.Response | None:
        now = clock()
        self._all = [when for when in self._all if when > now - 1]
        window = self._windows.setdefault(channel, [])
        window[:] = [when for when in window if when > now - WINDOW]
        everywhere = len(self._all) >= GLOBAL
        if everywhere or len(window) >= A_CHANNEL:
            after = self._all[0] + 1 - now if everywhere else window[0] + WINDOW - now
            body = {"message": "slow down", "retry_after": after, "global": everywhere}
            return web.json_response(
                body, status=429, headers={"Via": "1.1", **self._headers(channel)}
            )
        self._all.append(now)
        window.append(now)
        return None

    def _headers(self, channel: str) -> dict[str, str]:
        window = self._windows[channel]
        begun = window[0] if window else clock()
        return {
            "X-Ratelimit-Bucket": "messages",
            "X-Ratelimit-Limit": str(A_CHANNEL),
            "X-Ratelimit-Remaining": str(A_CHANNEL - len(window)),
            "X-Ratelimit-Reset-After": str(max(0.0, begun + WINDOW - clock())),
        }


def post(client: HTTPClient, channel: int, number: int) -> Callable[[], Awaitable[Any]]:
    """A message that can be sent again without being there twice."""

    async def call() -> Any:
        with handle_message_parameters(content=f"m{number}", nonce=number) as parameters:
            return await client.send_message(channel, params=parameters)

    return call


def burst(
    monkeypatch: pytest.MonkeyPatch, discord: Discord, *, count: int = 300, channels: int = 60
) -> list[BaseException]:
    """Send so many messages at once through the queue; the errors."""

    async def program() -> list[BaseException]:
        async with discord.serve(monkeypatch) as client:
            queue = SendQueue(wait=wait, clock=clock)
            sends = [queue.send(n % channels, post(client, n % channels, n)) for n in range(count)]
            done = await asyncio.gather(*sends, return_exceptions=True)
            assert (queue.pending, queue.in_flight, queue.channels) == (0, 0, 0)
        return [error for error in done if isinstance(error, BaseException)]

    return run(program)


def in_order(discord: Discord, *, count: int, channels: int) -> bool:
    return discord.kept == {
        str(channel): {str(n): f"m{n}" for n in range(channel, count, channels)}
        for channel in range(channels)
    } and all([*kept] == sorted(kept, key=int) for kept in discord.kept.values())


def test_a_burst_of_300_loses_nothing_and_meets_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    discord = Discord()
    assert burst(monkeypatch, discord) == []
    assert in_order(discord, count=300, channels=60)
    assert discord.answers == {200: 300}


def test_the_same_burst_without_the_queue_loses_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    async def program() -> int:
        discord = Discord()
        async with discord.serve(monkeypatch) as client:
            sends = [post(client, n, n)() for n in range(300)]
            done = await asyncio.gather(*sends, return_exceptions=True)
        return sum(isinstance(result, Exception) for result in done)

    assert run(program) > 0


def test_one_busy_channel_gets_everything_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    discord = Discord()
    assert burst(monkeypatch, discord, count=60, channels=1) == []
    assert in_order(discord, count=60, channels=1)


def test_what_fails_and_hangs_up_is_made_good_without_doubles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = random.Random(7)
    faults: Counter[str] = Counter()

    async def fault(request: web.Request, number: int) -> web.Response | None:
        kind = chance.choice(["503", "500", "cloudflare", "hang up", "lost", *[""] * 15])
        faults[kind] += 1
        if kind == "503":
            return web.Response(status=503)
        if kind == "500":
            return web.Response(status=500)
        if kind == "cloudflare":
            return web.Response(status=429, text="error 1015", headers={"Retry-After": "3"})
        if kind == "hang up":
            assert request.transport is not None
            request.transport.abort()
            return web.Response(status=503)
        return web.Response(status=200) if kind == "lost" else None

    discord = Discord(fault)
    assert burst(monkeypatch, discord) == []
    assert in_order(discord, count=300, channels=60)
    assert {"503", "500", "cloudflare", "hang up", "lost"} <= faults.keys()


def test_an_outage_of_two_minutes_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fault(_request: web.Request, _number: int) -> web.Response | None:
        return web.Response(status=503) if clock() < 120 else None

    discord = Discord(fault)
    assert burst(monkeypatch, discord, count=100, channels=50) == []
    assert in_order(discord, count=100, channels=50)


def test_a_global_limit_stops_everybody_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fault(_request: web.Request, _number: int) -> web.Response | None:
        if not 1 < clock() < 31:
            return None
        body = {"message": "slow down", "retry_after": 4.0, "global": True}
        return web.json_response(body, status=429, headers={"Via": "1.1"})

    discord = Discord(fault)
    assert burst(monkeypatch, discord) == []
    assert in_order(discord, count=300, channels=60)
    assert 40 <= discord.answers[429] <= 500


def test_a_bad_request_is_raised_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fault(_request: web.Request, number: int) -> web.Response | None:
        body = {"code": 50013, "message": "Missing Permissions"}
        return web.json_response(body, status=403) if number == 1 else None

    discord = Discord(fault)
    [error] = burst(monkeypatch, discord, count=3, channels=1)
    assert "50013" in str(error)
    assert discord.kept == {"0": {"1": "m1", "2": "m2"}}
