"""Search for every question of a message, in the readings that its conversation suggests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from retrieval.answer.asked import Asked, Clock
from retrieval.answer.evidence import Candidate
from retrieval.index.catalogue import Catalogue
from retrieval.language import question as reading
from retrieval.language.question import Question
from retrieval.ports import Embedder, QuestionVectors
from retrieval.search import conversation, told
from retrieval.search.conversation import Reading
from retrieval.search.retriever import Found, Retriever
from retrieval.types import Filters, Passage


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a message (most have one) as it was searched for, and what was found."""

    question: Question
    found: Found
    vectors: QuestionVectors


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found for the parts of a message."""

    parts: tuple[Part, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of all parts, the best of each first."""
        rows = zip_longest(*(part.found.passages for part in self.parts))
        found = (passage for row in rows for passage in row if passage is not None)
        return tuple({passage.chunk_id: passage for passage in found}.values())

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The same passages with their sentences."""
        found = {one.passage.chunk_id: one for part in self.parts for one in part.found.candidates}
        return tuple(found[passage.chunk_id] for passage in self.passages)


class Searcher:
    """Reads a message's questions, embeds them and retrieves passages for each."""

    def __init__(self, catalogue: Catalogue, retriever: Retriever, embedder: Embedder) -> None:
        self._catalogue = catalogue
        self._retriever = retriever
        self._embedder = embedder

    def search(self, asked: Asked, *, k: int, filters: Filters | None) -> Findings:
        """At most k passages for each question; nothing for small talk and in an empty library."""
        alone, parts = asked.standalone, []
        if not alone.small_talk and self._catalogue.position().chunks:
            texts = reading.parts(alone.text)
            for text in texts:
                context = " ".join([alone.context, *(other for other in texts if other != text)])
                for question, within in told.readings(text, context, self._catalogue, filters):
                    others = conversation.others(question, before=asked.before)
                    parts.append(self._find(question, others, asked.clock, k=k, filters=within))
        return Findings(tuple(parts))

    def _find(
        self,
        question: Question,
        others: Sequence[tuple[Question, float]],
        clock: Clock,
        *,
        k: int,
        filters: Filters | None,
    ) -> Part:
        embed = self._embedder.embed_question
        vectors = embed(question.searched)
        readings = [Reading(each, embed(each.searched), weight) for each, weight in others]
        clock.stage("embed")
        found = self._retriever.retrieve(question, vectors, k=k, filters=filters, others=readings)
        clock.stage("retrieve")
        return Part(question, found, vectors)
