"""A conversation as data: the turns a follow-up may lean on, and the text that /save writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from bot.cli.clean import one_line
from bot.cli.render import NEAREST, byline, excerpt
from retrieval.types import Abstention, Answer, ArticleInfo, Reply, Turn

REMEMBERED = 12  # messages; older ones no longer help to understand a follow-up


@dataclass(frozen=True, slots=True)
class Source:
    """What `/source N` shows: a span of an article."""

    number: int
    article: ArticleInfo
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """The replies so far, oldest first."""

    replies: tuple[Reply, ...] = ()

    def with_reply(self, reply: Reply) -> Conversation:
        """The conversation, one reply longer."""
        return Conversation((*self.replies, reply))

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The latest messages of both sides, without markers."""
        turns = [
            turn
            for reply in self.replies[-REMEMBERED // 2 :]
            for turn in (Turn("user", reply.question), Turn("assistant", said(reply)))
        ]
        return tuple(turns)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the last reply, by the numbers that were shown."""
        return sources(self.replies[-1]) if self.replies else ()


def said(reply: Reply) -> str:
    """What Dateline replied, without markers."""
    match reply:
        case Answer():
            return " ".join(sentence.text for sentence in reply.sentences)
        case Abstention():
            return reply.message
        case _:
            assert_never(reply)


def sources(reply: Reply) -> tuple[Source, ...]:
    """What a reply cites or, without an answer, the nearest passages."""
    match reply:
        case Answer():
            return tuple(
                Source(one.n, one.article, one.start, one.end, one.quote) for one in reply.citations
            )
        case Abstention():
            return tuple(
                Source(number, one.article, one.start, one.end, one.text)
                for number, one in enumerate(reply.passages[:NEAREST], start=1)
            )
        case _:
            assert_never(reply)


def as_markdown(replies: Iterable[Reply]) -> str:
    """Questions, answers and sources, as `/save` writes them."""
    return "# A conversation with Dateline\n" + "".join(_markdown(reply) for reply in replies)


def _markdown(reply: Reply) -> str:
    heading = "Sources" if isinstance(reply, Answer) else "Nearest passages"
    text = reply.text if isinstance(reply, Answer) else reply.message
    lines = [f"\n## {one_line(reply.question)}\n", f"{one_line(text)}\n"]
    found = sources(reply)
    if found:
        lines.append(f"{heading}:\n")
    for source in found:
        quote = source.quote if isinstance(reply, Answer) else excerpt(source.quote)
        address = f" <{source.article.url}>" if source.article.url else ""
        lines.append(
            f'- [{source.number}] {byline(source.article)} — "{one_line(quote)}"'
            f" ({source.article.key}){address}"
        )
    return "\n".join(lines) + "\n"
