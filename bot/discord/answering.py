"""One question is answered: the engine is asked, the reply shown and kept."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING

import discord

from bot.discord import trouble, views, waits
from bot.discord.drafts import Drafts
from bot.discord.render.abstention import abstention
from bot.discord.render.answer import answer
from bot.discord.render.claims import claims
from bot.discord.render.words import Words, words
from retrieval.answer.statements import MOST_CLAIMS, statements
from retrieval.errors import DatelineError
from retrieval.types import Abstention, Answer, Done, Reply, SentenceVerified

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient
    from bot.discord.sinks import Sink
    from bot.records.community.questions import Question
    from retrieval.engine import Engine
    from retrieval.library import Library
    from retrieval.types import Turn

TURNS = 6  # exchanges of a conversation that are read again: what rules and models can use
_TYPING_LASTS = 8.0  # seconds; Discord shows it for ten
_BUSY = 20  # sends that wait

_log = logging.getLogger(__name__)


async def answer_question(client: DatelineClient, question: Question, sink: Sink) -> None:
    """Answer, show and record; whatever fails is told in the place of the answer."""
    started = time.monotonic()
    error = await trouble.failure(_answer(client, question, sink, started))
    if error is not None:
        client.parts.metrics.failed(time.monotonic() - started)
        await _failed(client, question, sink, error)


async def _answer(client: DatelineClient, question: Question, sink: Sink, started: float) -> None:
    if question.purpose == "claim":
        await _check(client, question, sink, started)
        return
    wording = words(question.language)
    async with _engine(client, question) as (engine, library):
        reply = await _reply(client, question, sink, engine, library)
        pieces = _pieces(reply, question, library, wording)
    client.parts.metrics.stage("answer", time.monotonic() - started)
    sending = time.monotonic()
    await sink.finish(pieces, views.for_answer(question.id, reply, wording))
    client.parts.metrics.stage("sending", time.monotonic() - sending)
    took = time.monotonic() - started
    kept = await client.record(
        client.parts.community.answered, question.id, reply, round(took * 1000)
    )
    if not kept:  # the question was deleted while it was answered, so the answer goes too
        await client.desk.take_back(question, sink.message_ids)
    if isinstance(reply, Answer):
        client.parts.metrics.answered(took)
    else:
        client.parts.metrics.abstained(took)
    _log.info(
        "answered",
        extra={"question": question.id, "guild": question.guild_id, "ms": round(took * 1000)},
    )


async def _check(client: DatelineClient, question: Question, sink: Sink, started: float) -> None:
    wording = words(question.language)
    async with _engine(client, question) as (engine, _):
        checks = await engine.check(question.text, filters=question.filters)
    left_out = max(0, len(statements(question.text)) - MOST_CLAIMS)
    pieces = claims(checks, wording, left_out=left_out)
    await sink.finish(pieces, views.for_claims(question.id, checks, wording))
    await client.record(client.parts.community.checked, question.id, checks)
    client.parts.metrics.answered(time.monotonic() - started)


@asynccontextmanager
async def _engine(
    client: DatelineClient, question: Question
) -> AsyncIterator[tuple[Engine, Library]]:
    """What works the answer out, once it is this guild's turn."""
    settings = await client.guild_settings(question.guild_id)
    async with (
        client.parts.turns.turn(question.guild_id),
        client.library(question.guild_id, settings.library) as library,
    ):
        yield await asyncio.to_thread(lambda: library.engine), library  # at first it loads a model


async def _reply(
    client: DatelineClient, question: Question, sink: Sink, engine: Engine, library: Library
) -> Reply:
    """The reply; while a model writes it, its verified sentences are shown as they come."""
    turns = await _turns(client, question)
    if library.model is None:
        return await engine.answer(question.text, turns=turns, filters=question.filters)
    drafts = Drafts(client.parts.cadence, sink, question, words(question.language))
    events = engine.stream(question.text, turns=turns, filters=question.filters)
    async with drafts, aclosing(events) as coming:
        async for event in coming:
            if isinstance(event, SentenceVerified):
                drafts.say(event.sentence, event.new_citations)
            elif isinstance(event, Done):
                return event.reply
    raise DatelineError("The engine ended without a reply.", hint="Ask again.")


async def _turns(client: DatelineClient, question: Question) -> Sequence[Turn]:
    """What this person asked before in this thread or chain of replies; nobody else's."""
    community = client.parts.community
    if question.place_id is not None:
        return await client.record(
            community.turns,
            question.place_id,
            question.asker,
            limit=TURNS,
            before=question.id,
            private=question.private,
        )
    if question.parent_id is not None:
        return await client.record(
            community.chain,
            question.parent_id,
            question.asker,
            TURNS,
            private=question.private,
        )
    return ()


def _pieces(reply: Reply, question: Question, library: Library, wording: Words) -> tuple[str, ...]:
    """The messages of a reply; an interaction shows the question, a message stands above it."""
    shown = None if question.application_id is None else question.text
    if isinstance(reply, Answer):
        return answer(reply, wording, question=shown)
    return _abstained(reply, shown, library, wording)


def _abstained(
    reply: Abstention, shown: str | None, library: Library, wording: Words
) -> tuple[str, ...]:
    dates = [row.published.iso for row in library.articles() if row.published]
    return abstention(
        reply,
        wording,
        articles=library.counts().articles,
        newest=max(dates, default=None),
        question=shown,
    )


async def _failed(client: DatelineClient, question: Question, sink: Sink, error: Exception) -> None:
    """Tell it in one line, record it, and see to what somebody can mend."""
    if isinstance(error, discord.HTTPException):
        if waits.missing_permission(error):
            guild = client.get_guild(question.guild_id) if question.guild_id else None
            await trouble.tell_of_permission(client, guild, question.channel_id, "send_messages")
        if error.status in {401, 403, 404}:
            # The place is gone or closed: there is nowhere to tell it.
            _log.warning(
                "an answer had no place", extra={"question": question.id, "code": error.code}
            )
            await client.record(client.parts.community.failed, question.id, str(error.code))
            return
    text = trouble.line(error, words(question.language))
    await client.record(client.parts.community.failed, question.id, type(error).__name__)
    untold = await trouble.failure(sink.notice(text))
    if untold is not None:
        _log.warning("an error could not be told", extra={"question": question.id})


async def type_until_done(client: DatelineClient, channel_id: int) -> None:
    """Show that an answer is under way, until it is cancelled; failing does not matter.

    Where much waits to be sent, the answers themselves go first: Discord counts both alike.
    """
    queue = client.parts.queue
    channel = client.get_partial_messageable(channel_id)
    while True:
        if queue.pending < _BUSY:
            # A line of its own: the answer in the channel's line does not wait for it.
            error = await trouble.failure(queue.send(-channel_id, channel.typing, wait=_never))
            if error is not None:
                return
        await asyncio.sleep(_TYPING_LASTS)


def _never(_: Exception) -> None:
    """Typing is not shown again when it failed."""
