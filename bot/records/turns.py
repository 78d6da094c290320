"""Replies as the turns that a follow-up may lean on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from retrieval.types import Abstention, Answer, Citation, Reply, Turn

REMEMBERED = 6  # exchanges; older ones no longer help to understand a follow-up
MEMORY = 1_500  # tokens of them all, so that a model's prompt keeps its room for passages
LONGEST = 400  # tokens of one message; what follows is left out
_BYTES = 3  # of UTF-8 a token, English has 4 to 5: the estimate is too high rather than too low


def of(replies: Sequence[Reply]) -> tuple[Turn, ...]:
    """The latest messages of both sides, without markers, within MEMORY.

    Each reply carries its citations, the first one those of all replies before it too: so every
    number of the conversation is among them, and none need be given twice.
    """
    kept: list[Reply] = []
    room = MEMORY
    for reply in reversed(replies[-REMEMBERED:]):
        room -= sum(tokens(turn.content) for turn in _turns(reply, ()))
        if room < 0 and kept:
            break
        kept.insert(0, reply)
    earlier = len(replies) - len(kept) + 1
    return tuple(
        turn
        for number, reply in enumerate(kept)
        for turn in _turns(reply, cited(replies[:earlier] if number == 0 else [reply]))
    )


def cited(replies: Iterable[Reply]) -> list[Citation]:
    """The citations of replies, each number once, as the latest has it."""
    found = {
        citation.n: citation
        for reply in replies
        if isinstance(reply, Answer)
        for citation in reply.citations
    }
    return [found[number] for number in sorted(found)]


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
