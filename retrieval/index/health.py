"""Is the catalogue sound? What doctor checks in it, and what it can mend without the articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from retrieval.index.catalogue import Catalogue
from retrieval.index.catalogue_reading import meta
from retrieval.index.catalogue_rows import unpack_sentences, unpack_spans
from retrieval.index.catalogue_writing import log

_AGAIN = "Remove the article and add it again."
_MEND = "Mend it: dateline doctor --repair"
_SHOWN = 5  # keys in one message


class Level(StrEnum):
    """How bad it is: `warn` works, but not as it should."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was checked: what it is, how it is, and what to do."""

    name: str
    level: Level
    message: str
    hint: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing has to be mended."""
        return self.level is not Level.FAIL


def check(catalogue: Catalogue, *, embedder: str | None = None) -> list[Finding]:
    """Look at everything that the catalogue holds; reads all of it.

    embedder: the identity in use now (``sync.identity``), to be compared with the library's.
    """
    with catalogue.connections.reading() as connection:
        findings = [_file(connection)]
        if not findings[0].ok:
            return findings
        findings += [_articles(connection), _vectors(connection), _log(connection)]
        findings.append(_embedder(connection, embedder))
    findings.insert(1, _full_text(catalogue))
    return findings


def repair(catalogue: Catalogue) -> list[str]:
    """Build again what follows from the rest: indexes, full text, change log; what was done."""
    done: list[str] = []
    with catalogue.connections.writing() as connection:
        if not _file(connection).ok:
            connection.execute("REINDEX")
            done.append("The catalogue's indexes were built again.")
        missing, extra = _unlogged(connection)
        log(connection, "put", missing)
        log(connection, "drop", extra)
        if missing or extra:
            done.append("The change log was completed.")
    if not _full_text(catalogue).ok:
        with catalogue.connections.writing() as connection:
            connection.execute("INSERT INTO chunks_fts (chunks_fts) VALUES ('rebuild')")
        done.append("The full-text index was built again.")
    return done


def _file(connection: sqlite3.Connection) -> Finding:
    problems = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)")]
    if problems != ["ok"]:
        return _failed("catalogue", f"the file is damaged: {problems[0][:200]}", _MEND)
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        return _failed("catalogue", "some chunks belong to no article.", _AGAIN)
    return _fine("catalogue", "the file is sound.")


def _full_text(catalogue: Catalogue) -> Finding:
    with catalogue.connections.writing() as connection:  # the check is written as an INSERT
        try:
            connection.execute(
                "INSERT INTO chunks_fts (chunks_fts, rank) VALUES ('integrity-check', 1)"
            )
        except sqlite3.DatabaseError:
            return _failed("full text", "it does not match the chunks.", _MEND)
    return _fine("full text", "it matches the chunks.")


def _articles(connection: sqlite3.Connection) -> Finding:
    broken = [
        str(row["key"])
        for row in connection.execute("SELECT id, key, text FROM articles ORDER BY key")
        if not _has_sound_chunks(connection, row["id"], row["text"])
    ]
    if broken:
        message = f"the chunks of {_few(broken)} are not spans of their text."
        return _failed("articles", message, _AGAIN)
    (count,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    return _fine("articles", f"{count:,}, each with the chunks of its text.")


def _has_sound_chunks(connection: sqlite3.Connection, article_id: int, text: str) -> bool:
    rows = connection.execute(
        """SELECT ordinal, start, end, text, spans FROM chunks
        LEFT JOIN sentences ON chunk_id = chunks.id WHERE article_id = ? ORDER BY ordinal""",
        (article_id,),
    )
    for expected, row in enumerate(rows):
        start, end = row["start"], row["end"]
        if row["ordinal"] != expected or row["text"] != text[start:end] or row["spans"] is None:
            return False
        spans = unpack_spans(row["spans"])
        if any(not start <= span.start < span.end <= end for span in spans):
            return False
    return True


def _vectors(connection: sqlite3.Connection) -> Finding:
    dimensions = int(meta(connection, "dimensions") or 0)
    count, broken = 0, set[str]()
    for row in _rows_with_vectors(connection):
        count += 1
        if not _has_sound_vectors(row, dimensions):
            broken.add(str(row["key"]))
    if broken:
        hint = "Embed the library again: dateline add PATH --re-embed"
        return _failed("vectors", f"those of {_few(sorted(broken))} are damaged.", hint)
    return _fine("vectors", f"{count:,} chunks with {dimensions} numbers each.")


def _rows_with_vectors(connection: sqlite3.Connection) -> Iterator[sqlite3.Row]:
    yield from connection.execute(
        """SELECT key, vector, sentences.vectors AS vectors, count FROM chunks
        JOIN articles ON articles.id = article_id
        LEFT JOIN vectors ON vectors.chunk_id = chunks.id
        LEFT JOIN sentences ON sentences.chunk_id = chunks.id"""
    )


def _has_sound_vectors(row: sqlite3.Row, dimensions: int) -> bool:
    if row["vector"] is None or row["vectors"] is None:
        return False
    if len(row["vector"]) != 4 * dimensions or len(row["vectors"]) != 2 * dimensions * row["count"]:
        return False
    vector = np.frombuffer(row["vector"], dtype="<f4")
    sentences = unpack_sentences(row["vectors"], dimensions=dimensions)
    return bool(np.isclose(np.linalg.norm(vector), 1, atol=0.01) and np.isfinite(sentences).all())


def _log(connection: sqlite3.Connection) -> Finding:
    missing, extra = _unlogged(connection)
    if missing or extra:
        count = len(missing) + len(extra)
        return _failed("change log", f"it lacks {count:,} chunks.", _MEND)
    return _fine("change log", "it tells of every chunk.")


def _unlogged(connection: sqlite3.Connection) -> tuple[list[int], list[int]]:
    """Chunks that the log does not have as there, and chunks that it has but that are gone."""
    rows = connection.execute("SELECT kind, chunk_id FROM changes ORDER BY seq")
    last = {int(row["chunk_id"]): row["kind"] for row in rows}
    logged = {chunk_id for chunk_id, kind in last.items() if kind == "put"}
    there = {int(row[0]) for row in connection.execute("SELECT id FROM chunks")}
    return sorted(there - logged), sorted(logged - there)


def _embedder(connection: sqlite3.Connection, wanted: str | None) -> Finding:
    stored = meta(connection, "embedder")
    if stored is None:
        return _fine("embedder", "none yet: there is no article.")
    if wanted not in (None, stored):
        return _failed(
            "embedder",
            f"the library was embedded by {stored}, not by {wanted}.",
            "Embed it again: dateline add PATH --re-embed",
        )
    return _fine("embedder", f"{stored}.")


def _fine(name: str, message: str) -> Finding:
    return Finding(name=name, level=Level.OK, message=message)


def _failed(name: str, message: str, hint: str) -> Finding:
    return Finding(name=name, level=Level.FAIL, message=message, hint=hint)


def _few(keys: list[str]) -> str:
    more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
    return ", ".join(keys[:_SHOWN]) + more
