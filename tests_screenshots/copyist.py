"""A model that writes down what the passages say, so that an answer becomes long."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence

from retrieval.ports import Finished, Message, ModelEvent, TextPiece

_PASSAGE = re.compile(r"=== (\w+) \[(\d+)\][^\n]*\n(.*?)\n=== \1 end of", re.DOTALL)
_SENTENCE = re.compile(r"[A-Z][^.!?\n]{40,}\.(?= [A-Z]|$)")


class Copyist:
    """Writes the first sentences of each passage with its number."""

    name = "copyist-1"

    def __init__(self, sentences: int) -> None:
        self._sentences = sentences  # of one passage

    async def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[ModelEvent, None]:
        del max_tokens  # it writes few
        for _, number, text in _PASSAGE.findall(messages[-1].content):
            for sentence in _SENTENCE.findall(text)[: self._sentences]:
                yield TextPiece(f"{sentence[:-1]} [{number}]. ")
        yield Finished("stop", None)
