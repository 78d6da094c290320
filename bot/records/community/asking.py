"""Takes questions, and keeps what becomes of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from bot.records import receipts
from bot.records.community.questions import NewQuestion, Question, State, latest, select
from bot.records.community.tables import DAY, Records, count, storable
from retrieval.types import Abstention, Answer, Citation, ClaimCheck, Reply


class Questions(Records):
    """Takes questions and keeps what becomes of them; every method is one transaction."""

    def accept(self, new: NewQuestion) -> Question | None:
        """Take a question, WAITING; None when its source was seen before, by whatever process."""
        with self._file.writing() as connection:
            if not _is_new(connection, new.source_id, at=self._now):
                return None
            return latest(connection, "q.id", _insert(connection, new, at=self._now))

    def seen(self, source_id: int) -> bool:
        """Whether a message or interaction was seen before; from now on it was."""
        with self._file.writing() as connection:
            return not _is_new(connection, source_id, at=self._now)

    def withdraw(self, question_id: int) -> None:
        """Take back a question that was refused: it is not kept and counts for nothing."""
        with self._file.writing() as connection:
            connection.execute(
                "DELETE FROM questions WHERE id = ? AND state = 'waiting'", (question_id,)
            )

    def placed(
        self, question_id: int, *, place_id: int | None, answer_channel_id: int | None
    ) -> None:
        """Note where its conversation lives and in which channel its answer is written."""
        with self._file.writing() as connection:
            connection.execute(
                "UPDATE questions SET place_id = ?, answer_channel_id = ? WHERE id = ?",
                (place_id, answer_channel_id, question_id),
            )

    def note_message(self, question_id: int, channel_id: int, message_id: int) -> bool:
        """Note a message of the answer; False when the question was deleted meanwhile."""
        with self._file.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO answers SELECT ?, id FROM questions WHERE id = ?",
                (message_id, question_id),
            )
            changed = connection.execute(
                "UPDATE questions SET answer_channel_id = ? WHERE id = ? AND state != 'deleted'",
                (channel_id, question_id),
            )
            return changed.rowcount == 1

    def answered(self, question_id: int, reply: Reply, ms: int) -> bool:
        """Keep the reply; False, and it is not kept, when the question waits no longer.

        ms: milliseconds that the asker waited.
        """
        state = State.ANSWERED if isinstance(reply, Answer) else State.ABSTAINED
        reason = reply.reason.value if isinstance(reply, Abstention) else None
        with self._file.writing() as connection:
            if not _finish(connection, question_id, state, reason=reason, ms=ms):
                return False
            connection.execute(
                "UPDATE questions SET receipt = ? WHERE id = ?",
                (receipts.dumps(_storable(reply)), question_id),
            )
            _cite(connection, question_id, reply.citations if isinstance(reply, Answer) else ())
            return True

    def checked(
        self, question_id: int, checks: Sequence[ClaimCheck], ms: int | None = None
    ) -> bool:
        """Keep what became of a claim, as `answered` keeps a reply."""
        with self._file.writing() as connection:
            if not _finish(connection, question_id, State.ANSWERED, ms=ms):
                return False
            connection.execute(
                "UPDATE questions SET checks = ? WHERE id = ?",
                (receipts.dump_value(tuple(checks)), question_id),
            )
            _cite(connection, question_id, [one for check in checks for one in check.citations])
            return True

    def failed(self, question_id: int, error: str) -> bool:
        """Note that there is no answer, and why; False when the question waits no longer."""
        with self._file.writing() as connection:
            return _finish(connection, question_id, State.FAILED, error=storable(error))

    def waiting(self) -> list[Question]:
        """The questions without an answer, oldest first."""
        with self._file.reading() as connection:
            return select(connection, "q.state = 'waiting'")

    def question(self, question_id: int) -> Question | None:
        """The question with this id of ours."""
        with self._file.reading() as connection:
            return latest(connection, "q.id", question_id)

    def by_answer(self, message_id: int) -> Question | None:
        """The question of whose answer the message is a part."""
        with self._file.reading() as connection:
            found = select(
                connection,
                "q.id = (SELECT question_id FROM answers WHERE message_id = ?)",
                message_id,
            )
            return found[0] if found else None

    def by_source_message(self, message_id: int) -> Question | None:
        """The latest question that the message holds."""
        with self._file.reading() as connection:
            return latest(connection, "q.source_message_id", message_id)

    def edited(self, source_message_id: int, text: str) -> Question | None:
        """Note what the author made of the question; None when it says the same as before.

        Discord tells of an edit too when it has only added a link's preview.
        """
        with self._file.writing() as connection:
            changed = connection.execute(
                """UPDATE questions SET edited = :text
                WHERE source_message_id = :message AND source_id = :message AND state != 'deleted'
                AND coalesce(edited, text) != :text""",
                {"text": storable(text), "message": source_message_id},
            )
            if not changed.rowcount:
                return None
            # As a message's own question has it; what others asked about it has its text too.
            own = "q.source_message_id = ?1 AND q.source_id = ?1"
            return select(connection, own, source_message_id)[0]

    def erase(self, source_message_id: int) -> list[Question]:
        """Forget what a deleted message asked; the questions as they were, most often one or none.

        A message that several people had checked or asked about has several.
        """
        with self._file.writing() as connection:
            found = select(
                connection, "q.source_message_id = ? AND q.state != 'deleted'", source_message_id
            )
            for one in found:
                connection.execute(
                    """UPDATE questions SET state = 'deleted', text = '', edited = NULL,
                        token = NULL, error = NULL, filters = '{}', receipt = NULL, checks = NULL
                    WHERE id = ?""",
                    (one.id,),
                )
                connection.execute("DELETE FROM cited WHERE question_id = ?", (one.id,))
                connection.execute("UPDATE ratings SET why = NULL WHERE question_id = ?", (one.id,))
        if found:
            self._file.compact()
        return found

    def today(self, guild_id: int | None, asker: str) -> tuple[int, int]:
        """How many questions this person, and everybody, has asked in the guild since midnight UTC.

        Without a guild: in direct messages.
        """
        midnight = self._now // DAY * DAY
        with self._file.reading() as connection:
            return (
                count(
                    connection,
                    """SELECT count(*) FROM questions
                    WHERE asker = ? AND guild_id IS ? AND asked_at >= ?""",
                    *(asker, guild_id, midnight),
                ),
                count(
                    connection,
                    "SELECT count(*) FROM questions WHERE guild_id IS ? AND asked_at >= ?",
                    *(guild_id, midnight),
                ),
            )


def _is_new(connection: sqlite3.Connection, source_id: int, *, at: int) -> bool:
    noted = connection.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (source_id, at))
    return noted.rowcount == 1


def _insert(connection: sqlite3.Connection, new: NewQuestion, *, at: int) -> int:
    """Store it as waiting; a parent counts only where it is of the same guild."""
    cursor = connection.execute(
        """INSERT INTO questions (guild_id, channel_id, place_id, asker, text, asked_at, state,
            source_id, source_message_id, answer_channel_id, parent_id, private, purpose, filters,
            language, token, application_id)
        VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?,
            (SELECT id FROM questions WHERE id = ? AND guild_id IS ?), ?, ?, ?, ?, ?, ?)""",
        (
            *(new.guild_id, new.channel_id, new.place_id, new.asker, storable(new.text), at),
            *(new.source_id, new.source_message_id, new.answer_channel_id),
            *(
                new.parent_id,
                new.guild_id,
                new.private,
                new.purpose,
                receipts.dump_value(new.filters),
            ),
            *(new.language, new.token, new.application_id),
        ),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _finish(
    connection: sqlite3.Connection,
    question_id: int,
    state: State,
    *,
    reason: str | None = None,
    ms: int | None = None,
    error: str | None = None,
) -> bool:
    """Let a question that waits wait no longer; its token is of no use any more."""
    done = connection.execute(
        """UPDATE questions SET state = ?, reason = ?, ms = ?, error = ?, token = NULL
        WHERE id = ? AND state = 'waiting'""",
        (state.value, reason, ms, error, question_id),
    )
    return done.rowcount == 1


def _cite(connection: sqlite3.Connection, question_id: int, citations: Sequence[Citation]) -> None:
    """Count an article once for each question."""
    titles = {storable(one.article.key): storable(one.article.title) for one in citations}
    connection.executemany(
        "INSERT OR IGNORE INTO cited VALUES (?, ?, ?)",
        [(question_id, key, title) for key, title in titles.items()],
    )


def _storable(reply: Reply) -> Reply:
    return replace(
        reply,
        question=storable(reply.question),
        standalone_question=storable(reply.standalone_question),
    )
