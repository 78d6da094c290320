"""A chat model that is asked again when it fails, and left alone when it keeps failing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing

from retrieval.errors import ModelError, ModelUnavailable
from retrieval.model.circuit import Circuit
from retrieval.model.retry import Retries
from retrieval.ports import ChatModel, Finished, Message, ModelEvent

_Begun = tuple[AsyncGenerator[ModelEvent, None], ModelEvent, int]


class Guarded:
    """A ChatModel around another: bounded retries, and a circuit over all its calls.

    Only a call that has not yielded anything is made again, and only after ModelUnavailable. Share
    one instance: its circuit is what remembers. sleep: waits for so many seconds.
    """

    def __init__(
        self,
        model: ChatModel,
        *,
        retries: Retries | None = None,
        circuit: Circuit | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.name = model.name
        self._model = model
        self._retries = retries or Retries()
        self._circuit = circuit or Circuit(name=model.name)
        self._sleep = sleep

    async def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[ModelEvent, None]:
        """Pieces as they come, then Finished; ModelResting at once while the circuit is open."""
        stream, first, ticket = await self._begin(messages, max_tokens)
        reported = False
        try:
            async with aclosing(stream):
                yield first
                async for event in stream:
                    reported = reported or self._ended(event)
                    yield event
        except ModelError as error:
            reported = True
            self._report(error, ticket)
            raise
        finally:
            if not reported:
                self._circuit.abandoned(ticket)

    async def _begin(self, messages: Sequence[Message], max_tokens: int) -> _Begun:
        """The stream of the first attempt that yields something, and what it yields first."""
        from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

        attempts = AsyncRetrying(
            stop=stop_after_attempt(self._retries.attempts),
            retry=retry_if_exception(
                lambda error: self._retries.again(error) and not self._circuit.resting
            ),
            wait=self._retries.pause,
            sleep=self._sleep,
            reraise=True,
        )
        begun: _Begun = await attempts(self._attempt, messages, max_tokens)
        return begun

    async def _attempt(self, messages: Sequence[Message], max_tokens: int) -> _Begun:
        ticket = self._circuit.enter()
        stream = self._model.stream(messages, max_tokens=max_tokens)
        try:
            first = await anext(stream)
        except StopAsyncIteration as error:
            silent = ModelUnavailable(f"{self.name} gave no answer.", hint="Try again later.")
            self._report(silent, ticket)
            raise silent from error
        except ModelError as error:
            self._report(error, ticket)
            raise
        except BaseException:  # cancelled, or a defect: no outcome of the model's
            self._circuit.abandoned(ticket)
            await stream.aclose()
            raise
        self._ended(first)
        return stream, first, ticket

    def _ended(self, event: ModelEvent) -> bool:
        """Whether the event is the end, which is then reported to the circuit."""
        if not isinstance(event, Finished):
            return False
        self._circuit.answered()
        return True

    def _report(self, error: ModelError, ticket: int) -> None:
        """A model that refuses is there and answers; only one that is unavailable has failed."""
        if isinstance(error, ModelUnavailable):
            self._circuit.failed(ticket)
        else:
            self._circuit.answered()
