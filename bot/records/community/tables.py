"""The tables of the Discord front, and what every group of them stands on."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from bot.records.file import TIMEOUT, KeptFile, Schema, check

FILE_NAME = "discord.sqlite3"
DAY = 86_400  # seconds
Clock = Callable[[], float]  # seconds since 1970, as `time.time`

# SQLite overwrites what is deleted, but not the copies that it leaves behind when it moves a row
# from page to page (1 in 300, measured). What does not fit on a row's page is never moved: so the
# words of people come after more bytes than a page has, and are overwritten for certain.
_PAGE = 1024
_PADDING = f"padding BLOB NOT NULL DEFAULT (zeroblob({_PAGE}))"

# Ids of Discord have 63 bits, as SQLite's integers. Times are whole seconds since 1970, UTC.
_VERSION_1 = (
    f"""CREATE TABLE questions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        guild_id INTEGER,
        channel_id INTEGER NOT NULL,
        place_id INTEGER,
        asker TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        state TEXT NOT NULL,
        source_id INTEGER NOT NULL,
        source_message_id INTEGER,
        answer_channel_id INTEGER,
        parent_id INTEGER REFERENCES questions (id) ON DELETE SET NULL,
        private INTEGER NOT NULL,
        purpose TEXT NOT NULL,
        language TEXT NOT NULL,
        application_id INTEGER,
        reason TEXT,
        ms INTEGER,
        {_PADDING},
        text TEXT NOT NULL,
        filters TEXT NOT NULL,
        token TEXT,
        edited TEXT,
        error TEXT,
        receipt TEXT,
        checks TEXT
    )""",
    "CREATE INDEX of_guilds ON questions (guild_id, asked_at)",
    "CREATE INDEX of_askers ON questions (asker, guild_id, asked_at)",
    "CREATE INDEX of_places ON questions (place_id, asker) WHERE place_id IS NOT NULL",
    "CREATE INDEX of_sources ON questions (source_message_id) WHERE source_message_id IS NOT NULL",
    "CREATE INDEX of_parents ON questions (parent_id) WHERE parent_id IS NOT NULL",
    "CREATE INDEX waiting ON questions (id) WHERE state = 'waiting'",
    "CREATE INDEX of_interactions ON questions (asked_at) WHERE token IS NOT NULL",
    """CREATE TABLE answers (
        message_id INTEGER PRIMARY KEY,
        question_id INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE
    )""",
    "CREATE INDEX of_questions ON answers (question_id)",
    """CREATE TABLE cited (
        question_id INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        title TEXT NOT NULL,
        PRIMARY KEY (question_id, key)
    ) WITHOUT ROWID""",
    f"""CREATE TABLE ratings (
        question_id INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
        asker TEXT NOT NULL,
        rating INTEGER NOT NULL,
        {_PADDING},
        why TEXT,
        PRIMARY KEY (question_id, asker)
    )""",
    "CREATE INDEX by_askers ON ratings (asker)",
    "CREATE TABLE seen (id INTEGER PRIMARY KEY, at INTEGER NOT NULL)",
    "CREATE INDEX seen_at ON seen (at)",
    "CREATE TABLE settings (guild_id INTEGER PRIMARY KEY, chosen TEXT NOT NULL)",
    f"""CREATE TABLE watches (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        guild_id INTEGER,
        language TEXT NOT NULL,
        asker TEXT NOT NULL,
        channel_id INTEGER NOT NULL,
        message_id INTEGER,
        dm_channel_id INTEGER,
        created_at INTEGER NOT NULL,
        {_PADDING},
        question TEXT NOT NULL,
        filters TEXT NOT NULL
    )""",
    "CREATE INDEX watched_by ON watches (asker)",
    "CREATE INDEX watched_in ON watches (guild_id)",
    """CREATE TABLE remembered (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL,
        at INTEGER NOT NULL
    ) WITHOUT ROWID""",
)
SCHEMA = Schema(
    application_id=0x44544C44,  # "DTLD"
    migrations=(_VERSION_1,),
    # Hundreds of questions may come at once, each with several writings. NORMAL: what was committed
    # is with the operating system, so kill -9 loses nothing of it; a power cut may take the latest
    # seconds back but damages nothing.
    pragmas=(f"page_size = {_PAGE}", "synchronous = NORMAL"),
    holds="Discord records",
    without="Then start again: dateline discord",
)

_MENTION = re.compile(r"<@!?\d+>")


class Records:
    """One file and one clock, which all groups of tables share."""

    def __init__(self, home: Path, *, clock: Clock = time.time, timeout: float = TIMEOUT) -> None:
        """home: the folder of the library; timeout: seconds to wait for another process."""
        self._file = KeptFile(home / FILE_NAME, SCHEMA, timeout=timeout)
        self._clock = clock

    @property
    def _now(self) -> int:
        return int(self._clock())

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        self._file.close()

    def check(self) -> int:
        """Read the whole file; how many questions it holds. RecordsBroken."""
        with self._file.reading() as connection:
            check(connection)
            return count(connection, "SELECT count(*) FROM questions")


def count(connection: sqlite3.Connection, statement: str, *values: object) -> int:
    """The one number that a statement gives."""
    (number,) = connection.execute(statement, values).fetchone()
    return int(number)


def folded(text: str) -> str:
    """A question as it is compared with others: in lower case, spaces as one."""
    return " ".join(text.casefold().split())


def storable(text: str) -> str:
    """A person's text as it may be stored: no user's id in it, and nothing SQLite refuses."""
    return _MENTION.sub("@someone", text).encode("utf-8", "replace").decode()
