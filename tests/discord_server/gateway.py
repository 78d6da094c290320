"""The gateway: sessions, heartbeats, compression, RESUME, and what tests may do to a connection."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from . import payloads
from .world import DM, Payload, World, bits

PRIVILEGED = {1 << 1: "members", 1 << 8: "presences", 1 << 15: "message content"}
GUILDS = 1 << 0
# The intents an event needs: in a guild, in a direct message.
NEEDED = {
    "MESSAGE": (1 << 9, 1 << 12),
    "MESSAGE_REACTION": (1 << 10, 1 << 13),
    "TYPING": (1 << 11, 1 << 14),
    "GUILD_MEMBER": (1 << 1, 0),
}


def intent_for(event: str, *, direct: bool) -> int:
    """The intent without which the event is not sent; 0 where none is needed."""
    for prefix in ("MESSAGE_REACTION", "MESSAGE", "TYPING", "GUILD_MEMBER"):
        if event.startswith(prefix):
            return NEEDED[prefix][direct]
    return GUILDS if event.startswith(("GUILD", "CHANNEL", "THREAD")) else 0


def compressor(kind: str | None) -> Callable[[bytes], bytes] | None:
    """What makes one message of the stream: zlib-stream, or zstd-stream with zstandard."""
    if kind == "zlib-stream":
        stream = zlib.compressobj()
        return lambda data: stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH)
    if kind == "zstd-stream":
        import zstandard

        packer = zstandard.ZstdCompressor().compressobj()
        block = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return lambda data: packer.compress(data) + packer.flush(block)
    return None


@dataclass(eq=False)
class Connection:
    """One socket and what came over it."""

    socket: web.WebSocketResponse
    request: web.Request
    squeeze: Callable[[bytes], bytes] | None = None
    session: Session | None = None
    opened: float = field(default_factory=time.monotonic)
    beats: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)

    async def send(self, message: Payload) -> None:
        text = json.dumps(message)
        if self.socket.closed:
            return
        try:
            if self.squeeze is None:
                await self.socket.send_str(text)
            else:
                await self.socket.send_bytes(self.squeeze(text.encode()))
        except (ConnectionError, RuntimeError):
            pass  # the bot went away; what it missed is kept for RESUME

    def longest_silence(self) -> float:
        """Seconds: the longest time between two heartbeats, or from HELLO to the first."""
        times = [self.opened, *self.beats]
        return max((b - a for a, b in itertools.pairwise(times)), default=0.0)


@dataclass(eq=False)
class Session:
    """What IDENTIFY began and RESUME goes on with."""

    id: str
    intents: int
    shard: tuple[int, int]
    connection: Connection | None = None
    sequence: int = 0
    events: list[Payload] = field(default_factory=list)
    resumes: int = 0

    def sees(self, guild_id: str | None) -> bool:
        return (int(guild_id or 0) >> 22) % self.shard[1] == self.shard[0]


class Gateway:
    """`/gw`. Set the attributes before the bot connects."""

    def __init__(self, world: World, errors: list[str], *, token: str) -> None:
        self.world, self.errors, self.token = world, errors, token
        self.url = ""
        self.interval = 41.25  # seconds between heartbeats
        self.identify_every = 5.0
        self.refuse = 0  # connections to refuse with 503 before the first is let in
        self.close_on_identify: int | None = None
        self.privileged = {1 << 15}  # privileged intents granted in the portal
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.identifies: list[Payload] = []
        self.changed: Callable[[], None] = lambda: None
        self._last_identify: dict[int, float] = {}
        self._numbers = 0

    # What tests do

    def live(self) -> list[Connection]:
        return [one for one in self.connections if not one.socket.closed and one.session]

    async def reconnect(self) -> None:
        """Op 7 to everyone."""
        for one in self.live():
            await one.send({"op": 7, "d": None})

    async def invalidate(self, *, resumable: bool) -> None:
        """Op 9 to everyone; sessions are forgotten unless resumable."""
        for one in self.live():
            if not resumable and one.session:
                self.sessions.pop(one.session.id, None)
            await one.send({"op": 9, "d": resumable})

    async def close(self, code: int) -> None:
        for one in self.live():
            await one.socket.close(code=code)

    def abort(self) -> None:
        """Cut every socket without a close frame."""
        for one in [*self.connections]:
            if one.request.transport is not None:
                one.request.transport.abort()

    async def ask_for_heartbeat(self) -> None:
        for one in self.live():
            await one.send({"op": 1, "d": None})

    def forgive_identify(self) -> None:
        """Let a new process identify at once, as when its predecessor was killed."""
        self._last_identify.clear()

    # Dispatch

    async def dispatch(
        self, event: str, data: Payload, *, guild_id: str | None, channel: Payload | None = None
    ) -> bool:
        """Send to each session that may have it; returns whether one got it at once."""
        if channel is not None and guild_id is not None:
            held = self.world.permissions(self.world.bot["id"], channel)
            if event != "INTERACTION_CREATE" and not held & bits("view_channel"):
                return False
        reached = False
        direct = guild_id is None and channel is not None and channel["type"] == DM
        for session in [*self.sessions.values()]:
            needed = intent_for(event, direct=direct)
            if session.sees(guild_id) and session.intents & needed == needed:
                reached = await self._send(session, event, data) or reached
        return reached

    async def dispatch_message(self, event: str, found: Payload) -> None:
        """MESSAGE_CREATE or MESSAGE_UPDATE, blanked for sessions without the content intent."""
        place = self.world.channels[found["channel_id"]]
        guild_id = place.get("guild_id")
        if guild_id and not self.world.permissions(self.world.bot["id"], place):
            return
        needed = intent_for(event, direct=guild_id is None)
        for session in [*self.sessions.values()]:
            if session.sees(guild_id) and session.intents & needed:
                content = bool(session.intents & payloads.MESSAGE_CONTENT)
                data = payloads.event(self.world, found, content=content)
                await self._send(session, event, data)

    async def _send(self, session: Session, event: str, data: Payload) -> bool:
        session.sequence += 1
        message = {"op": 0, "t": event, "s": session.sequence, "d": data}
        session.events.append(message)
        del session.events[:-5000]
        self.changed()
        if session.connection is None or session.connection.socket.closed:
            return False
        await session.connection.send(message)
        return True

    # One connection

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if self.refuse > 0:
            self.refuse -= 1
            return web.Response(status=503, text="not now")
        socket = web.WebSocketResponse(compress=False, max_msg_size=4096)
        await socket.prepare(request)
        connection = Connection(socket, request)
        wanted = request.query.get("compress")
        connection.squeeze = compressor(wanted)
        if wanted and connection.squeeze is None:
            self.errors.append(f"The gateway was asked for the compression {wanted}.")
        if request.query.get("v") != "10" or request.query.get("encoding") != "json":
            self.errors.append(f"The gateway was asked for {request.query_string}.")
            await socket.close(code=4012)
            return socket
        self.connections.append(connection)
        await connection.send({"op": 10, "d": {"heartbeat_interval": int(self.interval * 1000)}})
        watch = asyncio.create_task(self._watch(connection))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(connection, json.loads(message.data))
        finally:
            watch.cancel()
            self._left(connection)
        return socket

    def _left(self, connection: Connection) -> None:
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection = None
            if connection.socket.close_code in {1000, 1001}:
                self.sessions.pop(session.id, None)
        self.changed()

    async def _watch(self, connection: Connection) -> None:
        """Close a connection that is silent for an interval and a half."""
        allowed = self.interval * 1.5
        while not connection.socket.closed:
            last = connection.beats[-1] if connection.beats else connection.opened
            left = last + allowed - time.monotonic()
            if left <= 0:
                self.errors.append(f"No heartbeat came for {allowed:.1f} s.")
                await connection.socket.close(code=4009)
                return
            await asyncio.sleep(left)

    async def _receive(self, connection: Connection, message: Payload) -> None:
        now = time.monotonic()
        connection.sent = [one for one in connection.sent if one > now - 60] + [now]
        if len(connection.sent) > 120:
            self.errors.append("More than 120 gateway messages were sent in a minute.")
            await connection.socket.close(code=4008)
            return
        op, data = message.get("op"), message.get("d")
        if op == 1:
            connection.beats.append(now)
            await connection.send({"op": 11})
            return
        takes: dict[Any, Callable[[Connection, Any], Awaitable[None]]] = {
            2: self._identify,
            3: self._ignore,
            4: self._ignore,
            6: self._resume,
            8: self._members,
        }
        if op not in takes:
            await self._refuse(connection, 4001, f"The gateway got the unknown op {op}.")
        elif op != 2 and op != 6 and connection.session is None:
            await self._refuse(connection, 4003, f"Op {op} was sent before IDENTIFY.")
        else:
            await takes[op](connection, data)

    async def _refuse(self, connection: Connection, code: int, why: str) -> None:
        self.errors.append(f"{why} (closed with {code})")
        await connection.socket.close(code=code)

    async def _ignore(self, connection: Connection, data: Any) -> None:
        return

    async def _identify(self, connection: Connection, data: Payload) -> None:
        self.identifies.append({**data, "token": "..."})
        if connection.session is not None:
            await self._refuse(connection, 4005, "IDENTIFY was sent twice on a connection.")
            return
        if self.close_on_identify is not None:
            await connection.socket.close(code=self.close_on_identify)
            return
        if data.get("token") != self.token:
            await connection.socket.close(code=4004)
            return
        shard = tuple(data.get("shard") or (0, 1))
        if not (len(shard) == 2 and 0 <= shard[0] < shard[1]):
            await self._refuse(connection, 4010, f"IDENTIFY named the shard {shard}.")
            return
        intents = data.get("intents")
        if not isinstance(intents, int) or intents < 0 or intents >= 1 << 26:
            await self._refuse(connection, 4013, f"IDENTIFY named the intents {intents}.")
            return
        if any(intents & bit and bit not in self.privileged for bit in PRIVILEGED):
            await connection.socket.close(code=4014)
            return
        since = time.monotonic() - self._last_identify.get(0, -1e9)
        self._last_identify[0] = time.monotonic()
        if since < self.identify_every:
            self.errors.append(f"IDENTIFY was sent again after {since:.1f} s.")
            await connection.send({"op": 9, "d": False})
            return
        self._numbers += 1
        session = Session(f"session-{self._numbers}", intents, shard, connection)
        self.sessions[session.id] = session
        connection.session = session
        await self._ready(session)

    async def _ready(self, session: Session) -> None:
        world = self.world
        mine = [g for g in world.guilds.values() if world.bot["id"] in g["_members"]]
        mine = [g for g in mine if session.sees(g["id"])]
        ready = {
            "v": 10,
            "user": {
                **payloads.plain(world.bot),
                "verified": True,
                "mfa_enabled": True,
                "email": None,
            },
            "guilds": [{"id": g["id"], "unavailable": True} for g in mine],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": [*session.shard],
            "application": {"id": world.bot["id"], "flags": self.flags()},
            "private_channels": [],
            "relationships": [],
            "_trace": [],
        }
        await self._send(session, "READY", ready)
        for guild in mine:
            if session.intents & GUILDS and guild["_available"]:
                full = payloads.guild(world, guild, full=True)
                await self._send(session, "GUILD_CREATE", full)

    def flags(self) -> int:
        """The application's flags: which privileged intents are granted (limited form)."""
        limited = {1 << 8: 1 << 13, 1 << 1: 1 << 15, 1 << 15: 1 << 19}
        return sum(limited[bit] for bit in self.privileged)

    async def _resume(self, connection: Connection, data: Payload) -> None:
        if data.get("token") != self.token:
            await connection.socket.close(code=4004)
            return
        session = self.sessions.get(data.get("session_id") or "")
        if session is None:
            await connection.send({"op": 9, "d": False})
            return
        if data.get("seq") is None or data["seq"] > session.sequence:
            await self._refuse(connection, 4007, f"RESUME named the sequence {data.get('seq')}.")
            return
        session.connection, connection.session = connection, session
        session.resumes += 1
        for message in [one for one in session.events if one["s"] > data["seq"]]:
            await connection.send(message)
        await self._send(session, "RESUMED", {"_trace": []})

    async def _members(self, connection: Connection, data: Payload) -> None:
        """Op 8: the members that were asked for, by id or by the start of a name."""
        session = connection.session
        guild = self.world.guilds.get(str(data.get("guild_id")))
        if session is None or guild is None:
            return
        wanted = data.get("user_ids")
        if wanted is None and data.get("query") == "" and not session.intents & 1 << 1:
            self.errors.append("All members were requested without the members intent.")
            return
        listed = [str(one) for one in wanted] if isinstance(wanted, list) else [str(wanted)]
        start = (data.get("query") or "").lower()
        found = [
            payloads.member(self.world, guild, user_id)
            for user_id in guild["_members"]
            if (
                user_id in listed
                if wanted
                else self.world.users[user_id]["username"].startswith(start)
            )
        ]
        chunk = {
            "guild_id": guild["id"],
            "members": found[: data.get("limit") or None],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [one for one in listed if wanted and one not in guild["_members"]],
            "nonce": data.get("nonce"),
        }
        await self._send(session, "GUILD_MEMBERS_CHUNK", chunk)
