"""The whole front over a library that costs nothing, its clocks sped up; a program of its own.

It is started by file, so that the front of another checkout (PYTHONPATH) can be measured with it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from discord.http import Ratelimit

from bot import settings as all_settings
from bot.discord import gateway, logs, run, waits
from bot.discord.metrics import sample_lag
from bot.discord.parts import Parts
from bot.discord.sending import SendQueue
from bot.discord.supervise import Supervisor
from tests.fakes.library import FakeLibrary

PER_SECOND = 45.0
_FORGOTTEN = 300.0  # seconds after which discord.py forgets a bucket
_TOWNS = ("Lunde", "Skarv", "Orlevka", "Arvo", "Selma", "Brekke")


class CannedLibraries:
    """What the front asks of `Libraries`, over one library in memory."""

    opened = 1

    def __init__(self) -> None:
        self._library = FakeLibrary()
        with tempfile.TemporaryDirectory() as folder:
            for town in _TOWNS:
                text = f"The ferry of {town} ran aground in thick fog. Eighty passengers were brought ashore."
                (Path(folder) / f"{town.lower()}.md").write_text(text, "utf-8")
            self._library.add([Path(folder)], report=lambda _: None)

    def host(self) -> FakeLibrary:
        """The one library."""
        return self._library

    def close(self) -> None:
        """Nothing to close."""

    @contextmanager
    def for_questions(self, *_: object) -> Iterator[FakeLibrary]:
        """The one library, whoever asks."""
        self._library.asked.clear()
        self._library.searched.clear()
        yield self._library


def main() -> None:
    """Run until SIGTERM; a line of JSON about itself every five simulated minutes."""
    speed = float(sys.argv[1])
    settings = all_settings.load()
    assert settings.discord_test_url is not None
    assert settings.discord_token is not None
    logs.configure(settings.log_format, "warning")
    gateway.point_to(settings.discord_test_url)
    Ratelimit.is_inactive = lambda one: (  # type: ignore[method-assign]  # with its clock sped up
        one._loop.time() - one._last_request >= _FORGOTTEN / speed
        and one.outgoing == 0
        and not one._pending_requests
    )
    token = settings.discord_token.get_secret_value()
    with run._parts(settings, lambda *_, **__: CannedLibraries()) as parts:  # type: ignore[arg-type]  # their surface
        queue = SendQueue(
            per_second=PER_SECOND * speed, wait=waits.wait, retried=parts.metrics.send_retried
        )
        asyncio.run(_run(replace(parts, queue=queue), token, speed))


async def _run(parts: Parts, token: str, speed: float) -> None:
    supervisor = Supervisor(parts, token, prepare=lambda: None)
    lags: list[float] = []
    tasks = [
        asyncio.create_task(sample_lag(lags.append, every=0.05)),
        asyncio.create_task(_report(supervisor, parts, lags, 300 / speed)),
    ]
    await supervisor.run()
    for one in tasks:
        one.cancel()


async def _report(supervisor: Supervisor, parts: Parts, lags: list[float], every: float) -> None:
    began = time.monotonic()
    while True:
        await asyncio.sleep(every)
        taken = sorted(lags)
        lags.clear()
        client = supervisor._client
        gc.collect()
        line = {
            "after": time.monotonic() - began,
            "lag median, ms": taken[len(taken) // 2] * 1000,
            "lag p99, ms": taken[int(len(taken) * 0.99)] * 1000,
            "lag longest, ms": taken[-1] * 1000,
            "threads known": sum(len(one._threads) for one in client.guilds) if client else 0,
            "buckets": len(client.http._buckets) if client else 0,
            "tasks": len(asyncio.all_tasks()),
            "objects": len(gc.get_objects()),
            "in the line": parts.lineup.waiting,
            "in the queue": parts.queue.pending,
        }
        print("REPORT " + json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
