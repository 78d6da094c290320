"""Ratings, and what they and the abstentions tell those who keep a guild's library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.records.community import memory
from bot.records.community.questions import Question, latest
from bot.records.community.tables import Records, count, folded, storable
from retrieval.types import Abstention, AbstentionReason, Answer, Reply

UP, DOWN = 1, -1
_LISTED = 25  # rows of each list of the insights
_HISTORY = 3  # exchanges that come with a candidate
# No article could have answered these.
_IDLE = (AbstentionReason.EMPTY_QUESTION.value, AbstentionReason.SMALL_TALK.value)
# What was asked privately is counted, but its words are shown to nobody.
_GAPS = f"""q.guild_id IS ? AND q.asked_at >= ? AND q.state = 'abstained' AND q.private = 0
    AND q.purpose = 'ask' AND q.reason NOT IN {_IDLE}"""
_DISLIKED = """q.guild_id IS ? AND q.asked_at >= ? AND q.private = 0 AND q.state = 'answered'
    AND q.purpose = 'ask' AND EXISTS
    (SELECT 1 FROM ratings AS d WHERE d.question_id = q.id AND d.rating < 0)"""


class TopArticle(NamedTuple):
    """An article and how many answers cite it."""

    key: str
    title: str
    answers: int


class Unanswered(NamedTuple):
    """A question that the articles do not answer; last_at: seconds since 1970."""

    text: str
    reason: str
    times: int
    last_at: int


class Downvoted(NamedTuple):
    """A question whose answer somebody did not like; why: "" where that was not told."""

    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Insights:
    """What happened in a guild; median_ms: that an answer took, None without one.

    Each list has the most frequent, or the latest, first.
    """

    questions: int
    answered: int
    abstained: int
    failed: int
    up: int
    down: int
    median_ms: int | None
    top_articles: tuple[TopArticle, ...]
    unanswered: tuple[Unanswered, ...]
    downvoted: tuple[Downvoted, ...]


class Feedback(Records):
    """What people think of the answers."""

    def rate(self, question_id: int, rating: int, asker: str) -> bool:
        """Note one person's rating, UP or DOWN, in place of an earlier one.

        False when the question is gone. asker: who rates, as a hash.
        """
        if rating not in (UP, DOWN):
            raise ValueError("a rating is 1 or -1")
        return self._rate(question_id, rating, asker, None)

    def say_why(self, question_id: int, why: str, asker: str) -> bool:
        """Note why a person did not like an answer; False when the question is gone."""
        return self._rate(question_id, DOWN, asker, storable(why))

    def _rate(self, question_id: int, rating: int, asker: str, why: str | None) -> bool:
        with self._file.writing() as connection:
            noted = connection.execute(
                """INSERT INTO ratings (question_id, asker, rating, why)
                SELECT id, ?, ?, ? FROM questions WHERE id = ? AND state != 'deleted'
                ON CONFLICT DO UPDATE SET rating = excluded.rating, why =
                CASE WHEN excluded.rating < 0 THEN coalesce(excluded.why, why) END""",
                (asker, rating, why, question_id),
            )
            return noted.rowcount == 1

    def insights(self, guild_id: int | None, since: int) -> Insights:
        """What happened in a guild since a moment (seconds since 1970)."""
        within = (guild_id, since)
        with self._file.reading() as connection:
            states = _states(connection, within)
            ratings = connection.execute(
                """SELECT coalesce(sum(rating > 0), 0), coalesce(sum(rating < 0), 0) FROM ratings
                JOIN questions ON id = question_id WHERE guild_id IS ? AND asked_at >= ?""",
                within,
            ).fetchone()
            return Insights(
                questions=sum(states.values()),
                answered=states.get("answered", 0),
                abstained=states.get("abstained", 0),
                failed=states.get("failed", 0),
                up=ratings[0],
                down=ratings[1],
                median_ms=_median_ms(connection, within),
                top_articles=_top_articles(connection, within),
                unanswered=tuple(_unanswered(connection, within)[:_LISTED]),
                downvoted=_downvoted(connection, within),
            )

    def guilds(self) -> tuple[int, ...]:
        """The guilds in which anything was asked, in order."""
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT guild_id FROM questions WHERE guild_id IS NOT NULL ORDER BY 1"
            )
            return tuple(row[0] for row in rows)

    def candidates(self, guild_id: int | None) -> Iterator[dict[str, Any]]:
        """Questions of a guild that may become gold questions, in the form that these have.

        Unanswered ones and those whose answer was not liked; nobody's id is in them. Whether the
        articles tell, and what a right answer holds, is for a person to fill in.
        """
        asked = "SELECT id, text FROM questions AS q WHERE"
        with self._file.reading() as connection:
            rows = connection.execute(
                f"{asked} {_GAPS} UNION ALL {asked} {_DISLIKED}", (guild_id, 0, guild_id, 0)
            )
            chosen: dict[str, int] = {}
            for row in rows:
                chosen.setdefault(folded(row["text"]), row["id"])
        for question_id in chosen.values():
            with self._file.reading() as connection:  # each for itself: others must not wait
                question = latest(connection, "q.id", question_id)
                history = [] if question is None else _history(connection, question)
            if question is not None and question.reply is not None:  # not deleted meanwhile
                yield _candidate(question, question.reply, history)


def _states(connection: sqlite3.Connection, within: tuple[int | None, int]) -> Mapping[str, int]:
    rows = connection.execute(
        """SELECT state, count(*) FROM questions WHERE guild_id IS ? AND asked_at >= ?
        GROUP BY state""",
        within,
    )
    return {row[0]: row[1] for row in rows}


def _median_ms(connection: sqlite3.Connection, within: tuple[int | None, int]) -> int | None:
    timed = "FROM questions WHERE guild_id IS ? AND asked_at >= ? AND ms IS NOT NULL"
    number = count(connection, f"SELECT count(*) {timed}", *within)
    if not number:
        return None
    return count(
        connection,
        f"SELECT ms {timed} ORDER BY ms LIMIT 1 OFFSET ?",
        *within,
        number // 2,
    )


def _top_articles(
    connection: sqlite3.Connection, within: tuple[int | None, int]
) -> tuple[TopArticle, ...]:
    rows = connection.execute(
        """SELECT key, max(title), count(*) AS answers FROM questions
        JOIN cited ON question_id = id WHERE guild_id IS ? AND asked_at >= ?
        GROUP BY key ORDER BY answers DESC, key LIMIT ?""",
        (*within, _LISTED),
    )
    return tuple(TopArticle(*row) for row in rows)


def _unanswered(connection: sqlite3.Connection, within: tuple[int | None, int]) -> list[Unanswered]:
    """Those that say the same as one, in the words and for the reason of the latest."""
    found: dict[str, Unanswered] = {}
    rows = connection.execute(
        f"SELECT text, reason, asked_at FROM questions AS q WHERE {_GAPS} ORDER BY id",  # noqa: S608  # ours
        within,
    )
    for text, reason, asked_at in rows:
        times = found[folded(text)].times + 1 if folded(text) in found else 1
        found[folded(text)] = Unanswered(text, reason, times, asked_at)
    return sorted(found.values(), key=lambda one: (-one.times, -one.last_at))


def _downvoted(
    connection: sqlite3.Connection, within: tuple[int | None, int]
) -> tuple[Downvoted, ...]:
    rows = connection.execute(
        """SELECT text, coalesce(why, '') FROM questions JOIN ratings ON question_id = id
        WHERE guild_id IS ? AND asked_at >= ? AND rating < 0 AND private = 0
        AND state != 'deleted' ORDER BY id DESC LIMIT ?""",
        (*within, _LISTED),
    )
    return tuple(Downvoted(*row) for row in rows)


def _history(connection: sqlite3.Connection, question: Question) -> list[dict[str, str]]:
    """What was said before, for a question that was understood from it."""
    reply = question.reply
    if reply is None or folded(reply.standalone_question) == folded(question.text):
        return []
    if question.parent_id is not None:
        said = memory.along(
            connection, question.parent_id, question.asker, limit=_HISTORY, private=False
        )
    elif question.place_id is not None:
        said = memory.in_place(
            connection,
            question.place_id,
            question.asker,
            limit=_HISTORY,
            before=question.id,
            private=False,
        )
    else:
        return []
    return [{"role": turn.role, "content": turn.content} for turn in said]


def _candidate(question: Question, reply: Reply, history: list[dict[str, str]]) -> dict[str, Any]:
    tags = ["unanswered", reply.reason.value] if isinstance(reply, Abstention) else ["downvoted"]
    return {
        "id": f"discord-{question.id}",
        "question": question.text,
        "history": history,
        "answerable": isinstance(reply, Answer),
        "facts": [],
        "gold_articles": [],
        "evidence": [],
        "tags": tags,
    }
