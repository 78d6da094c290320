"""What is counted and timed for Prometheus; no label tells of a person, channel or question."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

Reading = Callable[[], float]
Stage = Literal["waiting", "search", "answer", "sending"]

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0)
_LATE = (0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)  # 3 s: an acknowledgement is lost


class Metrics:
    """What the front tells of itself; every part calls the method of what has happened."""

    def __init__(self) -> None:
        # A registry of its own: prometheus_client's is global, and two would count each other.
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._questions = Counter(
            "dateline_questions",
            "Questions by how they ended",
            ("outcome", "reason"),
            registry=registry,
        )
        self._seconds = Histogram(
            "dateline_question_seconds",
            "From a question to its last message",
            buckets=_SECONDS,
            registry=registry,
        )
        self._stages = Histogram(
            "dateline_stage_seconds",
            "What a question spent its time on",
            ("stage",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._retried = Counter(
            "dateline_sends_retried", "Calls that Discord did not take at first", registry=registry
        )
        self._reconnects = Counter(
            "dateline_gateway_reconnects", "Connections after the first", registry=registry
        )
        self._feedback = Counter(
            "dateline_feedback", "Verdicts of people on answers", ("verdict",), registry=registry
        )
        self._lag = Histogram(
            "dateline_loop_lag_seconds",
            "How late the event loop wakes a sleeper",
            buckets=_LATE,
            registry=registry,
        )

    def follow(
        self, *, waiting: Reading, in_flight: Reading, gateway_latency: Reading, libraries: Reading
    ) -> None:
        """Where to read what is a state rather than an event; to be called once."""
        for name, meaning, reading in (
            ("dateline_questions_waiting", "Questions in the line", waiting),
            ("dateline_sends_in_flight", "Calls that Discord is answering", in_flight),
            ("dateline_gateway_latency_seconds", "From heartbeat to reply", gateway_latency),
            ("dateline_libraries_open", "Libraries of guilds that are open", libraries),
        ):
            Gauge(name, meaning, registry=self._registry).set_function(reading)

    def answered(self, seconds: float) -> None:
        """A question was answered, `seconds` after it was asked."""
        self._ended("answered", seconds)

    def abstained(self, seconds: float) -> None:
        """The articles did not tell."""
        self._ended("abstained", seconds)

    def failed(self, seconds: float) -> None:
        """An error ended the question."""
        self._ended("failed", seconds)

    def refused(self, reason: StrEnum) -> None:
        """A question was not taken; the reason is of an enumeration, never what people write."""
        self._questions.labels("refused", reason.value).inc()

    def stage(self, stage: Stage, seconds: float) -> None:
        """A question spent `seconds` on this."""
        self._stages.labels(stage).observe(seconds)

    def feedback(self, *, useful: bool) -> None:
        """Somebody pressed a thumb."""
        self._feedback.labels("up" if useful else "down").inc()

    def reconnected(self) -> None:
        """The gateway was connected to again, by RESUME or anew."""
        self._reconnects.inc()

    def send_retried(self, error: Exception) -> None:  # noqa: ARG002  # the queue tells why
        """A call is made again; fits `SendQueue(retried=...)`."""
        self._retried.inc()

    def lag(self, seconds: float) -> None:
        """The event loop woke a sleeper this late."""
        self._lag.observe(seconds)

    def page(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self._registry)

    def _ended(self, outcome: str, seconds: float) -> None:
        self._questions.labels(outcome, "").inc()
        self._seconds.observe(seconds)


async def sample_lag(
    tell: Callable[[float], None],
    *,
    every: float = 0.5,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> None:
    """Measure for ever how late the event loop wakes a sleeper; run it as a task and cancel it."""
    while True:
        asleep = clock()
        await sleep(every)
        tell(max(0.0, clock() - asleep - every))
