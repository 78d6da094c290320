"""How strongly each sentence of the found passages bears on a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from retrieval.answer import direct
from retrieval.answer.matching import (
    Term,
    TermClass,
    Text,
    by_term,
    coverage,
    match,
    nearness,
    terms_of,
    token_weights,
)
from retrieval.language import quantities
from retrieval.language.question import Kind, Question, Seeks
from retrieval.language.words import Word
from retrieval.ports import Matrix, QuestionVectors
from retrieval.types import Passage, Span

FEATURES = (
    "own",
    "full",
    "similarity",
    "passage_similarity",
    "gap",
    "names",
    "numbers",
    "direct",
    "closeness",
    "speaker",
    "quote",
    "rank",
    "pairs",
    "length",
    "title",
    "asks",
    "plain",
    "aligned",
    "aligned_around",
    "weakest",
    "mean_aligned",
    "attribute",
    "defines",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A found passage with its sentences (spans in the article), their vectors and token states."""

    passage: Passage
    spans: tuple[Span, ...]
    vectors: Matrix
    states: tuple[Matrix, ...]
    acronyms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence and what speaks for it; `features` in the order of FEATURES, `matches` of the terms."""

    passage: Passage
    span: Span
    text: str
    features: tuple[float, ...]
    own: tuple[float, ...]
    matches: tuple[float, ...]
    answers: tuple[Span, ...]

    def feature(self, name: str) -> float:
        """One feature by its name."""
        return self.features[FEATURES.index(name)]


def gather(
    question: Question,
    candidates: Sequence[Candidate],
    *,
    vectors: QuestionVectors,
    rarity: Mapping[str, float],
) -> tuple[list[Term], list[Evidence]]:
    """Weigh every sentence of the candidates; best passages first, sentences in their order."""
    terms = terms_of(question, rarity=rarity, token_spans=vectors.spans)
    weights = token_weights(terms, len(vectors.states))
    found: list[Evidence] = []
    for rank, candidate in enumerate(candidates):
        weigher = _Weigher(question, terms, candidate, vectors, weights)
        found.extend(weigher.evidence(position, rank) for position in range(len(candidate.spans)))
    return terms, found


def _heading(passage: Passage) -> str:
    article = passage.article
    date = quantities.spelled_out(article.published.iso) if article.published else ""
    return " ".join([article.title, article.outlet or "", *article.authors, date])


PREVIOUS, NEXT, CHUNK, HEADING = (
    0.85,
    0.6,
    0.6,
    0.6,
)  # what a term counts that stands around a sentence


class _Weigher:
    """Weighs the sentences of one candidate."""

    def __init__(
        self,
        question: Question,
        terms: list[Term],
        candidate: Candidate,
        vectors: QuestionVectors,
        weights: Matrix,
    ) -> None:
        self.question, self.terms, self.candidate, self.vectors = (
            question,
            terms,
            candidate,
            vectors,
        )
        offset = candidate.passage.start
        self.texts = [
            candidate.passage.text[s.start - offset : s.end - offset] for s in candidate.spans
        ]
        self.read = [Text.of(text, acronyms=candidate.acronyms) for text in self.texts]
        self.near = nearness(vectors.states, candidate.states)
        self.weights = weights / max(float(weights.sum()), 1e-9)
        self.aligned = self.near @ self.weights
        self.cosines = by_term(terms, self.near).tolist()
        self.matches = [
            match(terms, text, row) for text, row in zip(self.read, self.cosines, strict=True)
        ]
        self.heading_text = Text.of(_heading(candidate.passage))
        self.heading = match(terms, self.heading_text, None)
        self.anywhere = [max(column) for column in zip(*self.matches, strict=True)]
        mean = candidate.vectors.sum(axis=0)
        self.passage_similarity = float(mean @ vectors.vector / (np.linalg.norm(mean) + 1e-9))
        self.speaker = Text.of(question.speaker) if question.speaker else None

    def evidence(self, position: int, rank: int) -> Evidence:
        own, text = self.matches[position], self.texts[position]
        full = [self._in_context(i, position) for i in range(len(self.terms))]
        answers = direct.spans(self.question, text)
        near = direct.nearest(text, answers, self._matched(position))
        around = self.near[max(0, position - 1) : position + 2].max(axis=0)
        features = (
            coverage(own, self.terms),
            coverage(full, self.terms),
            float(self.candidate.vectors[position] @ self.vectors.vector),
            self.passage_similarity,
            self._gap(full),
            self._share(full, TermClass.NAME),
            self._share(full, TermClass.NUMBER),
            (1.0 if answers else 0.0) if self.question.seeks.typed else 0.5,
            1.0 / (1.0 + near[1]) if near else 0.0,
            self._speaker(position),
            float(any(mark in text for mark in '“”"‘'))
            if self.question.seeks is Seeks.STATEMENT
            else 0.5,
            1.0 / (1.0 + rank),
            self._pairs(position),
            min(1.0, len(self.read[position].words) / 12),
            coverage(self.heading, self.terms),
            float(text.rstrip().endswith("?")),
            self._plain(full),
            float(self.aligned[position]),
            float(around @ self.weights),
            self._weakest(self.cosines[position]),
            float(self.near[position].mean()) if self.near.size else 0.0,
            self._attribute(full),
            self._defines(text),
        )
        return Evidence(
            self.candidate.passage,
            self.candidate.spans[position],
            text,
            features,
            tuple(own),
            tuple(full),
            tuple(answers),
        )

    def _matched(self, position: int) -> list[Word]:
        stems = {term.stem for term in self.terms if term.kind is not TermClass.FOCUS}
        return [word for word in self.read[position].words if word.stem in stems]

    def _in_context(self, term: int, position: int) -> float:
        around: list[float] = [
            self.matches[position][term],
            CHUNK * self.anywhere[term],
            HEADING * self.heading[term],
        ]
        if position > 0:
            around.append(PREVIOUS * self.matches[position - 1][term])
        if position + 1 < len(self.matches):
            around.append(NEXT * self.matches[position + 1][term])
        return max(around)

    def _weakest(self, cosines: Sequence[float]) -> float:
        pairs = zip(cosines, self.terms, strict=True)
        optional = {TermClass.FOCUS, TermClass.CONTEXT}
        return min(
            (c for c, term in pairs if term.tokens and term.kind not in optional), default=0.0
        )

    def _gap(self, full: Sequence[float]) -> float:
        """The heaviest unmatched term's share of the question's weight."""
        total = sum(term.weight for term in self.terms)
        if not total:
            return 1.0
        return max((1 - m) * term.weight for m, term in zip(full, self.terms, strict=True)) / total

    def _share(self, full: Sequence[float], kind: TermClass) -> float:
        values = [m for m, term in zip(full, self.terms, strict=True) if term.kind is kind]
        return min(values) if values else 1.0

    def _plain(self, full: Sequence[float]) -> float:
        """How well the plain words, what is said of the names, are matched."""
        pairs = [(m, t) for m, t in zip(full, self.terms, strict=True) if t.kind is TermClass.WORD]
        return coverage([m for m, _ in pairs], [t for _, t in pairs]) if pairs else 1.0

    def _attribute(self, full: Sequence[float]) -> float:
        """How well the attribute asked for ("the budget of") is matched."""
        if self.question.attribute is None:
            return 1.0
        stem = self.question.attribute.stem
        return next((m for m, term in zip(full, self.terms, strict=True) if term.stem == stem), 1.0)

    def _defines(self, text: str) -> float:
        """Whether the sentence says what the thing to be defined is."""
        if self.question.kind is not Kind.DEFINITION or not self.question.terms:
            return 0.5
        thing = re.escape(" ".join(word.text for word in self.question.terms[:4]))
        said = rf"\({thing}\)|\b{thing}\s\(|\b{thing},?\s(?:is|was|are|were|an?|the|which|founded|set up|created)\b"
        return 1.0 if re.search(said, text, re.I) else 0.0

    def _speaker(self, position: int) -> float:
        if self.speaker is None:
            return 0.5
        wanted = {word.stem for word in self.speaker.words if word.content}
        for reach, weight in ((0, 1.0), (-1, 0.7), (-2, 0.4)):
            if 0 <= position + reach < len(self.read):
                text = self.read[position + reach]
                if wanted & text.stems or self.speaker.concepts & text.concepts:
                    return weight
        return 0.3 if wanted & self.heading_text.stems else 0.0

    def _pairs(self, position: int) -> float:
        """The share of neighbouring question terms that also stand near each other in the sentence."""
        stems = [term.stem for term in self.terms]
        places = {word.stem: i for i, word in enumerate(self.read[position].words)}
        pairs = list(pairwise(stems))
        near = [a in places and b in places and abs(places[a] - places[b]) <= 5 for a, b in pairs]
        return sum(near) / len(near) if near else 0.5
