"""The desk: every question comes here once, is checked, waits its turn and is answered."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.discord import listening, places, trouble, waits
from bot.discord.answering import answer_question, type_until_done
from bot.discord.lineup import Refused
from bot.discord.refusing import told
from bot.discord.render import notices
from bot.discord.render.names import thread_name
from bot.discord.rules.refusals import Refusal, refusal_of
from bot.discord.sinks import ChannelSink, InteractionSink, Sink, answers_in
from bot.records.community.questions import NewQuestion, Question
from retrieval.types import Filters

if TYPE_CHECKING:
    from bot.discord.callers import Caller
    from bot.discord.client import DatelineClient
    from bot.discord.render.words import Words
    from bot.records.community.questions import Purpose
    from bot.records.community.settings import GuildSettings

_log = logging.getLogger(__name__)


class Desk:
    """Takes questions from messages and interactions; each is answered once, in its turn."""

    def __init__(self, client: DatelineClient) -> None:
        self._client = client
        self._parts = client.parts

    # from an interaction

    async def ask(
        self,
        caller: Caller,
        question: str,
        *,
        private: bool = False,
        filters: Filters | None = None,
        purpose: Purpose = "ask",
        about: int | None = None,
        parent_id: int | None = None,
    ) -> None:
        """Acknowledge the interaction at once, then answer in its place.

        about: the message that the question was taken from; when it is deleted, so is the answer.
        parent_id: the question whose conversation it goes on with.
        """
        wording = self._client.words(caller)
        asker, guild_id = self._client.asker(caller.user), self._client.guild_of(caller)
        too_fast = self._too_fast(asker, guild_id, wording)
        if too_fast:
            await caller.response.send_message(too_fast, ephemeral=True)
            return
        deferred = await caller.response.defer(ephemeral=private, thinking=True)
        new = replace(
            await self._from_caller(caller, question, private=private),
            filters=filters or Filters(),
            purpose=purpose,
            source_message_id=about,
            parent_id=parent_id,
        )
        taken = await self._client.record(self._parts.community.accept, new)
        if taken is None:
            return
        if deferred is not None and deferred.message_id is not None and not private:
            await self._client.note_message(taken.id, taken.channel_id, deferred.message_id)
        sink = self._interaction_sink(taken)
        manages = caller.permissions.manage_guild
        refusal = await self._refusal(taken, caller.user, wording, manages=manages)
        await self._admit(taken, sink, wording, refusal)

    async def _from_caller(self, caller: Caller, question: str, *, private: bool) -> NewQuestion:
        guild_id = self._client.guild_of(caller)
        in_place = guild_id is None or isinstance(caller.channel, discord.Thread)
        wording = self._client.words(caller) if private else await self._client.words_in(guild_id)
        return NewQuestion(
            guild_id=guild_id,
            channel_id=caller.channel_id or 0,
            place_id=caller.channel_id if in_place else None,
            asker=self._client.asker(caller.user),
            text=question,
            source_id=caller.id,
            answer_channel_id=caller.channel_id,
            private=private,
            language=wording.language,
            token=caller.token,
            application_id=caller.application_id,
        )

    # from a message

    async def hear(self, message: discord.Message, question: str) -> None:
        """Answer a message that was found to be a question for Dateline."""
        guild_id = message.guild.id if message.guild else None
        wording = await self._client.words_in(guild_id)
        asker = self._client.asker(message.author)
        parent = await self._parent(message)
        new = NewQuestion(
            guild_id=guild_id,
            channel_id=message.channel.id,
            place_id=message.channel.id if _is_place(message.channel) else None,
            asker=asker,
            text=question,
            source_id=message.id,
            source_message_id=message.id,
            filters=Filters() if parent is None else parent.filters,
            language=wording.language,
            parent_id=None if parent is None else parent.id,
        )
        taken = await self._client.record(self._parts.community.accept, new)
        if taken is None:
            return  # a replayed event, or another process of this bot has it
        sink = ChannelSink(
            self._client, message.channel.id, question_id=taken.id, reply_to=message.id
        )
        refusal = self._too_fast(asker, guild_id, wording) or await self._refusal(
            taken, message.author, wording, manages=_manages(message.author)
        )
        await self._admit(taken, sink, wording, refusal)

    async def _parent(self, message: discord.Message) -> Question | None:
        """The question whose answer the message replies to."""
        reference = message.reference
        if reference is None or reference.message_id is None:
            return None
        return await self._client.record(self._parts.community.by_answer, reference.message_id)

    # refusing, waiting, answering

    def _too_fast(self, asker: str, guild_id: int | None, wording: Words) -> str:
        """What to tell who asks more in a minute than is allowed, "" when it is not so."""
        seconds = self._parts.limits.check(asker, guild_id, time.monotonic())
        if seconds == 0:
            return ""
        self._parts.metrics.refused(Refusal.RATE)
        return notices.rate_limited(wording, seconds)

    async def _refusal(
        self,
        question: Question,
        person: discord.User | discord.Member,
        wording: Words,
        *,
        manages: bool,
    ) -> str:
        """Why this question is not answered, "" when it is."""
        settings = await self._client.guild_settings(question.guild_id)
        why = refusal_of(
            settings,
            channel_id=question.channel_id,
            roles=[role.id for role in getattr(person, "roles", ())],
            manages=manages,
            private=question.private,
            direct=question.guild_id is None,
            direct_is_on=self._parts.settings.discord_dms,
            today=await self._client.record(
                self._parts.community.today, question.guild_id, question.asker
            ),
        )
        if why is None:
            return ""
        self._parts.metrics.refused(why)
        return told(why, settings, wording)

    async def _admit(self, question: Question, sink: Sink, wording: Words, refusal: str) -> None:
        if refusal:
            await self._refuse(question, sink, refusal)
        else:
            await self._line_up(question, wording)

    async def _refuse(self, question: Question, sink: Sink, text: str) -> None:
        await self._client.record(self._parts.community.withdraw, question.id)
        error = await trouble.failure(sink.notice(text))
        if error is not None:
            _log.warning("a refusal could not be told", exc_info=error)

    async def _line_up(self, question: Question, wording: Words, *, again: bool = False) -> None:
        """Let it wait its turn: one at a time for each person, bounded for each guild.

        What comes while the bot is stopping stays in the records, and is answered after the start.
        again: an earlier process had begun with it.
        """
        place = self._parts.lineup.enter(
            question.asker,
            question.guild_id,
            lambda: self._answer(question, again=again),
            question=question.id,
        )
        if place in (Refused.FULL, Refused.TOO_MANY_OF_YOURS):
            self._parts.metrics.refused(place)
            key = "queue_full" if place is Refused.FULL else "already_waiting"
            await self._refuse(question, await self._sink(question), wording(f"notices.{key}"))

    async def _answer(self, question: Question, *, again: bool) -> None:
        """Answer a question that is stored, whether it came now or before a restart."""
        current = await self._client.record(self._parts.community.question, question.id)
        if current is None or not current.is_waiting:
            return  # deleted while it waited, or lined up twice at a start and answered already
        failed = await trouble.failure(self._place(current))
        current = await self._client.record(self._parts.community.question, question.id)
        if current is None or not current.is_waiting:
            return  # deleted while its thread was opened
        if failed is not None:
            _no_thread(question, failed)
        if current.private and current.token is None:
            # Its quarter of an hour is over, and nothing else is seen by this person alone.
            await self._client.record(self._parts.community.failed, current.id, "expired")
            return
        if again:
            current = await self._adopt(current)
        sink = await self._sink(current)
        where = current.answer_channel_id or current.channel_id
        typing = None
        if current.token is None:
            typing = asyncio.create_task(type_until_done(self._client, where))
        try:
            await answer_question(self._client, current, sink)
        finally:
            if typing is not None:
                typing.cancel()
        if current.token is not None and not current.private:
            await self._follow_up_thread(current, sink)
        changed = await self._client.record(self._parts.community.question, question.id)
        if changed is not None and changed.edited is not None and not changed.is_waiting:
            await trouble.failure(listening.offer_again(self._client, changed))

    async def _place(self, question: Question) -> None:
        """Open the thread of a question that was posted as a message, if that is the way here."""
        if question.application_id is not None or question.answer_channel_id is not None:
            return
        assert question.source_message_id is not None
        channel = await self._client.channel(question.channel_id)
        settings = await self._client.guild_settings(question.guild_id)
        place = await places.place_for(
            self._client, channel, question.source_message_id, question.text, settings
        )
        await self._client.record(
            self._parts.community.placed,
            question.id,
            place_id=place.channel_id if place.opened else question.place_id,
            answer_channel_id=place.channel_id,
        )

    async def _follow_up_thread(self, question: Question, sink: Sink) -> None:
        """A thread under the answer to a slash question, so that it can be gone on with."""
        settings: GuildSettings = await self._client.guild_settings(question.guild_id)
        asked = question.purpose == "ask"
        if not asked or not sink.message_ids or question.place_id is not None:
            return
        opened = await trouble.failure(self._open_under(question, sink.message_ids[-1], settings))
        if opened is not None:
            _no_thread(question, opened)

    async def _open_under(
        self, question: Question, message_id: int, settings: GuildSettings
    ) -> None:
        channel = await self._client.channel(question.channel_id)
        place = await places.place_for(self._client, channel, message_id, question.text, settings)
        if place.opened:
            await self._client.record(
                self._parts.community.placed,
                question.id,
                place_id=place.channel_id,
                answer_channel_id=question.channel_id,
            )

    async def _sink(self, question: Question) -> Sink:
        """Where its answer goes; what an earlier process wrote is gone on with."""
        if question.token is not None:
            return self._interaction_sink(question)
        channel_id = question.answer_channel_id or question.channel_id
        beside = channel_id == question.channel_id
        return ChannelSink(
            self._client,
            channel_id,
            question_id=question.id,
            reply_to=question.source_message_id if beside else None,
            message_ids=question.answer_ids,
        )

    def _interaction_sink(self, question: Question) -> Sink:
        assert question.token is not None
        assert question.application_id is not None
        return InteractionSink(
            self._client,
            question.application_id,
            question.token,
            question_id=question.id,
            channel_id=question.channel_id,
            private=question.private,
            message_ids=question.answer_ids,
        )

    # after a restart, and when something is deleted

    async def resume(self) -> None:
        """Line up again what an earlier process, or a client that failed, left unanswered."""
        for question in await self._client.record(self._parts.community.waiting):
            wording = await self._client.words_in(question.guild_id)
            await self._line_up(question, wording, again=True)

    async def _adopt(self, question: Question) -> Question:
        """With the answer's messages that were sent just before a process was killed."""
        if question.answer_ids or question.source_message_id is None:
            return question
        channel_id = question.answer_channel_id or question.channel_id
        own_thread = channel_id == question.source_message_id
        found = await answers_in(
            self._client, channel_id, question.source_message_id, own_thread=own_thread
        )
        for message_id in found:
            await self._client.note_message(question.id, channel_id, message_id)
        return replace(question, answer_ids=tuple(found))

    async def postpone(self, question_id: int) -> None:
        """Say that the answer comes after a restart; it is still waiting in the records."""
        question = await self._client.record(self._parts.community.question, question_id)
        if question is not None and question.is_waiting:
            wording = await self._client.words_in(question.guild_id)
            await (await self._sink(question)).draft(wording("notices.later"))

    async def take_back(self, question: Question, message_ids: Sequence[int]) -> None:
        """Delete the messages of an answer whose question was deleted."""
        channel_id = question.answer_channel_id or question.channel_id
        channel = self._client.get_partial_messageable(channel_id)
        for message_id in message_ids:
            message = channel.get_partial_message(message_id)
            error = await trouble.failure(self._parts.queue.send(channel_id, message.delete))
            if error is not None and not isinstance(error, discord.NotFound):
                _log.warning("an answer could not be deleted", exc_info=error)
        thread = self._client.get_channel(channel_id)
        if isinstance(thread, discord.Thread) and channel_id == question.source_message_id:
            # Its name is the question.
            await trouble.failure(self._parts.queue.send(channel_id, lambda: _unname(thread)))


async def _unname(thread: discord.Thread) -> None:
    await thread.edit(name=thread_name(""))


def _no_thread(question: Question, error: Exception) -> None:
    closed = waits.closed_place(error)
    _log.warning("no thread", extra={"question": question.id}, exc_info=None if closed else error)


def _is_place(channel: object) -> bool:
    """Whether a conversation lives in the whole of it: a thread or a direct message."""
    kind = getattr(channel, "type", None)
    return isinstance(channel, discord.Thread) or kind is discord.ChannelType.private


def _manages(author: discord.User | discord.Member) -> bool:
    return isinstance(author, discord.Member) and author.guild_permissions.manage_guild
