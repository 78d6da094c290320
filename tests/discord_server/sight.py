"""A message as a person sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .components import walk
from .limits import EPHEMERAL, LOADING, SUPPRESS_EMBEDS
from .world import Payload

if TYPE_CHECKING:
    from .server import Server


class Seen:
    """A live view: it shows the message as it now stands."""

    def __init__(self, server: Server, payload: Payload) -> None:
        self.server, self.payload = server, payload

    def __repr__(self) -> str:
        return f"<Seen {self.author}: {self.content[:80]!r} {self.labels}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Seen) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def id(self) -> str:
        return str(self.payload["id"])

    @property
    def type(self) -> int:
        return int(self.payload["type"])

    @property
    def place(self) -> Payload:
        """The channel or thread it stands in."""
        return self.server.world.channels[self.payload["channel_id"]]

    @property
    def author(self) -> str:
        return str(self.server.world.users[self.payload["_author"]]["username"])

    @property
    def by_bot(self) -> bool:
        """Whether the bot under test wrote it."""
        return bool(self.payload["_author"] == self.server.world.bot["id"])

    @property
    def content(self) -> str:
        return str(self.payload["content"])

    @property
    def embeds(self) -> list[Payload]:
        return list(self.payload["embeds"])

    @property
    def components(self) -> list[Payload]:
        return list(self.payload["components"])

    @property
    def attachments(self) -> list[Payload]:
        return list(self.payload["attachments"])

    def file(self, number: int = 0) -> bytes:
        """The bytes of an attachment."""
        url = self.payload["attachments"][number]["url"]
        return self.server.world.files[url.removeprefix(self.server.base)][1]

    @property
    def text(self) -> str:
        """All that can be read: content, embeds, text components."""
        parts = [self.content]
        for embed in self.embeds:
            parts += [embed.get("title") or "", embed.get("description") or ""]
            parts += [f"{one['name']}\n{one['value']}" for one in embed.get("fields") or []]
            parts.append((embed.get("footer") or {}).get("text") or "")
        parts += [one.get("content") or "" for one in walk(self.components)]
        return "\n".join(part for part in parts if part)

    @property
    def labels(self) -> list[str]:
        """Labels of its buttons."""
        return [one.get("label") or "" for one in walk(self.components) if one["type"] == 2]

    def control(self, label_or_id: str) -> Payload:
        """A button or menu by label, emoji, placeholder or custom_id."""
        for one in walk(self.components):
            names = {one.get("custom_id"), one.get("label"), one.get("placeholder")}
            names.add((one.get("emoji") or {}).get("name"))
            if label_or_id in names:
                return one
        raise AssertionError(f"{self!r} has no control {label_or_id!r}")

    @property
    def flags(self) -> int:
        return int(self.payload["flags"])

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def without_previews(self) -> bool:
        return bool(self.flags & SUPPRESS_EMBEDS)

    @property
    def edits(self) -> int:
        """How often it was edited, the filling of a deferred answer not counted."""
        return int(self.payload["_edits"])

    @property
    def history(self) -> list[tuple[float, str]]:
        """(monotonic seconds, content) after each edit."""
        return list(self.payload.get("_history", []))

    @property
    def gone(self) -> bool:
        """Whether it was deleted."""
        there = self.server.world.messages.get(self.payload["channel_id"], {})
        return self.id not in there

    @property
    def replies_to(self) -> str | None:
        """The id of the message it replies to."""
        found = (self.payload.get("message_reference") or {}).get("message_id")
        return found and str(found)

    @property
    def reactions(self) -> dict[str, list[str]]:
        """Emoji -> ids of users."""
        return dict(self.payload.get("_reactions", {}))

    @property
    def thread(self) -> Payload | None:
        """The thread that was started on it."""
        return self.server.world.channels.get(self.id)

    def raw(self) -> dict[str, Any]:
        return dict(self.payload)
