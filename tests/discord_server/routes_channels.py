"""Routes of channels: messages, threads, reactions, typing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from . import messages, payloads, threads
from .refusals import (
    DM_ACTION,
    MISSING_PERMISSIONS,
    NOT_AUTHOR,
    WRONG_CHANNEL_TYPE,
    invalid,
    refused,
)
from .rest import Call, Routes
from .world import DM, THREADS, Payload, bits

if TYPE_CHECKING:
    from .server import Server


def _place(server: Server, call: Call, *names: str) -> Payload:
    place = server.world.channel(call.parts[0])
    server.world.need(place, *names)
    return place


def shown(server: Server, message: Payload) -> Payload:
    content = 1 << 15 in server.gateway.privileged
    return payloads.readable(server.world, payloads.message(server.world, message), content=content)


async def get_channel(server: Server, call: Call) -> Any:
    return payloads.channel(server.world, _place(server, call))


async def edit_channel(server: Server, call: Call) -> Any:
    place = server.world.channel(call.parts[0])
    if place["type"] not in THREADS:
        server.world.need(place, "manage_channels")
    return await threads.edit(server, place, call.fields())


async def delete_channel(server: Server, call: Call) -> Any:
    place = _place(server, call, "manage_threads")
    await server.remove_channel(place)
    return payloads.channel(server.world, place)


async def post_message(server: Server, call: Call) -> Any:
    place = server.world.channel(call.parts[0])
    server.world.need_to_send(place)
    if place["type"] == DM:
        server.check_dm(place)
    return shown(server, await messages.post(server, place, call.fields(), call.files))


async def get_messages(server: Server, call: Call) -> Any:
    place = _place(server, call)
    held = server.world.permissions(server.world.bot["id"], place)
    if not held & bits("read_message_history"):
        return []
    limit = int(call.query.get("limit", "50"))
    if not 1 <= limit <= 100:
        raise invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    there = [one for one in server.world.messages[place["id"]].values() if not one.get("_hidden")]
    there.sort(key=lambda one: int(one["id"]))
    query = call.query
    if "around" in query:
        middle = int(query["around"])
        there.sort(key=lambda one: abs(int(one["id"]) - middle))
        found = sorted(there[:limit], key=lambda one: int(one["id"]))
    elif "after" in query:
        found = [one for one in there if int(one["id"]) > int(query["after"])][:limit]
    else:
        before = int(query.get("before", str(1 << 63)))
        found = [one for one in there if int(one["id"]) < before][-limit:]
    return [shown(server, one) for one in reversed(found)]


async def get_message(server: Server, call: Call) -> Any:
    place = _place(server, call, "read_message_history")
    return shown(server, server.world.message(place, call.parts[1]))


async def edit_message(server: Server, call: Call) -> Any:
    place = _place(server, call)
    message = server.world.message(place, call.parts[1])
    if message["_author"] != server.world.bot["id"]:
        raise refused(NOT_AUTHOR)
    if place["type"] in THREADS:
        messages.check_place(server, place)
    return shown(server, await messages.edit(server, message, call.fields(), call.files))


async def delete_message(server: Server, call: Call) -> Any:
    place = _place(server, call)
    message = server.world.message(place, call.parts[1])
    if message["_author"] != server.world.bot["id"]:
        if place["type"] == DM:
            raise refused(DM_ACTION)
        server.world.need(place, "manage_messages")
    await messages.delete(server, message)


async def typing(server: Server, call: Call) -> Any:
    place = server.world.channel(call.parts[0])
    server.world.need_to_send(place)
    server.typing.append((time.monotonic(), place["id"]))


async def react(server: Server, call: Call) -> Any:
    place = _place(server, call, "read_message_history", "add_reactions")
    message = server.world.message(place, call.parts[1])
    await server.react(server.world.bot, message, unquote(call.parts[2]))


async def unreact(server: Server, call: Call) -> Any:
    place = _place(server, call)
    message = server.world.message(place, call.parts[1])
    users = message.setdefault("_reactions", {}).get(unquote(call.parts[2]), [])
    if server.world.bot["id"] in users:
        users.remove(server.world.bot["id"])


async def thread_from_message(server: Server, call: Call) -> Any:
    place = _place(server, call, "create_public_threads")
    message = server.world.message(place, call.parts[1])
    made = await threads.start(server, place, call.fields(), server.world.bot, message=message)
    return payloads.channel(server.world, made)


async def thread_alone(server: Server, call: Call) -> Any:
    place = server.world.channel(call.parts[0])
    body = call.fields()
    private = body.get("type", 12) == 12
    server.world.need(place, "create_private_threads" if private else "create_public_threads")
    made = await threads.start(server, place, body, server.world.bot, private=private)
    return payloads.channel(server.world, made)


async def join_thread(server: Server, call: Call) -> Any:
    place = _place(server, call)
    who = server.world.bot["id"] if call.parts[1] == "@me" else call.parts[1]
    if place["type"] not in THREADS:
        raise refused(WRONG_CHANNEL_TYPE)
    if who != server.world.bot["id"]:
        server.world.need_to_send(place)
    await threads.join(server, place, who)


async def leave_thread(server: Server, call: Call) -> Any:
    place = _place(server, call)
    who = server.world.bot["id"] if call.parts[1] == "@me" else call.parts[1]
    if who != server.world.bot["id"] and place["owner_id"] != server.world.bot["id"]:
        raise refused(MISSING_PERMISSIONS)
    place["_members"].pop(who, None)


CHANNEL, MESSAGE = r"/channels/(\d+)", r"/channels/(\d+)/messages/(\d+)"

ROUTES: Routes = [
    ("GET", CHANNEL, get_channel),
    ("PATCH", CHANNEL, edit_channel),
    ("DELETE", CHANNEL, delete_channel),
    ("POST", rf"{CHANNEL}/messages", post_message),
    ("GET", rf"{CHANNEL}/messages", get_messages),
    ("GET", MESSAGE, get_message),
    ("PATCH", MESSAGE, edit_message),
    ("DELETE", MESSAGE, delete_message),
    ("POST", rf"{CHANNEL}/typing", typing),
    ("PUT", rf"{MESSAGE}/reactions/([^/]+)/@me", react),
    ("DELETE", rf"{MESSAGE}/reactions/([^/]+)/@me", unreact),
    ("POST", rf"{MESSAGE}/threads", thread_from_message),
    ("POST", rf"{CHANNEL}/threads", thread_alone),
    ("PUT", rf"{CHANNEL}/thread-members/(@me|\d+)", join_thread),
    ("DELETE", rf"{CHANNEL}/thread-members/(@me|\d+)", leave_thread),
]
