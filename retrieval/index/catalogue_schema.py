"""The tables of the catalogue, and how a file becomes one or reaches the newest version."""

from __future__ import annotations

import sqlite3
import uuid

from retrieval.errors import CatalogueBroken

APPLICATION_ID = 0x44544C4E  # "DTLN": tells a catalogue from any other SQLite file

# A chunk's text is kept beside its article's: 4 % of what its vectors take, and neither a passage
# nor the full text has to read the whole article. Vectors have a table of their own, so that
# reading all of them reads nothing else. Sentences are one row a chunk: they are read by chunk.
_VERSION_1 = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE articles (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        content_hash TEXT NOT NULL,
        title TEXT NOT NULL,
        outlet TEXT,
        outlet_folded TEXT,
        authors TEXT NOT NULL,
        published TEXT,
        precision TEXT,
        first_day TEXT,
        last_day TEXT,
        url TEXT,
        path TEXT,
        line INTEGER,
        language TEXT,
        added_at TEXT NOT NULL,
        characters INTEGER NOT NULL,
        signature BLOB NOT NULL,
        text TEXT NOT NULL
    )""",
    """CREATE TABLE chunks (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        header TEXT NOT NULL,
        text TEXT NOT NULL,
        UNIQUE (article_id, ordinal)
    )""",
    """CREATE TABLE vectors (
        chunk_id INTEGER PRIMARY KEY REFERENCES chunks (id) ON DELETE CASCADE,
        vector BLOB NOT NULL
    )""",
    """CREATE TABLE sentences (
        chunk_id INTEGER PRIMARY KEY REFERENCES chunks (id) ON DELETE CASCADE,
        count INTEGER NOT NULL,
        spans BLOB NOT NULL,
        vectors BLOB NOT NULL,
        tokens BLOB NOT NULL,
        states BLOB NOT NULL
    )""",
    """CREATE TABLE changes (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('put', 'drop')),
        chunk_id INTEGER NOT NULL
    )""",
    """CREATE VIEW chunk_documents AS
        SELECT chunks.id AS id, articles.title AS title, articles.outlet AS outlet,
            chunks.text AS text
        FROM chunks JOIN articles ON articles.id = chunks.article_id""",
    """CREATE VIRTUAL TABLE chunks_fts USING fts5 (
        title, outlet, text, content = 'chunk_documents', content_rowid = 'id',
        tokenize = 'porter unicode61 remove_diacritics 2'
    )""",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_VERSION_1,)  # append; never change what was released
VERSION = len(MIGRATIONS)


def prepare(connection: sqlite3.Connection, *, name: str) -> None:
    """Create or migrate the tables, if that is needed, in one transaction.

    Raises CatalogueBroken for a newer version and for another program's database.
    """
    if _version(connection, name=name) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection, name=name)  # another process may have been faster
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        if version == 0:
            connection.execute(
                "INSERT INTO meta (name, value) VALUES ('library', ?)", (uuid.uuid4().hex,)
            )
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, *, name: str) -> int:
    """The file's schema version; 0 when it is empty."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and application != APPLICATION_ID:
        raise CatalogueBroken(
            f"{name} is not a catalogue of Dateline.",
            hint="Choose another folder: --home DIR or DATELINE_HOME.",
        )
    if version > VERSION:
        raise CatalogueBroken(
            f"{name} was made by a newer version of Dateline.", hint="Upgrade Dateline."
        )
    return int(version)
