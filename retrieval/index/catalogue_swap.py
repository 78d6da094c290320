"""All vectors of a library replaced by those of another file, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from retrieval.index.catalogue import Catalogue
from retrieval.index.catalogue_reading import meta, stored
from retrieval.index.catalogue_writing import log, set_embedder

_CHUNK = "ordinal, start, end, header, chunks.text AS passage"
_SENTENCES = "count, spans, sentences.vectors AS vectors, tokens, states"


def swap(catalogue: Catalogue, fresh: Catalogue) -> list[str]:
    """Let `catalogue` take over the chunks and the embedder of `fresh`.

    Returns the keys of articles that `fresh` does not have as they are now: then nothing was done.
    """
    with fresh.connections.reading() as source, catalogue.connections.writing() as target:
        made = stored(source)
        missing = [
            key
            for key, wanted in stored(target).items()
            if key not in made or made[key].content_hash != wanted.content_hash
        ]
        if not missing:
            _replace(target, source)
    return missing


def discard(path: Path) -> None:
    """Delete the second file and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _replace(target: sqlite3.Connection, source: sqlite3.Connection) -> None:
    old = [int(row[0]) for row in target.execute("SELECT id FROM chunks ORDER BY id")]
    articles = target.execute("SELECT id, key FROM articles ORDER BY id").fetchall()
    target.execute("INSERT INTO chunks_fts (chunks_fts) VALUES ('delete-all')")
    target.execute("DELETE FROM chunks")
    new: list[int] = []
    for article_id, key in articles:
        for row in _chunks(source, key):
            new.append(_insert(target, row, article_id=article_id))
    target.execute("INSERT INTO chunks_fts (chunks_fts) VALUES ('rebuild')")
    set_embedder(
        target,
        meta(source, "embedder") or "",
        dimensions=int(meta(source, "dimensions") or 0),
    )
    log(target, "put", new)
    log(target, "drop", old)


def _chunks(source: sqlite3.Connection, key: str) -> Iterator[sqlite3.Row]:
    yield from source.execute(
        f"""SELECT {_CHUNK}, vector, {_SENTENCES} FROM articles
        JOIN chunks ON article_id = articles.id
        JOIN vectors ON vectors.chunk_id = chunks.id
        JOIN sentences ON sentences.chunk_id = chunks.id
        WHERE key = ? ORDER BY ordinal""",  # noqa: S608  # our own words, values apart
        (key,),
    )


def _insert(target: sqlite3.Connection, row: sqlite3.Row, *, article_id: int) -> int:
    chunk_id = target.execute(
        """INSERT INTO chunks (article_id, ordinal, start, end, header, text)
        VALUES (?, ?, ?, ?, ?, ?)""",
        (article_id, row["ordinal"], row["start"], row["end"], row["header"], row["passage"]),
    ).lastrowid
    assert chunk_id is not None
    target.execute(
        "INSERT INTO vectors (chunk_id, vector) VALUES (?, ?)", (chunk_id, row["vector"])
    )
    target.execute(
        """INSERT INTO sentences (chunk_id, count, spans, vectors, tokens, states)
        VALUES (?, ?, ?, ?, ?, ?)""",
        (chunk_id, row["count"], row["spans"], row["vectors"], row["tokens"], row["states"]),
    )
    return chunk_id
