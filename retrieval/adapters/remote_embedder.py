"""What all embedders behind a service share: batches, windows, retries, sentences, token states."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from retrieval.adapters.onnx import OnnxEmbedder
from retrieval.adapters.unicode import as_utf8
from retrieval.errors import EmbedderError, ModelError
from retrieval.model.retry import Retries
from retrieval.ports import STATE_DIMENSIONS, EmbeddedChunk, Embedder, Matrix, QuestionVectors
from retrieval.types import Chunk

WINDOW = 256
_BATCH = 64  # texts of one request; with 256 tokens each far below every provider's bounds
_SPECIAL_TOKENS = 2
_BLANK = "."  # sent for a text without any character to embed, which providers refuse

Ask = Callable[[list[str]], Any]


class RemoteEmbedder:
    """An Embedder whose vectors come from a service, asked by `ask`: texts in, rows out.

    ask: returns rows of numbers, shape (texts, dimensions), and raises ModelError.
    dimensions: None asks the service when it is needed for the first time.
    states: gives tokens their states, by its own model, so that sentences are weighed as with the
    bundled embedder; without one there are none, and the bundled tokenizer only counts.
    window: in tokens of that tokenizer, special ones included; what is longer is cut off.
    """

    def __init__(
        self,
        ask: Ask,
        *,
        identity: str,
        dimensions: int | None = None,
        window: int = WINDOW,
        states: Embedder | None = None,
        retries: Retries | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.identity = f"{identity}/{states.identity}" if states else identity
        self.window = min(window, states.window) if states else window
        self._ask = ask
        self._known = dimensions
        self._states = states
        self._tokens: Embedder = states or OnnxEmbedder()
        self._retries = retries or Retries()
        self._sleep = sleep
        self._lock = threading.Lock()

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has; EmbedderError when the service cannot be asked."""
        with self._lock:
            if self._known is None:
                self._known = len(np.atleast_2d(self._rows(["How many numbers?"]))[0])
            return self._known

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Character spans of the tokens of `text`, special tokens left out; never truncated."""
        return self._tokens.token_spans(text)

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Vectors of texts, shape (len(texts), dimensions); what exceeds the window is cut off."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        cut = [self._cut(text) for text in texts]
        places: dict[str, list[int]] = {}
        for row, text in enumerate(cut):
            places.setdefault(text, []).append(row)
        distinct = list(places)
        for begin in range(0, len(distinct), _BATCH):
            batch = distinct[begin : begin + _BATCH]
            for text, vector in zip(batch, self._vectors(batch), strict=True):
                vectors[places[text]] = vector
        return vectors

    def embed_question(self, text: str) -> QuestionVectors:
        """The vector and the token states of one question; what exceeds the window is cut off."""
        (vector,) = self.embed([text])
        if self._states is None:
            return QuestionVectors(vector, np.zeros((0, STATE_DIMENSIONS), dtype=np.float32), ())
        own = self._states.embed_question(text)
        return QuestionVectors(vector, own.states, own.spans)

    def embed_chunks(self, chunks: Sequence[Chunk]) -> list[EmbeddedChunk]:
        """Vectors of chunks and of the sentences in them; EmbedderError if one exceeds `window`.

        A sentence is embedded by itself; one without tokens has its chunk's vector.
        """
        wholes = [
            f"{chunk.header}\n{chunk.text}" if chunk.header else chunk.text for chunk in chunks
        ]
        for chunk, whole in zip(chunks, wholes, strict=True):
            self._refuse_too_long(chunk, whole)
        sentences = [list(_sentences(chunk)) for chunk in chunks]
        telling = [text for texts in sentences for text in texts if self._has_tokens(text)]
        vectors = iter(self.embed([*wholes, *telling]))
        of_chunks = [next(vectors) for _ in chunks]
        embedded = []
        states = self._states_of(chunks)
        for chunk_vector, texts, chunk_states in zip(of_chunks, sentences, states, strict=True):
            rows = np.tile(chunk_vector, (len(texts), 1))
            for row, text in enumerate(texts):
                if self._has_tokens(text):
                    rows[row] = next(vectors)
            embedded.append(EmbeddedChunk(chunk_vector, rows, chunk_states))
        return embedded

    def _states_of(self, chunks: Sequence[Chunk]) -> list[tuple[Matrix, ...]]:
        if self._states is None:
            return [() for _ in chunks]
        return [each.states for each in self._states.embed_chunks(chunks)]

    def _has_tokens(self, text: str) -> bool:
        return bool(self.token_spans(text))

    def _refuse_too_long(self, chunk: Chunk, whole: str) -> None:
        count = len(self.token_spans(whole)) + _SPECIAL_TOKENS
        if count > self.window:
            raise EmbedderError(
                f"Chunk {chunk.ordinal} has {count} tokens, more than {self.window}.",
                hint="Chunk the article again with this embedder.",
            )

    def _cut(self, text: str) -> str:
        """At most a window of the text, and never nothing."""
        spans = self.token_spans(text)[: self.window - _SPECIAL_TOKENS]
        cut = as_utf8(text[: spans[-1][1]]) if spans else ""
        return cut if cut.strip() else _BLANK

    def _vectors(self, texts: list[str]) -> Matrix:
        """One request's vectors, of length 1."""
        rows = self._rows(texts)
        if rows.shape != (len(texts), self.dimensions):
            raise EmbedderError(
                f"The embedder sent {rows.shape} numbers instead of "
                f"{(len(texts), self.dimensions)}.",
                hint="Check that its model is the one that the library was embedded with.",
            )
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.all(np.isfinite(norms)) or np.any(norms == 0):
            raise EmbedderError(
                "The embedder sent vectors without a direction.",
                hint="Choose another model for it.",
            )
        unit: Matrix = rows / norms
        return unit

    def _rows(self, texts: list[str]) -> Matrix:
        """What the service answers; asked again while that may help."""
        from tenacity import Retrying, retry_if_exception, stop_after_attempt

        attempts = Retrying(
            stop=stop_after_attempt(self._retries.attempts),
            retry=retry_if_exception(self._retries.again),
            wait=self._retries.pause,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return np.array(attempts(self._ask, texts), dtype=np.float32, ndmin=2)
        except ModelError as error:
            raise EmbedderError(error.message, hint=error.hint) from error
        except (TypeError, ValueError) as error:  # rows of several lengths, or no numbers at all
            raise EmbedderError(
                "The embedder sent what are not vectors.", hint="Check its address and its model."
            ) from error


def _sentences(chunk: Chunk) -> Iterator[str]:
    for span in chunk.sentences:
        yield chunk.text[max(0, span.start - chunk.start) : span.end - chunk.start]
