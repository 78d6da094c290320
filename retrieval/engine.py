"""A question goes in, a reply with checked citations comes out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest

from prompts import Prompts
from retrieval.answer import abstain
from retrieval.answer.complete import missing
from retrieval.answer.compose import Composition, notices, quoted
from retrieval.answer.decide import Decision, decide
from retrieval.answer.extract import Extract
from retrieval.answer.generate import Account, Checked, Grounds, Writer
from retrieval.answer.packing import pack
from retrieval.answer.rewrite import rewrite
from retrieval.answer.standalone import Standalone, last_question, standalone
from retrieval.answer.support import Checker
from retrieval.answer.translate import Translator
from retrieval.answer.units import Source
from retrieval.index.catalogue import Catalogue
from retrieval.language import question as reading
from retrieval.language.question import Question
from retrieval.language.tongue import foreign
from retrieval.ports import Embedder, QuestionVectors, TokenCounter
from retrieval.search import conversation, retriever
from retrieval.search.conversation import Reading
from retrieval.search.retriever import Retriever
from retrieval.types import (
    Abstention,
    AbstentionReason,
    Answer,
    Done,
    Event,
    Filters,
    Found,
    Passage,
    Reply,
    Searching,
    Turn,
)

PASSAGES = 20  # passages whose sentences are weighed
SHOWN = 8  # of them in a reply
NEAREST = 3  # of them in an abstention
LONGEST_QUESTION = 2_000  # characters; what follows is cut off and the reply says so
MODEL = "extractive"


@dataclass(frozen=True, slots=True)
class Language:
    """What a language model adds: the writer, and how much it is given to read.

    counter counts its tokens; context_tokens is what the passages of a prompt may cost.
    """

    writer: Writer
    counter: TokenCounter
    context_tokens: int


@dataclass(slots=True)
class _Clock:
    """The milliseconds that each stage took."""

    started: float = field(default_factory=time.perf_counter)
    stages: dict[str, float] = field(default_factory=dict)

    def stage(self, name: str) -> None:
        now = time.perf_counter()
        self.stages[name] = round(self.stages.get(name, 0.0) + (now - self.started) * 1000, 2)
        self.started = now


@dataclass(frozen=True, slots=True)
class _Part:
    """One question of a message (most have one) as it was searched for, and what was found."""

    question: Question
    found: retriever.Found
    vectors: QuestionVectors


@dataclass(frozen=True, slots=True)
class _Asked:
    """A message and the question that it was read as; `account` is what the model did for it.

    before: the question before it, with which it then is searched for in several readings.
    """

    text: str
    standalone: Standalone
    before: str = ""
    account: Account = field(default_factory=Account)
    translator: Translator | None = None
    clock: _Clock = field(default_factory=_Clock)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the reader must know of how it was read and written."""
        cut = f"The question was cut off after {LONGEST_QUESTION} characters."
        return (
            *([cut] if len(self.text) > LONGEST_QUESTION else []),
            *(self.translator.notices if self.translator else []),
            *notices(self.account),
        )


@dataclass(frozen=True, slots=True)
class _Search:
    """What was found for the parts of a message."""

    asked: _Asked
    parts: tuple[_Part, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of all parts, the best of each first."""
        rows = zip_longest(*(part.found.passages for part in self.parts))
        found = (passage for row in rows for passage in row if passage is not None)
        return tuple({passage.chunk_id: passage for passage in found}.values())


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
        self.retriever = retriever
        self._embedder = embedder
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
        asked = await self._understand(question, turns)
        yield Searching(asked.standalone.text)
        search = await asyncio.to_thread(self._search, asked, PASSAGES, filters)
        yield Found(search.passages[:SHOWN])
        decisions = await asyncio.to_thread(self._decide, search)
        reply = Composition(chain.from_iterable(turn.citations for turn in turns))
        async with aclosing(self._checked(search, decisions, reply)) as checked:
            async for item in checked:
                yield reply.say(item)
        yield Done(self._conclude(search, decisions, reply))

    async def search(
        self,
        question: str,
        *,
        turns: Sequence[Turn] = (),
        k: int = 10,
        filters: Filters | None = None,
    ) -> tuple[Passage, ...]:
        """The k passages nearest to the question as the conversation means it, best first."""
        asked = _Asked(question, Standalone(_tidy(question)))
        if turns:
            understood = await self._understand(question, turns)
            asked = replace(understood, before=last_question(turns))
        search = await asyncio.to_thread(self._search, asked, k, filters)
        return search.passages

    # the question

    async def _understand(self, message: str, turns: Sequence[Turn]) -> _Asked:
        """The message as a question that stands alone, in the language of the search."""
        question = _tidy(message)
        if self._language is None:
            return _Asked(message, standalone(question, turns))
        writer, account, translator = self._language.writer, Account(), None
        model, prompting = writer.model, writer.prompting
        if code := foreign(question):
            translator = Translator(model, prompting, code=code, account=account)
            question = await translator.question(question)
        alone = await rewrite(
            question,
            turns,
            standalone(question, turns),
            model=model,
            prompting=prompting,
            account=account,
        )
        return _Asked(message, alone, account, translator)

    def _search(self, asked: _Asked, k: int, filters: Filters | None) -> _Search:
        alone, parts = asked.standalone, []
        if not alone.small_talk and self._catalogue.position().chunks:
            texts = reading.parts(alone.text)
            for text in texts:
                context = " ".join([alone.context, *(other for other in texts if other != text)])
                question = reading.read(text, context=context)
                if question.terms:
                    others = conversation.others(question, before=asked.before)
                    found = self._find(question, others, k=k, filters=filters, clock=asked.clock)
                    parts.append(found)
        return _Search(asked, tuple(parts))

    def _find(
        self,
        question: Question,
        others: Sequence[tuple[Question, float]],
        *,
        k: int,
        filters: Filters | None,
        clock: _Clock,
    ) -> _Part:
        embed = self._embedder.embed_question
        vectors = embed(question.searched)
        readings = [Reading(each, embed(each.searched), weight) for each, weight in others]
        clock.stage("embed")
        found = self.retriever.retrieve(question, vectors, k=k, filters=filters, others=readings)
        clock.stage("retrieve")
        return _Part(question, found, vectors)

    # the answer

    def _decide(self, search: _Search) -> list[Decision]:
        decided = [
            decide(
                part.question,
                part.found.candidates,
                vectors=part.vectors,
                rarity=part.found.rarity,
                article_text=self._catalogue.text,
            )
            for part in search.parts
            if search.passages
        ]
        search.asked.clock.stage("weigh")
        return decided

    async def _checked(
        self, search: _Search, decisions: Sequence[Decision], reply: Composition
    ) -> AsyncGenerator[Checked, None]:
        """The model's sentences that hold, then quotes of what they leave out."""
        extracts = [one.extract for one in decisions if one.extract is not None]
        if self._language is not None and self._may_write(extracts, search.asked.account):
            text_of = self._catalogue.text
            checker = Checker(embed=self._embedder.embed, article_text=text_of)
            sources = await asyncio.to_thread(self._pack, self._language, search, decisions)
            grounds = Grounds(sources, checker, text_of)
            written = self._language.writer.write(
                search.asked.standalone.text, grounds, search.asked.account
            )
            translator = search.asked.translator
            async with aclosing(written) as sentences:
                async for item in sentences:
                    yield await translator.sentence(item, grounds) if translator else item
            search.asked.clock.stage("generate")
            if reply.sentences:
                extracts = missing(extracts, reply.citations)
        for item in await asyncio.to_thread(quoted, extracts, article_text=self._catalogue.text):
            yield item
        search.asked.clock.stage("answer")

    def _may_write(self, extracts: Sequence[Extract], account: Account) -> bool:
        """Whether the model is asked: not when it just failed, nor for an article's own data."""
        own = any(one.statement for one in extracts)
        return bool(extracts) and not own and account.failure is None

    def _pack(
        self, language: Language, search: _Search, decisions: Sequence[Decision]
    ) -> tuple[Source, ...]:
        """What the model is given to read, the best sentence of each part first."""
        told = [one.ranked for one in decisions if one.extract is not None]
        rows = zip_longest(*told)
        ranked = [pair for row in rows for pair in row if pair is not None]
        candidates = [one for part in search.parts for one in part.found.candidates]
        return pack(
            ranked,
            {one.passage.chunk_id: one.spans for one in candidates},
            count=language.counter.count,
            budget=language.context_tokens,
        )

    def _conclude(
        self, search: _Search, decisions: Sequence[Decision], reply: Composition
    ) -> Reply:
        if not reply.sentences:
            return self._abstain(search, decisions)
        account = search.asked.account
        untold = [
            f"The articles do not tell: {one.question.text}"
            for one in decisions
            if one.extract is None
        ]
        return Answer(
            question=search.asked.text,
            standalone_question=search.asked.standalone.text,
            sentences=tuple(reply.sentences),
            citations=reply.citations,
            passages=search.passages[:SHOWN],
            model=self._writer_name if account.shown else MODEL,
            prompts=self._prompts.version,
            usage=account.usage,
            dropped=account.dropped,
            notices=(*untold, *search.asked.notices),
            timings_ms=search.asked.clock.stages,
        )

    def _abstain(self, search: _Search, decisions: Sequence[Decision]) -> Abstention:
        verdict = self._why(search, decisions)
        reason = verdict.reason or AbstentionReason.NOT_STATED
        account = search.asked.account
        return Abstention(
            question=search.asked.text,
            standalone_question=search.asked.standalone.text,
            reason=reason,
            message=abstain.message(self._prompts, reason, verdict.missing),
            missing=verdict.missing,
            passages=search.passages[:NEAREST],
            model=self._writer_name if account.usage else MODEL,
            prompts=self._prompts.version,
            usage=account.usage,
            dropped=account.dropped,
            notices=search.asked.notices,
            timings_ms=search.asked.clock.stages,
        )

    def _why(self, search: _Search, decisions: Sequence[Decision]) -> abstain.Verdict:
        """Why there is no answer: for the likeliest of several questions."""
        if not search.asked.text.strip():
            return abstain.Verdict(0.0, AbstentionReason.EMPTY_QUESTION)
        if search.asked.standalone.small_talk:
            return abstain.Verdict(0.0, AbstentionReason.SMALL_TALK)
        if not self._catalogue.position().chunks:
            return abstain.Verdict(0.0, AbstentionReason.EMPTY_LIBRARY)
        if not decisions:
            return abstain.Verdict(0.0, AbstentionReason.NOTHING_FOUND)
        return max((one.verdict for one in decisions), key=lambda verdict: verdict.probability)

    @property
    def _writer_name(self) -> str:
        return self._language.writer.model.name if self._language else MODEL


def _tidy(question: str) -> str:
    return " ".join(question[:LONGEST_QUESTION].split())
