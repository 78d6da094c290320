"""What changes the catalogue; each function is called inside one write transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import numpy as np

from retrieval.errors import EmbedderError, EmbedderMismatch
from retrieval.index.catalogue_filters import days, folded
from retrieval.index.catalogue_reading import meta
from retrieval.index.catalogue_rows import (
    pack_sentences,
    pack_spans,
    pack_states,
    pack_vector,
)
from retrieval.index.duplicates import signature
from retrieval.ports import STATE_DIMENSIONS, EmbeddedChunk
from retrieval.types import Article, Chunk

Column = str | int | bytes | None

_ARTICLE = """INSERT INTO articles (key, content_hash, title, outlet, outlet_folded, authors,
    published, precision, first_day, last_day, url, path, line, language, added_at, characters,
    signature, text)
    VALUES (:key, :content_hash, :title, :outlet, :outlet_folded, :authors, :published, :precision,
    :first_day, :last_day, :url, :path, :line, :language, :added_at, :characters, :signature, :text)
"""


def claim_embedder(connection: sqlite3.Connection, identity: str, *, dimensions: int) -> None:
    """Set the embedder of an empty library; EmbedderMismatch when it has another."""
    stored = meta(connection, "embedder")
    if stored == identity and meta(connection, "dimensions") == str(dimensions):
        return
    (articles,) = connection.execute("SELECT EXISTS (SELECT 1 FROM articles)").fetchone()
    if articles:
        raise EmbedderMismatch(
            f"This library was embedded by {stored}, not by {identity}.",
            hint="Embed it again: dateline add PATH --re-embed",
        )
    set_embedder(connection, identity, dimensions=dimensions)


def set_embedder(connection: sqlite3.Connection, identity: str, *, dimensions: int) -> None:
    """Write down by what the vectors are made."""
    connection.executemany(
        "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)",
        [("embedder", identity), ("dimensions", str(dimensions))],
    )


def put(
    connection: sqlite3.Connection,
    article: Mapping[str, Column],
    chunks: Sequence[Chunk],
    embedded: Sequence[EmbeddedChunk],
) -> None:
    """Insert the article or replace the one with its key; the log has new chunks before old."""
    old = _delete_article(connection, str(article["key"]))
    article_id = connection.execute(_ARTICLE, article).lastrowid
    new: list[int] = []
    for chunk, vectors in zip(chunks, embedded, strict=True):
        chunk_id = connection.execute(
            """INSERT INTO chunks (article_id, ordinal, start, end, header, text)
            VALUES (?, ?, ?, ?, ?, ?)""",
            (article_id, chunk.ordinal, chunk.start, chunk.end, chunk.header, chunk.text),
        ).lastrowid
        assert chunk_id is not None
        _put_vectors(connection, chunk_id, chunk, vectors)
        connection.execute(
            "INSERT INTO chunks_fts (rowid, title, outlet, text) VALUES (?, ?, ?, ?)",
            (chunk_id, article["title"], article["outlet"], chunk.text),
        )
        new.append(chunk_id)
    log(connection, "put", new)
    log(connection, "drop", old)


def remove(connection: sqlite3.Connection, key: str) -> bool:
    """Delete the article; False when there is none."""
    (there,) = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM articles WHERE key = ?)", (key,)
    ).fetchone()
    log(connection, "drop", _delete_article(connection, key))
    return bool(there)


def log(connection: sqlite3.Connection, kind: str, chunk_ids: Iterable[int]) -> None:
    """Append to the change log."""
    connection.executemany(
        "INSERT INTO changes (kind, chunk_id) VALUES (?, ?)",
        [(kind, chunk_id) for chunk_id in chunk_ids],
    )


def _delete_article(connection: sqlite3.Connection, key: str) -> list[int]:
    """Delete an article with all that hangs on it; returns the ids of its chunks."""
    rows = connection.execute(
        """SELECT chunks.id FROM chunks JOIN articles ON articles.id = article_id
        WHERE key = ? ORDER BY ordinal""",
        (key,),
    ).fetchall()
    ids = [int(row[0]) for row in rows]
    connection.executemany(
        """INSERT INTO chunks_fts (chunks_fts, rowid, title, outlet, text)
        SELECT 'delete', id, title, outlet, text FROM chunk_documents WHERE id = ?""",
        [(chunk_id,) for chunk_id in ids],
    )
    connection.execute("DELETE FROM articles WHERE key = ?", (key,))
    return ids


def _put_vectors(
    connection: sqlite3.Connection, chunk_id: int, chunk: Chunk, vectors: EmbeddedChunk
) -> None:
    connection.execute(
        "INSERT INTO vectors (chunk_id, vector) VALUES (?, ?)",
        (chunk_id, pack_vector(vectors.vector)),
    )
    none = np.zeros((0, STATE_DIMENSIONS), dtype=np.float32)  # of an embedder without token states
    connection.execute(
        """INSERT INTO sentences (chunk_id, count, spans, vectors, tokens, states)
        VALUES (?, ?, ?, ?, ?, ?)""",
        (
            chunk_id,
            len(chunk.sentences),
            pack_spans(chunk.sentences),
            pack_sentences(vectors.sentences),
            *pack_states(vectors.states or [none] * len(chunk.sentences)),
        ),
    )


def columns(article: Article) -> dict[str, Column]:
    """The article as the columns of its table."""
    published = article.published
    first_day, last_day = days(published.iso) if published else (None, None)
    return {
        "key": article.key,
        "content_hash": article.content_hash,
        "title": article.title,
        "outlet": article.outlet,
        "outlet_folded": folded(article.outlet) if article.outlet else None,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "published": published.iso if published else None,
        "precision": published.precision if published else None,
        "first_day": first_day,
        "last_day": last_day,
        "url": article.url,
        "path": article.path,
        "line": article.line,
        "language": article.language,
        "added_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "characters": len(article.text),
        "signature": signature(article.text).astype("<u4").tobytes(),
        "text": article.text,
    }


def check(
    connection: sqlite3.Connection,
    article: Article,
    chunks: Sequence[Chunk],
    embedded: Sequence[EmbeddedChunk],
) -> None:
    """Refuse what would make the catalogue inconsistent: a defect of the caller or the embedder."""
    dimensions = int(meta(connection, "dimensions") or 0)
    if len(chunks) != len(embedded):
        raise EmbedderError(f"The embedder made {len(embedded)} vectors of {len(chunks)} chunks.")
    for ordinal, (chunk, vectors) in enumerate(zip(chunks, embedded, strict=True)):
        if chunk.ordinal != ordinal or chunk.text != article.text[chunk.start : chunk.end]:
            raise ValueError(f"chunk {ordinal} of {article.key!r} is not a span of its text")
        count = len(chunk.sentences)
        shapes = vectors.vector.shape, vectors.sentences.shape
        if shapes != ((dimensions,), (count, dimensions)):
            raise EmbedderError(f"The embedder made vectors of other shapes: {shapes}.")
        if vectors.states and len(vectors.states) != count:
            raise EmbedderError("The embedder made states of another number of sentences.")
        lengths = np.linalg.norm(np.vstack([vectors.vector, vectors.sentences]), axis=1)
        if not np.allclose(lengths, 1, atol=0.01):  # NaN is not close to anything
            raise EmbedderError("The embedder made vectors whose length is not 1.")
