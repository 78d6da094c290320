"""The whole way from a question to a cited reply as a LangChain Runnable."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from typing import Any, cast

from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.runnables import Runnable, RunnableConfig

from retrieval.adapters.langchain import asking
from retrieval.adapters.langchain.messages import Composer, message
from retrieval.adapters.langchain.source import Asked, Opened, engine_of
from retrieval.adapters.langchain.waiting import closing, iterate, wait_for
from retrieval.types import Filters


def answer_chain(
    library: Opened | Asked, *, filters: Filters | None = None, name: str = "dateline"
) -> AnswerChain:
    """A Runnable that answers from an open library (or an engine over one).

    Input: a question; {"question", "history", "filters"}; {"messages"}; or a list of messages whose
    last human one is the question. filters: for inputs that bring none.

    Output: an AIMessage whose text block is annotated with a Citation for every sentence and
    source; `response_metadata` has abstained, reason, model, prompts, usage, notices,
    standalone_question and dropped. `stream` gives it sentence by sentence, each verified before it
    is given. Errors are those of retrieval.errors (UsageError for an input without a question).
    """
    return AnswerChain(library, filters=filters, name=name)


class AnswerChain(Runnable[asking.Input, AIMessage]):
    """Made by `answer_chain`."""

    def __init__(self, library: Opened | Asked, *, filters: Filters | None, name: str) -> None:
        """Use answer_chain."""
        self.name = name
        self._library = library
        self._filters = filters

    def invoke(
        self, input: asking.Input, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AIMessage:
        """Answer; works inside and outside a running event loop."""
        return self._call_with_config(
            lambda given: wait_for(self._answer(given)), input, config, **kwargs
        )

    async def ainvoke(
        self, input: asking.Input, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AIMessage:
        """Answer."""
        return await self._acall_with_config(self._answer, input, config, **kwargs)

    def stream(
        self, input: asking.Input, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[AIMessageChunk]:
        """Verified sentences as they come; their sum is the message that `invoke` gives."""

        def chunks(given: Iterator[asking.Input]) -> Iterator[AIMessageChunk]:
            for each in given:
                yield from iterate(self._chunks(each))

        whole = self._transform_stream_with_config(iter([input]), chunks, config, **kwargs)
        return cast(Iterator[AIMessageChunk], whole)  # it is typed by what invoke gives

    async def astream(
        self, input: asking.Input, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[AIMessageChunk]:
        """Verified sentences as they come; closing the iterator cancels the question."""

        async def once() -> AsyncIterator[asking.Input]:
            yield input

        async def chunks(given: AsyncIterator[asking.Input]) -> AsyncIterator[AIMessageChunk]:
            async for each in given:
                async with closing(self._chunks(each)) as found:
                    async for chunk in found:
                        yield chunk

        whole = self._atransform_stream_with_config(once(), chunks, config, **kwargs)
        # It is typed by what ainvoke gives.
        async with closing(cast(AsyncIterator[AIMessageChunk], whole)) as found:
            async for chunk in found:
                yield chunk

    async def _answer(self, given: asking.Input) -> AIMessage:
        asked = asking.read(given)
        reply = await engine_of(self._library).answer(
            asked.question, turns=asked.turns, filters=asked.filters or self._filters
        )
        return message(reply, asked.citations)

    async def _chunks(self, given: asking.Input) -> AsyncGenerator[AIMessageChunk, None]:
        asked = asking.read(given)
        composer = Composer(asked.citations)
        events = engine_of(self._library).stream(
            asked.question, turns=asked.turns, filters=asked.filters or self._filters
        )
        async with closing(events) as found:
            async for event in found:
                if chunk := composer.chunk(event):
                    yield chunk
