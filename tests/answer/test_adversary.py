"""No claim that was altered is ever carried; what was not altered is.

The figures in the tests are what was measured, less a little; `python -m tests.answer.adversary`
reports every case.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from retrieval.adapters.onnx import bundled
from retrieval.answer.support import Carried, Checker
from tests.answer import adversary, paraphrases
from tests.answer.adversary import Case, checker, false_claims, source, true_claims, verdict

MOST = 24  # cases of a kind: all 3,700 take a minute


@pytest.fixture(scope="module")
def judge() -> Checker:
    return checker(bundled())


def some(cases: list[Case], most: int = MOST) -> list[Case]:
    """Evenly spread over the library, at most `most` of each kind."""
    kinds: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        kinds[case.kind].append(case)
    return [case for each in kinds.values() for case in each[:: max(1, -(-len(each) // most))]]


def carried(claims: list[tuple[str, str]], judge: Checker) -> list[str]:
    """The claims that the article of each carries."""
    return [
        claim
        for key, claim in claims
        if isinstance(judge.check(claim, [source(key)], cited=[1]), Carried)
    ]


def test_no_altered_sentence_of_an_article_is_carried(judge: Checker) -> None:
    cases = some(list(false_claims()))

    assert len(cases) >= 190
    assert [case for case in cases if isinstance(verdict(case, judge), Carried)] == []


def test_no_false_claim_in_other_words_is_carried(judge: Checker) -> None:
    claims = paraphrases.lines(paraphrases.FALSE)

    assert len(claims) >= 240
    assert carried(claims, judge) == []


def test_no_altered_paraphrase_is_carried(judge: Checker) -> None:
    true = paraphrases.lines(paraphrases.TRUE)
    altered = [
        (key, claim)
        for key, text in true
        for make in adversary.MAKERS.values()
        for claim in make(text)
        if claim != text
    ][::4]

    assert len(altered) >= 180
    assert carried(altered, judge) == []


def test_what_an_article_says_is_carried(judge: Checker) -> None:
    cases = some(list(true_claims()))
    found = Counter(case.kind for case in cases if isinstance(verdict(case, judge), Carried))
    total = Counter(case.kind for case in cases)
    light = ("relative", "synonym", "reordered", "tail")

    assert found["verbatim"] == total["verbatim"]
    assert sum(found[kind] for kind in light) >= 0.85 * sum(total[kind] for kind in light)
    assert found["merged"] >= 0.6 * total["merged"]


def test_what_a_good_model_writes_is_mostly_carried(judge: Checker) -> None:
    claims = paraphrases.lines(paraphrases.TRUE)

    assert len(carried(claims, judge)) >= 0.83 * len(claims)
