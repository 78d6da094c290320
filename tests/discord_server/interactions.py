"""Interactions: what people bring about with commands, buttons and modals, and its deadlines."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import messages, payloads
from .commands import check_choices
from .components import check_modal
from .limits import EPHEMERAL, LOADING
from .refusals import (
    ACKNOWLEDGED,
    INVALID_WEBHOOK_TOKEN,
    UNKNOWN_CHANNEL,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    Refused,
    invalid,
    refused,
    required,
)
from .world import DM, Payload

if TYPE_CHECKING:
    from .messages import Files
    from .server import Server

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, SHOW_MODAL = 4, 5, 6, 7, 8, 9
ALLOWED = {
    COMMAND: {MESSAGE, DEFER, SHOW_MODAL},
    COMPONENT: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE, SHOW_MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE},
}
ACKNOWLEDGE, LIFETIME = 3.0, 15 * 60.0


@dataclass(eq=False)
class Interaction:
    """One interaction; `answered_after` is seconds until the bot acknowledged it, None before."""

    payload: Payload
    user: Payload
    place: Payload
    began: float
    token: str
    source: Payload | None = None
    delivered: bool = False
    kind: int | None = None
    answered_after: float | None = None
    original: Payload | None = None
    messages: list[Payload] = field(default_factory=list)
    modal: Payload | None = None
    choices: list[Payload] | None = None

    @property
    def id(self) -> str:
        return str(self.payload["id"])

    @property
    def type(self) -> int:
        return int(self.payload["type"])

    @property
    def loading(self) -> bool:
        """Whether "thinking..." is still shown."""
        return any(one["flags"] & LOADING for one in self.messages)

    def name(self) -> str:
        data = self.payload["data"]
        return str(data.get("name") or data.get("custom_id"))


async def begin(
    server: Server,
    user: Payload,
    place: Payload,
    kind: int,
    data: Payload,
    source: Payload | None = None,
) -> Interaction:
    """INTERACTION_CREATE, and a note in `server.errors` when it is not acknowledged within 3 s."""
    world = server.world
    guild = world.guild_of(place)
    token = world.clock.token()
    installed = user.get("_installed")
    guild_install = guild is not None and world.bot["id"] in guild["_members"]
    owners: Payload = {"0": guild["id"]} if guild_install and guild else {}
    owners |= {"0": "0"} if guild is None and not installed else {}
    owners |= {"1": user["id"]} if installed else {}
    permissions = str(world.permissions(world.bot["id"], place))
    payload: Payload = {
        "id": world.clock.snowflake(),
        "application_id": world.bot["id"],
        "type": kind,
        "token": token,
        "version": 1,
        "data": data,
        "channel_id": place["id"],
        "channel": {
            **payloads.channel(world, place),
            "permissions": str(world.permissions(user["id"], place)),
        },
        "app_permissions": permissions,
        "locale": user["_locale"],
        "entitlements": [],
        "authorizing_integration_owners": owners,
        "context": 0 if guild is not None else 1 if place["type"] == DM else 2,
        "attachment_size_limit": messages.SIZE,
    }
    if guild is not None:
        payload |= {
            "guild_id": guild["id"],
            "guild_locale": guild["preferred_locale"],
            "guild": {"id": guild["id"], "locale": guild["preferred_locale"], "features": []},
            "member": {
                **payloads.member(world, guild, user["id"]),
                "permissions": str(world.permissions(user["id"], place)),
            },
        }
    else:
        payload["user"] = payloads.plain(user)
    if source is not None:
        payload["message"] = payloads.message(world, source)
    made = Interaction(payload, user, place, world.clock.now(), token, source)
    server.interactions[token] = made
    guild_id = payload.get("guild_id")
    made.delivered = await server.gateway.dispatch(
        "INTERACTION_CREATE", payload, guild_id=guild_id, channel=place
    )
    server.later(_overdue(server, made))
    return made


async def _overdue(server: Server, made: Interaction) -> None:
    await asyncio.sleep(ACKNOWLEDGE)
    there = made.place["id"] in server.world.channels and made.token in server.interactions
    if made.kind is None and made.delivered and there:
        server.errors.append(f"The interaction {made.name()} was not acknowledged within 3 s.")
        server.changed()


async def callback(
    server: Server, interaction_id: str, token: str, body: Payload, files: Files
) -> Payload:
    """POST /interactions/{id}/{token}/callback."""
    made = server.interactions.get(token)
    if made is None or made.id != interaction_id:
        raise refused(UNKNOWN_INTERACTION)
    if made.kind is not None:
        raise refused(ACKNOWLEDGED)
    if made.place["id"] not in server.world.channels:
        raise refused(UNKNOWN_CHANNEL)
    if server.world.clock.now() - made.began > ACKNOWLEDGE:
        raise Refused(*UNKNOWN_INTERACTION, fault=False)  # said already when the 3 s were over
    kind, data = body.get("type"), body.get("data") or {}
    allowed = ALLOWED[made.type]
    if made.source is None:
        allowed = allowed - {UPDATE, DEFER_UPDATE}
    if kind not in allowed:
        text = f"Value must be one of {sorted(allowed)}."
        raise invalid("type", "BASE_TYPE_CHOICES", text)
    await _respond(server, made, kind, data, files)
    made.kind = kind
    made.answered_after = server.world.clock.now() - made.began
    server.changed()
    return _callback_body(server, made, kind)


async def _respond(
    server: Server, made: Interaction, kind: int, data: Payload, files: Files
) -> None:
    if kind in (MESSAGE, DEFER):
        message = messages.respond(server, made.place, data, files, deferred=kind == DEFER)
        await _publish(server, made, message)
        made.original = message
    elif kind == UPDATE and made.source is not None:
        await messages.edit(
            server, made.source, {k: v for k, v in data.items() if k != "tts"}, files
        )
        made.original = made.source
    elif kind == DEFER_UPDATE:
        made.original = made.source
    elif kind == CHOICES:
        check_choices(data)
        made.choices = data["choices"]
    elif kind == SHOW_MODAL:
        check_modal(data)
        made.modal = data


async def _publish(server: Server, made: Interaction, message: Payload) -> None:
    """Show the message: to all, or to the person alone."""
    user = payloads.plain(made.user)
    message["interaction_metadata"] = {
        "id": made.id,
        "type": made.type,
        "user": user,
        "authorizing_integration_owners": made.payload["authorizing_integration_owners"],
    }
    if made.type == COMMAND:
        name = made.payload["data"]["name"]
        message["interaction"] = {"id": made.id, "type": 2, "name": name, "user": user}
        if not made.messages:
            message["type"] = 20 if made.payload["data"]["type"] == 1 else 23
    target = made.messages[0] if made.messages else made.source
    if target is not None and message["type"] == 0:
        place_id = made.place["id"]
        reference = {"type": 0, "channel_id": place_id, "message_id": target["id"], "_ping": False}
        message |= {"type": 19, "message_reference": payloads.plain(reference)}
    if message["flags"] & EPHEMERAL:
        message |= {"_only_for": made.user["id"], "_hidden": True}
    made.messages.append(message)
    await messages.publish(server, message)


def _callback_body(server: Server, made: Interaction, kind: int) -> Payload:
    found: Payload = {"id": made.id, "type": made.type}
    body: Payload = {"interaction": found}
    if made.original is not None:
        found["response_message_id"] = made.original["id"]
        found["response_message_loading"] = bool(made.original["flags"] & LOADING)
        found["response_message_ephemeral"] = bool(made.original["flags"] & EPHEMERAL)
    if kind in (MESSAGE, UPDATE, DEFER) and made.original is not None:
        body["resource"] = {"type": kind, "message": payloads.message(server.world, made.original)}
    else:
        body["resource"] = {"type": kind}
    return body


def live(server: Server, application_id: str, token: str) -> Interaction:
    """The interaction behind a webhook address, while its token lives."""
    made = server.interactions.get(token)
    if application_id != server.world.bot["id"]:
        raise refused(UNKNOWN_WEBHOOK)
    if made is None or server.world.clock.now() - made.began > LIFETIME:
        raise refused(INVALID_WEBHOOK_TOKEN)
    if made.kind is None:
        raise refused(UNKNOWN_WEBHOOK)
    if made.place["id"] not in server.world.channels:
        raise refused(UNKNOWN_CHANNEL)
    return made


def find(made: Interaction, message_id: str, server: Server) -> Payload:
    """A message that the interaction made or stands on."""
    reachable = [*made.messages, *([made.original] if made.original else [])]
    message = made.original if message_id == "@original" else None
    if message_id != "@original":
        message = next((one for one in reachable if one["id"] == message_id), None)
    there = server.world.messages.get(made.place["id"], {})
    if message is None or message["id"] not in there:
        raise Refused(*UNKNOWN_MESSAGE, fault=message is None)
    return message


async def follow_up(server: Server, made: Interaction, body: Payload, files: Files) -> Payload:
    """POST /webhooks/{app}/{token}: the first after a deferral fills the deferred answer."""
    if made.kind == SHOW_MODAL and made.modal is None:
        raise required("content")
    if made.original is not None and made.original["flags"] & LOADING:
        server.errors.append("A follow-up was posted in place of editing the deferred answer.")
        return await messages.edit(server, made.original, {**body, "flags": None}, files)
    message = messages.respond(server, made.place, body, files)
    await _publish(server, made, message)
    return message


def since(made: Interaction) -> float:
    """Seconds of real time since the interaction."""
    return time.time() - made.began


__all__ = ["Any", "Interaction", "begin", "callback", "find", "follow_up", "live"]
