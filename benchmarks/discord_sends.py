"""Sends at Discord's own ceiling, in simulated time: none lost, none doubled, memory flat.

python benchmarks/discord_sends.py [minutes] [channels]

The queue of sends and discord.py's own HTTP client, over loopback sockets, to a server that limits as
Discord does (50 a second in all, 5 in 5 seconds a channel). 30 minutes take a few.
"""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.discord.sending import SendQueue
from bot.discord.waits import wait
from tests.discord.test_sending_over_sockets import Discord, post
from tests.discord.virtual import clock, run

PER_SECOND = 45


def resident() -> float:
    """Resident memory in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


async def soak(minutes: float, channels: int) -> None:
    chance, discord, number, kept = random.Random(1), Discord(), 0, 0
    took: list[float] = []

    async def one(queue: SendQueue, channel: int, number: int) -> None:
        asked = clock()
        await queue.send(channel, post(client, channel, number))
        took.append(clock() - asked)

    async with discord.serve(pytest.MonkeyPatch()) as client, asyncio.TaskGroup() as sends:
        queue = SendQueue(wait=wait, clock=clock)
        for second in range(1, int(minutes * 60) + 1):
            for _ in range(PER_SECOND):
                sends.create_task(one(queue, chance.randrange(channels), number))
                number += 1
            await asyncio.sleep(1)
            if second % 60 == 0:
                took.sort()
                print(
                    f"minute {second // 60}: {number} sent, {queue.pending} pending, answers"
                    f" {dict(discord.answers)}, median {took[len(took) // 2]:.2f} s, longest"
                    f" {took[-1]:.2f} s, {resident():.1f} MiB",
                    flush=True,
                )
                took.clear()
                kept += sum(map(len, discord.kept.values()))
                discord.kept.clear()  # it would be the only thing that grows
        await queue.drain(600)
    kept += sum(map(len, discord.kept.values()))
    print(f"{number} sent, {kept} kept, {number - kept} lost")


if __name__ == "__main__":
    given = [float(one) for one in sys.argv[1:]]
    minutes, channels = (*given, *(30.0, 200.0)[len(given) :])
    run(lambda: soak(minutes, int(channels)))
