"""Where the answer to one question is written: into a channel, or in place of an interaction."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import aiohttp
import discord

from bot.discord import trouble, waits

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient
    from bot.discord.sending import Wait

Value = TypeVar("Value")
_LOOKED_AT = 50  # messages after a question that was under way when the process was killed
_ANSWERS = (discord.MessageType.default, discord.MessageType.reply)
NOTICE_SECONDS = 20.0  # a notice in a channel, which cannot be ephemeral, goes away by itself


def reply_options(
    client: discord.Client, message_id: int | None, channel_id: int
) -> dict[str, Any]:
    """What makes a message a reply that pings nobody.

    Nothing without a message to reply to, and where Discord lets the bot read no history: there it
    refuses replies.
    """
    if message_id is None or _history_is_closed(client, channel_id):
        return {}
    reference = discord.MessageReference(
        message_id=message_id,
        channel_id=channel_id,
        fail_if_not_exists=False,  # the question may have been deleted meanwhile
    )
    return {"reference": reference, "mention_author": False}


async def ours_in(
    client: DatelineClient, channel: discord.PartialMessageable, *, after: discord.Object
) -> list[discord.Message]:
    """Our messages after another, oldest first; none where history cannot be read."""
    try:
        return [
            one
            async for one in channel.history(limit=_LOOKED_AT, after=after, oldest_first=True)
            if client.user is not None and one.author.id == client.user.id and one.type in _ANSWERS
        ]
    except discord.HTTPException:
        return []


def _history_is_closed(client: discord.Client, channel_id: int) -> bool:
    channel = client.get_channel(channel_id)
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return False
    me = channel.guild.me
    return me is not None and not channel.permissions_for(me).read_message_history


async def answers_in(
    client: DatelineClient, channel_id: int, question_id: int, *, own_thread: bool
) -> list[int]:
    """Our messages that answer a message, oldest first.

    question_id: the message's; own_thread: the channel is the thread under it.
    """
    channel = client.get_partial_messageable(channel_id)
    found = await ours_in(client, channel, after=discord.Object(question_id))
    return [
        one.id
        for one in found
        if own_thread or (one.reference is not None and one.reference.message_id == question_id)
    ]


async def finished(work: Coroutine[Any, Any, None]) -> None:
    """The work is done to its end even when its caller is called off, and knows what it sent."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        raise


class Sink(Protocol):
    """Writes the messages of one answer; `message_ids` are those written so far, in order."""

    message_ids: list[int]

    async def draft(self, text: str) -> None:
        """Show this state of an answer that is under way."""
        ...

    async def finish(self, pieces: Sequence[str], view: discord.ui.View | None) -> None:
        """Show the whole answer; the view stands under its last piece."""
        ...

    async def notice(self, text: str) -> None:
        """Tell the person one thing in place of an answer, to nobody else where that can be."""
        ...


class ChannelSink:
    """Replies in a channel, a thread or a direct message, through the queue of sends."""

    def __init__(
        self,
        client: DatelineClient,
        channel_id: int,
        *,
        question_id: int,
        reply_to: int | None = None,
        message_ids: Sequence[int] = (),
    ) -> None:
        """reply_to: a message in that channel; message_ids: what an earlier process wrote."""
        self.message_ids = list(message_ids)
        self._client = client
        self._channel_id = channel_id
        self._question_id = question_id
        self._reply_to = reply_to
        self._lost = 0

    async def draft(self, text: str) -> None:
        await self._write(0, text, None)

    async def finish(self, pieces: Sequence[str], view: discord.ui.View | None) -> None:
        last = len(pieces) - 1
        for number, piece in enumerate(pieces):
            await self._write(number, piece, view if number == last else None)

    async def notice(self, text: str) -> None:
        if self.message_ids:
            await self._write(0, text, None)
            return
        channel, options = self._channel(), self._reply_options()
        nonce = f"{self._question_id}-notice"
        await self._client.parts.queue.send(
            self._channel_id,
            lambda: channel.send(
                text, suppress_embeds=True, delete_after=NOTICE_SECONDS, nonce=nonce, **options
            ),
        )

    async def _write(self, number: int, text: str, view: discord.ui.View | None) -> None:
        """Write or rewrite the message with this number."""
        queue, channel = self._client.parts.queue, self._channel()
        if number < len(self.message_ids):
            message = channel.get_partial_message(self.message_ids[number])
            try:
                await queue.send(self._channel_id, lambda: message.edit(content=text, view=view))
                return
            except discord.HTTPException as error:
                if not (waits.unknown_message(error) or waits.not_ours(error)):
                    raise
                del self.message_ids[number:]  # somebody deleted it meanwhile
                self._lost += 1
        # With a nonce Discord itself sees to it that a send which is tried again is no second one.
        options: dict[str, Any] = {"nonce": f"{self._question_id}-{number}-{self._lost}"}
        if view is not None:
            options["view"] = view
        if number == 0:
            options |= self._reply_options()
        await finished(self._send(lambda: channel.send(text, suppress_embeds=True, **options)))

    async def _send(self, send: Callable[[], Awaitable[discord.Message]]) -> None:
        """Send and note it; when the question was deleted meanwhile, take it back."""
        queue = self._client.parts.queue
        sent = await queue.send(self._channel_id, send)
        self.message_ids.append(sent.id)
        if not await self._client.note_message(self._question_id, self._channel_id, sent.id):
            await trouble.failure(queue.send(self._channel_id, sent.delete))

    def _channel(self) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(self._channel_id)

    def _reply_options(self) -> dict[str, Any]:
        return reply_options(self._client, self._reply_to, self._channel_id)


class InteractionSink:
    """Writes in place of an acknowledged interaction, for the 15 minutes that its token lives.

    After them, what everybody may see is written into the channel instead.
    """

    def __init__(
        self,
        client: DatelineClient,
        application_id: int,
        token: str,
        *,
        question_id: int,
        channel_id: int,
        private: bool,
        message_ids: Sequence[int] = (),
    ) -> None:
        self.message_ids = list(message_ids)
        self._client = client
        self._question_id = question_id
        self._private = private
        # from_state, as Interaction.followup: Webhook.partial makes none that may be ephemeral.
        self._webhook = discord.Webhook.from_state(
            {"id": application_id, "type": 3, "token": token}, state=client._connection
        )
        self._channel_id = channel_id

    async def draft(self, text: str) -> None:
        await self._edit(text, None)

    async def finish(self, pieces: Sequence[str], view: discord.ui.View | None) -> None:
        last = len(pieces) - 1
        try:
            for number, piece in enumerate(pieces):
                shown = view if number == last else None
                if number == 0:
                    await self._edit(piece, shown)
                elif number >= len(self.message_ids):
                    await self._follow(piece, shown, private=self._private)
        except discord.HTTPException as error:
            if self._private or not waits.expired_token(error):
                raise
            late = ChannelSink(
                self._client,
                self._channel_id,
                question_id=self._question_id,
                message_ids=self.message_ids,
            )
            await late.finish(pieces, view)
            self.message_ids = late.message_ids

    async def notice(self, text: str) -> None:
        if self._private:
            await self._edit(text, None)
            return
        # A follow-up takes the place of "is thinking", for all to see, until something else has.
        for step in (
            partial(self._edit, text, None),
            partial(self._follow, text, None, private=True),
            partial(self._call, lambda: self._webhook.delete_message(_ORIGINAL)),
        ):
            try:
                await step()
            except discord.NotFound as error:
                if not waits.unknown_message(error):
                    raise
        self.message_ids.clear()  # no thread is opened under it

    async def _edit(self, text: str, view: discord.ui.View | None) -> None:
        message = await self._call(
            lambda: self._webhook.edit_message(_ORIGINAL, content=text, view=view)
        )
        if not self.message_ids:
            await self._note(message.id)

    async def _follow(self, text: str, view: discord.ui.View | None, *, private: bool) -> None:
        """One more message; Discord takes no nonce here, so a doubtful one is looked for first."""

        async def send() -> int:
            options: dict[str, Any] = {} if view is None else {"view": view}
            message = await self._webhook.send(
                text, wait=True, ephemeral=private, suppress_embeds=True, **options
            )
            return message.id

        try:
            sent = await self._call(send, wait=waits.unheard)
        except (aiohttp.ClientError, OSError):
            found = await self._sent_after_all(text)
            sent = await self._call(send) if found is None else found
        await self._note(sent)

    async def _sent_after_all(self, text: str) -> int | None:
        """The message with this text that Discord took although the connection broke."""
        if self._private or not self.message_ids:
            return None
        channel = self._client.get_partial_messageable(self._channel_id)
        after = discord.Object(self.message_ids[0])
        found = await ours_in(self._client, channel, after=after)
        return next((one.id for one in found if one.content == text), None)

    async def _call(
        self, call: Callable[[], Awaitable[Value]], *, wait: Wait | None = None
    ) -> Value:
        # Its turn is that of the question, not of the channel: the channel's limits do not hold.
        return await self._client.parts.queue.send(-self._question_id, call, wait=wait)

    async def _note(self, message_id: int) -> None:
        self.message_ids.append(message_id)
        await self._client.note_message(self._question_id, self._channel_id, message_id)


_ORIGINAL: Any = "@original"  # Discord's name for the message that a deferral became
