"""Rankings against gold articles, by hand and against trec_eval."""

from __future__ import annotations

import math
import random
from functools import partial

import pytest
import pytrec_eval

from bot.evaluation.metrics import retrieval
from tests.evaluation.metrics.made import answered, broken, case, found, nothing, refused

FOUND = ("x", "a", "y", "b", "z")
GOLD = ("a", "b", "c")


def test_hits_ask_for_one_gold_article_among_the_first() -> None:
    assert retrieval.hits(FOUND, GOLD, k=1) == 0
    assert retrieval.hits(FOUND, GOLD, k=2) == 1


def test_recall_is_the_share_of_gold_that_was_found() -> None:
    assert [retrieval.recall(FOUND, GOLD, k=k) for k in (1, 2, 4, 20)] == [0, 1 / 3, 2 / 3, 2 / 3]


def test_all_evidence_asks_for_every_gold_article() -> None:
    assert retrieval.all_evidence(FOUND, GOLD, k=20) == 0
    assert retrieval.all_evidence(FOUND, GOLD[:2], k=3) == 0
    assert retrieval.all_evidence(FOUND, GOLD[:2], k=4) == 1


def test_the_reciprocal_rank_is_that_of_the_first_gold_article() -> None:
    assert retrieval.reciprocal_rank(FOUND, GOLD) == 1 / 2
    assert retrieval.reciprocal_rank(FOUND, GOLD, k=1) == 0
    assert retrieval.reciprocal_rank(FOUND, ("q",)) == 0


def test_average_precision_divides_by_all_gold() -> None:
    assert retrieval.average_precision(FOUND, GOLD) == pytest.approx((1 / 2 + 2 / 4) / 3)
    assert retrieval.average_precision(FOUND, GOLD, k=3) == pytest.approx(1 / 2 / 3)


def test_ndcg_discounts_by_log2_and_compares_with_the_best_order() -> None:
    gain = 1 / math.log2(3) + 1 / math.log2(5)
    best = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert retrieval.ndcg(FOUND, GOLD, k=5) == pytest.approx(gain / best)
    assert retrieval.ndcg(FOUND, GOLD, k=2) == pytest.approx(
        1 / math.log2(3) / (1 + 1 / math.log2(3))
    )
    assert retrieval.ndcg(("a", "b", "c"), GOLD, k=10) == pytest.approx(1)


@pytest.mark.parametrize(
    "function",
    [
        partial(retrieval.hits, k=3),
        partial(retrieval.recall, k=3),
        partial(retrieval.all_evidence, k=3),
        partial(retrieval.ndcg, k=3),
        retrieval.reciprocal_rank,
        retrieval.average_precision,
    ],
)
def test_the_edges_are_the_same_for_all(function: partial[float | None]) -> None:
    assert function(FOUND, ()) is None
    assert function((), GOLD) == 0
    repeated = ("x", "x", "a", "a", "y", "b")
    assert function(repeated, ("b", "a", "a")) == function(("x", "a", "y", "b"), ("a", "b"))
    with pytest.raises(ValueError, match="k is 0"):
        function(FOUND, GOLD, k=0)


def test_every_figure_is_that_of_trec_eval() -> None:
    drawn = random.Random(5)
    ks = (1, 3, 5, 10, 20)
    names = {"map", "recip_rank"} | {
        f"{name}.{k}" for name in ("map_cut", "ndcg_cut", "recall", "success") for k in ks
    }
    keys = [f"k{number:02}" for number in range(40)]
    runs = {f"q{n}": drawn.sample(keys, drawn.randint(1, 30)) for n in range(200)}
    gold = {query: drawn.sample(keys, drawn.randint(1, 8)) for query in runs}
    evaluator = pytrec_eval.RelevanceEvaluator(
        {query: dict.fromkeys(some, 1) for query, some in gold.items()}, names
    )
    theirs = evaluator.evaluate(
        {
            query: {key: 100.0 - rank for rank, key in enumerate(ranking)}
            for query, ranking in runs.items()
        }
    )
    for query, ranking in runs.items():
        ours = {
            "map": retrieval.average_precision(ranking, gold[query]),
            "recip_rank": retrieval.reciprocal_rank(ranking, gold[query]),
        }
        for k in ks:
            ours[f"map_cut_{k}"] = retrieval.average_precision(ranking, gold[query], k=k)
            ours[f"ndcg_cut_{k}"] = retrieval.ndcg(ranking, gold[query], k=k)
            ours[f"recall_{k}"] = retrieval.recall(ranking, gold[query], k=k)
            ours[f"success_{k}"] = retrieval.hits(ranking, gold[query], k=k)
        assert ours == pytest.approx(theirs[query], abs=1e-12)


def test_an_article_stands_where_its_first_passage_does() -> None:
    assert retrieval.ranking(answered(found=found("xaxba"))) == ("x", "a", "b")


def test_the_recall_curve_is_the_mean_over_the_cases_that_count() -> None:
    results = [
        answered(found=found("xab")),
        refused(found=found("a")),
        broken(),
        answered(nothing(gold_articles=("a",)), found=found("x")),
        answered(case(gold_articles=()), found=found("x")),
    ]
    assert retrieval.recall_curve(results, (1, 2, 5)) == (
        (1, pytest.approx(0.5 / 3)),
        (2, pytest.approx(1 / 3)),
        (5, pytest.approx(0.5)),
    )
    assert retrieval.recall_curve(results[3:], (1,)) == ()
