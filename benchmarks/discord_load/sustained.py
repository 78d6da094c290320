"""Minutes at Discord's own ceiling, with every clock sped up alike: what comes, what is kept."""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.discord_load.measures import memory, percentile, processor_seconds, size_of
from tests.discord_server import Channel, Guild, Process, Seen, Server, User
from tests.discord_server.interactions import Interaction
from tests.discord_server.world import Payload

GUILDS, CHANNELS, PEOPLE = 6, 10, 60  # channels and people in each guild
OUTSTANDING = 240  # questions at most that wait at once; everybody then waits with asking
GRACE = 3.0  # seconds after an answer in which a second one would be noticed
TICK = 0.05  # seconds
REPORTS = 300.0  # simulated seconds between two reports
TOWNS = ("Lunde", "Skarv", "Orlevka", "Arvo")
KINDS = {"mention": 80, "follow-up": 10, "slash": 10}  # of 100 questions
THUMBS = 0.05  # answers under which a thumb is pressed


class Front(Process):
    """The program in `front.py`."""

    program = (str(Path(__file__).with_name("front.py")),)


@dataclass(frozen=True, slots=True)
class Plan:
    """minutes: simulated; speed: how many simulated seconds a real one has; rate: questions a simulated second."""

    minutes: float
    speed: float
    rate: float
    checkout: Path | None
    environment: dict[str, str]


@dataclass(slots=True)
class Asked:
    """A question, and when its answer was first seen."""

    at: float
    kind: str
    person: User
    what: Seen | Interaction
    answered: float | None = None


async def measure(plan: Plan) -> tuple[dict[str, float], list[str]]:
    """Figures by name, and what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        async with Server() as server:
            server.limits.scale = 1 / plan.speed
            guilds = [server.guild(f"Guild {number}") for number in range(GUILDS)]
            places = [[one.channel(f"channel-{n}") for n in range(CHANNELS)] for one in guilds]
            people = [[one.member(f"Person {n}") for n in range(PEOPLE)] for one in guilds]
            root = Path(__file__).resolve().parents[2]
            environment = {
                "PYTHONPATH": f"{plan.checkout or root}",
                "DATELINE_DISCORD_USER_PER_MINUTE": f"{10 * plan.speed:.0f}",
                "DATELINE_DISCORD_GUILD_PER_MINUTE": f"{400 * plan.speed:.0f}",
                **plan.environment,
            }
            async with Front(
                server, Path(folder) / "home", str(plan.speed), environment=environment
            ) as process:
                await _replies(guilds[::2], places[::2])
                scene = Scene(plan, server, process, places, people)
                scene.listen()
                return await scene.play()


async def _replies(guilds: list[Guild], places: list[list[Channel]]) -> None:
    """Every other guild has answers as replies, not in threads."""
    for guild, channels in zip(guilds, places, strict=True):
        manager = guild.manager()
        done = await manager.slash("settings threads", channels[0], answers="a reply")
        await guild.server.reply_to(done)


@dataclass
class Scene:
    """One run."""

    plan: Plan
    server: Server
    process: Process
    places: list[list[Channel]]
    people: list[list[User]]
    heard: dict[str, dict[str, Payload]] = field(default_factory=dict)
    open: list[Asked] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    threads: list[tuple[User, Channel]] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    answered: int = 0
    requests: int = 0
    limited: int = 0

    async def play(self) -> tuple[dict[str, float], list[str]]:
        """Ask for so many minutes, then wait for the rest."""
        chance = random.Random(1)
        began, spent = time.monotonic(), processor_seconds(self.process.pid)
        own = time.process_time()
        end, reported = began + self.plan.minutes * 60 / self.plan.speed, 0
        while time.monotonic() < end:
            due = (time.monotonic() - began) * self.plan.rate * self.plan.speed
            while self.asked.total() < due and len(self._waiting()) < OUTSTANDING:
                await self._ask(chance)
            due_reports = int((time.monotonic() - began) * self.plan.speed / REPORTS)
            if due_reports > reported:
                reported = due_reports
                self._report(reported)
            self._look(chance)
            await asyncio.sleep(TICK)
        took = time.monotonic() - began
        until = time.monotonic() + 120
        while self.open and time.monotonic() < until:
            self._look(chance)
            await asyncio.sleep(TICK)
        self._report(reported + 1)
        self._close()
        seconds = took * self.plan.speed
        return {
            "questions": float(self.asked.total()),
            "questions a simulated second": self.asked.total() / seconds,
            "limited requests a simulated second": self.requests / seconds,
            "time to answer, median, real s": percentile(self.took, 0.5),
            "time to answer, p95, real s": percentile(self.took, 0.95),
            "slash acknowledged, p95, s": percentile(self.acknowledged, 0.95),
            "slash acknowledged, longest, s": max(self.acknowledged, default=0.0),
            "processor of the server, ms a question": (time.process_time() - own)
            * 1000
            / self.asked.total(),
            "processor, ms a question": (processor_seconds(self.process.pid) - spent)
            * 1000
            / self.asked.total(),
            "429s": float(self.limited),
            "database, MiB": size_of(self.process.home, "discord.sqlite3*"),
            "memory at the end, MiB": memory(self.process.pid),
        }, self.wrong

    def _waiting(self) -> list[Asked]:
        return [one for one in self.open if one.answered is None]

    async def _ask(self, chance: random.Random) -> None:
        kind = chance.choices([*KINDS], [*KINDS.values()])[0]
        number = chance.randrange(GUILDS)
        person, place = chance.choice(self.people[number]), chance.choice(self.places[number])
        subject = f"ferry of {chance.choice(TOWNS)}" if chance.random() < 0.8 else "volcano"
        text = f"What happened to the {subject} on day {self.asked.total()}?"
        at = time.monotonic()
        if kind == "follow-up" and self.threads:
            person, thread = self.threads.pop(chance.randrange(len(self.threads)))
            what: Seen | Interaction = await person.say(text, thread)
        elif kind == "slash":
            what = await person.slash("ask", place, question=text)
        else:
            kind = "mention"
            what = await person.say(text, place, mention_bot=True)
        self.asked[kind] += 1
        self.open.append(Asked(at, kind, person, what))

    def listen(self) -> None:
        """Hear every answer as it is written, by the question that it belongs to."""
        send = self.server.gateway.dispatch_message

        async def heard(event: str, message: Payload) -> None:
            if message["components"] and message["_author"] == self.server.world.bot["id"]:
                made = message.get("interaction_metadata") or {}
                replied = message.get("message_reference") or {}
                key = made.get("id") or replied.get("message_id") or message["channel_id"]
                self.heard.setdefault(key, {})[message["id"]] = message
            await send(event, message)

        self.server.gateway.dispatch_message = heard  # type: ignore[method-assign]  # it listens in

    def _answers(self, one: Asked) -> list[Seen]:
        return [Seen(self.server, found) for found in self.heard.get(one.what.id, {}).values()]

    def _look(self, chance: random.Random) -> None:
        """Note new answers; what was answered a while ago is counted and cleared away."""
        now, left = time.monotonic(), []
        for one in self.open:
            if one.answered is None and (found := self._answers(one)):
                one.answered = now
                self.took.append(now - one.at)
                if chance.random() < THUMBS:
                    self.server.later(_thumb(one.person, found[0]))
            if one.answered is not None and now > one.answered + GRACE:
                self._done(one)
            else:
                left.append(one)
        self.open = left
        paths = [path for _, _, path in self.server.rest.log]
        self.requests += sum(
            1 for path in paths if not path.startswith(("/interactions", "/webhooks"))
        )
        self.server.rest.log.clear()
        self.limited += len(self.server.limited)
        self.server.limited.clear()

    def _done(self, one: Asked) -> None:
        found = self._answers(one)
        if len(found) != 1:
            self.wrong.append(f"doubled: {one.what!r}")
        self.answered += 1
        del self.heard[one.what.id]
        world, server = self.server.world, self.server
        if isinstance(one.what, Interaction):
            self.acknowledged.append(one.what.answered_after or float("inf"))
            server.interactions.pop(one.what.token)
        elif one.kind == "mention" and one.what.thread is not None:
            self.threads.append((one.person, Channel(server, one.what.thread)))
        for seen in found:
            world.messages[seen.payload["channel_id"]].pop(seen.id, None)
        if isinstance(one.what, Seen):
            world.messages[one.what.payload["channel_id"]].pop(one.what.id, None)
        while len(self.threads) > 500:
            _, old = self.threads.pop(0)
            world.channels.pop(old.id)
            world.messages.pop(old.id)

    def _report(self, number: int) -> None:
        lines = [one for one in self.process.text().splitlines() if one.startswith("REPORT ")]
        told = json.loads(lines[-1].removeprefix("REPORT ")) if lines else {}
        shown = ", ".join(f"{name} {value:.0f}" for name, value in told.items())
        print(
            f"  minute {number * REPORTS / 60:.0f}: {self.asked.total()} asked, {self.answered} answered,"
            f" {memory(self.process.pid):.1f} MiB, database {size_of(self.process.home, 'discord.sqlite3*'):.1f} MiB;"
            f" {shown}",
            flush=True,
        )

    def _close(self) -> None:
        self.wrong += [f"lost: {one.what!r}" for one in self.open]
        self.wrong += [f"server: {one}" for one in self.server.errors]
        self.wrong += [f"ping: {one}" for one in self.server.pings]
        if "Traceback" in self.process.text():
            self.wrong.append(self.process.text()[-3000:])


async def _thumb(person: User, answer: Seen) -> None:
    await person.press(answer, "👍")
