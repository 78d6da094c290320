"""An answer as messages: what is said, each sentence with its markers, then where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.discord.render.atoms import cut, units
from bot.discord.render.citing import SUBTEXT, source_lines
from bot.discord.render.escape import one_line
from bot.discord.render.notes import note
from bot.discord.render.pieces import LIMIT, Block, Lines, Paragraph, Quoted, pieces
from bot.discord.render.words import Words
from retrieval.types import Answer, AnswerSentence, Citation

QUOTES = "extractive"  # what a reply names as its model when it has none
_QUESTION = 300
_PARAGRAPH = 600  # units, after which another begins; half of it where another article does


def answer(reply: Answer, words: Words, *, question: str | None = None) -> tuple[str, ...]:
    """The whole answer, its sources and notes at the end, in messages of at most 2000 units.

    question: shown first, where the message that asked is not to be seen.
    """
    notes = [f"{SUBTEXT}⚠️ {note(notice, words)}" for notice in reply.notices]
    below = (*source_lines(reply.citations, words), *notes, _checked(reply, words))
    return pieces([*asked(question), *_said(reply.sentences, reply.citations), Lines(below)])


def streaming(
    sentences: Sequence[AnswerSentence],
    citations: Sequence[Citation],
    words: Words,
    *,
    question: str | None = None,
) -> str:
    """The sentences so far in one message, marked as unfinished; what does not fit comes later."""
    key = "answer.streaming" if sentences else "answer.searching"
    below = "\n".join((*source_lines(citations, words), f"{SUBTEXT}{words(key)}"))
    if units(below) > LIMIT // 2:
        below = f"{SUBTEXT}{words(key)}"
    above = "\n\n".join(pieces([*asked(question), *_said(sentences, citations)], limit=LIMIT * 4))
    return f"{cut(above, LIMIT - units(below) - 2)}\n\n{below}".strip()


def asked(question: str | None) -> list[Block]:
    """The question as a quote of one line, if it is to be shown."""
    line = cut(one_line(question or ""), _QUESTION)
    return [Quoted(line)] if line else []


def _said(
    sentences: Iterable[AnswerSentence], citations: Iterable[Citation]
) -> tuple[Paragraph, ...]:
    """The sentences with their markers; a long answer in paragraphs, by article where it can be."""
    article = {citation.n: citation.article.key for citation in citations}
    said: list[str] = []
    before: set[str | None] = set()
    for sentence in sentences:
        text = one_line(sentence.text) + "".join(f" [{n}]" for n in sentence.citations)
        about = {article.get(n) for n in sentence.citations}
        room = _PARAGRAPH if about & before else _PARAGRAPH // 2
        if said and units(said[-1]) < room:
            said[-1] += f" {text}"
        else:
            said.append(text)
        before = about
    return tuple(Paragraph(text) for text in said)


def _checked(reply: Answer, words: Words) -> str:
    """The mark of an answer that is complete, and the model that wrote it."""
    checked = words("answer.checked", n=len(reply.citations))
    if reply.model in {"", QUOTES}:
        return f"{SUBTEXT}{checked}"
    return f"{SUBTEXT}{checked} · {words('answer.written', model=one_line(reply.model))}"
