"""Turns at working out answers: few at once, guilds one after the other, none lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from bot.discord.turns import Turns
from tests.discord.virtual import run


class Workshop:
    """Jobs of guilds, each a second long."""

    def __init__(self, at_once: int) -> None:
        self.turns = Turns(at_once)
        self.begun: list[str] = []
        self.inside = self.most = 0

    def job(self, guild: int | None, name: str) -> asyncio.Task[None]:
        return asyncio.ensure_future(self._work(guild, name))

    async def _work(self, guild: int | None, name: str) -> None:
        async with self.turns.turn(guild):
            self.begun.append(name)
            self.inside += 1
            self.most = max(self.most, self.inside)
            try:
                await asyncio.sleep(1)
            finally:
                self.inside -= 1


def test_no_more_are_inside_than_may_be() -> None:
    async def scene() -> Workshop:
        shop = Workshop(3)
        await asyncio.gather(*(shop.job(n % 2, str(n)) for n in range(20)))
        return shop

    shop = run(scene)
    assert shop.most == 3
    assert len(shop.begun) == 20


def test_a_guild_that_asks_little_does_not_wait_for_one_that_asks_much() -> None:
    async def scene() -> list[str]:
        shop = Workshop(1)
        jobs: list[Awaitable[None]] = [shop.job(1, f"a{n}") for n in range(5)]
        jobs += [shop.job(2, "b0"), shop.job(None, "direct")]
        await asyncio.gather(*jobs)
        return shop.begun

    assert run(scene) == ["a0", "a1", "b0", "direct", "a2", "a3", "a4"]


def test_a_turn_is_not_lost_with_one_that_is_cancelled() -> None:
    async def scene() -> list[str]:
        shop = Workshop(1)
        first, waiting, third = (shop.job(1, name) for name in ("first", "waiting", "third"))
        await asyncio.sleep(0.5)
        waiting.cancel()
        await asyncio.gather(first, third)
        last = shop.job(1, "inside")
        await asyncio.sleep(0.5)
        last.cancel()
        await asyncio.gather(shop.job(1, "after"))
        return shop.begun

    assert run(scene) == ["first", "third", "inside", "after"]


def test_a_turn_that_comes_at_the_moment_of_the_cancelling_goes_to_the_next() -> None:
    async def scene() -> list[str]:
        shop = Workshop(1)
        async with shop.turns.turn(1):
            given, behind = shop.job(1, "given"), shop.job(1, "behind")
            await asyncio.sleep(0)
        given.cancel()
        await asyncio.gather(behind)
        return shop.begun

    assert run(scene) == ["behind"]
