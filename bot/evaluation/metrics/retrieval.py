"""How well articles were found: rankings against the set of gold articles, gains 0 or 1."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from statistics import fmean

from bot.evaluation.results import Result

# In all functions: `ranking` holds keys, best first, of which repeats are dropped before anything
# is counted; `gold` is a set of keys; with no gold there is nothing to measure and None is given;
# `k` beyond the ranking's end means all of it.


def ranking(result: Result) -> tuple[str, ...]:
    """The articles of the passages found, best first, each where its first passage stands.

    After an error nothing counts as found.
    """
    if result.error:
        return ()
    return tuple(dict.fromkeys(passage.key for passage in result.found))


def counts(result: Result) -> bool:
    """Whether retrieval is measured on this case: it is answerable and names gold articles."""
    return result.case.answerable and bool(result.case.gold_articles)


def hits(ranking: Sequence[str], gold: Collection[str], *, k: int) -> float | None:
    """1 when one of the first k is gold, else 0 (Hits@k, success@k)."""
    relevant = _relevance(ranking, gold, k=k)
    return float(any(relevant)) if gold else None


def recall(ranking: Sequence[str], gold: Collection[str], *, k: int) -> float | None:
    """The share of gold that is among the first k."""
    return sum(_relevance(ranking, gold, k=k)) / len(set(gold)) if gold else None


def all_evidence(ranking: Sequence[str], gold: Collection[str], *, k: int) -> float | None:
    """1 when all gold is among the first k, else 0: what a question over several articles needs."""
    found = recall(ranking, gold, k=k)
    return None if found is None else float(found == 1)


def reciprocal_rank(
    ranking: Sequence[str], gold: Collection[str], *, k: int | None = None
) -> float | None:
    """1 / rank of the first gold one among the first k (of all without k), 0 when there is none."""
    if not gold:
        return None
    relevant = _relevance(ranking, gold, k=k)
    return 1 / (relevant.index(True) + 1) if True in relevant else 0.0


def average_precision(
    ranking: Sequence[str], gold: Collection[str], *, k: int | None = None
) -> float | None:
    """The precision at each gold one found among the first k, summed, over the number of gold.

    Gold that is not found adds 0. Source: trec_eval's `map` and `map_cut`.
    """
    if not gold:
        return None
    ranks = [rank for rank, hit in enumerate(_relevance(ranking, gold, k=k), start=1) if hit]
    return sum(seen / rank for seen, rank in enumerate(ranks, start=1)) / len(set(gold))


def ndcg(ranking: Sequence[str], gold: Collection[str], *, k: int) -> float | None:
    """The sum of 1 / log2(rank + 1) over gold among the first k, over the best possible sum.

    The best possible has all gold, or k of it, in front. Source: Järvelin and Kekäläinen 2002, as
    trec_eval's `ndcg_cut` with gains 0 and 1.
    """
    relevant = _relevance(ranking, gold, k=k)
    if not gold:
        return None
    best = sum(map(_discount, range(1, min(k, len(set(gold))) + 1)))
    return sum(_discount(rank) for rank, hit in enumerate(relevant, start=1) if hit) / best


def recall_curve(results: Sequence[Result], ks: Sequence[int]) -> tuple[tuple[int, float], ...]:
    """(k, mean recall at k) over the cases that count; empty when none does."""
    pairs = [(ranking(one), one.case.gold_articles) for one in results if counts(one)]
    if not pairs:
        return ()
    return tuple((k, fmean(recall(found, gold, k=k) or 0.0 for found, gold in pairs)) for k in ks)


def _relevance(ranking: Sequence[str], gold: Collection[str], *, k: int | None) -> list[bool]:
    if k is not None and k < 1:
        raise ValueError(f"k is {k}: it counts articles from 1 on")
    return [key in gold for key in list(dict.fromkeys(ranking))[:k]]


def _discount(rank: int) -> float:
    return 1 / math.log2(rank + 1)
