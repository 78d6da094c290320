"""Is a library whole? Every row of every article, and what must hold between the tables."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from retrieval.index import health
from retrieval.index.catalogue import Catalogue
from retrieval.library import FILE_NAME

_ARTICLE = """SELECT id, key, content_hash, title, outlet, authors, published, precision, first_day,
    last_day, url, path, line, language, characters, signature, text FROM articles"""
_CHUNKS = """SELECT ordinal, start, end, header, chunks.text, vector, count, spans,
    sentences.vectors, tokens, states, chunks.id
    FROM chunks LEFT JOIN vectors ON vectors.chunk_id = chunks.id
    LEFT JOIN sentences ON sentences.chunk_id = chunks.id WHERE article_id = ? ORDER BY ordinal"""


def states(home: Path) -> dict[str, str]:
    """By key, a digest of all that a library has of an article: its row, its chunks in order with
    their vectors and sentences, and every word of them in the full text. Ids do not count."""
    if not (home / FILE_NAME).exists():
        return {}
    Catalogue.open(home / FILE_NAME).close()  # a kill may have come before its tables
    with _opened(home) as connection:
        words = _words(connection)
        found = {}
        for article_id, key, *columns in connection.execute(_ARTICLE).fetchall():
            chunks = connection.execute(_CHUNKS, (article_id,)).fetchall()
            rows = [(*row[:-1], words.get(row[-1])) for row in chunks]
            found[key] = hashlib.sha256(repr((columns, rows)).encode()).hexdigest()
        return found


def problems(home: Path) -> list[str]:
    """What does not hold together; nothing in a sound library."""
    if not (home / FILE_NAME).exists():
        return []
    with Catalogue.open(home / FILE_NAME) as catalogue:
        found = [f"{each.name}: {each.message}" for each in health.check(catalogue) if not each.ok]
    with _opened(home) as connection:
        found += [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"orphan {row}" for row in connection.execute("PRAGMA foreign_key_check")]
        chunks = _ids(connection, "SELECT id FROM chunks")
        held = {
            "vectors": _ids(connection, "SELECT chunk_id FROM vectors"),
            "sentences": _ids(connection, "SELECT chunk_id FROM sentences"),
            "full text": set(_words(connection)),
            "change log": _logged(connection),
        }
    found += [f"{name}: {sorted(ids ^ chunks)}" for name, ids in held.items() if ids != chunks]
    return found


@contextmanager
def _opened(home: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(home / FILE_NAME, isolation_level=None)) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, chunks_fts, instance)"
        )
        connection.execute("BEGIN")
        yield connection


def _words(connection: sqlite3.Connection) -> dict[int, list[tuple[str, str, int]]]:
    """Term, column and place of each word in the full text, by chunk id."""
    found: dict[int, list[tuple[str, str, int]]] = {}
    for term, chunk_id, column, offset in connection.execute(
        "SELECT term, doc, col, offset FROM temp.words ORDER BY doc, col, offset"
    ):
        found.setdefault(chunk_id, []).append((term, column, offset))
    return found


def _ids(connection: sqlite3.Connection, sql: str) -> set[int]:
    return {row[0] for row in connection.execute(sql)}


def _logged(connection: sqlite3.Connection) -> set[int]:
    """The chunks that are there for someone who follows the change log."""
    there: set[int] = set()
    for kind, chunk_id in connection.execute("SELECT kind, chunk_id FROM changes ORDER BY seq"):
        (there.add if kind == "put" else there.discard)(chunk_id)
    return there
