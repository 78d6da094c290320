"""What is on the server: users, guilds, roles, channels, threads and messages, as plain dicts."""

from __future__ import annotations

from typing import Any

import discord

from .clock import Clock
from .refusals import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_CHANNEL,
    UNKNOWN_GUILD,
    UNKNOWN_MESSAGE,
    Refused,
    refused,
)

Payload = dict[str, Any]

TEXT, DM, VOICE, CATEGORY, ANNOUNCEMENT = 0, 1, 2, 4, 5
ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 10, 11, 12, 15
THREADS = {ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD}
ALL = discord.Permissions.all().value


def bits(*names: str) -> int:
    """The permission bits of these names, as discord.py spells them."""
    return discord.Permissions(**dict.fromkeys(names, True)).value


EVERYONE = bits(
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "create_public_threads",
    "embed_links",
    "attach_files",
    "add_reactions",
    "read_message_history",
    "use_application_commands",
)


class World:
    """Keys that begin with `_` are the server's own and are never sent."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.users: dict[str, Payload] = {}
        self.guilds: dict[str, Payload] = {}
        self.channels: dict[str, Payload] = {}
        self.messages: dict[str, dict[str, Payload]] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.bot = self.add_user("Dateline", bot=True)

    def add_user(self, name: str, *, bot: bool = False, locale: str = "en-US") -> Payload:
        user: Payload = {
            "id": self.clock.snowflake(),
            "username": name.lower().replace(" ", "_"),
            "global_name": None if bot else name,
            "discriminator": "0",
            "avatar": None,
            "bot": bot,
            "public_flags": 0,
            "_locale": locale,
            "_dms": True,
        }
        self.users[user["id"]] = user
        return user

    def add_guild(self, name: str, *, locale: str, owner: Payload | None) -> Payload:
        guild_id = self.clock.snowflake()
        owner = owner or self.add_user(f"Owner of {name}")
        guild: Payload = {
            "id": guild_id,
            "name": name,
            "owner_id": owner["id"],
            "preferred_locale": locale,
            "features": [],
            "_roles": {},
            "_members": {},
            "_available": True,
        }
        self.guilds[guild_id] = guild
        self.add_role(guild, "@everyone", permissions=EVERYONE, role_id=guild_id)
        self.join(guild, owner)
        return guild

    def add_role(
        self,
        guild: Payload,
        name: str,
        *,
        permissions: int = 0,
        role_id: str | None = None,
        mentionable: bool = False,
    ) -> Payload:
        role = {
            "id": role_id or self.clock.snowflake(),
            "name": name,
            "permissions": str(permissions),
            "position": len(guild["_roles"]),
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": mentionable,
            "flags": 0,
        }
        guild["_roles"][role["id"]] = role
        return role

    def join(self, guild: Payload, user: Payload, roles: tuple[str, ...] = ()) -> Payload:
        member = {
            "roles": list(roles),
            "nick": None,
            "joined_at": self.clock.iso(),
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
            "communication_disabled_until": None,
            "avatar": None,
        }
        guild["_members"][user["id"]] = member
        return member

    def add_channel(self, guild: Payload | None, name: str, kind: int, **more: Any) -> Payload:
        channel: Payload = {"id": self.clock.snowflake(), "type": kind, "last_message_id": None}
        if guild is not None:
            channel |= {
                "guild_id": guild["id"],
                "name": name,
                "position": len(self.channels),
                "permission_overwrites": [],
                "parent_id": None,
                "topic": None,
                "nsfw": False,
                "rate_limit_per_user": 0,
                "flags": 0,
            }
        channel |= more
        self.channels[channel["id"]] = channel
        self.messages[channel["id"]] = {}
        return channel

    def dm_with(self, user: Payload) -> Payload:
        for channel in self.channels.values():
            if channel["type"] == DM and channel["_with"] == user["id"]:
                return channel
        return self.add_channel(None, "", DM, _with=user["id"])

    # Looking up, with Discord's refusals

    def guild(self, guild_id: str) -> Payload:
        guild = self.guilds.get(guild_id)
        if guild is None or self.bot["id"] not in guild["_members"]:
            raise refused(UNKNOWN_GUILD if guild is None else MISSING_ACCESS)
        return guild

    def channel(self, channel_id: str) -> Payload:
        channel = self.channels.get(channel_id)
        if channel is None:
            raise refused(UNKNOWN_CHANNEL)
        return channel

    def message(self, channel: Payload, message_id: str) -> Payload:
        found = self.messages[channel["id"]].get(message_id)
        if found is None or found.get("_hidden"):
            raise refused(UNKNOWN_MESSAGE)
        return found

    def guild_of(self, channel: Payload) -> Payload | None:
        return self.guilds.get(channel.get("guild_id", ""))

    def parent(self, channel: Payload) -> Payload:
        """A thread's channel; else the channel itself."""
        if channel["type"] in THREADS:
            return self.channels.get(channel["parent_id"], channel)
        return channel

    # Permissions

    def permissions(self, user_id: str, channel: Payload) -> int:
        """Bits that the user has in the channel."""
        guild = self.guild_of(channel)
        if guild is None:
            allowed = channel.get("_with") == user_id or user_id == self.bot["id"]
            return bits("view_channel", "send_messages", "embed_links", "attach_files",
                        "read_message_history", "add_reactions") if allowed else 0  # fmt: skip
        member = guild["_members"].get(user_id)
        if member is None:
            return 0
        held = [guild["id"], *member["roles"]]
        granted = 0
        for role_id in held:
            granted |= (
                int(guild["_roles"][role_id]["permissions"]) if role_id in guild["_roles"] else 0
            )
        if guild["owner_id"] == user_id or granted & bits("administrator"):
            return ALL
        overwrites = {o["id"]: o for o in self.parent(channel)["permission_overwrites"]}
        for group in ([guild["id"]], member["roles"], [user_id]):
            found = [overwrites[one] for one in group if one in overwrites]
            for one in found:
                granted &= ~int(one["deny"])
            for one in found:
                granted |= int(one["allow"])
        private = channel["type"] == PRIVATE_THREAD and user_id not in channel["_members"]
        if not granted & bits("view_channel") or private:
            return 0
        return granted

    def need(self, channel: Payload, *names: str) -> None:
        """Refuse what the bot may not do here: 50001 when it cannot see the channel, else 50013."""
        held = self.permissions(self.bot["id"], channel)
        if not held & bits("view_channel"):
            raise refused(MISSING_ACCESS)
        wanted = bits(*names) if names else 0
        if held & wanted != wanted:
            raise refused(MISSING_PERMISSIONS)

    def need_to_send(self, channel: Payload) -> None:
        in_thread = channel["type"] in THREADS
        self.need(channel, "send_messages_in_threads" if in_thread else "send_messages")


__all__ = ["Payload", "Refused", "World", "bits"]
