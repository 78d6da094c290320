"""The seams with two implementations or more: what an embedder, a vector index, a model must do."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.types import Chunk, Usage

STATE_DIMENSIONS = 64
Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EmbeddedChunk:
    """The vectors of one chunk, all of length 1.

    vector: shape (dimensions,), over header and text.
    sentences: shape (len(chunk.sentences), dimensions), each sentence as it stands in its chunk.
    states: per sentence, the states of its tokens, shape (tokens, STATE_DIMENSIONS), for late
    interaction with a question's; empty where an embedder has none.
    """

    vector: Vector
    sentences: Matrix
    states: tuple[Matrix, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionVectors:
    """A question as a vector of length 1 and as token states, with the tokens' character spans.

    states: shape (tokens, STATE_DIMENSIONS), rows of length 1; as many spans.
    """

    vector: Vector
    states: Matrix
    spans: tuple[tuple[int, int], ...]


class Embedder(Protocol):
    """Turns text into vectors of length 1.

    identity: names model, weights and pooling; an index answers only to the identity that built it.
    window: how many of the embedder's own tokens, its special ones included, one text may have.
    """

    identity: str
    window: int

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has; EmbedderError when a service cannot tell."""
        ...

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Character spans of the tokens of `text`, special tokens left out; never truncated."""
        ...

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Vectors of short texts (questions, words, sentences), shape (len(texts), dimensions)."""
        ...

    def embed_question(self, text: str) -> QuestionVectors:
        """The vector and the token states of one question; what exceeds the window is cut off."""
        ...

    def embed_chunks(self, chunks: Sequence[Chunk]) -> list[EmbeddedChunk]:
        """Vectors of chunks and of the sentences in them; EmbedderError if one exceeds `window`."""
        ...


@dataclass(frozen=True, slots=True)
class VectorHit:
    """A chunk and its cosine similarity to the question, -1 to 1."""

    chunk_id: int
    similarity: float


class VectorIndex(Protocol):
    """Nearest chunks by cosine similarity."""

    name: str

    def search(
        self, vector: Vector, *, k: int, within: Sequence[int] | None = None
    ) -> list[VectorHit]:
        """The k most similar chunks, best first, ties by chunk id; only `within` when given."""
        ...

    def refresh(self) -> None:
        """Catch up with the catalogue's change log."""
        ...

    def close(self) -> None:
        """Release files and locks; safe to call twice."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class TextPiece:
    """The next characters that a model writes."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The model is done, last; usage is None when the provider does not report it.

    reason: "stop" when it ended by itself, "length" when max_tokens cut it off.
    """

    reason: Literal["stop", "length"]
    usage: Usage | None = None


ModelEvent = TextPiece | Finished


class ChatModel(Protocol):
    """A language model that continues a conversation.

    name: as the settings spell it, shown in replies; it holds no secret.
    """

    name: str

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[ModelEvent, None]:
        """Pieces as they come, then Finished; closing the generator cancels the request.

        Raises a ModelError (retrieval.errors): ModelUnavailable when trying again later may help,
        ModelRefused when it does not, ContextOverflow, ContentFiltered. A stream that breaks off or
        ends without a finish reason is ModelUnavailable, never a silent end. Calls may come from
        several event loops, one after the other and at the same time.
        """
        ...


class TokenCounter(Protocol):
    """Counts a model's tokens; `exact` says whether with its own tokenizer."""

    exact: bool

    def count(self, text: str) -> int:
        """How many tokens the text has, special tokens left out."""
        ...
