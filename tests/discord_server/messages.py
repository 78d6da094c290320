"""Posting, editing and deleting messages, and whom they would ping."""

from __future__ import annotations

import mimetypes
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import payloads
from .components import V2, walk
from .limits import EPHEMERAL, LOADING, SETTABLE, SUPPRESS_EMBEDS, check_message, check_not_empty
from .refusals import (
    NO_HISTORY,
    NOT_TEXT,
    THREAD_LOCKED,
    TOO_LARGE,
    Refused,
    invalid,
    refused,
)
from .world import CATEGORY, FORUM, THREADS, Payload, bits

if TYPE_CHECKING:
    from .server import Server

Files = dict[str, tuple[str, bytes]]
SIZE = 10 * 1024 * 1024


@dataclass(frozen=True)
class Ping:
    """One notification that a message of the bot would cause; `target` is an id or "everyone"."""

    kind: str
    target: str
    message_id: str
    content: str


def pings(server: Server, message: Payload, allowed: dict[str, Any] | None) -> list[Ping]:
    """Whom the message would ping, permissions of the bot left aside."""
    shown = [message["content"]] + [one.get("content") or "" for one in walk(message["components"])]
    text = "\n".join(shown)
    anyone: dict[str, Any] = {"parse": ["users", "roles", "everyone"], "replied_user": True}
    allowed = anyone if allowed is None else allowed
    parse = allowed.get("parse") or []
    found: list[tuple[str, str]] = []
    for kind, there in (("users", payloads.mentioned_users), ("roles", payloads.mentioned_roles)):
        listed = {str(one) for one in allowed.get(kind) or []}
        found += [(kind, one) for one in there(text) if kind in parse or one in listed]
    if "everyone" in parse and ("@everyone" in text or "@here" in text):
        found.append(("everyone", "everyone"))
    reference = message.get("message_reference")
    if reference and allowed.get("replied_user") and reference.get("_ping", True):
        target = server.world.messages.get(reference["channel_id"], {}).get(reference["message_id"])
        if target and target["_author"] != server.world.bot["id"]:
            found.append(("reply", target["_author"]))
    return [Ping(kind, target, message["id"], text) for kind, target in found]


def _mention(server: Server, message: Payload, found: list[Ping]) -> None:
    users = list(dict.fromkeys(ping.target for ping in found if ping.kind in ("users", "reply")))
    known = server.world.users
    message["mentions"] = [payloads.plain(known[one]) for one in users if one in known]
    message["mention_roles"] = [ping.target for ping in found if ping.kind == "roles"]
    message["mention_everyone"] = any(ping.kind == "everyone" for ping in found)


def keep_file(server: Server, place_id: str, name: str, data: bytes) -> Payload:
    """An attachment, served from /cdn."""
    file_id = server.world.clock.snowflake()
    path = f"/cdn/attachments/{place_id}/{file_id}/{name}"
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    server.world.files[path] = (kind, data)
    url = f"{server.base}{path}"
    return {
        "id": file_id,
        "filename": name,
        "size": len(data),
        "url": url,
        "proxy_url": url,
        "content_type": kind,
    }


def _attachments(
    server: Server, place_id: str, body: Payload, files: Files, old: list[Payload]
) -> list[Payload]:
    """The attachments afterwards: kept ones by id, new ones by the number of their file."""
    if len(files) > 10:
        raise invalid("files", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    if any(len(data) > SIZE for _, data in files.values()):
        raise refused(TOO_LARGE)
    listed = body.get("attachments")
    kept = {one["id"]: one for one in old}
    if listed is None:
        listed = [{"id": one} for one in kept] + [{"id": number} for number in range(len(files))]
    made = []
    for number, one in enumerate(listed):
        key = str(one.get("id"))
        if key in kept:
            made.append(kept[key])
        elif f"files[{key}]" in files:
            name, data = files[f"files[{key}]"]
            made.append(keep_file(server, place_id, one.get("filename") or name, data))
        else:
            text = f"Attachment {key} was not uploaded"
            raise invalid(f"attachments.{number}.id", "ATTACHMENT_NOT_FOUND", text)
    return made


def flags_of(server: Server, body: Payload, *, allowed: int) -> int:
    """The flags asked for that count; others, which Discord ignores, are noted as errors."""
    flags = int(body.get("flags") or 0)
    if flags & ~allowed:
        server.errors.append(
            f"A message asked for the flags {flags & ~allowed}, which it cannot set."
        )
    return flags & allowed


def _number_components(components: list[Payload]) -> list[Payload]:
    for number, one in enumerate(walk(components), start=1):
        one.setdefault("id", number)
    return components


def _fill(server: Server, message: Payload, body: Payload) -> None:
    """Store what was given and record the pings."""
    message["content"] = (body.get("content") or "").strip()
    message["embeds"] = [{"type": "rich", **embed} for embed in body.get("embeds") or []]
    message["components"] = _number_components(body.get("components") or [])
    found = pings(server, message, body.get("allowed_mentions"))
    _mention(server, message, found)
    server.pings += found


def check_place(server: Server, place: Payload) -> None:
    """Refuse a channel that takes no messages, and a locked thread; an archived thread opens."""
    if place["type"] in {FORUM, CATEGORY}:
        raise refused(NOT_TEXT)
    if place["type"] in THREADS:
        state = place["thread_metadata"]
        held = server.world.permissions(server.world.bot["id"], place)
        if state["locked"] and not held & bits("manage_threads"):
            raise refused(THREAD_LOCKED)
        state["archived"] = False


def _reference(server: Server, place: Payload, body: Payload) -> Payload | None:
    wanted = body.get("message_reference")
    if not wanted:
        return None
    channel_id = str(wanted.get("channel_id") or place["id"])
    message_id = str(wanted.get("message_id"))
    target = server.world.messages.get(channel_id, {}).get(message_id)
    if target is None or channel_id != place["id"] or target.get("_hidden"):
        if wanted.get("fail_if_not_exists", True) is False:
            return None
        raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    if target["type"] not in {0, 19, 20, 23}:
        text = "Cannot reply to a system message"
        raise invalid("message_reference", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", text)
    held = server.world.permissions(server.world.bot["id"], place)
    if not held & bits("read_message_history"):
        raise refused(NO_HISTORY)
    kept = {"type": 0, "channel_id": channel_id, "message_id": message_id}
    return {**kept, "guild_id": place["guild_id"]} if place.get("guild_id") else kept


async def post(server: Server, place: Payload, body: Payload, files: Files) -> Payload:
    """POST /channels/{id}/messages by the bot."""
    world = server.world
    check_place(server, place)
    flags = flags_of(server, body, allowed=SETTABLE)
    check_message(body, flags=flags)
    check_not_empty({**body, "attachments": None}, files=len(files))
    if files:
        world.need(place, "attach_files")
    if body.get("embeds"):
        world.need(place, "embed_links")
    nonce = (place["id"], str(body.get("nonce")))
    if body.get("enforce_nonce") and nonce in server.nonces:
        return world.message(place, server.nonces[nonce])
    message = payloads.new_message(world, place, world.bot)
    reference = _reference(server, place, body)
    if reference:
        message |= {"message_reference": reference, "type": 19}
    message["flags"], message["tts"] = flags, bool(body.get("tts"))
    message["attachments"] = _attachments(server, place["id"], body, files, [])
    _fill(server, message, body)
    if body.get("nonce"):
        message["nonce"] = body["nonce"]
        server.nonces[nonce] = message["id"]
    await publish(server, message)
    return message


async def publish(server: Server, message: Payload) -> None:
    """Put the message into its channel and tell everyone, unless one person alone sees it."""
    place = server.world.channels[message["channel_id"]]
    message["_at"] = time.monotonic()
    server.world.messages[place["id"]][message["id"]] = message
    if not message.get("_only_for"):
        place["last_message_id"] = message["id"]
        if place["type"] in THREADS and message["type"] not in {21, 18}:
            place["message_count"] += 1
            place["total_message_sent"] += 1
        await server.gateway.dispatch_message("MESSAGE_CREATE", message)
    server.changed()


async def edit(server: Server, message: Payload, body: Payload, files: Files) -> Payload:
    """PATCH of a message of the bot: what is not given stays."""
    place = server.world.channels[message["channel_id"]]
    asked = int(body["flags"] if body.get("flags") is not None else message["flags"])
    if message["flags"] & V2 and not asked & V2:
        raise invalid(
            "flags", "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "This flag cannot be removed."
        )
    settable = SUPPRESS_EMBEDS | V2
    flags = (message["flags"] & ~settable) | (asked & settable) | message["flags"] & V2
    after = {
        "content": message["content"],
        "embeds": message["embeds"],
        "components": message["components"],
        **{key: value for key, value in body.items() if key != "flags"},
    }
    attachments = _attachments(server, place["id"], body, files, message["attachments"])
    check_message({**after, "attachments": attachments}, flags=flags)
    check_not_empty({**after, "attachments": attachments}, files=0)
    loading = message["flags"] & LOADING
    message["flags"] = flags & ~LOADING
    message["attachments"] = attachments
    _fill(server, message, after)
    if not loading:
        message["edited_timestamp"] = server.world.clock.iso()
        message["_edits"] += 1
    message.setdefault("_history", []).append((time.monotonic(), message["content"]))
    if not message.get("_only_for"):
        await server.gateway.dispatch_message("MESSAGE_UPDATE", message)
    server.changed()
    return message


async def delete(server: Server, message: Payload) -> None:
    place = server.world.channels[message["channel_id"]]
    server.world.messages[place["id"]].pop(message["id"], None)
    server.deleted.append(message)
    if not message.get("_only_for"):
        data = {"id": message["id"], "channel_id": place["id"]}
        guild_id = place.get("guild_id")
        data |= {"guild_id": guild_id} if guild_id else {}
        await server.gateway.dispatch("MESSAGE_DELETE", data, guild_id=guild_id, channel=place)
    server.changed()


def respond(
    server: Server, place: Payload, body: Payload, files: Files, *, deferred: bool = False
) -> Payload:
    """A message that answers an interaction, checked and filled, not yet published."""
    allowed = SETTABLE | EPHEMERAL
    flags = flags_of(server, body, allowed=allowed)
    message = payloads.new_message(server.world, place, server.world.bot)
    message["flags"] = flags | (LOADING if deferred else 0)
    if not deferred:
        check_message(body, flags=flags)
        check_not_empty({**body, "attachments": None}, files=len(files))
        message["attachments"] = _attachments(server, place["id"], body, files, [])
        _fill(server, message, body)
    message["webhook_id"] = message["application_id"] = server.world.bot["id"]
    return message


__all__ = ["Ping", "Refused", "delete", "edit", "post", "publish", "respond"]
