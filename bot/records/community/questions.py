"""Questions as they were asked on Discord, and how they are read from the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from bot.records import receipts
from bot.records.file import Unreadable
from retrieval.types import ClaimCheck, Filters, Reply

Purpose = Literal["ask", "claim"]


class State(StrEnum):
    """How far a question has come."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ABSTAINED = "abstained"
    FAILED = "failed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewQuestion:
    """A question to be taken.

    guild_id: None in a direct message; place_id: the thread or direct message in which its
    conversation lives, None while it has none; asker: a hash (`Identities`); source_id: the message
    or interaction that asked; source_message_id: the message that holds the question, if one does;
    parent_id: the question whose answer it replies to; token, application_id: of an interaction.
    """

    guild_id: int | None
    channel_id: int
    place_id: int | None
    asker: str
    text: str
    source_id: int
    source_message_id: int | None = None
    answer_channel_id: int | None = None
    parent_id: int | None = None
    private: bool = False
    purpose: Purpose = "ask"
    filters: Filters = Filters()  # noqa: RUF009  # frozen, so one may serve all
    language: str = "en"
    token: str | None = None
    application_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that was taken; fields as in NewQuestion.

    text is empty once it is DELETED; answer_ids: its answer's messages, in order; checks: of a
    claim, in place of a reply; edited: what its author made of its message since; rating, why: the
    asker's own; error: what made it FAILED. asked_at: seconds since 1970.
    """

    id: int
    guild_id: int | None
    channel_id: int
    place_id: int | None
    asker: str
    text: str
    asked_at: int
    state: State
    source_id: int
    source_message_id: int | None
    answer_ids: tuple[int, ...]
    answer_channel_id: int | None
    parent_id: int | None
    private: bool
    purpose: Purpose
    filters: Filters
    language: str
    token: str | None
    application_id: int | None
    reply: Reply | None
    checks: tuple[ClaimCheck, ...]
    rating: int | None
    why: str | None
    error: str | None
    edited: str | None

    @property
    def is_waiting(self) -> bool:
        """Whether it has no answer yet and needs one."""
        return self.state is State.WAITING


def select(connection: sqlite3.Connection, condition: str, *values: object) -> list[Question]:
    """The questions, named q, that a condition of our own holds for; oldest first."""
    rows = connection.execute(
        f"""SELECT q.*, r.rating, r.why, (SELECT group_concat(message_id) FROM answers
            WHERE question_id = q.id) AS answer_ids
        FROM questions AS q LEFT JOIN ratings AS r ON r.question_id = q.id AND r.asker = q.asker
        WHERE {condition} ORDER BY q.id""",  # noqa: S608  # conditions are ours, values are bound
        values,
    )
    return [_read(row) for row in rows]


def latest(connection: sqlite3.Connection, column: str, value: int) -> Question | None:
    found = select(connection, f"{column} = ?", value)
    return found[-1] if found else None


def _read(row: sqlite3.Row) -> Question:
    ids: Sequence[str] = row["answer_ids"].split(",") if row["answer_ids"] else ()
    plain = (
        *("id", "guild_id", "channel_id", "place_id", "asker", "text", "asked_at", "source_id"),
        *("source_message_id", "answer_channel_id", "parent_id", "purpose", "language", "token"),
        *("application_id", "rating", "why", "error", "edited"),
    )
    return Question(
        **{name: row[name] for name in plain},
        state=_state(row["state"]),
        private=bool(row["private"]),
        filters=receipts.load_value(Filters, row["filters"]),
        answer_ids=tuple(sorted(int(one) for one in ids)),  # Discord's ids rise with time
        reply=None if row["receipt"] is None else receipts.loads(row["receipt"]),
        checks=receipts.load_value(tuple[ClaimCheck, ...], row["checks"] or "[]"),
    )


def _state(text: str) -> State:
    try:
        return State(text)
    except ValueError as error:
        raise Unreadable from error
