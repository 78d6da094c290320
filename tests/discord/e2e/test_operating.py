"""What whoever runs the bot sees: --check, the invite, /healthz, /metrics, logs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import aiohttp

from tests.discord.e2e.stage import BOATS, Stage


async def checked(home: Path, *arguments: str, **environment: str) -> tuple[int, str, Stage]:
    stage = Stage(home, start=False, **environment)
    stage.process.wait = False
    stage.process.arguments = ("discord", "--check", *arguments)
    async with stage:
        await stage.newsroom("Harbour")
        poor = stage.server.guild("Poor")
        poor.payload["_roles"][poor.id]["permissions"] = "1024"
        await stage.process.start()
        code = await stage.process.ended()
        assert stage.server.syncs == []
        assert [one for one in stage.server.errors if "401" not in one] == []
    return code, stage.process.text(), stage


async def test_check_says_of_each_part_whether_it_is_well_and_what_to_do(home: Path) -> None:
    code, said, stage = await checked(home)
    assert code == 0, said
    for words in ("token", "intents", "Harbour", "Poor", "Send Messages", "commands", "8 articles"):
        assert words.lower() in said.lower()
    invite = re.search(r"https://discord\.com/\S*authorize\S*", said)
    assert invite is not None
    assert stage.server.world.bot["id"] in invite[0]
    assert "applications.commands" in invite[0]
    assert "permissions=" in invite[0]
    assert stage.server.token not in said


async def test_check_fails_for_a_token_that_is_refused(home: Path) -> None:
    code, said, _ = await checked(home, "--json", DISCORD_TOKEN="wrong")
    found = json.loads(said)
    assert code == 1
    assert not found["healthy"]
    assert found["invite"] is None
    assert any("DISCORD_TOKEN" in json.dumps(one) for one in found["findings"])


async def test_health_and_metrics_are_served_on_loopback(home: Path) -> None:
    async with (
        Stage(home, DATELINE_DISCORD_METRICS="127.0.0.1:0", DATELINE_LOG_FORMAT="json") as stage,
        aiohttp.ClientSession() as session,
    ):
        room = await stage.newsroom()
        await stage.only_answer(await room.anna.slash("ask", question=BOATS))
        lines = [json.loads(line) for line in stage.process.text().splitlines()]
        port = next(one["port"] for one in lines if "port" in one)
        await stage.server.until(lambda: '"ready"' in stage.process.text())  # all guilds are there
        await stage.server.gateway.ask_for_heartbeat()
        await stage.server.until(lambda: stage.server.gateway.live()[0].beats)
        await stage.server.settled()
        async with session.get(f"http://127.0.0.1:{port}/healthz") as response:
            assert response.status == 200, await response.text()
            assert (await response.json())["guilds"] == 1
        async with session.get(f"http://127.0.0.1:{port}/metrics") as response:
            page = await response.text()
        assert re.search(r"_questions_total\{[^}]*answered[^}]*\} 1\.0", page), page
        stage.server.gateway.refuse = 100
        stage.server.gateway.abort()
        await stage.server.until(lambda: not stage.server.gateway.live())
        await stage.server.until(lambda: stage.server.gateway.refuse < 100)
        async with session.get(f"http://127.0.0.1:{port}/healthz") as response:
            assert response.status == 503
        assert all({"time", "level", "logger", "event"} <= one.keys() for one in lines)


async def test_metrics_on_another_address_and_a_foreign_test_server_are_refused(
    home: Path,
) -> None:
    for name, value in (
        ("DATELINE_DISCORD_METRICS", "0.0.0.0:9464"),
        ("DATELINE_DISCORD_TEST_URL", "http://discord.example:80"),
        ("DATELINE_DISCORD_TEST_URL", "http://127.0.0.1.evil.example:80"),
    ):
        stage = Stage(home, start=False, **{name: value})
        stage.process.wait = False
        async with stage:
            await stage.process.start()
            assert await stage.process.ended() == 2
        assert name in stage.process.text()
        assert "Traceback" not in stage.process.text()
