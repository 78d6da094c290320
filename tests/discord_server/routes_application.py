"""Routes of the application: who it is, its commands, guilds, interactions and their webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import interactions, messages, payloads
from .commands import check_command, check_commands
from .limits import LOADING
from .refusals import (
    CANNOT_DM,
    MISSING_ACCESS,
    UNKNOWN_COMMAND,
    UNKNOWN_MEMBER,
    UNKNOWN_ROLE,
    UNKNOWN_USER,
    invalid,
    refused,
)
from .rest import Call, Routes
from .world import Payload

if TYPE_CHECKING:
    from .server import Server


async def me(server: Server, call: Call) -> Any:
    return {**payloads.plain(server.world.bot), "verified": True, "mfa_enabled": True}


async def application(server: Server, call: Call) -> Any:
    bot = server.world.bot
    owner = next((user for user in server.world.users.values() if not user["bot"]), bot)
    return {
        "id": bot["id"],
        "name": "Dateline",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": server.gateway.flags(),
        "owner": payloads.plain(owner),
        "team": None,
        "bot": payloads.plain(bot),
        "approximate_guild_count": len(server.world.guilds),
        "integration_types_config": {"0": {}, "1": {}},
    }


async def gateway(server: Server, call: Call) -> Any:
    return {"url": server.gateway.url}


async def gateway_bot(server: Server, call: Call) -> Any:
    left = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    return {"url": server.gateway.url, "shards": server.shards, "session_start_limit": left}


# Commands


def _scope(server: Server, call: Call) -> str | None:
    if call.parts[0] != server.world.bot["id"]:
        raise refused(MISSING_ACCESS)
    guild_id = call.parts[1]
    if guild_id:
        server.world.guild(guild_id)
    return guild_id


def _keep(server: Server, guild_id: str | None, command: Payload) -> Payload:
    """The command as Discord stores it; one that had the name and type keeps its id."""
    kind = command.get("type", 1)
    there = server.commands.setdefault(guild_id, [])
    old = [one for one in there if one["name"] == command["name"] and one["type"] == kind]
    kept: Payload = {
        "description": "",
        "default_member_permissions": None,
        "nsfw": False,
        "integration_types": [0],
        "contexts": None,
        **{key: value for key, value in command.items() if value is not None},
        "type": kind,
        "id": old[0]["id"] if old else server.world.clock.snowflake(),
        "application_id": server.world.bot["id"],
        "version": server.world.clock.snowflake(),
    }
    if guild_id:
        kept["guild_id"] = guild_id
    return kept


async def list_commands(server: Server, call: Call) -> Any:
    return server.commands.get(_scope(server, call), [])


async def sync_commands(server: Server, call: Call) -> Any:
    scope = _scope(server, call)
    check_commands(call.body)
    server.syncs.append((scope, len(call.body)))
    server.commands[scope] = [_keep(server, scope, one) for one in call.body]
    return server.commands[scope]


async def add_command(server: Server, call: Call) -> Any:
    scope = _scope(server, call)
    check_command(call.fields(), "0")
    kept = _keep(server, scope, call.fields())
    server.commands[scope] = [one for one in server.commands[scope] if one["id"] != kept["id"]]
    server.commands[scope].append(kept)
    server.syncs.append((scope, 1))
    return kept


async def delete_command(server: Server, call: Call) -> Any:
    scope = _scope(server, call)
    there = server.commands.get(scope, [])
    left = [one for one in there if one["id"] != call.parts[2]]
    if len(left) == len(there):
        raise refused(UNKNOWN_COMMAND)
    server.commands[scope] = left


# Guilds and users


async def get_guild(server: Server, call: Call) -> Any:
    return payloads.guild(server.world, server.world.guild(call.parts[0]))


async def get_roles(server: Server, call: Call) -> Any:
    return [*server.world.guild(call.parts[0])["_roles"].values()]


async def get_role(server: Server, call: Call) -> Any:
    role = server.world.guild(call.parts[0])["_roles"].get(call.parts[1])
    if role is None:
        raise refused(UNKNOWN_ROLE)
    return role


async def get_guild_channels(server: Server, call: Call) -> Any:
    guild = server.world.guild(call.parts[0])
    inside = [one for one in server.world.channels.values() if one.get("guild_id") == guild["id"]]
    return [payloads.channel(server.world, one) for one in inside if "thread_metadata" not in one]


async def get_active_threads(server: Server, call: Call) -> Any:
    guild = server.world.guild(call.parts[0])
    found = [
        payloads.channel(server.world, one)
        for one in server.world.channels.values()
        if one.get("guild_id") == guild["id"] and "thread_metadata" in one
    ]
    return {"threads": found, "members": []}


async def get_member(server: Server, call: Call) -> Any:
    guild = server.world.guild(call.parts[0])
    user_id = server.world.bot["id"] if call.parts[1] == "@me" else call.parts[1]
    if user_id not in guild["_members"]:
        raise refused(UNKNOWN_MEMBER)
    return payloads.member(server.world, guild, user_id)


async def leave_guild(server: Server, call: Call) -> Any:
    await server.remove_bot(server.world.guild(call.parts[0]))


async def get_user(server: Server, call: Call) -> Any:
    found = server.world.users.get(call.parts[0])
    if found is None:
        raise refused(UNKNOWN_USER)
    return payloads.plain(found)


async def my_guilds(server: Server, call: Call) -> Any:
    bot = server.world.bot["id"]
    mine = [one for one in server.world.guilds.values() if bot in one["_members"]]
    return [
        {"id": one["id"], "name": one["name"], "owner": False, "permissions": "0"} for one in mine
    ]


async def open_dm(server: Server, call: Call) -> Any:
    user = server.world.users.get(str(call.fields().get("recipient_id")))
    if user is None:
        raise invalid("recipient_id", "USER_UNKNOWN", "Unknown user")
    if user["bot"]:
        raise refused(CANNOT_DM)
    return payloads.channel(server.world, server.world.dm_with(user))


# Interactions


async def callback(server: Server, call: Call) -> Any:
    interaction_id, token = call.parts
    body = await interactions.callback(server, interaction_id, token, call.fields(), call.files)
    return body if call.query.get("with_response") in {"1", "true"} else None


async def follow_up(server: Server, call: Call) -> Any:
    made = interactions.live(server, *call.parts)
    message = await interactions.follow_up(server, made, call.fields(), call.files)
    return payloads.message(server.world, message)


async def webhook_message(server: Server, call: Call) -> Any:
    made = interactions.live(server, *call.parts[:2])
    message = interactions.find(made, call.parts[2], server)
    if call.method == "PATCH":
        await messages.edit(server, message, call.fields(), call.files)
    if call.method == "DELETE":
        await messages.delete(server, message)
        message["flags"] &= ~LOADING  # what follows is a message of its own
        return None
    return payloads.message(server.world, message)


COMMANDS = r"/applications/(\d+)(?:/guilds/(\d+))?/commands"
HOOK = r"/webhooks/(\d+)/([^/]+)"

ROUTES: Routes = [
    ("GET", "/users/@me", me),
    ("GET", "/users/@me/guilds", my_guilds),
    ("DELETE", r"/users/@me/guilds/(\d+)", leave_guild),
    ("POST", "/users/@me/channels", open_dm),
    ("GET", r"/users/(\d+)", get_user),
    ("GET", "/oauth2/applications/@me", application),
    ("GET", "/applications/@me", application),
    ("GET", "/gateway", gateway),
    ("GET", "/gateway/bot", gateway_bot),
    ("GET", COMMANDS, list_commands),
    ("PUT", COMMANDS, sync_commands),
    ("POST", COMMANDS, add_command),
    ("DELETE", rf"{COMMANDS}/(\d+)", delete_command),
    ("GET", r"/guilds/(\d+)", get_guild),
    ("GET", r"/guilds/(\d+)/roles", get_roles),
    ("GET", r"/guilds/(\d+)/roles/(\d+)", get_role),
    ("GET", r"/guilds/(\d+)/channels", get_guild_channels),
    ("GET", r"/guilds/(\d+)/threads/active", get_active_threads),
    ("GET", r"/guilds/(\d+)/members/(\d+|@me)", get_member),
    ("POST", r"/interactions/(\d+)/([^/]+)/callback", callback),
    ("POST", HOOK, follow_up),
    *[
        (method, rf"{HOOK}/messages/(@original|\d+)", webhook_message)
        for method in ("GET", "PATCH", "DELETE")
    ],
]
