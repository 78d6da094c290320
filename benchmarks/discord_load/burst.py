"""Hundreds of questions at once to the shipped process, with Discord's own limits."""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
import time
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from benchmarks.discord_load.measures import memory, percentile, processor_seconds, size_of
from tests.discord_server import Channel, Guild, Process, Seen, Server
from tests.discord_server.interactions import Interaction

CHANNELS = 6
BEATS = 2.0  # seconds between heartbeats, so that a silence is seen soon
SLASHES_OVER = 12.0  # seconds after the burst over which the slash questions are spread
PATIENCE = 900.0  # seconds for everything
GOLD = Path(__file__).resolve().parents[2] / "tests" / "gold" / "starter.jsonl"


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is asked, and of which process: its checkout and its environment."""

    questions: int
    slashes: int
    checkout: Path | None
    environment: dict[str, str]


def questions(number: int) -> list[str]:
    """That many of the gold questions, again from the first when there are no more."""
    cases = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    return list(islice(cycle(one["question"] for one in cases if not one["history"]), number))


async def measure(plan: Plan) -> tuple[dict[str, float], list[str]]:
    """Figures by name, and what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        async with Server() as server:
            server.gateway.interval = BEATS
            guild = server.guild()
            channels = [guild.channel(f"general-{number}") for number in range(CHANNELS)]
            environment = dict(plan.environment)
            if plan.checkout is not None:
                environment["PYTHONPATH"] = str(plan.checkout)
            async with Process(server, Path(folder) / "home", environment=environment) as process:
                scene = Scene(plan, server, process, guild, channels)
                await scene.begin()
                return await scene.play()


@dataclass
class Scene:
    """One burst."""

    plan: Plan
    server: Server
    process: Process
    guild: Guild
    channels: list[Channel]
    asked: list[tuple[float, Seen]] = field(default_factory=list)
    slashed: list[tuple[float, Interaction]] = field(default_factory=list)
    peak: float = 0.0

    async def begin(self) -> None:
        """One question before the others: the library is built, the models are loaded."""
        early = self.guild.member("Early")
        asked = await early.say(questions(1)[0], self.channels[0], mention_bot=True)
        await self.server.until(lambda: self._answers(asked), timeout=180)
        await self.server.settled()

    async def play(self) -> tuple[dict[str, float], list[str]]:
        """Ask everything, wait until all is quiet, count."""
        server, process = self.server, self.process
        people = [self.guild.member(f"Person {n}") for n in range(self.plan.questions)]
        texts = questions(self.plan.questions + self.plan.slashes)
        figures = {"memory before, MiB": process.memory()}
        spent, began = processor_seconds(process.pid), time.monotonic()
        watching = asyncio.create_task(self._watch())
        slashing = asyncio.create_task(self._slash(texts[self.plan.questions :]))
        for number, person in enumerate(people):
            place = self.channels[number % len(self.channels)]
            asked_at = time.monotonic()
            asked = await person.say(texts[number], place, mention_bot=True)
            self.asked.append((asked_at, asked))
        await slashing
        await server.until(self._all_answered, timeout=PATIENCE)
        await server.settled(timeout=120)
        watching.cancel()
        figures["processor, ms a question"] = (
            (processor_seconds(process.pid) - spent) * 1000 / (len(self.asked) + len(self.slashed))
        )
        figures |= self._times(began)
        kept = size_of(process.home, "discord.sqlite3*")
        figures["database, KiB a question"] = kept * 1024 / (len(self.asked) + len(self.slashed))
        figures["memory after, MiB"] = process.memory()
        figures["most memory, MiB"] = memory(process.pid, kind="VmHWM")
        return figures, self._wrong()

    async def _slash(self, texts: list[str]) -> None:
        chance = random.Random(1)
        for number, text in enumerate(texts):
            await asyncio.sleep(SLASHES_OVER / len(texts) * chance.uniform(0.5, 1.5))
            person = self.guild.member(f"Typist {number}")
            asked_at, place = time.monotonic(), chance.choice(self.channels)
            self.slashed.append((asked_at, await person.slash("ask", place, question=text)))

    async def _watch(self) -> None:
        while True:
            done = sum(1 for _, one in self._questions() if self._answers(one))
            print(f"  {done} answered, {self.process.memory():.0f} MiB", flush=True)
            await asyncio.sleep(10)

    def _questions(self) -> list[tuple[float, Seen | Interaction]]:
        return [*self.asked, *self.slashed]

    def _answers(self, asked: Seen | Interaction) -> list[Seen]:
        """Complete answers: buttons stand under the last piece."""
        return [one for one in self.server.replies_to(asked) if one.labels]

    def _all_answered(self) -> bool:
        return all(self._answers(one) for _, one in self._questions())

    def _times(self, began: float) -> dict[str, float]:
        ends = [(at, self._ended(one)) for at, one in self._questions()]
        took = [end - at for at, end in ends if end is not None]
        acknowledged = [one.answered_after or float("inf") for _, one in self.slashed]
        silence = max(one.longest_silence() for one in self.server.gateway.connections)
        return {
            "time to the last answer, s": max(end for _, end in ends if end is not None) - began,
            "time to answer, median, s": percentile(took, 0.5),
            "time to answer, p95, s": percentile(took, 0.95),
            "slash acknowledged, p95, s": percentile(acknowledged, 0.95),
            "slash acknowledged, longest, s": max(acknowledged, default=0.0),
            f"longest heartbeat silence beyond {BEATS:.0f} s, s": silence - BEATS,
            "requests": float(len(self.server.rest.log)),
            "429s": float(len(self.server.limited)),
        }

    def _ended(self, asked: Seen | Interaction) -> float | None:
        answers = self._answers(asked)
        if not answers:
            return None
        history = answers[0].history
        return history[-1][0] if history else float(answers[0].payload["_at"])

    def _wrong(self) -> list[str]:
        """Lost, doubled, errors, pings, tracebacks."""
        found = [f"server: {one}" for one in self.server.errors]
        found += [f"ping: {one}" for one in self.server.pings]
        for _, one in self._questions():
            answers = len(self._answers(one))
            if answers != 1:
                found.append(f"{'lost' if not answers else 'doubled'}: {one!r}")
        if "Traceback" in self.process.text():
            found.append(self.process.text()[-3000:])
        return found
