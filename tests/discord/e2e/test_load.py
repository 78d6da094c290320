"""Many questions at once: all are answered, none twice, and Discord's deadlines are kept."""

from __future__ import annotations

import asyncio

from tests.discord.e2e.stage import BOATS, EIGHTY, LAMP, NYMAN, Stage
from tests.discord_server import Seen, User
from tests.discord_server.interactions import Interaction

DEADLINE = 3.0  # seconds, Discord's own; the benchmark measures how far it stays below


async def test_a_hundred_people_asking_at_once_are_all_answered_once(stage: Stage) -> None:
    rooms = [await stage.newsroom(f"Guild {number}") for number in range(4)]
    people = [room.guild.member(f"Person {n}") for room in rooms for n in range(25)]

    async def ask(number: int, one: User) -> Seen | Interaction:
        return await (one.ask(BOATS) if number % 2 else one.slash("ask", question=BOATS))

    asked = await asyncio.gather(*(ask(number, one) for number, one in enumerate(people)))

    def done() -> bool:
        return all(any(EIGHTY in m.content for m in stage.server.replies_to(one)) for one in asked)

    await stage.server.until(done, 120)
    await stage.server.settled(60)
    for one in asked:
        answers = [m for m in stage.server.replies_to(one) if EIGHTY in m.content]
        assert len(answers) == 1
    assert len(stage.server.limited) < 5


async def test_a_burst_in_one_channel_by_reply_loses_nothing(stage: Stage) -> None:
    room = await stage.newsroom()
    await stage.manage(room, "settings threads", answers="a reply")
    people = [room.guild.member(f"Person {n}") for n in range(12)]
    asked = [await one.ask(LAMP) for one in people]
    await stage.server.until(
        lambda: all(any(m.labels for m in stage.server.replies_to(one)) for one in asked), 60
    )
    await stage.server.settled(30)
    for one in asked:
        assert len([m for m in stage.server.replies_to(one) if NYMAN in m.content]) == 1


async def test_commands_are_acknowledged_in_time_while_questions_are_answered(
    stage: Stage,
) -> None:
    room = await stage.newsroom()
    people = [room.guild.member(f"Person {n}") for n in range(20)]
    asked = await asyncio.gather(*(one.slash("ask", question=BOATS) for one in people))
    await stage.server.until(lambda: all(stage.server.replies_to(one) for one in asked), 60)
    slowest = max(one.answered_after or 0.0 for one in asked)
    silence = max(one.longest_silence() for one in stage.server.gateway.live())
    assert slowest < DEADLINE
    assert silence < stage.server.gateway.interval + DEADLINE
