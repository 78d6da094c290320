"""Many at once, results in order."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bot.ordered import in_order


def test_results_come_in_order_and_no_more_run_at_once_than_allowed() -> None:
    running = most = 0

    async def work(number: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001 * (7 - number % 7))
        running -= 1
        return number

    async def all_of_them() -> list[int]:
        return [result async for result in in_order(range(50), work, concurrency=3)]

    assert asyncio.run(all_of_them()) == list(range(50))
    assert most == 3


def test_items_are_read_only_as_they_are_needed() -> None:
    read = 0

    def endless() -> Iterator[int]:
        nonlocal read
        while True:
            read += 1
            yield read

    async def work(number: int) -> int:
        return number

    async def first() -> int:
        async for result in in_order(endless(), work, concurrency=2):
            return result
        raise AssertionError

    assert asyncio.run(first()) == 1
    assert read <= 2 * 8 + 1


def test_an_error_stops_the_others() -> None:
    async def work(number: int) -> int:
        if number == 2:
            raise ValueError("two")
        await asyncio.sleep(0)
        return number

    async def all_of_them() -> None:
        async for _ in in_order(range(9), work, concurrency=2):
            pass

    with pytest.raises(ValueError, match="two"):
        asyncio.run(all_of_them())
