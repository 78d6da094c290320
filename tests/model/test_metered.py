"""A metered model: what is reserved, what is settled, and what is refused before it costs."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, closing
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from retrieval.errors import (
    BudgetExceeded,
    ContentFiltered,
    ContextOverflow,
    ModelError,
    ModelRefused,
    ModelUnavailable,
)
from retrieval.model.metered import MARGIN, PER_MESSAGE, Metered
from retrieval.model.prices import Price, Prices
from retrieval.model.spending import Ledger
from retrieval.ports import ChatModel, Finished, Message, ModelEvent, TextPiece
from retrieval.types import Usage

# One token costs a millionth of a dollar in the prompt, two in the answer.
PRICES = Prices(currency="USD", as_of="", own={"tiny": Price(Decimal(1), Decimal(2))})
MESSAGES = (Message("system", "be brief"), Message("user", "who said it"))
PROMPT = 5 + 2 * PER_MESSAGE
REPORTED = Usage(prompt_tokens=30, completion_tokens=4)
TEXT = (TextPiece("It was "), TextPiece("she."))


@dataclass(slots=True)
class Script:
    """A model that says what it is given; an error is raised, None waits until it is closed."""

    events: Sequence[ModelEvent | ModelError | None]
    name: str = "tiny"
    asked: int = 0
    waiting: bool = False
    ended: list[str] = field(default_factory=list)

    async def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[ModelEvent, None]:
        self.asked += 1
        try:
            for event in self.events:
                if event is None:
                    self.waiting = True
                    await asyncio.Event().wait()
                elif isinstance(event, ModelError):
                    raise event
                else:
                    yield event
        except BaseException as error:
            self.ended.append(type(error).__name__)
            raise


@dataclass(slots=True)
class Words:
    """Counts words."""

    exact: bool = True

    def count(self, text: str) -> int:
        return len(text.split())


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "spending.sqlite3")


def metered(
    model: ChatModel,
    ledger: Ledger,
    *,
    budget: float | None = 1.0,
    exact: bool = True,
    prices: Prices = PRICES,
    local: bool = False,
) -> Metered:
    return Metered(
        model,
        prices=prices,
        ledger=ledger,
        counter=Words(exact),
        daily_budget=budget,
        local=local,
    )


def ask(model: ChatModel, *, max_tokens: int = 100) -> list[ModelEvent]:
    async def events() -> list[ModelEvent]:
        return [event async for event in model.stream(MESSAGES, max_tokens=max_tokens)]

    return asyncio.run(events())


def cost(prompt: int, completion: int) -> float:
    return (prompt + 2 * completion) / 10**6


def test_what_the_provider_reports_is_settled_and_priced(ledger: Ledger) -> None:
    model = metered(Script((*TEXT, Finished("stop", REPORTED))), ledger)
    *pieces, last = ask(model)
    assert tuple(pieces) == TEXT
    priced = Usage(prompt_tokens=30, completion_tokens=4, cost=cost(30, 4))
    assert last == Finished("stop", priced)
    today = ledger.today()
    assert (today.spent, today.calls, today.prompt_tokens) == (cost(30, 4), 1, 30)
    assert model.name == "tiny"


@pytest.mark.parametrize("reported", [None, Usage(prompt_tokens=0, completion_tokens=0)])
def test_what_is_not_reported_is_counted_here(ledger: Ledger, reported: Usage | None) -> None:
    *_, last = ask(metered(Script((*TEXT, Finished("length", reported))), ledger))
    counted = Usage(prompt_tokens=PROMPT, completion_tokens=3, estimated=True, cost=cost(PROMPT, 3))
    assert last == Finished("length", counted)
    assert ledger.today().spent == cost(PROMPT, 3)


def test_an_estimate_is_rounded_up(ledger: Ledger) -> None:
    *_, last = ask(metered(Script((*TEXT, Finished("stop"))), ledger, exact=False))
    assert isinstance(last, Finished)
    assert last.usage is not None
    assert last.usage.completion_tokens == 5  # 3 words
    assert last.usage.prompt_tokens >= 5 * MARGIN + 2 * PER_MESSAGE


def test_a_call_that_could_cost_more_than_is_left_is_not_made(ledger: Ledger) -> None:
    script = Script((*TEXT, Finished("stop", REPORTED)))
    model = metered(script, ledger, budget=cost(PROMPT, 100))
    ask(model, max_tokens=100)
    with pytest.raises(BudgetExceeded, match="DATELINE_DAILY_BUDGET"):
        ask(model, max_tokens=100)
    assert script.asked == 1
    assert ledger.today().calls == 1
    ask(model, max_tokens=20)


def test_the_reservation_holds_while_the_model_writes(ledger: Ledger) -> None:
    async def both() -> None:
        slow = metered(Script((TEXT[0], None)), ledger, budget=cost(PROMPT, 150))
        quick = metered(Script((Finished("stop"),)), ledger, budget=cost(PROMPT, 150))
        async with aclosing(slow.stream(MESSAGES, max_tokens=100)) as events:
            await anext(events)
            assert ledger.today().spent == cost(PROMPT, 100)
            with pytest.raises(BudgetExceeded):
                await anext(quick.stream(MESSAGES, max_tokens=100))

    asyncio.run(both())


def test_with_a_budget_a_model_without_a_price_is_not_asked(ledger: Ledger) -> None:
    script = Script((Finished("stop", REPORTED),), name="unknown")
    with pytest.raises(ModelRefused, match=r"no price for the model unknown\. Add its price"):
        ask(metered(script, ledger))
    assert script.asked == 0


def test_without_a_budget_a_model_without_a_price_is_asked_and_its_cost_unknown(
    ledger: Ledger,
) -> None:
    *_, last = ask(
        metered(Script((Finished("stop", REPORTED),), name="unknown"), ledger, budget=None)
    )
    assert last == Finished("stop", REPORTED)
    assert ledger.days() == []


def test_a_local_model_costs_nothing(ledger: Ledger) -> None:
    script = Script((Finished("stop", REPORTED),), name="llama3.2:3b")
    *_, last = ask(metered(script, ledger, budget=0.0, local=True))
    assert last == Finished("stop", Usage(prompt_tokens=30, completion_tokens=4, cost=0.0))
    assert not ledger.path.exists()


def test_a_stream_that_is_left_is_settled_with_what_was_received(ledger: Ledger) -> None:
    script = Script((*TEXT, None))

    async def leave() -> None:
        async with aclosing(metered(script, ledger).stream(MESSAGES, max_tokens=100)) as events:
            await anext(events)

    asyncio.run(leave())
    assert script.ended == ["GeneratorExit"]
    assert ledger.today().spent == cost(PROMPT, 2)


def test_a_cancelled_call_is_settled_with_what_was_received(ledger: Ledger) -> None:
    script = Script((*TEXT, None))

    async def listen() -> None:
        async for _ in metered(script, ledger).stream(MESSAGES, max_tokens=100):
            pass

    async def cancel() -> None:
        task = asyncio.create_task(listen())
        while not script.waiting:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel())
    assert script.ended == ["CancelledError"]
    assert ledger.today().spent == cost(PROMPT, 3)


def test_a_stream_that_breaks_off_is_settled_with_what_was_received(ledger: Ledger) -> None:
    with pytest.raises(ModelUnavailable):
        ask(metered(Script((*TEXT, ModelUnavailable("It broke off."))), ledger))
    assert ledger.today().spent == cost(PROMPT, 3)


@pytest.mark.parametrize(
    ("error", "spent"),
    [
        (ModelUnavailable("It is overloaded."), 0.0),
        (ModelRefused("The key is wrong."), 0.0),
        (ContextOverflow("It is too long."), 0.0),
        (ContentFiltered("It is filtered."), cost(PROMPT, 0)),
    ],
)
def test_a_call_that_was_not_taken_up_costs_nothing(
    ledger: Ledger, error: ModelError, spent: float
) -> None:
    with pytest.raises(type(error)):
        ask(metered(Script((error,)), ledger))
    assert ledger.today().spent == spent


def test_a_call_cancelled_while_it_waits_for_the_book_leaves_nothing_reserved(
    ledger: Ledger,
) -> None:
    script = Script((Finished("stop"),))
    ledger.release(ledger.reserve("tiny", 0.0))

    async def cancel(other: sqlite3.Connection) -> None:
        async def first() -> None:
            await anext(metered(script, ledger).stream(MESSAGES, max_tokens=100))

        task = asyncio.create_task(first())
        for _ in range(100):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0)
        other.execute("COMMIT")
        with pytest.raises(asyncio.CancelledError):
            await task

    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asyncio.run(cancel(other))
    assert script.asked == 0
    assert ledger.days() == []


def test_without_a_budget_a_broken_book_costs_no_answer(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    ledger = Ledger(tmp_path / "book")
    *_, last = ask(metered(Script((Finished("stop", REPORTED),)), ledger, budget=None))
    assert isinstance(last, Finished)
    assert last.usage is not None
    assert last.usage.cost == cost(30, 4)
    with pytest.raises(ModelRefused, match="record of spending"):
        ask(metered(Script((Finished("stop", REPORTED),)), ledger, budget=1.0))


def test_many_calls_at_once_keep_to_the_budget(ledger: Ledger) -> None:
    script = Script((*TEXT, Finished("stop", Usage(prompt_tokens=PROMPT, completion_tokens=100))))
    model = metered(script, ledger, budget=cost(5 * PROMPT, 500))

    async def one() -> bool:
        try:
            async for _ in model.stream(MESSAGES, max_tokens=100):
                pass
        except BudgetExceeded:
            return False
        return True

    async def all_at_once() -> list[bool]:
        return await asyncio.gather(*(one() for _ in range(12)))

    assert sum(asyncio.run(all_at_once())) == 5
    assert script.asked == 5
    assert ledger.today().spent == cost(5 * PROMPT, 500)
