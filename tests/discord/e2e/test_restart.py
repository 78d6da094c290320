"""Killed, stopped and started again: every question is answered, and answered once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.discord.e2e.stage import BOATS, EIGHTY, LAMP, NYMAN, RADAR, VOLCANO, Stage
from tests.model.fault_server import FaultServer
from tests.model.fault_server import running as serving_model

ASHORE = "Eighty passengers were brought ashore in two lifeboats [1]."


@pytest.fixture
def model() -> Iterator[FaultServer]:
    """A language model that waits until it is let go on."""
    with serving_model() as server:
        server.reply = ASHORE
        yield server
        server.released.set()


def with_model(home: Path, model: FaultServer, name: str = "held") -> Stage:
    return Stage(home, OPENAI_BASE_URL=model.url, OPENAI_API_KEY="sk-local", DATELINE_MODEL=name)


async def arrived(stage: Stage, model: FaultServer, count: int = 1) -> None:
    await stage.server.until(lambda: len(model.requests) >= count)


async def test_killed_in_mid_answer_each_question_is_answered_once(
    home: Path, model: FaultServer
) -> None:
    async with with_model(home, model) as stage:
        room = await stage.newsroom()
        people = [room.guild.member(f"Person {n}") for n in range(6)]
        asked = [
            await people[0].ask(BOATS),
            await people[1].slash("ask", question=BOATS),
            await people[2].slash("ask", question=BOATS, private=True),
            await people[3].ask(BOATS),
            await people[4].slash("ask", question=BOATS),
            await people[5].menu("Ask about this", await people[5].say(BOATS)),
        ]
        await arrived(stage, model)
        await stage.server.until(lambda: stage.rows("SELECT count(*) FROM questions") == [(6,)])
        await stage.process.kill()
        stage.server.errors.clear()  # what was not acknowledged when it was killed
        model.released.set()
        await stage.process.start()
        for one in asked:
            assert EIGHTY in (await stage.answer(one)).content
        await stage.server.settled()
        for one in asked:
            assert len([m for m in stage.server.replies_to(one) if EIGHTY in m.content]) == 1
        assert len(stage.server.syncs) == 1
        stage.check()


async def test_killed_in_a_burst_without_a_model_nothing_is_lost_or_doubled(home: Path) -> None:
    async with Stage(home) as stage:
        room = await stage.newsroom()
        people = [room.guild.member(f"Person {n}") for n in range(20)]
        mentions = [await one.ask(BOATS) for one in people[:10]]
        commands = [await one.slash("ask", question=BOATS) for one in people[10:]]
        await stage.server.until(lambda: stage.rows("SELECT count(*) FROM questions") == [(20,)])
        await stage.process.kill()
        stage.server.commands[None].pop()  # somebody else took it away
        await stage.process.start()
        assert len(stage.server.syncs) == 2
        for asked in (*mentions, *commands):
            await stage.answer(asked)
        await stage.server.settled(40)
        for asked in (*mentions, *commands):
            answers = [one for one in stage.server.replies_to(asked) if EIGHTY in one.content]
            assert len(answers) == 1
        stage.check()


async def test_told_to_stop_it_finishes_what_is_under_way(home: Path, model: FaultServer) -> None:
    async with with_model(home, model) as stage:
        room = await stage.newsroom()
        asked = [await room.anna.ask(BOATS)]
        asked_by_command = await room.guild.member("Berta").slash("ask", question=BOATS)
        await arrived(stage, model, 2)
        ending = asyncio.create_task(stage.process.terminate())
        await asyncio.sleep(0)
        model.released.set()
        assert await ending == 0
        for one in (*asked, asked_by_command):
            answers = [m for m in stage.server.replies_to(one) if EIGHTY in m.content]
            assert len(answers) == 1
        assert not stage.server.gateway.live()
        stage.check()


async def test_told_to_stop_it_says_of_the_rest_that_it_comes_later(
    home: Path, model: FaultServer
) -> None:
    async with with_model(home, model) as stage:
        room = await stage.newsroom()
        mention = await room.anna.ask(BOATS)
        command = await room.guild.member("Berta").slash("ask", question=BOATS)
        await arrived(stage, model, 2)
        assert await stage.process.terminate(12) == 0
        for one in (mention, command):
            assert ["restarted" in m.content for m in stage.server.replies_to(one)] == [True]
        model.released.set()
        await stage.process.start()
        for one in (mention, command):
            assert EIGHTY in (await stage.only_answer(one)).content
            assert len(stage.server.replies_to(one)) == 1
        stage.check()


async def test_a_connection_that_breaks_for_good_in_mid_answer_loses_no_question(
    home: Path, model: FaultServer
) -> None:
    async with with_model(home, model) as stage:
        room = await stage.newsroom()
        people = [room.guild.member(f"Person {n}") for n in range(8)]
        asked = [
            await one.ask(BOATS) if n % 2 else await one.slash("ask", question=BOATS)
            for n, one in enumerate(people)
        ]
        await arrived(stage, model, 4)
        before = set(stage.server.gateway.sessions)
        await stage.server.gateway.dispatch("MESSAGE_CREATE", {}, guild_id=room.guild.id)
        await stage.server.until(lambda: not stage.server.gateway.live())
        model.released.set()
        await stage.server.until(lambda: set(stage.server.gateway.sessions) - before, 30)
        for one in asked:
            assert EIGHTY in (await stage.answer(one)).content
        await stage.server.settled()
        for one in asked:
            assert len([m for m in stage.server.replies_to(one) if EIGHTY in m.content]) == 1
        log = stage.process.text()
        assert log.count("Traceback") == 1, log[-5000:]  # of the event that could not be read
        stage.forgive_traceback()
        stage.check()


async def test_all_buttons_work_after_a_restart(home: Path) -> None:
    async with Stage(home) as stage:
        room = await stage.newsroom()
        answer = await stage.only_answer(await room.anna.slash("ask", question=BOATS))
        refused = await stage.only_answer(await room.anna.ask(VOLCANO))
        shown = await room.anna.press(answer, "👎")
        search = await room.anna.press(answer, "New search")
        await stage.server.until(lambda: shown.modal and search.modal)
        viewer = await stage.server.reply_to(await room.anna.press(answer, answer.labels[0]))
        await stage.server.settled()
        await stage.process.kill()
        await stage.process.start()
        assert "Thank you" in await stage.told(await room.anna.submit(shown, {"why": "a number"}))
        sent = await room.anna.submit(search, {"question": LAMP})
        assert NYMAN in (await stage.only_answer(sent)).content
        before = viewer.text
        await room.anna.press(viewer, "Article")
        await stage.server.until(lambda: viewer.text != before)
        assert "Thank you" in await stage.told(await room.anna.press(answer, "👍"))
        watched = await room.anna.press(refused, "Tell me when an article covers this")
        assert "Noted" in await stage.told(watched)
        assert len(stage.server.syncs) == 1
        stage.check()


async def test_direct_messages_are_answered_where_they_are_switched_on(home: Path) -> None:
    async with Stage(home, DATELINE_DISCORD_DMS="true") as stage:
        room = await stage.newsroom()
        asked = await room.anna.dm(RADAR)
        first = await stage.only_answer(asked)
        assert "radar had failed" in first.content
        more = await room.anna.dm("How long had she commanded the ship?")
        assert "eleven years" in (await stage.only_answer(more)).content
        command = await room.anna.slash("ask", room.anna.conversation, question=BOATS)
        assert EIGHTY in (await stage.only_answer(command)).content
        eve = stage.server.user("Eve")
        eve.install()
        elsewhere = stage.server.guild("Without the bot")
        await elsewhere.remove_bot()
        place = elsewhere.channel()
        elsewhere.join(eve)
        command = await eve.slash("ask", place, question=LAMP)
        assert NYMAN in (await stage.only_answer(command)).content
        stage.check()
