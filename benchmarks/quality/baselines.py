"""Other ways to search, over the very chunks and vectors of Dateline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from typing import Any

import numpy as np
import Stemmer

from benchmarks.quality.articles import Chunks
from bot.evaluation.results import Found
from retrieval.ports import Embedder
from retrieval.types import Passage

DEPTH = 20  # chunks of a ranking, as many as are kept of Dateline's
FUSED = 100  # of each ranking that are fused
RRF = 60  # the constant of Cormack et al. 2009, which everybody takes
Search = Callable[[str], Sequence[Found]]
Ranking = list[tuple[int, float]]
"""Rows of chunks and their scores, the best first."""


@dataclass(frozen=True, slots=True)
class System:
    """A way to search.

    identity: whatever changes its results, by name; it goes into provenance. rewritten: it searches
    for the gold standalone question where a case has one.
    """

    name: str
    search: Search
    identity: Mapping[str, str]
    rewritten: bool = False


def over_chunks(chunks: Chunks, embedder: Embedder) -> tuple[System, ...]:
    """BM25, the bundled embedder, and both fused by rank."""
    lexical, dense = Lexical(chunks.passages), Dense(chunks, embedder)

    def fused(question: str) -> Sequence[Found]:
        best = fuse(lexical.rank(question, FUSED), dense.rank(question, FUSED))[:DEPTH]
        return [_found(chunks.passages[row], score) for row, score in best]

    minilm = {"embedder": embedder.identity, "ties": "by article and place"}
    bm25 = {
        "bm25s": version("bm25s"),
        "BM25": "Lucene, k1 1.5, b 0.75, English stop words, Snowball",
        "ties": "by article and place",
    }
    return (
        System("BM25 (bm25s)", lexical.search, bm25),
        System("MiniLM alone", dense.search, minilm),
        System("Naive RRF of both", fused, {**bm25, **minilm, "RRF": f"k {RRF}, {FUSED} each"}),
    )


def fuse(*rankings: Ranking) -> Ranking:
    """Reciprocal rank fusion, the best first, equal ones by row."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for place, (row, _) in enumerate(ranking, start=1):
            scores[row] = scores.get(row, 0.0) + 1 / (RRF + place)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def with_rewrites(systems: Iterable[System]) -> Iterator[System]:
    """The same systems, given follow-ups as people reworded them."""
    for one in systems:
        identity = {**one.identity, "question": "official rewrite"}
        yield replace(one, name=f"{one.name}, official rewrite", identity=identity, rewritten=True)


class Lexical:
    """bm25s with its defaults, stop words and a stemmer, over title and text of each chunk."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        import bm25s

        self._tokenise = partial(bm25s.tokenize, stopwords="en", show_progress=False)
        self._passages = passages
        self._stem = Stemmer.Stemmer("english")
        self._index = bm25s.BM25()
        texts = [f"{one.article.title}\n{one.text}" for one in passages]
        self._index.index(self._tokens(texts), show_progress=False)

    def rank(self, question: str, k: int) -> Ranking:
        """The k best chunks that share a word with the question, as (row, score)."""
        wanted = min(k, len(self._passages))
        rows, scores = self._index.retrieve(self._tokens([question]), k=wanted, show_progress=False)
        pairs = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        ranking = [(row, score) for row, score in pairs if score > 0]
        return sorted(ranking, key=lambda pair: (-pair[1], pair[0]))

    def search(self, question: str) -> Sequence[Found]:
        return [_found(self._passages[row], score) for row, score in self.rank(question, DEPTH)]

    def _tokens(self, texts: Sequence[str]) -> Any:
        return self._tokenise(list(texts), stemmer=self._stem)


class Dense:
    """Cosine similarity of the question to each chunk."""

    def __init__(self, chunks: Chunks, embedder: Embedder) -> None:
        self._chunks, self._embedder = chunks, embedder

    def rank(self, question: str, k: int) -> Ranking:
        """The k most similar chunks, as (row, similarity)."""
        scores = self._chunks.vectors @ self._embedder.embed([question])[0]
        return [(int(row), float(scores[row])) for row in np.argsort(-scores, kind="stable")[:k]]

    def search(self, question: str) -> Sequence[Found]:
        return [_found(self._chunks.passages[row], s) for row, s in self.rank(question, DEPTH)]


def _found(passage: Passage, score: float) -> Found:
    return Found(
        key=passage.article.key,
        start=passage.start,
        end=passage.end,
        score=score,
        text=passage.text,
    )
