"""Threads: starting, joining, editing them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from . import messages, payloads
from .limits import HAS_THREAD
from .refusals import (
    MISSING_PERMISSIONS,
    THREAD_ARCHIVED,
    THREAD_EXISTS,
    WRONG_CHANNEL_TYPE,
    Refused,
    invalid,
    refused,
    wrong_length,
)
from .world import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_THREAD,
    FORUM,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    TEXT,
    THREADS,
    Payload,
    bits,
)

if TYPE_CHECKING:
    from .server import Server

DURATIONS = {60, 1440, 4320, 10080}


def _check(body: Payload) -> None:
    name = body.get("name")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 100 or len(name) > 100:
        raise wrong_length("name", 1, 100)
    if (body.get("auto_archive_duration") or 1440) not in DURATIONS:
        text = "Value must be one of {60, 1440, 4320, 10080}."
        raise invalid("auto_archive_duration", "BASE_TYPE_CHOICES", text)


async def start(
    server: Server,
    place: Payload,
    body: Payload,
    starter: Payload,
    *,
    message: Payload | None = None,
    private: bool = False,
) -> Payload:
    """A thread on a message (whose id it takes) or by itself."""
    world = server.world
    if place["type"] not in {TEXT, ANNOUNCEMENT} and not (
        place["type"] == FORUM and message is None
    ):
        raise refused(WRONG_CHANNEL_TYPE)
    if message is not None and message["id"] in world.channels:
        mine = world.channels[message["id"]]["owner_id"] == world.bot["id"]
        raise Refused(*THREAD_EXISTS, fault=mine)
    _check(body)
    kind = PRIVATE_THREAD if private else PUBLIC_THREAD
    kind = ANNOUNCEMENT_THREAD if place["type"] == ANNOUNCEMENT else kind
    thread = world.add_channel(world.guilds[place["guild_id"]], body["name"].strip(), kind)
    if message is not None:
        del world.channels[thread["id"]], world.messages[thread["id"]]
        thread["id"] = message["id"]
        world.channels[thread["id"]], world.messages[thread["id"]] = thread, {}
    for key in ("position", "permission_overwrites", "topic", "nsfw"):
        del thread[key]
    thread |= {
        "parent_id": place["id"],
        "owner_id": starter["id"],
        "message_count": 0,
        "total_message_sent": 0,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": body.get("auto_archive_duration") or 1440,
            "archive_timestamp": world.clock.iso(),
            "create_timestamp": world.clock.iso(),
            "locked": False,
            **({"invitable": True} if private else {}),
        },
        "_members": {},
        "_at": time.monotonic(),
    }
    await join(server, thread, starter["id"], tell=False)
    created = {**payloads.channel(world, thread), "newly_created": True}
    await server.gateway.dispatch(
        "THREAD_CREATE", created, guild_id=place["guild_id"], channel=thread
    )
    await _announce(server, place, thread, starter, message)
    server.changed()
    return thread


async def _announce(
    server: Server, place: Payload, thread: Payload, starter: Payload, message: Payload | None
) -> None:
    """Type 21 inside a thread on a message; type 18 in the channel for a public one without."""
    world = server.world
    if message is not None:
        message["flags"] |= HAS_THREAD
        await server.gateway.dispatch_message("MESSAGE_UPDATE", message)
        first = payloads.new_message(world, thread, world.users[message["_author"]], kind=21)
        first["message_reference"] = {
            "type": 0,
            "channel_id": place["id"],
            "message_id": message["id"],
            "guild_id": place["guild_id"],
        }
        await messages.publish(server, first)
    elif place["type"] != FORUM and thread["type"] == PUBLIC_THREAD:
        told = payloads.new_message(world, place, starter, kind=18)
        told["content"] = thread["name"]
        told["message_reference"] = {"channel_id": thread["id"], "guild_id": place["guild_id"]}
        await messages.publish(server, told)


async def join(server: Server, thread: Payload, user_id: str, *, tell: bool = True) -> None:
    if thread["thread_metadata"]["archived"]:
        raise refused(THREAD_ARCHIVED)
    entry = {"join_timestamp": server.world.clock.iso(), "flags": 0}
    thread["_members"][user_id] = entry
    if tell:
        data = {
            "id": thread["id"],
            "guild_id": thread["guild_id"],
            "member_count": len(thread["_members"]),
            "added_members": [{"id": thread["id"], "user_id": user_id, **entry}],
            "removed_member_ids": [],
        }
        guild_id = thread["guild_id"]
        await server.gateway.dispatch(
            "THREAD_MEMBERS_UPDATE", data, guild_id=guild_id, channel=thread
        )


async def edit(server: Server, place: Payload, body: Payload, *, by_bot: bool = True) -> Payload:
    """PATCH of a thread (or, names only, of a channel)."""
    world = server.world
    if place["type"] in THREADS:
        held = world.permissions(world.bot["id"], place)
        mine = place["owner_id"] == world.bot["id"]
        if by_bot and not held & bits("manage_threads") and not mine:
            raise refused(MISSING_PERMISSIONS)
        state = place["thread_metadata"]
        for key in ("archived", "locked", "auto_archive_duration"):
            state[key] = body.get(key, state[key])
        if "archived" in body:
            state["archive_timestamp"] = world.clock.iso()
    if body.get("name") is not None:
        _check(body)
        place["name"] = body["name"]
    event = "THREAD_UPDATE" if place["type"] in THREADS else "CHANNEL_UPDATE"
    sent = payloads.channel(world, place)
    await server.gateway.dispatch(event, sent, guild_id=place["guild_id"], channel=place)
    server.changed()
    return sent
