"""The fitted weights of the sentence ranker and of the evidence check, read from one data file."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of named features."""

    names: tuple[str, ...]
    weights: NDArray[np.float64]
    offset: float = 0.0

    def score(self, features: Sequence[float]) -> float:
        """The sum; for a logistic model these are log odds."""
        return float(np.dot(self.weights, features)) + self.offset

    def probability(self, features: Sequence[float]) -> float:
        """The logistic of the sum, 0 to 1."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.score(features)))))


@dataclass(frozen=True, slots=True)
class Weights:
    """ranker: over a sentence's features; evidence: over a question's; threshold: to answer at all."""

    ranker: Linear
    evidence: Linear
    threshold: float


@lru_cache(maxsize=1)
def fitted() -> Weights:
    """The weights that benchmarks/calibrate.py wrote; the file says on what."""
    data = resources.files("retrieval.answer").joinpath("data/weights.json")
    found = json.loads(data.read_text(encoding="utf-8"))
    return Weights(
        ranker=_linear(found["ranker"]),
        evidence=_linear(found["evidence"]),
        threshold=float(found["threshold"]),
    )


def _linear(found: dict[str, object]) -> Linear:
    weights = found["weights"]
    assert isinstance(weights, dict)
    return Linear(
        names=tuple(weights),
        weights=np.array(list(weights.values()), dtype=np.float64),
        offset=float(str(found.get("offset", 0.0))),
    )
