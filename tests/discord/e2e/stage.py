"""The local server, the shipped process and a newsroom of people: what every scene begins with."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.discord.e2e.inert import previews
from tests.discord_server import Channel, Guild, Process, Seen, Server, User
from tests.discord_server.interactions import Interaction

# Questions that the articles of tests/newsroom.py answer, and words of the answers.
BOATS, EIGHTY = "How many passengers were brought ashore?", "Eighty passengers"
RADAR, FAILED = "What did the captain of the ferry say about the radar?", "radar had failed"
LAMP, NYMAN = "Who built the lighthouse of Skarv?", "Karl Nyman"
ENVOYS, THREE = "How many trade envoys did Norway expel?", "three Danish trade envoys"
# One that they do not answer.
VOLCANO = "When did the volcano of Mount Arvo erupt?"
REFUSED = "The articles do not tell."


def prepared(articles: Path, home: Path) -> Path:
    """A copy of the library, as the home of a process."""
    shutil.copytree(articles, home)
    return home


@dataclass(frozen=True)
class Newsroom:
    """A guild with a channel and a person."""

    guild: Guild
    general: Channel
    anna: User


class Stage:
    """`async with Stage(home)`: the server and the process, ready; it ends with both."""

    def __init__(self, home: Path, *, start: bool = True, **environment: str) -> None:
        self.server = Server()
        self.process = Process(self.server, home, environment=environment)
        self._start = start
        self._read = 0  # characters of the log that earlier tests answer for

    async def __aenter__(self) -> Self:
        await self.server.__aenter__()
        if self._start:
            await self.process.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.process.__aexit__()
        await self.server.__aexit__()

    async def newsroom(
        self, name: str = "Newsroom", *, locale: str = "en-US", owner: User | None = None
    ) -> Newsroom:
        """A guild of the test's own."""
        guild = self.server.guild(name, locale=locale, owner=owner)
        general = guild.channel()
        anna = guild.member("Anna", locale=locale)
        if self.server.gateway.live():
            await guild.announce()
        return Newsroom(guild, general, anna)

    async def answer(self, to: Seen | Interaction) -> Seen:
        """The answer, complete with its buttons."""

        def complete() -> Seen | None:
            return next((one for one in self.server.replies_to(to) if one.labels), None)

        return await self.server.until(complete)

    async def only_answer(self, to: Seen | Interaction) -> Seen:
        """The answer, once everything is quiet; it is the only one."""
        answer = await self.answer(to)
        await self.server.settled()
        assert [one for one in self.server.replies_to(to) if one.labels] == [answer]
        return answer

    async def nothing(self, to: Seen | Interaction) -> None:
        """Nothing answers."""
        await self.server.settled()
        assert self.server.replies_to(to) == []

    async def told(self, to: Interaction) -> str:
        """What an interaction showed to its person alone."""
        seen = await self.server.reply_to(to)
        assert seen.ephemeral, seen
        await self.server.until(lambda: not seen.content.startswith("📥"))  # still reading
        return seen.text

    async def refused(self, to: Interaction) -> str:
        """What the person alone is told in place of an answer; nobody sees anything else."""

        def left() -> list[Seen]:
            return [one for one in self.server.replies_to(to) if not one.gone]

        await self.server.until(lambda: any(one.ephemeral for one in left()))
        await self.server.settled()
        assert [one.ephemeral for one in left()] == [True]
        return left()[0].content

    async def manage(self, room: Newsroom, command: str, **options: object) -> str:
        """A command of somebody with Manage Server; what it says to them."""
        manager = room.guild.manager("Manager")
        return await self.told(await manager.slash(command, room.general, **options))

    async def add_article(self, room: Newsroom, name: str, text: str) -> str:
        """Add a Markdown file to the guild's own library."""
        return await self.manage(room, "library add", file=(f"{name}.md", text.encode()))

    def stored(self) -> bytes:
        """All that the home holds about people, as bytes on the disk."""
        files = self.process.home.glob("discord.sqlite3*")
        return b"".join(path.read_bytes() for path in files)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the records of the front hold."""
        with sqlite3.connect(self.process.home / "discord.sqlite3") as connection:
            return connection.execute(query).fetchall()

    async def understood(self, asked: Seen) -> str:
        """The question as it was understood, with what was said before."""
        query = f"SELECT receipt FROM questions WHERE source_id = {asked.id} AND receipt NOT NULL"
        found = await self.server.until(lambda: self.rows(query))
        return str(json.loads(str(found[0][0]))["standalone_question"])

    def forgive_traceback(self) -> None:
        """What was logged so far was meant to be."""
        self._read = len(self.process.text())

    def check(self) -> None:
        """Nothing may have been refused as a fault, pinged, or broken the process; then forget."""
        server = self.server
        errors, pings = [*server.errors], [*server.pings]
        shown = [one for made in server.world.messages.values() for one in made.values()]
        previewed = [
            (one["content"], found)
            for one in shown
            if (found := previews(Seen(server, one)))
            if one["_author"] == server.world.bot["id"]
        ]
        log = self.process.text()[self._read :]
        self._read += len(log)
        for each in (server.errors, server.pings, server.typing, server.refused, server.limited):
            each.clear()
        server.interactions.clear()
        server.faults.clear()
        server.world.messages = {place: {} for place in server.world.messages}
        assert errors == [], f"{errors}\n{log[-3000:]}"
        assert pings == []
        assert previewed == []
        assert "Traceback" not in log, log[-5000:]
