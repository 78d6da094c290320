"""A chat model without a model: what it writes is scripted, what it was given is kept."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence

from retrieval.errors import ModelUnavailable
from retrieval.ports import Finished, Message, ModelEvent, TextPiece
from retrieval.types import Usage

Reply = str | Exception | Sequence[str | Exception]


class ScriptedChat:
    """Answers call after call with `replies`; the last one is given again when they are used up.

    A reply is a text (it comes word by word), a list of pieces, or an exception; an exception in a
    list is raised at that point. `messages` and `limits` hold what each call was given, `closed`
    how many streams were closed before their end.
    """

    def __init__(
        self, replies: Sequence[Reply] = ("Yes.",), *, name: str = "scripted", usage: bool = True
    ) -> None:
        self.name = name
        self.replies = list(replies)
        self.messages: list[tuple[Message, ...]] = []
        self.limits: list[int] = []
        self.closed = 0
        self._usage = usage

    async def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[ModelEvent, None]:
        """The next reply, in words or pieces; cut off after `max_tokens` of them."""
        self.messages.append(tuple(messages))
        self.limits.append(max_tokens)
        pieces = _pieces(self.replies[min(len(self.messages), len(self.replies)) - 1])
        if not pieces:
            raise ModelUnavailable(f"{self.name} gave an empty answer.", hint="Try again later.")
        kept = pieces[:max_tokens]
        try:
            for piece in kept:
                if isinstance(piece, Exception):
                    raise piece
                yield TextPiece(piece)
        except GeneratorExit:
            self.closed += 1
            raise
        prompt = sum(len(message.content.split()) for message in messages)
        usage = Usage(prompt_tokens=prompt, completion_tokens=len(kept)) if self._usage else None
        yield Finished("length" if len(kept) < len(pieces) else "stop", usage)


def _pieces(reply: Reply) -> list[str | Exception]:
    if isinstance(reply, str):
        return [*re.findall(r"\S+\s*", reply)]
    return [reply] if isinstance(reply, Exception) else list(reply)
