"""A conversation as data: its turns and sources, and the text that /save writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from bot.cli.clean import one_line
from bot.cli.render import NEAREST, byline, excerpt
from bot.records import turns
from retrieval.types import Abstention, Answer, ArticleInfo, Citation, Reply, Turn


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
        """What a follow-up may lean on."""
        return turns.of(self.replies)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Those of all answers, each number once, as the latest answer has it."""
        return tuple(turns.cited(self.replies))

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources by the numbers that were shown, each as the latest reply has it.

        The nearest passages of an abstention have their numbers only while it is the last reply.
        """
        found = {
            source.number: source
            for number, reply in enumerate(self.replies, start=1)
            if isinstance(reply, Answer) or number == len(self.replies)
            for source in sources(reply)
        }
        return tuple(found[number] for number in sorted(found))


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
    answered = isinstance(reply, Answer)
    text = reply.text if isinstance(reply, Answer) else reply.message
    lines = [f"\n## {one_line(reply.question)}\n", f"{one_line(text)}\n"]
    found = sources(reply)
    if found:
        lines.append("Sources:\n" if answered else "Nearest passages:\n")
    for source in found:
        # A passage has no number here: in the rest of the conversation it belongs to a source.
        number = f"[{source.number}] " if answered else ""
        quote = source.quote if answered else excerpt(source.quote)
        address = f" <{source.article.url}>" if source.article.url else ""
        lines.append(
            f'- {number}{byline(source.article)} — "{one_line(quote)}"'
            f" ({source.article.key}){address}"
        )
    return "\n".join(lines) + "\n"
