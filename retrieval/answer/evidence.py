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
from retrieval.language import deeds, quantities
from retrieval.language.question import Kind, Question, Seeks
from retrieval.language.words import Word
from retrieval.ports import Matrix, QuestionVectors
from retrieval.types import ArticleInfo, Passage, Span

FEATURES = (
    "own",
    "full",
    "similarity",
    "passage_similarity",
    "gap",
    "names",
    "numbers",
    "direct",
    "direct_own",
    "closeness",
    "speaker",
    "quote",
    "reason",
    "rank",
    "first",
    "pairs",
    "length",
    "new",
    "title",
    "asks",
    "plain",
    "aligned",
    "aligned_around",
    "weakest",
    "mean_aligned",
    "attribute",
    "defines",
    "agent",
)


LEAD = 400  # characters at the start of an article, where news says the most important
_ROLE = r"(?:\w+(?:man|woman|person)|minister|president|analysts?|secretary general|director|head|rector|author|expert|chief|general|ambassador|diplomat)"
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|we|our)\b")
_REASON = re.compile(
    r"\b(?:because|due to|owing to|since|reasons?|caused?|causes|pretext|motives?|grounds|goal|aim(?:ed|s)?|intended|purpose"
    r"|in (?:response|retaliation|reaction|protest|order|return)|(?:response|retaliation|reaction) to|as a result|result of"
    r"|led to|prompted|provoked|triggered|comes after|came after|after|following|so that|why|blam\w+|accus\w+|on charges|on the charges|therefore|thus)\b",
    re.I,
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


def heading(article: ArticleInfo) -> str:
    """Title, outlet, authors and date of an article, as they are written."""
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
        self.heading_text = Text.of(heading(candidate.passage.article))
        self.heading = match(terms, self.heading_text, None)
        self.authors = Text.of(" ".join(candidate.passage.article.authors)).stems
        self.anywhere = [max(column) for column in zip(*self.matches, strict=True)]
        mean = candidate.vectors.sum(axis=0)
        self.passage_similarity = float(mean @ vectors.vector / (np.linalg.norm(mean) + 1e-9))
        self.speaker = Text.of(question.speaker) if question.speaker else None
        self.stems = {term.stem for term in terms}
        self.deed = deeds.asked(question.text)
        self.single = len(candidate.passage.article.authors) == 1
        self.surnames = direct.surnames(candidate.passage.text)

    def evidence(self, position: int, rank: int) -> Evidence:
        """What speaks for the sentence at `position` of the passage found as number `rank`."""
        full = [self._in_context(i, position) for i in range(len(self.terms))]
        answers = direct.spans(
            self.question, self.texts[position], surnames=self.surnames, author=self.single
        )
        found = {
            **self._of_words(position, full),
            **self._of_meaning(position),
            **self._of_form(position, answers),
            "rank": 1.0 / (1.0 + rank),
            "attribute": self._attribute(full),
        }
        return Evidence(
            self.candidate.passage,
            self.candidate.spans[position],
            self.texts[position],
            tuple(found[name] for name in FEATURES),
            tuple(self.matches[position]),
            tuple(full),
            tuple(answers),
        )

    def _of_words(self, position: int, full: Sequence[float]) -> dict[str, float]:
        """How the question's terms are matched in the sentence (`own`) and around it (`full`)."""
        own = self.matches[position]
        new = self.read[position].content - self.stems
        return {
            "own": coverage(own, self.terms),
            "full": coverage(full, self.terms),
            "gap": self._gap(full),
            "names": self._share(full, TermClass.NAME),
            "numbers": self._share(full, TermClass.NUMBER),
            "plain": self._plain(full),
            "pairs": self._pairs(position),
            "length": min(1.0, len(self.read[position].words) / 12),
            "new": min(1.0, len(new) / 8),
            "title": coverage(self.heading, self.terms),
        }

    def _of_meaning(self, position: int) -> dict[str, float]:
        """How near the sentence's vector and token states are to the question's."""
        around = self.near[max(0, position - 1) : position + 2].max(axis=0)
        return {
            "similarity": float(self.candidate.vectors[position] @ self.vectors.vector),
            "passage_similarity": self.passage_similarity,
            "aligned": float(self.aligned[position]),
            "aligned_around": float(around @ self.weights),
            "weakest": self._weakest(self.cosines[position]),
            "mean_aligned": float(self.near[position].mean()) if self.near.size else 0.0,
        }

    def _of_form(self, position: int, answers: Sequence[Span]) -> dict[str, float]:
        """Whether the sentence has the form of an answer to this kind of question."""
        text, question = self.texts[position], self.question
        near = direct.nearest(text, answers, self._matched(position))
        typed = (1.0 if answers else 0.0) if question.seeks.typed else 0.5
        return {
            "direct": typed,
            "direct_own": typed * coverage(self.matches[position], self.terms),
            "closeness": 1.0 / (1.0 + near[1]) if near else 0.0,
            "speaker": self._speaker(position),
            "quote": float(any(mark in text for mark in '“”"‘'))
            if question.seeks is Seeks.STATEMENT
            else 0.5,
            "reason": float(bool(_REASON.search(text))) if question.seeks is Seeks.REASON else 0.5,
            "first": float(self.candidate.spans[position].start < LEAD),
            "asks": float(text.rstrip().endswith("?")),
            "defines": self._defines(text),
            "agent": deeds.agreement(self.deed, text) if self.deed else deeds.UNKNOWN,
        }

    def _matched(self, position: int) -> list[Word]:
        stems = {term.stem for term in self.terms if term.kind is not TermClass.FOCUS}
        return [word for word in self.read[position].words if word.stem in stems]

    def _in_context(self, term: int, position: int) -> float:
        around: list[float] = [self.matches[position][term], CHUNK * self.anywhere[term]]
        if not self._does(term) or _FIRST_PERSON.search(self.texts[position]):
            around.append(HEADING * self.heading[term])
        if position > 0:
            around.append(PREVIOUS * self.matches[position - 1][term])
        if position + 1 < len(self.matches):
            around.append(NEXT * self.matches[position + 1][term])
        return max(around)

    def _does(self, term: int) -> bool:
        """Whether the term names an author of whom the question says what he did: no heading tells that."""
        stem = self.terms[term].stem
        acts = self.deed is not None and stem in self.deed.agent and not self.question.speaker
        return acts and stem in self.authors

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
        """Whether the sentence says what the thing, or who the person, to be defined is."""
        if self.question.kind is not Kind.DEFINITION or not self.question.terms:
            return 0.5
        thing = r"\W+".join(re.escape(word.text) for word in self.question.terms[:4])
        said = (
            rf"\({thing}\)|\b{thing}\s\(|\b{thing},?\s(?:is|was|are|were|an?|the|which|who|founded|set up|created|in)\b"
            rf"|\b{_ROLE}\s(?:[A-Z][\w.]*\s){{0,2}}{thing}\b"
        )
        return 1.0 if re.search(said, text, re.I) else 0.0

    def _speaker(self, position: int) -> float:
        if self.speaker is None:
            return 0.5
        wanted = self.speaker.content
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
