"""Who waits for an article: asks their questions again when there are new ones, and tells them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import discord

from bot.discord import trouble, views
from bot.discord.render.answer import answer
from bot.discord.render.atoms import units
from bot.discord.render.notices import fulfilled
from bot.discord.render.pieces import LIMIT
from bot.discord.render.words import Words, words
from bot.discord.sinks import ChannelSink
from bot.records.community.questions import NewQuestion, Question
from bot.records.community.watches import NewWatch, Watch
from retrieval.types import Answer, Filters

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient
    from retrieval.library import Library

_AT_ONCE = 2  # questions that are asked again at the same time, beside those of people who wait
_NOWHERE = (403, 404)  # HTTP: the direct messages are closed, or the channel is gone

_Wanted = Callable[["Library", str], bool]  # by a library and its position

_log = logging.getLogger(__name__)


async def articles_added(client: DatelineClient, guild_id: int | None) -> int:
    """Tell all whose question is answered now that a guild has new articles; how many were told.

    guild_id: None when the host has new ones, which several guilds may read. Raises nothing: what
    fails is logged, and tried again with the next article.
    """
    if guild_id is not None:
        return await _go_through(client, guild_id, lambda _library, _position: True)
    host, told = client.parts.libraries.host(), 0
    for one in _all(client):
        told += await _go_through(client, one, lambda library, _position: library is host)
    return told


async def look(client: DatelineClient) -> int:
    """Do the same for every library that changed since it was last gone through, by whomever."""
    told = 0
    for guild_id in _all(client):
        known = await client.record(client.parts.community.remembered, _key(guild_id))
        told += await _go_through(client, guild_id, _differs(known))
    return told


def _differs(known: str | None) -> _Wanted:
    return lambda _library, position: position != known


def _all(client: DatelineClient) -> tuple[int | None, ...]:
    return (None, *(guild.id for guild in client.guilds))


def _key(guild_id: int | None) -> str:
    return f"{guild_id or 'direct'}:watched"


async def _go_through(client: DatelineClient, guild_id: int | None, wanted: _Wanted) -> int:
    """Ask what is open in one guild, or in direct messages; how many were told."""
    told: list[int] = []
    error = await trouble.failure(_ask_all(client, guild_id, wanted, told))
    if error is not None:
        _log.error("watches failed", extra={"guild": guild_id}, exc_info=error)
    return len(told)


async def _ask_all(
    client: DatelineClient, guild_id: int | None, wanted: _Wanted, told: list[int]
) -> None:
    watches = await client.record(client.parts.community.watches, guild_id)
    if not watches:
        return
    settings = await client.guild_settings(guild_id)
    async with client.library(guild_id, settings.library) as library:
        position = await asyncio.to_thread(_position, library)
        if not wanted(library, position):
            return
        gate = asyncio.Semaphore(_AT_ONCE)
        asked = [_ask(client, library, same, gate, told) for same in _alike(watches)]
        failed = await asyncio.gather(*(trouble.failure(one) for one in asked))
    for error in filter(None, failed):
        _log.error("a watch failed", extra={"guild": guild_id}, exc_info=error)
    if not any(failed):
        await client.record(client.parts.community.remember, _key(guild_id), position)


def _alike(watches: Sequence[Watch]) -> list[list[Watch]]:
    """Those that several people wait for with the same words are asked once."""
    found: dict[tuple[str, Filters], list[Watch]] = {}
    for one in watches:
        found.setdefault((one.question, one.filters), []).append(one)
    return list(found.values())


def _position(library: Library) -> str:
    """What a library holds, as something that differs when it holds something else."""
    return f"{library.catalogue.library}:{library.catalogue.position().seq}"


async def _ask(
    client: DatelineClient,
    library: Library,
    watches: Sequence[Watch],
    gate: asyncio.Semaphore,
    told: list[int],
) -> None:
    """Ask a question again and, when the articles tell, tell each who waits for it."""
    started = time.monotonic()
    async with gate:
        engine = await asyncio.to_thread(lambda: library.engine)
        reply = await engine.answer(watches[0].question, filters=watches[0].filters)
    if not isinstance(reply, Answer):
        return
    took = round((time.monotonic() - started) * 1000)
    errors = [await trouble.failure(_fulfil(client, one, reply, took, told)) for one in watches]
    for error in filter(None, errors):
        raise error


async def _fulfil(
    client: DatelineClient, watch: Watch, reply: Answer, took: int, told: list[int]
) -> None:
    """Tell one person, once; took: milliseconds for the answer."""
    question = await _take(client, watch)
    if question is None:
        return
    error = await trouble.failure(_tell(client, watch, question, reply, told))
    if error is not None:
        await _put_back(client, watch, question)
        raise error
    await client.record(client.parts.community.answered, question.id, reply, took)


async def _take(client: DatelineClient, watch: Watch) -> Question | None:
    """End the watch as a question that is taken once, and is answered even after a restart."""
    community = client.parts.community
    question = await client.record(
        community.accept,
        NewQuestion(
            guild_id=watch.guild_id,
            channel_id=watch.channel_id,
            place_id=None,
            asker=watch.asker,
            text=watch.question,
            source_id=-watch.id,  # Discord's own ids are positive
            answer_channel_id=watch.dm_channel_id or watch.channel_id,
            filters=watch.filters,
            language=watch.language,
        ),
    )
    taken = await client.record(community.take_watch, watch.id)
    if question is not None and not taken:  # the person took it back meanwhile
        await client.record(community.withdraw, question.id)
        return None
    return question


async def _tell(
    client: DatelineClient, watch: Watch, question: Question, reply: Answer, told: list[int]
) -> None:
    """Write a direct message or, when that is closed, a reply where it was asked."""
    places = [(watch.channel_id, watch.message_id)]
    if watch.dm_channel_id is not None:
        places.insert(0, (watch.dm_channel_id, None))
    for channel_id, message_id in dict(places).items():
        direct = channel_id == watch.dm_channel_id
        wording = words(watch.language) if direct else await client.words_in(watch.guild_id)
        sink = ChannelSink(client, channel_id, question_id=question.id, reply_to=message_id)
        try:
            await sink.finish(
                _pieces(watch, reply, wording), views.for_answer(question.id, reply, wording)
            )
        except discord.HTTPException as error:
            if error.status not in _NOWHERE:
                raise
            _log.warning("a place to tell of an article is closed", extra={"code": error.code})
        else:
            told.append(watch.id)
            return
    _log.warning("a person could not be told of an article", extra={"question": question.id})


def _pieces(watch: Watch, reply: Answer, wording: Words) -> tuple[str, ...]:
    """The question, then the answer; in one message if it fits."""
    above = fulfilled(wording, question=watch.question, asked_at=watch.created_at)
    first, *others = answer(reply, wording)
    together = f"{above}\n\n{first}"
    return (together, *others) if units(together) <= LIMIT else (above, first, *others)


async def _put_back(client: DatelineClient, watch: Watch, question: Question) -> None:
    community = client.parts.community
    await client.record(community.withdraw, question.id)
    await client.record(
        community.watch,
        NewWatch(
            guild_id=watch.guild_id,
            question=watch.question,
            asker=watch.asker,
            channel_id=watch.channel_id,
            message_id=watch.message_id,
            dm_channel_id=watch.dm_channel_id,
            language=watch.language,
            filters=watch.filters,
        ),
    )
