"""A Discord server on loopback, strict as Discord, driven by tests from the same event loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Self, TypeVar

from aiohttp import web

from . import people, routes_application, routes_channels
from .clock import Clock
from .faults import Faults
from .gateway import Gateway
from .interactions import Interaction
from .limits import LOADING
from .messages import Ping
from .payloads import channel as channel_payload
from .payloads import guild as guild_payload
from .payloads import plain
from .ratelimits import RateLimits
from .refusals import CANNOT_DM, refused
from .rest import API, Refusal, Rest
from .sight import Seen
from .world import THREADS, Payload, World

T = TypeVar("T")
TOKEN = "a-token-of-the-local-server"  # no real one looks like it


class Server:
    """`async with Server() as server:`; `errors` must stay empty, `pings` too.

    `refused` lists every 4xx, `limited` every 429 that no fault made, `syncs` each change of
    commands.
    """

    def __init__(self) -> None:
        self.clock = Clock()
        self.world = World(self.clock)
        self.errors: list[str] = []
        self.refused: list[Refusal] = []
        self.limited: list[Refusal] = []
        self.pings: list[Ping] = []
        self.typing: list[tuple[float, str]] = []
        self.deleted: list[Payload] = []
        self.syncs: list[tuple[str | None, int]] = []
        self.commands: dict[str | None, list[Payload]] = {None: []}
        self.interactions: dict[str, Interaction] = {}
        self.nonces: dict[tuple[str, str], str] = {}
        self.limits = RateLimits()
        self.faults = Faults()
        self.shards = 1
        self.token = TOKEN
        self.base = ""
        self.gateway = Gateway(self.world, self.errors, token=TOKEN)
        self.gateway.changed = self.changed
        self.rest = Rest(self, [*routes_channels.ROUTES, *routes_application.ROUTES])
        self._waiting: list[asyncio.Event] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._last_change = time.monotonic()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/gw", self.gateway.serve)
        app.router.add_get("/gw/", self.gateway.serve)
        app.router.add_get("/cdn/{rest:.*}", self._file)
        app.router.add_route("*", API + "/{rest:.*}", self.rest.serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        port = self._runner.addresses[0][1]
        self.base = f"http://127.0.0.1:{port}"
        self.gateway.url = f"ws://127.0.0.1:{port}/gw"
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await self.gateway.close(1001)
        self.gateway.abort()
        await self._runner.cleanup()

    async def _file(self, request: web.Request) -> web.Response:
        found = self.world.files.get(request.path)
        if found is None:
            return web.Response(status=404)
        return web.Response(body=found[1], content_type=found[0])

    # Waiting

    def changed(self) -> None:
        self._last_change = time.monotonic()
        for event in self._waiting:
            event.set()

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def until(self, look: Callable[[], T | None], timeout: float = 60.0) -> T:
        """What `look` gives as soon as that is true; TimeoutError with the errors so far."""
        event = asyncio.Event()
        self._waiting.append(event)
        try:
            async with asyncio.timeout(timeout):
                while not (found := look()):
                    event.clear()
                    with suppress(TimeoutError):  # `look` may look at what the server does not know
                        await asyncio.wait_for(event.wait(), 0.1)
                return found
        except TimeoutError:
            raise TimeoutError(f"nothing came within {timeout} s; errors: {self.errors}") from None
        finally:
            self._waiting.remove(event)

    def busy(self) -> bool:
        """Whether requests are under way, an answer is "thinking", or the bot is typing."""
        now = time.monotonic()
        thinking = any(
            one["flags"] & LOADING
            for made in self.interactions.values()
            for one in made.messages
            if one["id"] in self.world.messages.get(one["channel_id"], {})
        )
        waiting = any(
            one.kind is None and one.delivered and one.place["id"] in self.world.channels
            for one in self.interactions.values()
        )
        typing = any(at > now - 5 and not self._spoke(place, at) for at, place in self.typing)
        return bool(self.rest.busy) or thinking or waiting or typing

    def _spoke(self, place: str, at: float) -> bool:
        there = self.world.messages.get(place, {}).values()
        return any(
            one.get("_at", 0) >= at and one["_author"] == self.world.bot["id"] for one in there
        )

    async def settled(self, timeout: float = 60.0, *, quiet: float = 0.4) -> None:
        """Wait until nothing is under way and nothing changed for `quiet` seconds."""
        async with asyncio.timeout(timeout):
            while self.busy() or time.monotonic() - self._last_change < quiet:
                await asyncio.sleep(0.05)

    async def ready(self, timeout: float = 60.0) -> None:
        """Wait until every shard has a session."""
        await self.until(lambda: len(self.gateway.live()) >= self.shards, timeout)

    async def reply_to(self, to: Seen | Interaction, timeout: float = 60.0) -> Seen:
        """The first finished message of the bot that answers: reply, in the thread, response."""
        return await self.until(lambda: next(iter(self.replies_to(to)), None), timeout)

    def replies_to(self, to: Seen | Interaction) -> list[Seen]:
        """Finished messages of the bot that answer the message or interaction, oldest first."""
        if isinstance(to, Interaction):
            found = to.messages
        else:
            bot = self.world.bot["id"]
            places = (to.place["id"], to.id)
            everywhere = [m for p in places for m in self.world.messages.get(p, {}).values()]
            found = [
                one
                for one in everywhere
                if one["_author"] == bot
                and (
                    (one.get("message_reference") or {}).get("message_id") == to.id
                    or (one["channel_id"] == to.id and one["type"] != 21)
                )
            ]
        return [Seen(self, one) for one in found if not one["flags"] & LOADING]

    # Building

    def guild(
        self, name: str = "Newsroom", *, locale: str = "en-US", owner: people.User | None = None
    ) -> people.Guild:
        """A guild with the bot in it; `await guild.announce()` when the bot is ready already."""
        made = self.world.add_guild(name, locale=locale, owner=owner.payload if owner else None)
        self.world.join(made, self.world.bot)
        return people.Guild(self, made)

    def user(self, name: str, *, locale: str = "en-US", bot: bool = False) -> people.User:
        return people.User(self, self.world.add_user(name, locale=locale, bot=bot))

    def messages(self, place: people.Channel | Seen | str) -> list[Seen]:
        """What everyone sees in a channel or thread, oldest first."""
        place_id = place if isinstance(place, str) else place.id
        there = self.world.messages.get(place_id, {}).values()
        shown = [Seen(self, one) for one in there if not one.get("_hidden")]
        return sorted(shown, key=lambda one: int(one.id))

    # What people and administrators do

    def check_dm(self, place: Payload) -> None:
        """Refuse (50007) a direct message to someone who takes none."""
        if not self.world.users[place["_with"]]["_dms"]:
            raise refused(CANNOT_DM)

    async def permit(self, place: Payload, *, allow: int = 0, deny: int = 0) -> None:
        """Overwrite the bot's permissions in a channel."""
        bot = self.world.bot["id"]
        place["permission_overwrites"] = [
            *[one for one in place["permission_overwrites"] if one["id"] != bot],
            {"id": bot, "type": 1, "allow": str(allow), "deny": str(deny)},
        ]
        sent = channel_payload(self.world, place)
        await self.gateway.dispatch("CHANNEL_UPDATE", sent, guild_id=place["guild_id"])

    async def remove_channel(self, place: Payload) -> None:
        """Delete a channel or thread with all in it."""
        sent = channel_payload(self.world, place)
        event = "THREAD_DELETE" if place["type"] in THREADS else "CHANNEL_DELETE"
        await self.gateway.dispatch(event, sent, guild_id=place["guild_id"], channel=place)
        for one in [*self.world.channels.values()]:
            if one["id"] == place["id"] or one.get("parent_id") == place["id"]:
                self.world.channels.pop(one["id"])
                self.world.messages.pop(one["id"])
        self.changed()

    async def remove_bot(self, guild: Payload) -> None:
        guild["_members"].pop(self.world.bot["id"], None)
        data = {"id": guild["id"], "unavailable": False}
        await self.gateway.dispatch("GUILD_DELETE", data, guild_id=guild["id"])

    async def announce(self, guild: Payload) -> None:
        """GUILD_CREATE: the bot was added, or the guild is back."""
        full = guild_payload(self.world, guild, full=True)
        await self.gateway.dispatch("GUILD_CREATE", full, guild_id=guild["id"])

    async def react(self, who: Payload, message: Payload, emoji: str) -> None:
        users = message.setdefault("_reactions", {}).setdefault(emoji, [])
        if who["id"] not in users:
            users.append(who["id"])
        place = self.world.channels[message["channel_id"]]
        data = {
            "user_id": who["id"],
            "channel_id": place["id"],
            "message_id": message["id"],
            "emoji": {"id": None, "name": emoji},
            "message_author_id": message["_author"],
            "burst": False,
            "type": 0,
        }
        guild = self.world.guild_of(place)
        if guild is not None:
            member = {**plain(guild["_members"][who["id"]]), "user": plain(who)}
            data |= {"guild_id": guild["id"], "member": member}
        guild_id = place.get("guild_id")
        await self.gateway.dispatch("MESSAGE_REACTION_ADD", data, guild_id=guild_id, channel=place)
        self.changed()
