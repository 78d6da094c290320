"""A question goes in, a reply with checked citations comes out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from retrieval.answer import abstain, cite, colophon, evidence, extract, verify
from retrieval.answer.evidence import Evidence
from retrieval.answer.extract import Extract
from retrieval.answer.standalone import Standalone, last_question, standalone
from retrieval.answer.weights import fitted
from retrieval.index.catalogue import Catalogue
from retrieval.language import question as reading
from retrieval.language.question import Question
from retrieval.ports import Embedder, QuestionVectors
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
    SentenceVerified,
    Turn,
)

PASSAGES = 20  # passages whose sentences are weighed
SHOWN = 8  # of them in a reply
NEAREST = 3  # of them in an abstention
LONGEST_QUESTION = 2_000  # characters; what follows is cut off and the reply says so
MODEL = "extractive"

_Ranked = list[tuple[float, Evidence]]
Say = Callable[[AbstentionReason, Sequence[str]], str]


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
class _Search:
    """A message, the question it was read as, and its parts."""

    asked: str
    standalone: Standalone
    parts: tuple[_Part, ...]
    notices: tuple[str, ...]
    clock: _Clock

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of all parts, the best of each first."""
        rows = zip_longest(*(part.found.passages for part in self.parts))
        found = (passage for row in rows for passage in row if passage is not None)
        return tuple({passage.chunk_id: passage for passage in found}.values())


class Engine:
    """Follows one question from the front to the reply; any number may be under way at once."""

    def __init__(
        self, *, catalogue: Catalogue, retriever: Retriever, embedder: Embedder, say: Say
    ) -> None:
        """say: the words of an abstention, from its reason and the words that are missing."""
        self._catalogue = catalogue
        self.retriever = retriever
        self._embedder = embedder
        self._say = say

    async def answer(
        self, question: str, *, turns: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Reply:
        """Answer from the articles, or abstain with a reason and the nearest passages."""
        return await asyncio.to_thread(self._answer, question, turns, filters)

    async def stream(
        self, question: str, *, turns: Sequence[Turn] = (), filters: Filters | None = None
    ) -> AsyncIterator[Event]:
        """The same as events: Searching, Found, SentenceVerified..., Done."""
        asked = _tidy(question)
        alone = standalone(asked, turns)
        yield Searching(alone.text)
        search = await asyncio.to_thread(self._search, question, alone, PASSAGES, filters)
        yield Found(search.passages[:SHOWN])
        reply = await asyncio.to_thread(self._reply, search)
        if isinstance(reply, Answer):
            shown: set[int] = set()
            for sentence in reply.sentences:
                new = tuple(
                    citation
                    for citation in reply.citations
                    if citation.n in sentence.citations and citation.n not in shown
                )
                shown.update(citation.n for citation in new)
                yield SentenceVerified(sentence, new)
        yield Done(reply)

    async def search(
        self,
        question: str,
        *,
        turns: Sequence[Turn] = (),
        k: int = 10,
        filters: Filters | None = None,
    ) -> tuple[Passage, ...]:
        """The k passages nearest to the question as the conversation means it, best first."""
        alone = standalone(_tidy(question), turns) if turns else Standalone(_tidy(question))
        before = last_question(turns)
        search = await asyncio.to_thread(self._search, question, alone, k, filters, before)
        return search.passages

    def _answer(self, question: str, turns: Sequence[Turn], filters: Filters | None) -> Reply:
        alone = standalone(_tidy(question), turns)
        return self._reply(self._search(question, alone, PASSAGES, filters))

    def _search(
        self, asked: str, alone: Standalone, k: int, filters: Filters | None, before: str = ""
    ) -> _Search:
        """before: the question before this one, which then is searched for in several readings."""
        clock = _Clock()
        notices: tuple[str, ...] = ()
        if len(asked) > LONGEST_QUESTION:
            notices = (f"The question was cut off after {LONGEST_QUESTION} characters.",)
        parts = []
        if not alone.small_talk and self._catalogue.position().chunks:
            texts = reading.parts(alone.text)
            for text in texts:
                context = " ".join([alone.context, *(other for other in texts if other != text)])
                question = reading.read(text, context=context)
                if question.terms:
                    others = conversation.others(question, before=before) if before else ()
                    parts.append(self._find(question, others, k=k, filters=filters, clock=clock))
        return _Search(asked, alone, tuple(parts), notices, clock)

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

    def _reply(self, search: _Search) -> Reply:
        if reason := self._at_once(search):
            return self._abstain(search, reason, ())
        decided = [(part, self._decide(part)) for part in search.parts]
        search.clock.stage("weigh")
        told = [found for _, found in decided if isinstance(found, Extract)]
        refused = [(part, found) for part, found in decided if isinstance(found, abstain.Verdict)]
        if not told:
            _, verdict = max(refused, key=lambda each: each[1].probability)
            reason = verdict.reason or AbstentionReason.NOT_STATED
            return self._abstain(search, reason, verdict.missing)
        untold = [f"The articles do not tell: {part.question.text}" for part, _ in refused]
        return self._answer_with(search, told, untold)

    def _decide(self, part: _Part) -> Extract | abstain.Verdict:
        """What answers one question of the message, or why nothing does."""
        text_of = self._catalogue.text
        if about := colophon.find(part.question, part.found.candidates):
            found = extract.of_colophon(about, article_text=text_of)
            return found or abstain.Verdict(0.0, AbstentionReason.NOT_STATED)
        ranked, verdict = self._judge(part)
        if verdict.reason is not None:
            return verdict
        return extract.extract(part.question, ranked, article_text=text_of)

    def _judge(self, part: _Part) -> tuple[_Ranked, abstain.Verdict]:
        weights = fitted()
        terms, gathered = evidence.gather(
            part.question, part.found.candidates, vectors=part.vectors, rarity=part.found.rarity
        )
        scored = ((weights.ranker.score(item.features), item) for item in gathered)
        ranked = sorted(scored, key=lambda pair: -pair[0])
        return ranked, abstain.judge(part.question, terms, ranked, weights=weights)

    def _at_once(self, search: _Search) -> AbstentionReason | None:
        if not search.asked.strip():
            return AbstentionReason.EMPTY_QUESTION
        if search.standalone.small_talk:
            return AbstentionReason.SMALL_TALK
        if not self._catalogue.position().chunks:
            return AbstentionReason.EMPTY_LIBRARY
        return None if search.passages else AbstentionReason.NOTHING_FOUND

    def _answer_with(
        self, search: _Search, told: Sequence[Extract], untold: Sequence[str]
    ) -> Reply:
        text_of = self._catalogue.text
        drafted, citations = cite.cite(told, article_text=text_of)
        sentences = verify.verify(drafted, citations, article_text=text_of)
        search.clock.stage("answer")
        if not sentences:
            return self._abstain(search, AbstentionReason.NOT_STATED, ())
        used = {n for sentence in sentences for n in sentence.citations}
        return Answer(
            question=search.asked,
            standalone_question=search.standalone.text,
            sentences=sentences,
            citations=tuple(citation for citation in citations if citation.n in used),
            passages=search.passages[:SHOWN],
            model=MODEL,
            notices=(*search.notices, *untold),
            timings_ms=search.clock.stages,
        )

    def _abstain(
        self, search: _Search, reason: AbstentionReason, missing: Sequence[str]
    ) -> Abstention:
        return Abstention(
            question=search.asked,
            standalone_question=search.standalone.text,
            reason=reason,
            message=self._say(reason, missing),
            missing=tuple(missing),
            passages=search.passages[:NEAREST],
            model=MODEL,
            notices=search.notices,
            timings_ms=search.clock.stages,
        )


def _tidy(question: str) -> str:
    return " ".join(question[:LONGEST_QUESTION].split())
