"""What the catalogue stores, as values: articles in lists, sentences with vectors, changes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from retrieval.ports import STATE_DIMENSIONS, Matrix
from retrieval.types import Article, ArticleInfo, Precision, Published, Span

INFO = "key, title, outlet, authors, published, precision, url, path, language"
ARTICLE = f"{INFO}, text, content_hash, line"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow(ArticleInfo):
    """An article in a list: everything but its text. added_at: UTC, ISO 8601."""

    line: int | None = None
    chunks: int
    characters: int
    content_hash: str
    added_at: str


@dataclass(frozen=True, slots=True)
class StoredSentences:
    """The sentences of one chunk, in order.

    spans: characters of the article. vectors: shape (len(spans), dimensions), rows of length 1.
    states: per sentence, shape (tokens, STATE_DIMENSIONS), rows of length 1; empty unless asked
    for and made by the embedder.
    """

    spans: tuple[Span, ...]
    vectors: Matrix
    states: tuple[Matrix, ...] = ()


@dataclass(frozen=True, slots=True)
class TextHit:
    """A chunk that full text found; a higher score is better, within one search."""

    chunk_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the change log: a chunk came, or is gone."""

    seq: int
    kind: Literal["put", "drop"]
    chunk_id: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is in the library; bytes: what its files take on disk."""

    articles: int
    chunks: int
    sentences: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Position:
    """One moment of the catalogue: the end of its change log, its chunks, its embedder."""

    seq: int
    chunks: int
    embedder: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """What tells whether an article changed, and where it came from."""

    content_hash: str
    path: str | None


def info_of(row: sqlite3.Row) -> ArticleInfo:
    """The article of a row with the columns INFO."""
    return ArticleInfo(
        key=row["key"],
        title=row["title"],
        outlet=row["outlet"],
        authors=tuple(json.loads(row["authors"])),
        published=_published(row),
        url=row["url"],
        path=row["path"],
        language=row["language"],
    )


def article_of(row: sqlite3.Row) -> Article:
    """The article of a row with the columns ARTICLE."""
    return Article(
        key=row["key"],
        title=row["title"],
        text=row["text"],
        content_hash=row["content_hash"],
        outlet=row["outlet"],
        authors=tuple(json.loads(row["authors"])),
        published=_published(row),
        url=row["url"],
        path=row["path"],
        line=row["line"],
        language=row["language"],
    )


def listed(row: sqlite3.Row) -> ArticleRow:
    """The article of a row with INFO and what ArticleRow adds."""
    return ArticleRow(
        key=row["key"],
        title=row["title"],
        outlet=row["outlet"],
        authors=tuple(json.loads(row["authors"])),
        published=_published(row),
        url=row["url"],
        path=row["path"],
        language=row["language"],
        line=row["line"],
        chunks=row["chunks"],
        characters=row["characters"],
        content_hash=row["content_hash"],
        added_at=row["added_at"],
    )


def _published(row: sqlite3.Row) -> Published | None:
    if row["published"] is None:
        return None
    return Published(row["published"], cast(Precision, row["precision"]))


def pack_vector(vector: Matrix) -> bytes:
    """Float32, little-endian."""
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def pack_spans(spans: Sequence[Span]) -> bytes:
    """Pairs of int32: where a sentence starts and ends."""
    return np.array([(span.start, span.end) for span in spans], dtype="<i4").tobytes()


def unpack_spans(blob: bytes) -> tuple[Span, ...]:
    """The inverse of pack_spans."""
    pairs = np.frombuffer(blob, dtype="<i4").reshape(-1, 2).tolist()
    return tuple(Span(start, end) for start, end in pairs)


def pack_sentences(vectors: Matrix) -> bytes:
    """Float16: half the size, and cosines stay within .001."""
    return np.ascontiguousarray(vectors, dtype="<f2").tobytes()


def unpack_sentences(blob: bytes, *, dimensions: int) -> Matrix:
    """The inverse of pack_sentences, rows of length 1 again."""
    return _unit(np.frombuffer(blob, dtype="<f2").reshape(-1, dimensions))


def pack_states(states: Sequence[Matrix]) -> tuple[bytes, bytes]:
    """(tokens a sentence as int32, all states as int8): only the direction of a row counts."""
    counts = np.array([len(each) for each in states], dtype="<i4")
    if not counts.sum():
        return counts.tobytes(), b""
    rows = np.concatenate(list(states))
    peaks = np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-12)
    return counts.tobytes(), np.round(rows * (127 / peaks)).astype(np.int8).tobytes()


def unpack_states(counts: bytes, states: bytes) -> tuple[Matrix, ...]:
    """The inverse of pack_states, rows of length 1."""
    rows = _unit(np.frombuffer(states, dtype=np.int8).reshape(-1, STATE_DIMENSIONS))
    ends: NDArray[np.int64] = np.cumsum(np.frombuffer(counts, dtype="<i4"))
    return tuple(np.split(rows, ends[:-1])) if len(ends) else ()


def _unit(rows: NDArray[np.generic]) -> Matrix:
    floats = rows.astype(np.float32)
    norms = np.linalg.norm(floats, axis=1, keepdims=True)
    return cast(Matrix, floats / np.maximum(norms, np.float32(1e-12)))
