"""Question -> passages: full text and vectors give a pool, its sentences decide the order."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from retrieval.answer.evidence import Candidate
from retrieval.answer.matching import nearness, terms_of, token_weights
from retrieval.index.catalogue import Catalogue, StoredSentences
from retrieval.language import names as naming
from retrieval.language.quantities import variants
from retrieval.language.question import Question
from retrieval.language.words import words
from retrieval.ports import Matrix, QuestionVectors, VectorIndex
from retrieval.search.conversation import Reading
from retrieval.search.fusion import reciprocal_ranks
from retrieval.types import Filters, Passage

POOL = 40  # chunks taken from the full text and from the vectors each
NEIGHBOURS_OF = 6  # the best chunks of the pool whose neighbours join it
SAME = 0.8  # share of common word triples at which two passages are near-identical
# Weights of the rankings, chosen on the starter gold set and development questions over the seeds.
FULL_TEXT, BEST_SENTENCE, CHUNK, ALIGNED = 1.0, 1.0, 0.5, 1.5


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: candidates, best first, and the weight of each term in the library."""

    candidates: tuple[Candidate, ...]
    rarity: Mapping[str, float]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The candidates' passages."""
        return tuple(candidate.passage for candidate in self.candidates)


class Retriever:
    """Searches one library."""

    def __init__(self, catalogue: Catalogue, *, vectors: VectorIndex, exact: VectorIndex) -> None:
        """vectors: for the whole library; exact: for the part of it that filters leave."""
        self._catalogue = catalogue
        self._vectors = vectors
        self._exact = exact

    def retrieve(
        self,
        question: Question,
        vectors: QuestionVectors,
        *,
        k: int,
        filters: Filters | None = None,
        others: Sequence[Reading] = (),
    ) -> Found:
        """The k best passages, near-identical ones left out.

        others: further readings of the same question, whose rankings join in with their weights.
        """
        readings = (Reading(question, vectors), *others)
        rarities = [self._rarity(each.question) for each in readings]
        hits = [
            (self._full_text(each.question, filters), self._nearest(each.vectors, filters))
            for each in readings
        ]
        pool = self._with_neighbours(hits)
        passages = self._catalogue.passages(pool)
        stored = self._catalogue.sentences(list(passages), states=True)
        rankings = [
            ranking
            for each, rarity, (texts, near) in zip(readings, rarities, hits, strict=True)
            for ranking in self._rankings(each, rarity, texts, near, stored)
        ]
        fused = reciprocal_ranks(rankings)
        order = sorted(fused.items(), key=lambda item: (-item[1], item[0]))
        chosen = _distinct(
            [replace(passages[i], score=score) for i, score in order if i in passages], k
        )
        return Found(tuple(self._candidate(passage, stored) for passage in chosen), rarities[0])

    def _full_text(self, question: Question, filters: Filters | None) -> dict[int, float]:
        terms = [
            form for word in (*question.terms, *question.context) for form in variants(word.text)
        ]
        hits = self._catalogue.full_text(terms, k=POOL, filters=filters or Filters())
        return {hit.chunk_id: hit.score for hit in hits}

    def _nearest(self, vectors: QuestionVectors, filters: Filters | None) -> dict[int, float]:
        if filters:
            within = self._catalogue.chunk_ids(filters)
            hits = self._exact.search(vectors.vector, k=POOL, within=within)
        else:
            hits = self._vectors.search(vectors.vector, k=POOL)
        return {hit.chunk_id: hit.similarity for hit in hits}

    def _with_neighbours(
        self, hits: Sequence[tuple[Mapping[int, float], Mapping[int, float]]]
    ) -> list[int]:
        fused = reciprocal_ranks([(1.0, each) for pair in hits for each in pair])
        best = sorted(fused, key=lambda each: -fused[each])[:NEIGHBOURS_OF]
        around = [each for chunk_id in best for each in self._catalogue.neighbours(chunk_id)]
        return list(dict.fromkeys([*fused, *(each for each in around if each is not None)]))

    def _rankings(
        self,
        reading: Reading,
        rarity: Mapping[str, float],
        texts: Mapping[int, float],
        near: Mapping[int, float],
        stored: Mapping[int, StoredSentences],
    ) -> list[tuple[float, Mapping[int, float]]]:
        vectors = reading.vectors
        terms = terms_of(reading.question, rarity=rarity, token_spans=vectors.spans)
        weights = token_weights(terms, len(vectors.states))
        best_sentence = {i: float((s.vectors @ vectors.vector).max()) for i, s in stored.items()}
        rankings = (
            (FULL_TEXT, texts),
            (BEST_SENTENCE, best_sentence),
            (CHUNK, near),
            (ALIGNED, _aligned(vectors.states, weights, stored)),
        )
        return [(reading.weight * weight, ranking) for weight, ranking in rankings]

    def _rarity(self, question: Question) -> dict[str, float]:
        """0 to 1 for each term: 1 for a word that no chunk has, small for one that all have."""
        chunks = max(1, self._catalogue.position().chunks)
        most = math.log(1 + (chunks + 0.5) / 0.5)
        found: dict[str, float] = {}
        for word in (*question.terms, *question.context):
            forms = variants(word.text)
            frequency = max(self._catalogue.document_frequency(forms).values(), default=0)
            frequency = min(frequency, chunks)
            value = math.log(1 + (chunks - frequency + 0.5) / (frequency + 0.5)) / most
            found[word.stem] = max(0.15, value)
        return found

    def _candidate(self, passage: Passage, stored: Mapping[int, StoredSentences]) -> Candidate:
        sentences = stored[passage.chunk_id]
        wanted = set(re.findall(r"\b[A-Z][A-Za-z&]*[A-Z]\b", passage.text))
        explained = (
            naming.acronyms(self._catalogue.text(passage.article.key)[:200_000]) if wanted else {}
        )
        return Candidate(
            passage=passage,
            spans=sentences.spans,
            vectors=sentences.vectors,
            states=sentences.states,
            acronyms={short: long for short, long in explained.items() if short in wanted},
        )


def _aligned(
    states: Matrix, weights: Matrix, stored: Mapping[int, StoredSentences]
) -> dict[int, float]:
    """Each chunk's best sentence by late interaction: every question token's nearest token."""
    if not len(states):
        return {}
    total = weights / max(float(weights.sum()), 1e-9)
    ids = list(stored)
    owner = [i for i in ids for _ in stored[i].spans]
    near = nearness(states, [each for i in ids for each in stored[i].states])
    best: dict[int, float] = {}
    for chunk_id, value in zip(owner, np.asarray(near @ total), strict=True):
        best[chunk_id] = max(best.get(chunk_id, -1.0), float(value))
    return best


def _distinct(passages: Sequence[Passage], k: int) -> list[Passage]:
    """The first k passages, without those nearly identical to an earlier one.

    What is alike but for a name or a number says something else, and is kept.
    """
    kept: list[tuple[Passage, frozenset[tuple[str, ...]], frozenset[str]]] = []
    for passage in passages:
        if len(kept) == k:
            break
        triples, named = _triples(passage.text), _named(passage.text)
        if not any(_overlap(triples, t) >= SAME and named <= n for _, t, n in kept):
            kept.append((passage, triples, named))
    return [passage for passage, _, _ in kept]


def _named(text: str) -> frozenset[str]:
    """Names and numbers of a text: words with a capital letter or a figure."""
    return frozenset(w.lower for w in words(text) if w.capital or w.text[0].isdigit())


def _triples(text: str) -> frozenset[tuple[str, ...]]:
    stems = [word.lower for word in words(text)]
    return frozenset(zip(stems, stems[1:], stems[2:], strict=False))


def _overlap(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
