"""What the bot tells of itself over loopback."""

from __future__ import annotations

import asyncio
import json
import math
import re
import time
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.discord.health import HealthServer, Metrics, Vital, verdict
from bot.discord.metrics import sample_lag
from bot.discord.vitals import vital_of
from retrieval.errors import SettingsError
from tests.conftest import ROOT
from tests.discord.virtual import clock, run

WELL = Vital(connected=True, heartbeat=12.0, latency=0.08, guilds=3)


class Reason(StrEnum):
    LIMIT = "limit"


def samples(page: bytes) -> dict[str, float]:
    """`name{label=value}` of every sample."""
    found = {}
    for family in text_string_to_metric_families(page.decode()):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}"] = sample.value
    return found


def served(vital: Vital, metrics: Metrics, *paths: str) -> list[tuple[int, str, str]]:
    """Status, content type and text of each path."""

    async def program() -> list[tuple[int, str, str]]:
        server = HealthServer("127.0.0.1:0", metrics=metrics, vital=lambda: vital)
        port = await server.start()
        answers = []
        try:
            async with aiohttp.ClientSession() as session:
                for path in paths:
                    async with session.get(f"http://127.0.0.1:{port}{path}") as reply:
                        kind = reply.headers["Content-Type"]
                        answers.append((reply.status, kind, await reply.text()))
        finally:
            await server.stop()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)
        return answers

    return asyncio.run(program())


def test_a_healthy_bot_says_so() -> None:
    [(status, kind, text)] = served(WELL, Metrics(), "/healthz")
    assert (status, kind) == (200, "application/json; charset=utf-8")
    assert json.loads(text) == {
        "status": "ok",
        "heartbeat_seconds": 12.0,
        "latency_seconds": 0.08,
        "guilds": 3,
    }


@pytest.mark.parametrize(
    ("vital", "reason"),
    [
        (Vital(connected=False), "not connected to Discord's gateway"),
        (Vital(connected=True), "no heartbeat was acknowledged yet"),
        (Vital(connected=True, heartbeat=130.4), "no heartbeat was acknowledged for 130 s"),
    ],
)
def test_a_bot_that_hears_nothing_from_discord_says_why(vital: Vital, reason: str) -> None:
    [(status, _, text)] = served(vital, Metrics(), "/healthz")
    assert status == 503
    assert json.loads(text) == {"status": "failing", "reason": reason}


def test_a_latency_that_is_not_known_yet_is_no_number() -> None:
    assert (
        verdict(Vital(connected=True, heartbeat=1.0, latency=math.inf))[1]["latency_seconds"]
        is None
    )


def test_every_event_and_state_is_on_the_page_of_metrics() -> None:
    metrics = Metrics()
    metrics.follow(
        waiting=lambda: 4, in_flight=lambda: 2, gateway_latency=lambda: 0.1, libraries=lambda: 7
    )
    metrics.answered(0.2)
    metrics.answered(2.0)
    metrics.abstained(0.1)
    metrics.failed(0.3)
    metrics.refused(Reason.LIMIT)
    metrics.stage("search", 0.02)
    metrics.feedback(useful=True)
    metrics.feedback(useful=False)
    metrics.reconnected()
    metrics.send_retried(OSError())
    metrics.lag(0.004)
    [(status, kind, text)] = served(WELL, metrics, "/metrics")
    assert status == 200
    assert kind.startswith("text/plain; version=")
    found = samples(text.encode())
    expected = {
        "dateline_questions_total{outcome=answered,reason=}": 2,
        "dateline_questions_total{outcome=abstained,reason=}": 1,
        "dateline_questions_total{outcome=failed,reason=}": 1,
        "dateline_questions_total{outcome=refused,reason=limit}": 1,
        "dateline_question_seconds_count{}": 4,
        "dateline_stage_seconds_count{stage=search}": 1,
        "dateline_feedback_total{verdict=up}": 1,
        "dateline_feedback_total{verdict=down}": 1,
        "dateline_gateway_reconnects_total{}": 1,
        "dateline_sends_retried_total{}": 1,
        "dateline_loop_lag_seconds_bucket{le=0.005}": 1,
        "dateline_loop_lag_seconds_bucket{le=0.001}": 0,
        "dateline_questions_waiting{}": 4,
        "dateline_sends_in_flight{}": 2,
        "dateline_gateway_latency_seconds{}": 0.1,
        "dateline_libraries_open{}": 7,
    }
    assert {name: found.get(name) for name in expected} == expected


def test_the_page_about_monitoring_names_every_metric_and_no_other() -> None:
    metrics = Metrics()
    metrics.follow(
        waiting=lambda: 0, in_flight=lambda: 0, gateway_latency=lambda: 0, libraries=lambda: 0
    )
    page = (ROOT / "docs" / "monitoring.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(dateline_\w+)` \| (\w+) \|", page, re.MULTILINE)
    kinds = re.findall(r"^# TYPE (dateline_\w+) (\w+)$", metrics.page().decode(), re.MULTILINE)
    assert sorted(named) == sorted(one for one in kinds if not one[0].endswith("_created"))


def test_two_bots_in_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.answered(1.0)
    name = "dateline_questions_total{outcome=answered,reason=}"
    assert samples(one.page())[name] == 1
    assert name not in samples(other.page())


@pytest.mark.parametrize(
    "address",
    ["0.0.0.0:9464", "192.0.2.1:80", "example.org:80", "127.0.0.1", "[::]:9464", "a@127.0.0.1:1"],
)
def test_nobody_else_is_served(address: str) -> None:
    with pytest.raises(SettingsError, match="DATELINE_DISCORD_METRICS"):
        HealthServer(address, metrics=Metrics(), vital=lambda: WELL)


def test_a_port_that_is_taken_is_one_clear_error() -> None:
    async def program() -> None:
        first = HealthServer("127.0.0.1:0", metrics=Metrics(), vital=lambda: WELL)
        port = await first.start()
        second = HealthServer(f"127.0.0.1:{port}", metrics=Metrics(), vital=lambda: WELL)
        with pytest.raises(SettingsError, match=f"127.0.0.1:{port} cannot be served"):
            await second.start()
        await first.stop()

    asyncio.run(program())


def test_a_loop_that_wakes_late_is_noticed() -> None:
    async def late(seconds: float) -> None:
        await asyncio.sleep(seconds + 0.25)

    def told_by(sleep: Callable[[float], Awaitable[object]]) -> list[float]:
        told: list[float] = []

        async def program() -> None:
            sampler = sample_lag(told.append, every=0.5, clock=clock, sleep=sleep)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(sampler, timeout=1.6)

        run(program)
        return told

    assert told_by(asyncio.sleep) == pytest.approx([0, 0, 0])
    assert told_by(late) == pytest.approx([0.25, 0.25])


def gateway(**changes: Any) -> Any:
    """A client of discord.py as far as its vital signs go."""
    beat = SimpleNamespace(_last_ack=time.perf_counter() - 20)
    socket = SimpleNamespace(open=True, _keep_alive=beat)
    sound = {"is_closed": lambda: False, "is_ready": lambda: True, "ws": socket}
    return SimpleNamespace(**{**sound, "latency": 0.1, "guilds": [1, 2], **changes})


def test_the_vital_signs_are_read_from_the_client() -> None:
    vital = vital_of(gateway())
    assert vital.connected
    assert vital.heartbeat == pytest.approx(20, abs=5)
    assert (vital.latency, vital.guilds) == (0.1, 2)


@pytest.mark.parametrize(
    "client",
    [
        None,
        gateway(is_closed=lambda: True),
        gateway(is_ready=lambda: False),
        gateway(ws=None),
        gateway(ws=SimpleNamespace(open=False, _keep_alive=None)),
    ],
)
def test_a_client_without_a_gateway_is_not_connected(client: Any) -> None:
    assert not vital_of(client).connected


def test_a_new_client_of_discord_py_has_the_attributes_that_are_read() -> None:
    async def program() -> None:
        for kind in (discord.Client, discord.AutoShardedClient):
            client = kind(intents=discord.Intents(guilds=True))
            assert vital_of(client) == Vital(connected=False)

    asyncio.run(program())
    from discord import gateway as module

    assert "self._last_ack" in Path(str(module.__file__)).read_text(encoding="utf-8")
