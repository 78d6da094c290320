"""Asking again after a failure that may pass: how often, and after how long."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.errors import ModelResting, ModelUnavailable

if TYPE_CHECKING:
    from tenacity import RetryCallState


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """`attempts` in all; waits grow from `shortest` to `longest` seconds, with jitter.

    A provider that says how long to wait is obeyed up to `longest`; one that asks for more is not
    asked again. chance: a number from 0 to 1, for the jitter.
    """

    attempts: int = 3
    shortest: float = 0.5
    longest: float = 20.0
    chance: Callable[[], float] = random.random

    def again(self, error: BaseException) -> bool:
        """Whether asking again may help."""
        if not isinstance(error, ModelUnavailable) or isinstance(error, ModelResting):
            return False
        return (error.retry_after or 0.0) <= self.longest

    def wait(self, error: BaseException | None, failed: int) -> float:
        """Seconds to wait after the failure number `failed`, from 1."""
        asked = error.retry_after if isinstance(error, ModelUnavailable) else None
        usual = min(self.longest, self.shortest * 2.0 ** (failed - 1))
        jitter = self.chance() * usual
        return usual / 2 + jitter / 2 if asked is None else asked + jitter

    def pause(self, state: RetryCallState) -> float:
        """The same, as tenacity asks for it."""
        error = state.outcome.exception() if state.outcome else None
        return self.wait(error, state.attempt_number)
