"""What a LangChain program may ask with: a question, one with its history, or messages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    HumanMessage,
    MessageLikeRepresentation,
    convert_to_messages,
)
from langchain_core.prompt_values import PromptValue

from retrieval.adapters.langchain.messages import citations
from retrieval.errors import UsageError
from retrieval.types import Citation, Filters, Turn

Input = (
    str | Mapping[str, Any] | BaseMessage | PromptValue | Sequence[MessageLikeRepresentation | Turn]
)
_WANTED = (
    'Give a question (str), {"question": ..., "history": [...], "filters": ...},'
    " or messages of which one is the human's."
)
_MARKER = re.compile(r" \[\d+\]")


@dataclass(frozen=True, slots=True)
class Asking:
    """What the engine is asked."""

    question: str
    turns: tuple[Turn, ...] = ()
    filters: Filters | None = None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Those of the history, oldest first."""
        return tuple(each for turn in self.turns for each in turn.citations)


def read(given: Input) -> Asking:
    """Understand an input; UsageError when there is no question in it."""
    match given:
        case str():
            return Asking(given)
        case Mapping():
            return _named(given)
        case BaseMessage():
            return _conversation([given], None)
        case PromptValue():
            return _conversation(given.to_messages(), None)
        case [*messages]:
            return _conversation(messages, None)
        case _:
            raise UsageError("There is no question in the input.", hint=_WANTED)


def _named(given: Mapping[str, Any]) -> Asking:
    question, history = given.get("question"), given.get("history") or ()
    if isinstance(question, str):
        return Asking(question, _turns(history), _filters(given))
    if question is None and "messages" in given:
        return _conversation(given["messages"], _filters(given))
    raise UsageError("There is no question in the input.", hint=_WANTED)


def _conversation(
    messages: Sequence[MessageLikeRepresentation | Turn], filters: Filters | None
) -> Asking:
    """The last human message is the question, what stands before it the history."""
    turns = _turns(messages)
    for place in reversed(range(len(turns))):
        if turns[place].role == "user":
            return Asking(turns[place].content, turns[:place], filters)
    raise UsageError("None of the messages is the human's.", hint=_WANTED)


def _turns(history: Sequence[MessageLikeRepresentation | Turn]) -> tuple[Turn, ...]:
    """What human and assistant said; system prompts and the doings of tools are left out."""
    turns: list[Turn] = []
    for each in history:
        if isinstance(each, Turn):
            turns.append(each)
            continue
        (said,) = convert_to_messages([each])
        if isinstance(said, HumanMessage):
            turns.append(Turn("user", said.text))
        elif isinstance(said, AIMessage) and said.text:
            turns.append(Turn("assistant", _MARKER.sub("", said.text), citations(said)))
    return tuple(turns)


def _filters(given: Mapping[str, Any]) -> Filters | None:
    filters = given.get("filters")
    if filters is not None and not isinstance(filters, Filters):
        raise UsageError(
            f"The filters are of the type {type(filters).__name__}.",
            hint="Give retrieval.types.Filters(outlets=..., since=..., until=..., keys=...).",
        )
    return filters
