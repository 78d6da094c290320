"""An answer while a model writes it: its verified sentences, shown at a cadence Discord allows."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

import discord

from bot.discord.render.answer import streaming

if TYPE_CHECKING:
    from bot.discord.render.words import Words
    from bot.discord.sending import Cadence
    from bot.discord.sinks import Sink
    from bot.records.community.questions import Question
    from retrieval.types import AnswerSentence, Citation


class Drafts:
    """Paints the latest state while it is used as a context; the last paint is over at its end."""

    def __init__(self, cadence: Cadence, sink: Sink, question: Question, words: Words) -> None:
        self._cadence = cadence
        self._sink = sink
        self._question = question
        self._words = words
        self._sentences: list[AnswerSentence] = []
        self._citations: list[Citation] = []
        self._changed = asyncio.Event()
        self._painter: asyncio.Task[None] | None = None
        self._drawing: asyncio.Task[None] | None = None

    def say(self, sentence: AnswerSentence, citations: Sequence[Citation]) -> None:
        """One more sentence that holds, with the citations that it brings."""
        self._sentences.append(sentence)
        self._citations += citations
        self._changed.set()

    async def __aenter__(self) -> Self:
        self._painter = asyncio.create_task(self._paint())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._painter is not None
        self._painter.cancel()
        # An edit that is on its way must land before the final state, or it would overwrite it.
        tasks = [one for one in (self._painter, self._drawing) if one is not None]
        await asyncio.wait(tasks)

    async def _paint(self) -> None:
        place = self._question.answer_channel_id or self._question.channel_id
        async with self._cadence.stream(place) as beat:
            while True:
                await self._changed.wait()
                await beat()
                self._changed.clear()
                self._drawing = asyncio.create_task(self._draw())
                await asyncio.shield(self._drawing)

    async def _draw(self) -> None:
        shown = None if self._question.application_id is None else self._question.text
        text = streaming(self._sentences, self._citations, self._words, question=shown)
        try:
            await self._sink.draft(text)
        except discord.HTTPException:
            return  # the final state is tried, and its failure told, in any case
