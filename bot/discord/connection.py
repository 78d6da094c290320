"""The client that connects: what it hears from Discord goes to the desk, the commands and views."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import discord

from bot.discord import listening, places, trouble, views, waits
from bot.discord.client import DatelineClient
from bot.discord.commands.sync import sync
from bot.discord.commands.table import install
from bot.discord.desk import Desk

if TYPE_CHECKING:
    from bot.discord.callers import Caller
    from bot.discord.parts import Parts

_log = logging.getLogger(__name__)


class Connection(DatelineClient):
    """A client with its desk, its commands and its buttons, which hears what Discord tells."""

    def __init__(self, parts: Parts, *, intents: discord.Intents, **options: Any) -> None:
        super().__init__(parts, intents=intents, **options)
        self.desk = Desk(self)

    async def setup_hook(self) -> None:
        """Before the connection: commands and buttons, also those under old messages."""
        install(self.tree, dms=self.parts.settings.discord_dms)
        self.tree.error(trouble.tell)
        self.add_dynamic_items(*views.ITEMS)
        error = await trouble.failure(sync(self))
        if error is None:
            return
        if waits.wait(error) is not None or not isinstance(error, discord.HTTPException):
            raise error
        # Those that Discord knows already work, and mentions do in any case.
        _log.error("the commands were not accepted", exc_info=error)

    async def on_message(self, message: discord.Message) -> None:
        self.hearing.add(message.id)
        await self._hear(listening.heard(self, message))
        self.hearing.discard(message.id)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        await self._hear(listening.edited(self, event))

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        await self._hear(listening.deleted(self, [event.message_id]))

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        await self._hear(listening.deleted(self, event.message_ids))

    async def on_thread_create(self, thread: discord.Thread) -> None:
        places.forget_oldest(thread.guild)

    async def on_interaction(self, caller: Caller) -> None:
        if caller.type is discord.InteractionType.modal_submit:
            await self._hear(views.submitted(caller))

    async def on_ready(self) -> None:
        _log.info("ready", extra={"guilds": len(self.guilds)})
        await self.desk.resume()

    async def on_resumed(self) -> None:
        self.parts.metrics.reconnected()

    async def _hear(self, work: Any) -> None:
        """The door of the events: what fails here has nobody to be told to but the log."""
        error = await trouble.failure(work)
        if isinstance(error, discord.HTTPException) and waits.closed_place(error):
            _log.warning("an event came too late", extra={"code": error.code})
        elif error is not None:
            _log.error("an event was not handled", exc_info=error)


class ShardedConnection(Connection, discord.AutoShardedClient):
    """The same over several connections to the gateway."""
