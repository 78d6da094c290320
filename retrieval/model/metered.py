"""A model whose calls are priced, written down and kept within the day's budget."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace

from retrieval.errors import ContextOverflow, ModelError, ModelRefused, ModelUnavailable
from retrieval.model.prices import Price, Prices
from retrieval.model.spending import Ledger, Reservation
from retrieval.ports import ChatModel, Finished, Message, ModelEvent, TextPiece, TokenCounter
from retrieval.types import Usage

MARGIN = 1.35  # other vendors' tokenizers need up to a third more for the same English prose
PER_MESSAGE = 8  # tokens of role and separators: 4 in OpenAI's format, with room for others'
# A provider does not charge for a call that it did not take up: one of these, and no text yet.
_NOT_CHARGED = (ModelRefused, ContextOverflow, ModelUnavailable)


class Metered:
    """A ChatModel around another; put it next to the provider, so that every attempt is counted.

    Before a call, the most it may cost is reserved (BudgetExceeded when the day's budget does not
    hold it; ModelRefused when there is a budget but no price). After it, what the provider reports
    is settled; what it does not report, and a call that breaks off or is closed early, is counted
    here, rounded up when the counter is not exact. `Finished.usage` is always given, with its cost.
    """

    def __init__(
        self,
        model: ChatModel,
        *,
        prices: Prices,
        ledger: Ledger,
        counter: TokenCounter,
        daily_budget: float | None = None,
        local: bool = False,
    ) -> None:
        """local: the model runs on a machine of the user's and is free unless it has a price."""
        self.name = model.name
        self._model = model
        self._price = prices.price(model.name, local=local)
        self._ledger = ledger
        self._counter = counter
        self._budget = daily_budget

    async def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[ModelEvent, None]:
        """As ChatModel says; what was spent is written down before Finished is given."""
        prompt = sum(self._count(message.content) + PER_MESSAGE for message in messages)
        reservation = await self._reserve(prompt, max_tokens)
        received: list[str] = []
        usage: Usage | None = None
        charged = True
        try:
            async with aclosing(self._model.stream(messages, max_tokens=max_tokens)) as events:
                async for event in events:
                    if isinstance(event, TextPiece):
                        received.append(event.text)
                        yield event
                    else:
                        usage = self._priced(self._used(event.usage, prompt, received))
                        await self._settle(reservation, usage)
                        yield Finished(event.reason, usage)
        except _NOT_CHARGED:
            charged = bool(received)
            raise
        finally:
            if usage is None:
                spent = self._priced(self._used(None, prompt, received)) if charged else None
                await self._settle(reservation, spent)

    def _count(self, text: str) -> int:
        count = self._counter.count(text)
        return count if self._counter.exact else math.ceil(count * MARGIN)

    def _used(self, reported: Usage | None, prompt: int, received: Sequence[str]) -> Usage:
        if reported is not None and reported.prompt_tokens > 0:
            return reported
        return Usage(  # no prompt has 0 tokens: servers that do not count say so
            prompt_tokens=prompt,
            completion_tokens=self._count("".join(received)),
            estimated=True,
        )

    def _priced(self, usage: Usage) -> Usage:
        if self._price is None:
            return usage
        cost = self._price.cost(usage.prompt_tokens, usage.completion_tokens)
        return replace(usage, cost=cost)

    async def _reserve(self, prompt: int, max_tokens: int) -> Reservation | None:
        """None where nothing is to be written down."""
        price = self._needed_price()
        if price is None or price.free:
            return None
        most = price.cost(prompt, max_tokens)
        reserving = asyncio.ensure_future(
            asyncio.to_thread(self._ledger.reserve, self.name, most, limit=self._budget)
        )
        try:
            return await asyncio.shield(reserving)
        except asyncio.CancelledError:  # the thread goes on, and what it reserves is not needed
            with suppress(ModelError):
                await self._settle(await reserving, None)
            raise
        except ModelError:
            if self._budget is not None:
                raise
            return None  # without a budget the book is no condition of an answer

    def _needed_price(self) -> Price | None:
        if self._price is None and self._budget is not None:
            raise ModelRefused(
                f"There is a daily budget, but no price for the model {self.name}.",
                hint="Add its price to the file that DATELINE_PRICES names.",
            )
        return self._price

    async def _settle(self, reservation: Reservation | None, usage: Usage | None) -> None:
        """usage: None when nothing was charged."""
        if reservation is None:
            return
        with suppress(ModelError):  # the answer is there; the whole reservation stays counted
            if usage is None:
                await asyncio.to_thread(self._ledger.release, reservation)
            else:
                await asyncio.to_thread(self._ledger.settle, reservation, usage)
