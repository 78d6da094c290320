"""A question goes in, a reply with checked citations comes out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from prompts import Prompts
from retrieval.answer.asked import Asked, by_itself, understand
from retrieval.answer.complete import meant, uncited
from retrieval.answer.compose import EXTRACTIVE, Composition, abstention, quoted
from retrieval.answer.decide import Decision, decide
from retrieval.answer.extract import Extract
from retrieval.answer.generate import Checked, Grounds, Writer
from retrieval.answer.packing import pack
from retrieval.answer.standalone import last_question
from retrieval.answer.statements import MOST_CLAIMS, statements
from retrieval.answer.support import Checker
from retrieval.answer.units import Source
from retrieval.answer.verdict import PASSAGES as HELD_AGAINST
from retrieval.answer.verdict import Judge
from retrieval.index.catalogue import Catalogue
from retrieval.ports import Embedder, TokenCounter
from retrieval.search.retriever import Retriever
from retrieval.search.searcher import Findings, Searcher
from retrieval.types import ClaimCheck, Done, Event, Filters, Found, Passage, Reply, Searching, Turn

PASSAGES = 20  # passages whose sentences are weighed
SHOWN = 8  # of them while the answer is written


@dataclass(frozen=True, slots=True)
class Language:
    """What a language model adds: the writer, and how much it is given to read.

    counter counts its tokens; context_tokens is what the passages of a prompt may cost.
    """

    writer: Writer
    counter: TokenCounter
    context_tokens: int


class Engine:
    """Follows one question from the front to the reply; any number may be under way at once."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        retriever: Retriever,
        embedder: Embedder,
        prompts: Prompts,
        language: Language | None = None,
    ) -> None:
        """language: None answers in quotes."""
        self._catalogue = catalogue
        self._embedder = embedder
        self.retriever = retriever
        self._searcher = Searcher(catalogue, retriever, embedder)
        self._prompts = prompts
        self._language = language

    async def answer(
        self, question: str, *, turns: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Reply:
        """Answer from the articles, or abstain with a reason and the nearest passages."""
        async with aclosing(self.stream(question, turns=turns, filters=filters)) as events:
            async for event in events:
                if isinstance(event, Done):
                    return event.reply
        raise AssertionError("a stream ends with Done")

    async def stream(
        self, question: str, *, turns: Sequence[Turn] = (), filters: Filters | None = None
    ) -> AsyncGenerator[Event, None]:
        """The same as events: Searching, Found, SentenceVerified..., Done."""
        asked = await understand(question, turns, self._writer)
        yield Searching(asked.standalone.text)
        found = await self._find(asked, k=PASSAGES, filters=filters)
        yield Found(found.passages[:SHOWN])
        decisions = await asyncio.to_thread(self._decide, found)
        asked.clock.stage("weigh")
        reply = Composition(chain.from_iterable(turn.citations for turn in turns))
        async with aclosing(self._checked(asked, found, decisions, reply)) as checked:
            async for sentence in checked:
                yield reply.say(sentence)
        asked.clock.stage("answer")
        yield Done(self._conclude(asked, found, decisions, reply))

    async def search(
        self,
        question: str,
        *,
        turns: Sequence[Turn] = (),
        k: int = 10,
        filters: Filters | None = None,
    ) -> tuple[Passage, ...]:
        """The k passages nearest to the question as the conversation means it, best first."""
        asked = by_itself(question)
        if turns:
            understood = await understand(question, turns, self._writer)
            asked = replace(understood, before=last_question(turns))
        return (await self._find(asked, k=k, filters=filters)).passages

    async def check(self, text: str, *, filters: Filters | None = None) -> tuple[ClaimCheck, ...]:
        """What the articles say of each claim of a text, of the first MOST_CLAIMS that it has."""
        text_of = self._catalogue.text
        judge = Judge(
            Checker(embed=self._embedder.embed, article_text=text_of), article_text=text_of
        )
        checks = []
        for claim in statements(text)[:MOST_CLAIMS]:
            found = await self._find(by_itself(claim), k=HELD_AGAINST, filters=filters)
            checks.append(await asyncio.to_thread(judge.judge, claim, found.candidates))
        return tuple(checks)

    @property
    def _writer(self) -> Writer | None:
        return self._language.writer if self._language else None

    async def _find(self, asked: Asked, *, k: int, filters: Filters | None) -> Findings:
        return await asyncio.to_thread(self._searcher.search, asked, k=k, filters=filters)

    def _decide(self, found: Findings) -> list[Decision]:
        if not found.passages:
            return []
        return [
            decide(
                part.question,
                part.found.candidates,
                vectors=part.vectors,
                rarity=part.found.rarity,
                article_text=self._catalogue.text,
            )
            for part in found.parts
        ]

    async def _checked(
        self,
        asked: Asked,
        found: Findings,
        decisions: Sequence[Decision],
        reply: Composition,
    ) -> AsyncGenerator[Checked, None]:
        """The model's sentences that hold, then quotes of what they leave out."""
        extracts = [one.extract for one in decisions if one.extract is not None]
        text_of = self._catalogue.text
        sources: tuple[Source, ...] = ()
        if self._language is not None and _may_write(asked, extracts):
            sources = await asyncio.to_thread(_pack, self._language, found, decisions)
        if self._language is not None and sources:
            async with aclosing(self._written(self._language.writer, asked, sources)) as written:
                async for sentence in written:
                    yield sentence
            asked.clock.stage("generate")
        rejected = asked.account.rejected
        for left in (extracts, meant(rejected, sources, article_text=text_of)):
            missing = uncited(left, reply.citations)
            for quote in await asyncio.to_thread(quoted, missing, article_text=text_of):
                yield quote

    async def _written(
        self, writer: Writer, asked: Asked, sources: Sequence[Source]
    ) -> AsyncGenerator[Checked, None]:
        """What the model writes and its sources carry, in the language of the question."""
        text_of, translator = self._catalogue.text, asked.translator
        checker = Checker(embed=self._embedder.embed, article_text=text_of)
        grounds = Grounds(sources, checker, text_of)
        written = writer.write(asked.standalone.text, grounds, asked.account)
        async with aclosing(written) as sentences:
            async for sentence in sentences:
                yield await translator.sentence(sentence, grounds) if translator else sentence

    def _conclude(
        self,
        asked: Asked,
        found: Findings,
        decisions: Sequence[Decision],
        reply: Composition,
    ) -> Reply:
        model = self._writer.model.name if self._writer else EXTRACTIVE
        passages, prompts = found.passages, self._prompts
        if reply.sentences:
            return reply.answer(asked, decisions, passages=passages, prompts=prompts, model=model)
        empty = not self._catalogue.position().chunks
        return abstention(
            asked, decisions, passages=passages, prompts=prompts, model=model, empty=empty
        )


def _may_write(asked: Asked, extracts: Sequence[Extract]) -> bool:
    """Whether the model is asked: not when it just failed, nor for an article's own data."""
    own = any(one.statement for one in extracts)
    return bool(extracts) and not own and asked.account.failure is None


def _pack(language: Language, found: Findings, decisions: Sequence[Decision]) -> tuple[Source, ...]:
    """What the model is given to read, the best sentence of each part first."""
    rows = zip_longest(*(one.ranked for one in decisions if one.extract is not None))
    ranked = [pair for row in rows for pair in row if pair is not None]
    candidates = [one for part in found.parts for one in part.found.candidates]
    return pack(
        ranked,
        {one.passage.chunk_id: one.spans for one in candidates},
        count=language.counter.count,
        budget=language.context_tokens,
    )
