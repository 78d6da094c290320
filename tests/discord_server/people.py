"""People, guilds and channels, as tests hold them in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import controls, messages, payloads, threads
from .interactions import Interaction
from .sight import Seen
from .world import (
    ANNOUNCEMENT,
    FORUM,
    TEXT,
    THREADS,
    VOICE,
    Payload,
    bits,
)

if TYPE_CHECKING:
    from .server import Server

KINDS = {"text": TEXT, "voice": VOICE, "announcement": ANNOUNCEMENT, "forum": FORUM}


class Channel:
    """A channel, thread or direct conversation."""

    def __init__(self, server: Server, payload: Payload) -> None:
        self.server, self.payload = server, payload

    @property
    def id(self) -> str:
        return str(self.payload["id"])

    @property
    def name(self) -> str:
        return str(self.payload.get("name"))

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    @property
    def threads(self) -> list[Channel]:
        found = self.server.world.channels.values()
        mine = [one for one in found if one["type"] in THREADS and one["parent_id"] == self.id]
        return [Channel(self.server, one) for one in mine]

    def messages(self) -> list[Seen]:
        return self.server.messages(self)

    async def forbid(self, *names: str) -> None:
        """Take permissions from the bot here: `forbid("send_messages")`; none gives all back."""
        await self.server.permit(self.payload, deny=bits(*names) if names else 0)

    async def delete(self) -> None:
        await self.server.remove_channel(self.payload)

    async def archive(self, *, locked: bool = False) -> None:
        change = {"archived": True, "locked": locked}
        await threads.edit(self.server, self.payload, change, by_bot=False)


class Role:
    """A role of a guild."""

    def __init__(self, payload: Payload) -> None:
        self.payload = payload

    @property
    def id(self) -> str:
        return str(self.payload["id"])

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"


class Guild:
    """A guild; what is added before the bot is ready it gets with GUILD_CREATE."""

    def __init__(self, server: Server, payload: Payload) -> None:
        self.server, self.payload = server, payload

    @property
    def id(self) -> str:
        return str(self.payload["id"])

    def channel(self, name: str = "general", kind: str = "text") -> Channel:
        """`kind` is text, announcement, forum or voice."""
        more: Payload = {"bitrate": 64000, "user_limit": 0} if kind == "voice" else {}
        more |= {"available_tags": []} if kind == "forum" else {}
        made = self.server.world.add_channel(self.payload, name, KINDS[kind], **more)
        return Channel(self.server, made)

    def role(self, name: str, *permissions: str, mentionable: bool = False) -> Role:
        held = bits(*permissions) if permissions else 0
        world = self.server.world
        return Role(world.add_role(self.payload, name, permissions=held, mentionable=mentionable))

    def member(self, name: str, *roles: Role, locale: str = "en-US", bot: bool = False) -> User:
        """A new user who is in this guild."""
        user = self.server.user(name, locale=locale, bot=bot)
        self.join(user, *roles)
        return user

    def manager(self, name: str = "Manager") -> User:
        """A member with Manage Server."""
        return self.member(name, self.role(f"Managers of {name}", "manage_guild"))

    def join(self, user: User, *roles: Role) -> None:
        held = tuple(role.id for role in roles)
        self.server.world.join(self.payload, user.payload, held)
        if user.place is None:
            channels = self.server.world.channels.values()
            mine = [one for one in channels if one.get("guild_id") == self.id]
            user.place = Channel(self.server, mine[0]) if mine else None

    async def announce(self) -> None:
        """Tell a bot that is ready already that it was added here."""
        await self.server.announce(self.payload)

    async def remove_bot(self) -> None:
        await self.server.remove_bot(self.payload)


class User:
    """A person. `place` is the channel they act in when none is named."""

    def __init__(self, server: Server, payload: Payload) -> None:
        self.server, self.payload = server, payload
        self.place: Channel | None = None

    @property
    def id(self) -> str:
        return str(self.payload["id"])

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def close_dms(self) -> None:
        self.payload["_dms"] = False

    def install(self) -> None:
        """Add the application to this account, for use in any place."""
        self.payload["_installed"] = True

    def where(self, channel: Channel | Payload | None) -> Payload:
        chosen = channel or self.place
        assert chosen is not None, "name a channel"
        return chosen.payload if isinstance(chosen, Channel) else chosen

    @property
    def conversation(self) -> Channel:
        """The direct conversation with the bot."""
        return Channel(self.server, self.server.world.dm_with(self.payload))

    # Messages

    async def say(
        self,
        text: str,
        channel: Channel | Payload | None = None,
        *,
        mention_bot: bool = False,
        reply_to: Seen | None = None,
        ping: bool = True,
        attachments: dict[str, bytes] | None = None,
        forward: Seen | None = None,
    ) -> Seen:
        """Post a message; `ping` says whether a reply mentions its author."""
        world = self.server.world
        place = reply_to.place if reply_to and channel is None else self.where(channel)
        message = payloads.new_message(world, place, self.payload, 19 if reply_to else 0)
        message["content"] = f"<@{world.bot['id']}> {text}".strip() if mention_bot else text
        self._mention(message, reply_to if ping else None)
        if reply_to is not None:
            reference = {"type": 0, "channel_id": place["id"], "message_id": reply_to.id}
            message["message_reference"] = reference | (
                {"guild_id": place["guild_id"]} if "guild_id" in place else {}
            )
        for name, data in (attachments or {}).items():
            kept = messages.keep_file(self.server, place["id"], name, data)
            message["attachments"].append(kept)
        if place["type"] in THREADS and place["thread_metadata"]["archived"]:
            await threads.edit(self.server, place, {"archived": False}, by_bot=False)
        if place["type"] in THREADS and self.id not in place["_members"]:
            await threads.join(self.server, place, self.id)
        await messages.publish(self.server, message)
        return Seen(self.server, message)

    def _mention(self, message: Payload, target: Seen | None) -> None:
        world = self.server.world
        listed = payloads.mentioned_users(message["content"])
        if target is not None and target.payload["_author"] not in listed:
            listed.append(target.payload["_author"])
        message["mentions"] = [
            payloads.plain(world.users[one]) for one in listed if one in world.users
        ]
        message["mention_roles"] = payloads.mentioned_roles(message["content"])
        message["mention_everyone"] = "@everyone" in message["content"]

    async def ask(self, text: str, channel: Channel | Payload | None = None) -> Seen:
        """Mention the bot with a question."""
        return await self.say(text, channel, mention_bot=True)

    async def post_as_webhook(self, text: str, channel: Channel | Payload | None = None) -> Seen:
        """A message of a webhook that mentions the bot, under this person's name."""
        message = payloads.new_message(self.server.world, self.where(channel), self.payload)
        message |= {"content": f"<@{self.server.world.bot['id']}> {text}", "webhook_id": self.id}
        self._mention(message, None)
        await messages.publish(self.server, message)
        return Seen(self.server, message)

    async def edit(self, message: Seen, text: str) -> None:
        message.payload["content"] = text
        self._mention(message.payload, None)
        message.payload["edited_timestamp"] = self.server.clock.iso()
        message.payload["_edits"] += 1
        await self.server.gateway.dispatch_message("MESSAGE_UPDATE", message.payload)
        self.server.changed()

    async def delete(self, message: Seen) -> None:
        await messages.delete(self.server, message.payload)

    async def dm(self, text: str, **more: Any) -> Seen:
        """A direct message to the bot."""
        return await self.say(text, self.conversation, **more)

    async def react(self, message: Seen, emoji: str) -> None:
        await self.server.react(self.payload, message.payload, emoji)

    async def start_thread(self, message: Seen, name: str) -> Channel:
        made = await threads.start(
            self.server, message.place, {"name": name}, self.payload, message=message.payload
        )
        return Channel(self.server, made)

    async def post(
        self, forum: Channel, title: str, text: str, *, mention_bot: bool = False
    ) -> Seen:
        """A post in a forum: a thread and its first message."""
        made = await threads.start(self.server, forum.payload, {"name": title}, self.payload)
        return await self.say(text, made, mention_bot=mention_bot)

    # Commands and components

    async def slash(
        self, command: str, channel: Channel | Payload | None = None, /, **options: Any
    ) -> Interaction:
        """`slash("library add", file=("a.md", b"..."))`; refuses what a client would refuse."""
        return await controls.slash(self, self.where(channel), command, options)

    async def complete(
        self, command: str, option: str, typed: str, channel: Channel | Payload | None = None
    ) -> list[Payload]:
        """The choices that are suggested while an option is being typed."""
        return await controls.complete(self, self.where(channel), command, option, typed)

    async def menu(self, command: str, target: Seen | User) -> Interaction:
        """A command of the right-click menu."""
        return await controls.menu(self, command, target)

    async def press(self, message: Seen, label_or_id: str) -> Interaction:
        return await controls.press(self, message, label_or_id)

    async def choose(self, message: Seen, control: str, *values: str) -> Interaction:
        """Choose from a menu named by placeholder or custom_id."""
        return await controls.choose(self, message, control, list(values))

    async def submit(self, shown: Interaction, values: dict[str, Any]) -> Interaction:
        """Send the modal that an interaction showed; values by custom_id or label."""
        return await controls.submit(self, shown, values)
