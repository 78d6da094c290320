"""An embedder without a model: bags of hashed word stems, so that like words give like vectors."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence

import numpy as np

from retrieval.errors import EmbedderError
from retrieval.ports import STATE_DIMENSIONS, EmbeddedChunk, Matrix, QuestionVectors, Vector
from retrieval.types import Chunk

_TOKEN = re.compile(r"\w{1,12}|[^\w\s]")
_ENDING = re.compile(r"(?:ing|ed|es|s|e)$")
_COMMON = re.compile(
    r"an?|and|are|as|at|be|by|did|do|does|for|from|ha[sd]|have|i[nst]|of|on|or|that|the|to|was|were"
    r"|what|when|where|which|who|why|how|with"
)
_SPECIAL_TOKENS = 2
_PLACES = 4  # of a stem in a vector


class HashEmbedder:
    """Deterministic and fast; a word is a token (12 letters at most), so is a mark."""

    def __init__(self, *, window: int = 256, dimensions: int = 256) -> None:
        self.identity = f"hash/{dimensions}/1"
        self.dimensions = dimensions
        self.window = window

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Spans of words and marks."""
        return [match.span() for match in _TOKEN.finditer(text)]

    def embed(self, texts: Sequence[str]) -> Matrix:
        """One vector a text, shape (len(texts), dimensions)."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            spans = self.token_spans(text)[: self.window - _SPECIAL_TOKENS]
            vectors[row] = _hashed((text[a:b] for a, b in spans), self.dimensions)
        return vectors

    def embed_question(self, text: str) -> QuestionVectors:
        """The question's vector and a state for each of its tokens."""
        spans = tuple(self.token_spans(text)[: self.window - _SPECIAL_TOKENS])
        return QuestionVectors(self.embed([text])[0], self._states(text), spans)

    def embed_chunks(self, chunks: Sequence[Chunk]) -> list[EmbeddedChunk]:
        """Chunks and their sentences; EmbedderError if one exceeds the window."""
        return [self._embed_chunk(chunk) for chunk in chunks]

    def _embed_chunk(self, chunk: Chunk) -> EmbeddedChunk:
        text = f"{chunk.header}\n{chunk.text}" if chunk.header else chunk.text
        count = len(self.token_spans(text)) + _SPECIAL_TOKENS
        if count > self.window:
            raise EmbedderError(
                f"Chunk {chunk.ordinal} has {count} tokens.", hint="Chunk the article again."
            )
        vector = self.embed([text])[0]
        texts = [
            chunk.text[max(0, span.start - chunk.start) : span.end - chunk.start]
            for span in chunk.sentences
        ]
        sentences = np.tile(vector, (len(texts), 1))
        for row, sentence in enumerate(texts):
            if _TOKEN.search(sentence):
                sentences[row] = self.embed([sentence])[0]
        return EmbeddedChunk(vector, sentences, tuple(self._states(each) for each in texts))

    def _states(self, text: str) -> Matrix:
        spans = self.token_spans(text)[: self.window - _SPECIAL_TOKENS]
        states = np.zeros((len(spans), STATE_DIMENSIONS), dtype=np.float32)
        for row, (start, end) in enumerate(spans):
            states[row] = _hashed([text[start:end]], STATE_DIMENSIONS)
        return states


def _hashed(tokens: Iterable[str], dimensions: int) -> Vector:
    """A vector of length 1; rare words weigh more than common ones and marks."""
    vector = np.zeros(dimensions, dtype=np.float32)
    for token in tokens:
        word = token.lower()
        weight = 0.1 if _COMMON.fullmatch(word) or not word[0].isalnum() else 1.0
        stem = _ENDING.sub("", word) if len(word) > 4 else word
        for place in range(_PLACES):
            number = zlib.crc32(f"{place}/{stem}".encode("utf-8", "surrogatepass"))
            vector[number % dimensions] += weight if number >> 31 else -weight
    norm = float(np.linalg.norm(vector))
    if norm == 0.0:  # nothing to hash, or all of it cancelled out
        vector[0] = norm = 1.0
    return vector / np.float32(norm)
