"""What the buttons leave behind in memory: nothing."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path

import discord
import pytest

from bot.discord import places, views
from tests.discord.views.front import EN, Front, abstention, answer, run
from tests.newsroom import FERRY, STRIKE

RADAR = "the radar had failed"
SHIFT = "the night shift had grown from eight hours to eleven"


async def kept(front: Front) -> tuple[int, ...]:
    """The sizes of what discord.py keeps of views, and the views and timers that live."""
    await front.env.settle()
    store = front.client._connection._view_store
    gc.collect()
    alive = sum(isinstance(one, discord.ui.View | discord.ui.Modal) for one in gc.get_objects())
    sizes = (store._views, store._synced_message_views, store._modals, store._dynamic_items)
    return (*map(len, sizes), alive, len(asyncio.all_tasks()))


def test_a_thousand_answers_leave_nothing_behind(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        reply, untold = answer((FERRY, RADAR)), abstention((FERRY, RADAR))
        question = await front.asked(reply, by=ana)
        before = await kept(front)
        place = front.client.get_partial_messageable(front.channel.id)
        for number in range(500):
            for one in (reply, untold):
                sent = await place.send("An answer", view=views.for_answer(question.id, one, EN))
            if number % 50 == 0:
                edited = place.get_partial_message(sent.id)
                await edited.edit(view=views.for_answer(question.id, reply, EN))
        assert await kept(front) == before

    run(tmp_path, test)


def test_no_more_threads_are_remembered_than_discord_lets_be_active(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "ACTIVE_THREADS", 10)

    async def test(front: Front) -> None:
        ana = front.person("ana")
        place = front.client.get_channel(front.channel.id)
        assert isinstance(place, discord.TextChannel)
        opened = []
        for number in range(15):
            asked = await ana.send(front.channel, f"Question {number}?")
            opened.append(await place.get_partial_message(asked.id).create_thread(name="Answer"))
        await front.env.settle()
        (guild,) = front.client.guilds
        assert [one.id for one in guild.threads] == [one.id for one in opened[5:]]

    run(tmp_path, test)


def test_pressing_every_button_leaves_nothing_behind(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        reply = answer((FERRY, RADAR), (STRIKE, SHIFT))
        untold = abstention((FERRY, RADAR))
        told = await front.shown(await front.asked(reply, by=ana), reply)
        not_told = await front.shown(await front.asked(untold, by=ana), untold)
        before = await kept(front)
        for _ in range(3):
            opened = await ana.click(told, label="Sources (2)")
            await ana.click(opened.response, label="Next")
            for label in ("👍", "👎", "New search"):
                await ana.click(told, label=label)
            watched = await ana.click(not_told, label=EN("labels.tell_me"))
            await ana.click(watched.response, label=EN("labels.stop_telling"))
        del opened, watched
        assert await kept(front) == before

    run(tmp_path, test, articles=(FERRY, STRIKE))


def test_every_custom_id_is_within_discords_limit_and_of_one_class_alone() -> None:
    async def ids() -> list[str]:
        reply, untold = answer((FERRY, RADAR)), abstention((FERRY, RADAR))
        rows = [views.for_answer(10**18 - 1, one, EN) for one in (reply, untold)]
        rows.append(views.for_edited(10**18 - 1, EN))
        return [item.custom_id for row in rows for item in row.children]  # type: ignore[attr-defined]

    for custom_id in asyncio.run(ids()):
        assert len(custom_id) <= 100
        patterns = [one.__discord_ui_compiled_template__ for one in views.ITEMS]
        assert sum(one.fullmatch(custom_id) is not None for one in patterns) == 1
