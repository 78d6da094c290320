"""A reply that does not answer: what was searched, why it does not, what came nearest."""

from __future__ import annotations

from bot.discord.render.answer import asked
from bot.discord.render.atoms import cut
from bot.discord.render.citing import SUBTEXT, nearest
from bot.discord.render.dates import date
from bot.discord.render.escape import one_line
from bot.discord.render.notes import note
from bot.discord.render.pieces import Block, Lines, Paragraph, pieces
from bot.discord.render.words import Words
from retrieval.types import Abstention, AbstentionReason

_UNSEARCHED = {
    AbstentionReason.EMPTY_LIBRARY,
    AbstentionReason.EMPTY_QUESTION,
    AbstentionReason.SMALL_TALK,
}
_SHOWN = 4  # missing words that are named
_WORD = 60


def abstention(
    reply: Abstention,
    words: Words,
    *,
    articles: int,
    newest: str | None,
    oldest: str | None = None,
    question: str | None = None,
) -> tuple[str, ...]:
    """The abstention in messages of at most 2000 units.

    articles: how many were searched; newest, oldest: ISO dates of theirs, as far as known.
    """
    if reply.reason in _UNSEARCHED:
        return pieces([*asked(question), Paragraph(words(f"abstention.{reply.reason}"))])
    blocks: list[Block] = [*asked(question), Paragraph(_why(reply, words))]
    if reply.passages:
        blocks.append(Lines(nearest(reply.passages[0], words, to=reply.standalone_question)))
    below = [f"⚠️ {note(notice, words)}" for notice in reply.notices]
    if articles:
        below.append(_searched(articles, newest, oldest, words))
    blocks.append(Lines(tuple(SUBTEXT + line for line in below)))
    return pieces(blocks)


def offers_watch(reply: Abstention) -> bool:
    """Whether a later article could answer it."""
    return reply.reason not in _UNSEARCHED


def _why(reply: Abstention, words: Words) -> str:
    reason = reply.reason
    named = (cut(one_line(word), _WORD) for word in reply.missing[:_SHOWN])
    missing = tuple(words("lists.quoted", text=word) for word in named if word)
    if not missing and reason in {
        AbstentionReason.NOT_MENTIONED,
        AbstentionReason.PREMISE_NOT_SUPPORTED,
    }:
        reason = AbstentionReason.NOT_STATED
    assumed = reason is AbstentionReason.PREMISE_NOT_SUPPORTED
    heading = words("abstention.not_so" if assumed else "abstention.heading")
    why = words(f"abstention.{reason}", missing=words.either(missing) if missing else "")
    return f"**{heading}** {why}"


def _searched(articles: int, newest: str | None, oldest: str | None, words: Words) -> str:
    searched = words("abstention.searched", n=articles)
    if newest is None:
        return searched + "."
    last = date(newest, words)
    if oldest is None or oldest == newest:
        return words("abstention.searched_until", searched=searched, newest=last)
    first = date(oldest, words)
    return words("abstention.searched_range", searched=searched, oldest=first, newest=last)
