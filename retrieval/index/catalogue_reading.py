"""What the catalogue answers about articles, chunks and vectors, each time from one snapshot."""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import UnknownArticle
from retrieval.index.catalogue_filters import condition, numbers
from retrieval.index.catalogue_rows import (
    ARTICLE,
    INFO,
    ArticleRow,
    Change,
    Position,
    Stored,
    StoredSentences,
    article_of,
    info_of,
    listed,
    unpack_sentences,
    unpack_spans,
    unpack_states,
)
from retrieval.ports import Matrix
from retrieval.types import Article, ArticleInfo, Filters, Passage

_ROWS_AT_ONCE = 1_000


def meta(connection: sqlite3.Connection, name: str) -> str | None:
    """What the library remembers under `name`."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def article(connection: sqlite3.Connection, key: str) -> Article:
    """The whole article; UnknownArticle names the nearest key."""
    try:
        row = connection.execute(f"SELECT {ARTICLE} FROM articles WHERE key = ?", (key,)).fetchone()  # noqa: S608  # our own words, values apart
    except UnicodeEncodeError:  # a lone surrogate from the command line
        row = None
    if row is None:
        raise unknown(connection, key)
    return article_of(row)


def unknown(connection: sqlite3.Connection, key: str) -> UnknownArticle:
    """The error for a key that no article has."""
    keys = [row[0] for row in connection.execute("SELECT key FROM articles ORDER BY key")]
    near = difflib.get_close_matches(key, keys, n=1, cutoff=0.5) or [
        each for each in keys if key and each.startswith(key)
    ]
    hint = f"Did you mean {near[0]}?" if near else "See: dateline list"
    shown = key.encode("utf-8", "replace").decode()[:80]
    return UnknownArticle(f"No article has the key {shown!r}.", hint=hint)


def articles(connection: sqlite3.Connection, filters: Filters) -> list[ArticleRow]:
    """Articles by key."""
    where, parameters = condition(filters)
    rows = connection.execute(
        f"""SELECT {INFO}, line, characters, content_hash, added_at,
            (SELECT count(*) FROM chunks WHERE article_id = articles.id) AS chunks
        FROM articles WHERE {where} ORDER BY key""",  # noqa: S608  # our own words, values apart
        parameters,
    )
    return [listed(row) for row in rows]


def outlets(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The outlets of all articles."""
    rows = connection.execute("SELECT DISTINCT outlet FROM articles WHERE outlet <> '' ORDER BY 1")
    return tuple(row[0] for row in rows)


def stored(connection: sqlite3.Connection) -> dict[str, Stored]:
    """Content hash and path of every article, by key."""
    rows = connection.execute("SELECT key, content_hash, path FROM articles")
    return {row["key"]: Stored(row["content_hash"], row["path"]) for row in rows}


def stored_as(connection: sqlite3.Connection, key: str) -> Stored | None:
    """Content hash and path of one article."""
    try:
        row = connection.execute(
            "SELECT content_hash, path FROM articles WHERE key = ?", (key,)
        ).fetchone()
    except UnicodeEncodeError:  # no stored key holds a lone surrogate
        return None
    return None if row is None else Stored(row["content_hash"], row["path"])


def signatures(connection: sqlite3.Connection) -> dict[str, NDArray[np.uint32]]:
    """The signature of every article's text, by key."""
    rows = connection.execute("SELECT key, signature FROM articles")
    return {row["key"]: np.frombuffer(row["signature"], dtype="<u4") for row in rows}


def passages(connection: sqlite3.Connection, chunk_ids: Sequence[int]) -> dict[int, Passage]:
    """Passages by chunk id, score 0; ids that are gone are left out."""
    found: dict[int, Passage] = {}
    known: dict[int, ArticleInfo] = {}
    rows = connection.execute(
        f"""SELECT chunks.id AS chunk_id, article_id, start, end, chunks.text AS passage, {INFO}
        FROM chunks JOIN articles ON articles.id = article_id
        WHERE chunks.id IN (SELECT value FROM json_each(?))""",  # noqa: S608  # our own words, values apart
        (numbers(chunk_ids),),
    )
    for row in rows:
        if row["article_id"] not in known:
            known[row["article_id"]] = info_of(row)
        found[row["chunk_id"]] = Passage(
            chunk_id=row["chunk_id"],
            article=known[row["article_id"]],
            start=row["start"],
            end=row["end"],
            text=row["passage"],
            score=0.0,
        )
    return found


def chunk_at(connection: sqlite3.Connection, key: str, *, offset: int) -> int | None:
    """The chunk that holds the character at `offset`, else the nearest before, else the first."""
    row = connection.execute(
        """SELECT chunks.id FROM chunks JOIN articles ON articles.id = article_id
        WHERE key = ? ORDER BY start > ?, CASE WHEN start > ? THEN ordinal ELSE -ordinal END
        LIMIT 1""",
        (key, offset, offset),
    ).fetchone()
    return None if row is None else int(row[0])


def neighbours(connection: sqlite3.Connection, chunk_id: int) -> tuple[int | None, int | None]:
    """The chunks before and after in the same article."""
    rows = connection.execute(
        """SELECT near.ordinal - here.ordinal, near.id FROM chunks AS here
        JOIN chunks AS near ON near.article_id = here.article_id
            AND near.ordinal IN (here.ordinal - 1, here.ordinal + 1)
        WHERE here.id = ?""",
        (chunk_id,),
    )
    found = {int(step): int(near) for step, near in rows}
    return found.get(-1), found.get(1)


def sentences(
    connection: sqlite3.Connection, chunk_ids: Sequence[int], *, states: bool
) -> dict[int, StoredSentences]:
    """The sentences of chunks, by chunk id; token states only when asked for."""
    dimensions = int(meta(connection, "dimensions") or 0)
    columns = "tokens, states" if states else "x'' AS tokens, x'' AS states"
    rows = connection.execute(
        f"""SELECT chunk_id, spans, vectors, {columns}
        FROM sentences WHERE chunk_id IN (SELECT value FROM json_each(?))""",  # noqa: S608  # our own words, values apart
        (numbers(chunk_ids),),
    )
    return {
        row["chunk_id"]: StoredSentences(
            unpack_spans(row["spans"]),
            unpack_sentences(row["vectors"], dimensions=dimensions),
            unpack_states(row["tokens"], row["states"]),
        )
        for row in rows
    }


def chunk_ids(connection: sqlite3.Connection, filters: Filters) -> list[int]:
    """Ids of the chunks of matching articles, ascending."""
    where, parameters = condition(filters)
    rows = connection.execute(
        f"""SELECT chunks.id FROM articles JOIN chunks ON article_id = articles.id
        WHERE {where} ORDER BY chunks.id""",  # noqa: S608  # our own words, values apart
        parameters,
    )
    return [row[0] for row in rows]


def vectors(
    connection: sqlite3.Connection, wanted: Sequence[int] | None
) -> tuple[NDArray[np.int64], Matrix]:
    """Ids, ascending, and float32 vectors, shape (len(ids), dimensions); missing ids left out."""
    dimensions = int(meta(connection, "dimensions") or 0)
    if wanted is None:
        (count,) = connection.execute("SELECT count(*) FROM vectors").fetchone()
        query, parameters = "SELECT chunk_id, vector FROM vectors ORDER BY chunk_id", []
    else:
        count = len(set(wanted))
        query = """SELECT chunk_id, vector FROM vectors
            WHERE chunk_id IN (SELECT value FROM json_each(?)) ORDER BY chunk_id"""
        parameters = [numbers(wanted)]
    ids = np.empty(count, dtype=np.int64)
    matrix = np.empty((count, dimensions), dtype=np.float32)
    done = 0
    for rows in _batches(connection.execute(query, parameters)):
        end = done + len(rows)
        ids[done:end] = [row[0] for row in rows]
        joined = b"".join(row[1] for row in rows)
        matrix[done:end] = np.frombuffer(joined, dtype="<f4").reshape(len(rows), dimensions)
        done = end
    return ids[:done], matrix[:done]


def changes(connection: sqlite3.Connection, after: int) -> list[Change]:
    """The change log after an entry, in order."""
    rows = connection.execute(
        "SELECT seq, kind, chunk_id FROM changes WHERE seq > ? ORDER BY seq", (after,)
    )
    return [Change(row["seq"], row["kind"], row["chunk_id"]) for row in rows]


def position(connection: sqlite3.Connection) -> Position:
    """Where the change log ends, how many chunks there are then, and by what they are embedded."""
    (seq,) = connection.execute("SELECT coalesce(max(seq), 0) FROM changes").fetchone()
    (count,) = connection.execute("SELECT count(*) FROM chunks").fetchone()
    return Position(int(seq), int(count), meta(connection, "embedder"))


def counts(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """Articles, chunks, sentences."""
    row = connection.execute(
        """SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM chunks),
            (SELECT coalesce(sum(count), 0) FROM sentences)"""
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])


def _batches(cursor: sqlite3.Cursor) -> Iterator[list[sqlite3.Row]]:
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        yield rows
