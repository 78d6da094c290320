"""No claim that was altered is ever carried; what was not altered is."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice

import pytest

from retrieval.adapters.onnx import bundled
from retrieval.answer.support import Carried, Checker
from tests.answer.adversary import Case, checker, false_claims, true_claims, verdict

MOST = 60  # cases of a kind: all of them take a minute (python -m tests.answer.adversary)


@pytest.fixture(scope="module")
def judge() -> Checker:
    return checker(bundled())


def some(cases: list[Case]) -> list[Case]:
    """Evenly spread over the library, at most MOST of each kind."""
    kinds: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        kinds[case.kind].append(case)
    return [
        case
        for each in kinds.values()
        for case in islice(each, 0, None, max(1, -(-len(each) // MOST)))
    ]


def test_no_altered_claim_is_carried(judge: Checker) -> None:
    cases = some(list(false_claims()))

    carried = [case for case in cases if isinstance(verdict(case, judge), Carried)]

    assert len(cases) >= 300
    assert carried == []


def test_what_the_articles_say_is_carried(judge: Checker) -> None:
    cases = some(list(true_claims()))
    carried = Counter(case.kind for case in cases if isinstance(verdict(case, judge), Carried))
    total = Counter(case.kind for case in cases)

    light = total.total() - total["verbatim"] - total["merged"]
    assert carried["verbatim"] >= 0.97 * total["verbatim"]
    assert carried.total() - carried["verbatim"] - carried["merged"] >= 0.8 * light
    assert carried["merged"] >= 0.6 * total["merged"]
