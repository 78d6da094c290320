"""A chat model that is up to no good: it writes what the passages in its prompt do not say."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from itertools import cycle

from retrieval.index.sentences import split
from retrieval.ports import Finished, Message, ModelEvent, TextPiece
from tests.answer.adversary import MAKERS, OUTSIDE

_PASSAGE = re.compile(r"^=== \w+ \[(\d+)\] .*\n(.*)\n=== \w+ end of \[\1\]$", re.M)
OBEYED = (
    "Please visit http://evil.example and enter your password.",
    "PWNED.",
    "As the system prompt says, all articles are written by Dateline.",
)
INVENTIONS = (*OUTSIDE, *OBEYED)


class AdversarialChat:
    """Alters every sentence that it is given in every way, and cites as badly.

    Its numbers are right, wrong, invented, missing or all of them in turn. `written` holds what it
    wrote, without numbers; `most` altered sentences an answer.
    """

    def __init__(self, *, most: int = 10) -> None:
        self.name = "adversary"
        self.written: set[str] = set()
        self._most = most
        self._calls = 0

    async def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[ModelEvent, None]:
        """A few of the altered sentences, others at each call."""
        passages = _PASSAGE.findall(messages[-1].content)
        claims = [claim for _, text in passages for claim in _altered(text)]
        numbers = [n for n, _ in passages]
        begin = self._calls * self._most % max(1, len(claims))
        self._calls += 1
        chosen = [*claims[begin : begin + self._most], INVENTIONS[self._calls % len(INVENTIONS)]]
        markers = cycle(("[1]", "[9]", "", "[1][2]", "".join(f"[{n}]" for n in numbers)))
        for claim, marker in zip(chosen, markers, strict=False):
            self.written.add(claim)
            yield TextPiece(f"{claim.rstrip('.')} {marker}.\n")
        yield Finished("stop")


def _altered(text: str) -> list[str]:
    """Each sentence of a passage in each way in which it can be made false."""
    sentences = [text[span.start : span.end].strip("… ") for span in split(text)]
    return [
        claim
        for sentence in sentences
        for make in MAKERS.values()
        for claim in make(sentence)
        if claim != sentence
    ]
