"""The figures of the sets without articles, and the figures that each set's plan names."""

from __future__ import annotations

import random

import numpy as np
import pytest

from benchmarks.followup_rewriting import Overlap, figures
from benchmarks.quality import pairs
from benchmarks.quality.counted import OWN, averaged, drawn
from benchmarks.quality.plan import PLANS
from benchmarks.quality.published import PUBLISHED
from bot.evaluation.datasets import Claim, Rewriting
from bot.evaluation.metrics import attribution
from bot.evaluation.metrics import figures as evaluation
from retrieval.types import Turn
from tests.fakes.embedder import HashEmbedder


def test_macro_f1_is_the_evaluations_own() -> None:
    source = random.Random(0)
    for size in (1, 2, 3, 40):
        rows = [(float(source.random() < 0.3), source.random() < 0.6) for _ in range(size)]
        ours = pairs.macro_f1(np.array(rows, dtype=np.float64))
        assert float(ours) == pytest.approx(attribution.macro_f1(rows), abs=1e-12)


def test_macro_f1_has_an_interval_around_it() -> None:
    rows = [(1.0, 1.0)] * 30 + [(0.0, 1.0)] * 10 + [(0.0, 0.0)] * 25 + [(1.0, 0.0)] * 15
    figure = drawn(rows, pairs.macro_f1)
    assert figure is not None
    assert figure.low < figure.value < figure.high
    assert 0.05 < figure.high - figure.low < 0.35
    assert figure.n == 80


def test_added_words_are_counted_over_all_questions_together() -> None:
    overlaps = [Overlap(wanted=4, added=2, same=2), Overlap(wanted=1, added=3, same=0)]
    found = pairs.added(overlaps)
    values = {name: figure.value for name, figure in found.items() if figure is not None}
    assert values == pytest.approx(
        {"added_recall": 2 / 5, "added_precision": 2 / 5, "added_f1": 0.4}
    )
    assert tuple(values.values()) == pytest.approx(figures(overlaps))


def test_nothing_added_has_no_precision_and_a_recall_of_nothing() -> None:
    found = pairs.added([Overlap(wanted=3, added=0, same=0)] * 20)
    assert found["added_precision"] is None
    recall = found["added_recall"]
    assert recall is not None
    assert (recall.value, recall.low) == (0, 0)
    assert 0.1 < recall.high < 0.2  # Wilson: 1.96² / (20 + 1.96²)


def test_a_share_of_no_cases_is_undefined() -> None:
    assert averaged([]) is None


def test_follow_ups_alone_are_rewritten() -> None:
    turns = (Turn("user", "Who leads the harbour board?"), Turn("assistant", "Ida Falk."))
    first = "Who leads the harbour board?"
    rows = pairs.rewriting(
        [
            Rewriting(id="c#1", turns=(), question=first, rewrite=first),
            Rewriting(
                id="c#2",
                turns=turns,
                question="Where was she born?",
                rewrite="Where was Ida Falk born?",
            ),
        ]
    )
    asked = rows["The question as it was asked"]
    assert (asked["rouge_l"].n, asked["exact"].value, asked["added_recall"].value) == (1, 0, 0)
    assert rows["The question with all turns before it"]["added_recall"].value == 1


def test_claims_are_judged_on_the_half_that_chose_no_threshold() -> None:
    sources = [("The ferry stops in May.", True), ("Fog lay over the harbour.", False)] * 20
    claims = [
        Claim(
            id=f"claim-{number}", claim="The ferry stops in May.", references=(text,), carried=true
        )
        for number, (text, true) in enumerate(sources)
    ]
    rows = pairs.support(claims, HashEmbedder())
    (ours, overlap) = rows.values()
    assert next(iter(rows)) == "Dateline's checker"
    assert 0 < ours["macro_f1"].n < 40
    assert overlap["macro_f1"].value == overlap["accuracy"].value == 1
    assert ours["accepted_rightly"].value == 1


@pytest.mark.parametrize("name", list(PLANS))
def test_every_figure_that_a_plan_names_is_counted(name: str) -> None:
    known = {*OWN, *evaluation.figures([]).total}
    assert {*PLANS[name].search, *PLANS[name].answers} <= known


def test_every_set_says_what_is_published_about_it() -> None:
    assert PUBLISHED.keys() == PLANS.keys()
