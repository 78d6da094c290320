"""JSON as Discord sends it, made from what the world holds."""

from __future__ import annotations

import re
from typing import Any

from .world import DM, THREADS, Payload, World

MESSAGE_CONTENT = 1 << 15


def plain(found: Payload) -> Payload:
    """Without the server's own keys."""
    return {key: value for key, value in found.items() if not key.startswith("_")}


def member(world: World, guild: Payload, user_id: str, *, with_user: bool = True) -> Payload:
    held = plain(guild["_members"][user_id])
    return {**held, "user": plain(world.users[user_id])} if with_user else held


def channel(world: World, found: Payload) -> Payload:
    sent = plain(found)
    if found["type"] == DM:
        sent["recipients"] = [plain(world.users[found["_with"]])]
    if found["type"] in THREADS:
        sent["member_count"] = len(found["_members"])
        joined = found["_members"].get(world.bot["id"])
        if joined:
            sent["member"] = {"id": found["id"], "user_id": world.bot["id"], **joined}
    return sent


def guild(world: World, found: Payload, *, full: bool = False) -> Payload:
    """A guild as REST gives it or, in full, as GUILD_CREATE does."""
    sent = {
        **plain(found),
        "icon": None,
        "splash": None,
        "banner": None,
        "description": None,
        "roles": [*found["_roles"].values()],
        "emojis": [],
        "stickers": [],
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "afk_timeout": 300,
        "afk_channel_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "nsfw_level": 0,
        "mfa_level": 0,
        "vanity_url_code": None,
    }
    if full:
        inside = [c for c in world.channels.values() if c.get("guild_id") == found["id"]]
        sent |= {
            "large": len(found["_members"]) >= 250,
            "unavailable": False,
            "member_count": len(found["_members"]),
            "joined_at": found["_members"][world.bot["id"]]["joined_at"],
            "members": [member(world, found, world.bot["id"])],
            "channels": [channel(world, c) for c in inside if c["type"] not in THREADS],
            "threads": [
                channel(world, c)
                for c in inside
                if c["type"] in THREADS and world.permissions(world.bot["id"], c)
            ],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }
    return sent


def message(world: World, found: Payload, *, nested: bool = False) -> Payload:
    """A message with its author, thread and the message it refers to, content unblanked."""
    sent = plain(found)
    sent["author"] = plain(world.users[found["_author"]])
    thread = world.channels.get(found["id"])
    if thread is not None:
        sent["thread"] = channel(world, thread)
    reference = found.get("message_reference")
    if reference and not nested:
        there = world.messages.get(reference.get("channel_id", ""), {})
        target = there.get(reference.get("message_id", ""))
        sent["referenced_message"] = target and message(world, target, nested=True)
    return sent


def readable(world: World, sent: Payload, *, content: bool) -> Payload:
    """The message as a bot may read it: blank without the intent unless it is meant for the bot."""
    if sent.get("referenced_message"):
        inner = readable(world, sent["referenced_message"], content=content)
        sent = {**sent, "referenced_message": inner}
    mine = sent["author"]["id"] == world.bot["id"]
    mentioned = any(user["id"] == world.bot["id"] for user in sent["mentions"])
    direct = world.channels.get(sent["channel_id"], {}).get("type") == DM
    if content or mine or mentioned or direct:
        return sent
    return {**sent, "content": "", "embeds": [], "attachments": [], "components": []}


def event(world: World, found: Payload, *, content: bool) -> Payload:
    """A message as the gateway sends it in MESSAGE_CREATE and MESSAGE_UPDATE."""
    sent = readable(world, message(world, found), content=content)
    place = world.channels[found["channel_id"]]
    held = world.guild_of(place)
    if held is not None:
        sent["guild_id"] = held["id"]
        if found["_author"] in held["_members"] and "webhook_id" not in found:
            sent["member"] = member(world, held, found["_author"], with_user=False)
    sent["channel_type"] = place["type"]
    return sent


def mentioned_users(content: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"<@!?(\d{15,20})>", content)))


def mentioned_roles(content: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"<@&(\d{15,20})>", content)))


def new_message(world: World, place: Payload, author: Payload, kind: int = 0) -> Payload:
    """An empty message, not yet in its channel."""
    found: dict[str, Any] = {
        "id": world.clock.snowflake(),
        "channel_id": place["id"],
        "content": "",
        "timestamp": world.clock.iso(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": kind,
        "flags": 0,
        "_author": author["id"],
        "_edits": 0,
    }
    return found
