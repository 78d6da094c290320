"""Retries and the circuit, with a clock and a sleep that take no time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

import pytest

from retrieval.errors import (
    BudgetExceeded,
    ContentFiltered,
    ContextOverflow,
    ModelError,
    ModelRefused,
    ModelResting,
    ModelUnavailable,
)
from retrieval.model.circuit import Circuit
from retrieval.model.guarded import Guarded
from retrieval.model.retry import Retries
from retrieval.ports import Finished, Message, TextPiece
from tests.fakes.chat_model import Reply, ScriptedChat

MESSAGES = (Message("user", "Was the ferry cancelled?"),)
DOWN = ModelUnavailable("It is down.", hint="Wait.")


@dataclass
class Clock:
    """Time that passes only when someone sleeps."""

    time: float = 1_000_000.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@dataclass
class Bench:
    """A scripted model under guard, and its clock."""

    replies: Sequence[Reply]
    attempts: int = 3
    failures: int = 5
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.model = ScriptedChat(self.replies)
        self.circuit = Circuit(
            name=self.model.name, failures=self.failures, rest=30, longest=100, now=self.clock.now
        )
        self.guarded = Guarded(
            self.model,
            retries=Retries(attempts=self.attempts, chance=lambda: 1.0),
            circuit=self.circuit,
            sleep=self.clock.sleep,
        )

    def ask(self) -> str:
        return asyncio.run(self.asked())

    async def asked(self) -> str:
        stream = self.guarded.stream(MESSAGES, max_tokens=50)
        return "".join([e.text async for e in stream if isinstance(e, TextPiece)])

    @property
    def calls(self) -> int:
        return len(self.model.messages)


def test_an_answer_passes_unchanged() -> None:
    bench = Bench(["The ferry was cancelled."])

    async def ask() -> list[object]:
        return [event async for event in bench.guarded.stream(MESSAGES, max_tokens=7)]

    *pieces, last = asyncio.run(ask())
    assert [p.text for p in pieces if isinstance(p, TextPiece)] == [
        "The ", "ferry ", "was ", "cancelled."
    ]  # fmt: skip
    assert isinstance(last, Finished)
    assert bench.guarded.name == "scripted"
    assert bench.model.limits == [7]


def test_it_asks_again_after_waits_that_grow() -> None:
    bench = Bench([DOWN, DOWN, "Yes."])
    assert bench.ask() == "Yes."
    assert bench.clock.slept == [0.5, 1.0]


def test_it_gives_up_after_so_many_attempts() -> None:
    bench = Bench([DOWN])
    with pytest.raises(ModelUnavailable, match="It is down"):
        bench.ask()
    assert bench.calls == 3


def test_waits_vary_and_never_exceed_the_longest() -> None:
    waits = [
        Retries(longest=4.0, chance=lambda chance=chance: chance).wait(DOWN, failed)  # type: ignore[misc]
        for chance in (0.0, 1.0)
        for failed in range(1, 8)
    ]
    assert waits[:4] == [0.25, 0.5, 1.0, 2.0]
    assert max(waits) == 4.0


def test_what_the_provider_asks_to_wait_is_waited() -> None:
    bench = Bench([ModelUnavailable("Too many.", retry_after=7.0), "Yes."])
    assert bench.ask() == "Yes."
    assert bench.clock.slept == [7.5]


def test_a_provider_that_asks_for_too_long_a_wait_is_not_waited_for() -> None:
    bench = Bench([ModelUnavailable("Too many.", retry_after=21.0), "Yes."])
    with pytest.raises(ModelUnavailable, match="Too many"):
        bench.ask()
    assert bench.clock.slept == []


@pytest.mark.parametrize("kind", [ModelRefused, ContextOverflow, ContentFiltered, BudgetExceeded])
def test_what_does_not_pass_is_not_asked_again(kind: type[ModelError]) -> None:
    bench = Bench([kind("No."), "Yes."])
    with pytest.raises(kind):
        bench.ask()
    assert bench.calls == 1


def test_a_stream_that_has_yielded_is_not_begun_again() -> None:
    bench = Bench([["The ", DOWN], "Yes."])
    with pytest.raises(ModelUnavailable):
        bench.ask()
    assert bench.calls == 1


def test_after_failures_in_a_row_it_refuses_at_once_and_says_until_when() -> None:
    bench = Bench([DOWN], attempts=1, failures=3)
    for _ in range(3):
        with pytest.raises(ModelUnavailable, match="It is down"):
            bench.ask()
    with pytest.raises(ModelResting, match="scripted failed 3 times in a row and is not") as caught:
        bench.ask()
    assert bench.calls == 3
    assert "is not asked again before " in caught.value.message
    assert caught.value.hint == "Try again in 30 s."
    assert caught.value.retry_after == 30


def test_a_circuit_that_opens_between_attempts_ends_them_with_the_models_own_error() -> None:
    bench = Bench([DOWN], attempts=10, failures=2)
    with pytest.raises(ModelUnavailable, match="It is down"):
        bench.ask()
    assert bench.calls == 2


def test_an_answer_in_between_begins_the_count_anew() -> None:
    bench = Bench([DOWN, "Yes.", DOWN, "Yes."], attempts=2, failures=2)
    assert [bench.ask(), bench.ask()] == ["Yes.", "Yes."]
    assert not bench.circuit.resting


def test_failures_in_mid_answer_count() -> None:
    bench = Bench([["The ", DOWN]], failures=2)
    for _ in range(2):
        with pytest.raises(ModelUnavailable, match="It is down"):
            bench.ask()
    with pytest.raises(ModelResting):
        bench.ask()


def test_a_refusal_is_an_answer_to_the_circuit() -> None:
    bench = Bench([DOWN, ModelRefused("No."), DOWN, DOWN], attempts=1, failures=2)
    for _ in range(3):
        with pytest.raises(ModelError):
            bench.ask()
    assert not bench.circuit.resting


def test_after_a_rest_one_call_tries_and_an_answer_closes_the_circuit() -> None:
    bench = Bench([DOWN, DOWN, "Yes."], attempts=1, failures=2)
    for _ in range(2):
        with pytest.raises(ModelUnavailable):
            bench.ask()
    bench.clock.time += 31
    assert bench.ask() == "Yes."
    assert bench.ask() == "Yes."


def test_each_rest_is_longer_than_the_last_up_to_a_bound() -> None:
    circuit, clock = _opened()
    rests = []
    for _ in range(5):
        with pytest.raises(ModelResting) as caught:
            circuit.enter()
        rests.append(caught.value.retry_after)
        clock.time += 101
        circuit.failed(circuit.enter())
    assert rests == [30, 60, 100, 100, 100]


def test_while_one_call_tries_the_others_are_refused() -> None:
    circuit, clock = _opened()
    clock.time += 31
    ticket = circuit.enter()
    with pytest.raises(ModelResting):
        circuit.enter()
    circuit.abandoned(ticket)
    circuit.enter()


def test_a_try_that_never_reports_does_not_block_for_ever() -> None:
    circuit, clock = _opened()
    clock.time += 31
    circuit.enter()
    clock.time += 31
    circuit.enter()


def test_many_calls_that_fail_together_count_as_one_rest() -> None:
    clock = Clock()
    circuit = Circuit(name="it", failures=2, rest=30, now=clock.now)
    tickets = [circuit.enter() for _ in range(20)]
    for ticket in tickets:
        circuit.failed(ticket)
    with pytest.raises(ModelResting) as caught:
        circuit.enter()
    assert caught.value.retry_after == 30


def test_a_clock_that_is_set_back_does_not_prolong_a_rest_without_end() -> None:
    circuit, clock = _opened()
    clock.time -= 1_000_000
    with pytest.raises(ModelResting) as caught:
        circuit.enter()
    assert caught.value.retry_after == 100


def test_a_call_that_is_given_up_says_nothing() -> None:
    bench = Bench([DOWN, "It is a long answer.", DOWN], attempts=1, failures=2)

    async def give_up() -> None:
        async with aclosing(bench.guarded.stream(MESSAGES, max_tokens=50)) as stream:
            await anext(stream)

    with pytest.raises(ModelUnavailable):
        bench.ask()
    asyncio.run(give_up())
    assert bench.model.closed == 1
    with pytest.raises(ModelUnavailable, match="It is down"):
        bench.ask()
    assert bench.circuit.resting


def test_threads_with_loops_of_their_own_share_one_circuit() -> None:
    bench = Bench([DOWN], attempts=1, failures=4)
    seen: list[str] = []

    def ask() -> None:
        try:
            bench.ask()
        except ModelUnavailable as error:
            seen.append(type(error).__name__)

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 12
    assert bench.circuit.resting
    assert seen.count("ModelUnavailable") == bench.calls >= 4


def _opened() -> tuple[Circuit, Clock]:
    clock = Clock()
    circuit = Circuit(name="it", failures=1, rest=30, longest=100, now=clock.now)
    circuit.failed(circuit.enter())
    return circuit, clock
