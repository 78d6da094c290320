"""A conversation as data: the turns a follow-up may lean on, and the text that /save writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.cli.clean import one_line
from bot.cli.render import NEAREST, byline, excerpt
from retrieval.types import Abstention, Answer, ArticleInfo, Citation, Reply, Turn

REMEMBERED = 6  # exchanges; older ones no longer help to understand a follow-up
MEMORY = 1_500  # tokens of them all, so that a model's prompt keeps its room for passages
LONGEST = 400  # tokens of one message; what follows is left out
_BYTES = 3  # of UTF-8 a token, English has 4 to 5: the estimate is too high rather than too low


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
        """The latest messages of both sides, without markers, within MEMORY.

        Each reply carries its citations, the first one those of all replies before it too: so
        every number of the conversation is among them, and none need be given twice.
        """
        kept: list[Reply] = []
        room = MEMORY
        for reply in reversed(self.replies[-REMEMBERED:]):
            room -= sum(tokens(turn.content) for turn in _turns(reply, ()))
            if room < 0 and kept:
                break
            kept.insert(0, reply)
        earlier = len(self.replies) - len(kept) + 1
        return tuple(
            turn
            for number, reply in enumerate(kept)
            for turn in _turns(reply, _cited(self.replies[:earlier] if number == 0 else [reply]))
        )

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Those of all answers, each number once, as the latest answer has it."""
        return tuple(_cited(self.replies))

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


def tokens(text: str) -> int:
    """How many tokens a text has for any model: an estimate, rather too high."""
    return -(-len(text.encode("utf-8", "surrogatepass")) // _BYTES)


def shortened(sentences: Sequence[str]) -> str:
    """The first sentences that LONGEST has room for; of a longer first one, its first words."""
    text = ""
    for sentence in sentences:
        longer = f"{text} {sentence}".strip()
        if tokens(longer) > LONGEST:
            break
        text = longer
    if text or not sentences:
        return text
    cut = sentences[0][: LONGEST * _BYTES]
    while tokens(cut) >= LONGEST:
        cut = cut[: -max(1, len(cut) // 10)]
    return cut.rsplit(" ", 1)[0] + " …"


def _turns(reply: Reply, citations: Iterable[Citation]) -> tuple[Turn, Turn]:
    """What was asked, and what was told without markers."""
    match reply:
        case Answer():
            told = [sentence.text for sentence in reply.sentences]
        case Abstention():
            told = [reply.message]
        case _:
            assert_never(reply)
    return (
        Turn("user", shortened([reply.question])),
        Turn("assistant", shortened(told), tuple(citations)),
    )


def _cited(replies: Iterable[Reply]) -> list[Citation]:
    """The citations of replies, each number once, as the latest has it."""
    found = {
        citation.n: citation
        for reply in replies
        if isinstance(reply, Answer)
        for citation in reply.citations
    }
    return [found[number] for number in sorted(found)]


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
