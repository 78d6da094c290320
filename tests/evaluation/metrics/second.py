"""Every figure of docs/metrics.md a second time, from that page alone, in plain Python."""

from __future__ import annotations

import math
import re
import string
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from bot.evaluation.cases import Evidence
from bot.evaluation.results import Cited, Found, Result

Row = tuple[float, ...]
Told = tuple[str, str, Row]
"""A figure's name, its kind (a key of STATISTICS) and what the case brings."""

DEPTHS = (1, 3, 5, 10, 20)


class Second(NamedTuple):
    """What is to be compared of a figure."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    per_case: dict[str, float]


def figures(results: Sequence[Result], *, resamples: int, seed: int) -> dict[str, Second]:
    """By name; those for which no case counts are missing."""
    kinds: dict[str, str] = {}
    rows: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for result in results:
        for part in (answers, citations, refusals, retrieval, others):
            for name, kind, row in part(result):
                kinds[name] = kind
                rows[name].append((result.case.id, row))
    return {name: _second(kinds[name], pairs, resamples, seed) for name, pairs in rows.items()}


def _second(kind: str, pairs: list[tuple[str, Row]], resamples: int, seed: int) -> Second:
    statistic, own = STATISTICS[kind]
    rows = sorted(row for _, row in pairs)
    n, value = len(rows), statistic(rows)
    if kind in ("mean", "pooled") and value in (0, 1):
        low, high = _wilson(value, n)
    else:
        draws = np.random.default_rng(seed).integers(n, size=(resamples, n))
        drawn = [statistic([rows[at] for at in draw]) for draw in draws]
        defined = [(one,) for one in drawn if one is not None]
        low, high = (_percentile(defined, share) if defined else None for share in (2.5, 97.5))
    return Second(value, low, high, n, {name: own(row) for name, row in pairs})


# What each case brings


def answers(result: Result) -> Iterator[Told]:
    case, text = result.case, _text(result)
    if not case.answerable:
        return
    if case.facts or case.answers:
        yield "facts", "mean", (float(_right(result)),)
    if case.answers:
        gold = [one for one in case.answers if _squad(one)] or [""]
        exact = any(_squad(text) == _squad(one) for one in gold)
        shared = max(_f1(_squad(text).split(), _squad(one).split()) for one in gold)
        yield "exact_match", "mean", (float(result.answered and exact),)
        yield "token_f1", "mean", (result.answered * shared,)
    if result.judgement:
        yield "judge", "mean", (result.judgement.score,)


def citations(result: Result) -> Iterator[Told]:
    cited, found = result.citations, result.found
    if cited:
        lying = sum(any(_characters([one]) & _characters([two]) for two in found) for one in cited)
        yield "verbatim", "pooled", (sum(one.verbatim for one in cited), len(cited))
        yield "cited_from_found", "pooled", (lying, len(cited))
    if result.answered and result.sentences:
        told = sum(one.citations != () for one in result.sentences)
        yield "cited_sentences", "pooled", (told, len(result.sentences))
    if result.answered and found:
        keys = {one.key for one in found}
        yield "found_and_cited", "mean", (len(keys & {one.key for one in cited}) / len(keys),)
    if result.answered and result.case.answerable:
        yield from _against_gold(result)


def _against_gold(result: Result) -> Iterator[Told]:
    cited, evidence, gold = result.citations, result.case.evidence, {*result.case.gold_articles}
    keys = {one.key for one in cited}
    if gold and cited:
        yield "citation_precision", "mean", (len(keys & gold) / len(keys),)
    if gold:
        yield "citation_recall", "mean", (len(keys & gold) / len(gold),)
    if evidence:
        told = [[_in_essence(one.quote, two.quote) for two in evidence] for one in cited]
        held = [any(column) for column in zip(*told, strict=True)]
        yield "citations", "mean", (float(any(held)),)
        yield "evidence_recall", "mean", (sum(held) / len(evidence),)
        if cited:
            yield "evidence_precision", "mean", (sum(map(any, told)) / len(told),)
        ours, theirs = (
            [word for quote in {one.quote for one in of} for word in _squad(quote).split()]
            for of in (cited, evidence)
        )
        if theirs:
            yield "quote_token_f1", "mean", (_f1(ours, theirs),)
    if evidence and all(one.start is not None for one in evidence):
        of, there = _characters(cited), _characters(evidence)
        if of:
            yield "span_precision", "mean", (len(of & there) / len(of),)
        yield "span_recall", "mean", (len(of & there) / len(there),)
        yield "span_f1", "mean", (2 * len(of & there) / (len(of) + len(there)),)


def refusals(result: Result) -> Iterator[Told]:
    able, refused = float(result.case.answerable), float(result.abstained and not result.error)
    if refused:
        yield "abstention_precision", "mean", (1 - able,)
    yield "false_refusals" if able else "abstention_recall", "mean", (refused,)
    yield "abstention_f1", "f1", (refused, able)
    yield "errors", "mean", (float(result.error != ""),)
    if result.confidence is not None and not result.error:
        yield "calibration_error", "ece", (result.confidence, able)
        yield "ece_equal_width", "ece of equal width", (result.confidence, able)
        yield "brier", "mean", ((result.confidence - able) ** 2,)
        if result.answered and _tells(result):
            yield "aurc", "aurc", (result.confidence, float(not _right(result)))


def retrieval(result: Result) -> Iterator[Told]:
    gold = {*result.case.gold_articles}
    if not result.case.answerable or not gold:
        return
    ranking: list[str] = []
    for one in () if result.error else result.found:
        if one.key not in ranking:
            ranking.append(one.key)
    ranks = [rank for rank, key in enumerate(ranking, start=1) if key in gold]
    for k in DEPTHS:
        near = [rank for rank in ranks if rank <= k]
        best = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, len(gold)) + 1))
        yield f"hits@{k}", "mean", (float(near != []),)
        yield f"recall@{k}", "mean", (len(near) / len(gold),)
        yield f"all_evidence@{k}", "mean", (float(len(near) == len(gold)),)
        yield f"ndcg@{k}", "mean", (sum(1 / math.log2(rank + 1) for rank in near) / best,)
    yield "mrr", "mean", (1 / ranks[0] if ranks else 0.0,)
    precisions = [sum(one <= rank for one in ranks) / rank for rank in ranks]
    yield "map", "mean", (sum(precisions) / len(gold),)


def others(result: Result) -> Iterator[Told]:
    gold = result.case.standalone
    if gold is not None:
        ours, ended = result.standalone_question or result.case.question, result.error == ""
        yield "rewrite_exact", "mean", (float(ended and _squad(ours) == _squad(gold)),)
        yield "rewrite_token_f1", "mean", (ended * _f1(_squad(ours).split(), _squad(gold).split()),)
        yield "rewrite_rouge_l", "mean", (ended * _rouge(ours, gold),)
    if not result.error:
        for stage, spent in (("", result.milliseconds), *result.stages_ms.items()):
            for share in ("50", "95"):
                yield f"ms_p{share}" + (stage and f":{stage}"), share, (spent,)
    for name in ("prompt_tokens", "completion_tokens", "cost"):
        if (known := getattr(result, name)) is not None:
            yield name, "amount", (float(known),)


def risk_coverage(results: Sequence[Result]) -> list[tuple[float, float]]:
    sure = [one for one in results if one.answered and _tells(one) and one.confidence is not None]
    asked = len(sure) + sum(not one.answered for one in results)
    points = []
    for level in sorted({one.confidence or 0 for one in sure}, reverse=True):
        let_in = [one for one in sure if (one.confidence or 0) >= level]
        wrong = sum(not _right(one) for one in let_in)
        points.append((len(let_in) / asked, wrong / len(let_in)))
    return points


# Words, characters


def _text(result: Result) -> str:
    return re.sub(r"\s*\[\d+\]", "", result.answer)


def _tells(result: Result) -> bool:
    return bool(not result.case.answerable or result.case.facts or result.case.answers)


def _right(result: Result) -> bool:
    groups = result.case.facts or (result.case.answers,)
    text = _flat(_text(result))
    holds = all(any(_flat(one) in text for one in group) for group in groups)
    return result.answered and result.case.answerable and holds


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


def _squad(text: str) -> str:
    plain = "".join(one for one in text.lower() if one not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", plain).split())


def _f1(ours: Sequence[str], theirs: Sequence[str]) -> float:
    if not ours or not theirs:
        return float(not ours and not theirs)
    return 2 * sum((Counter(ours) & Counter(theirs)).values()) / (len(ours) + len(theirs))


def _rouge(ours: str, gold: str) -> float:
    one, two = (re.findall("[a-z0-9]+", text.lower()) for text in (ours, gold))
    longest = [[0] * (len(two) + 1) for _ in range(len(one) + 1)]
    for i, word in enumerate(one):
        for j, other in enumerate(two):
            skipped = max(longest[i][j + 1], longest[i + 1][j])
            longest[i + 1][j + 1] = longest[i][j] + 1 if word == other else skipped
    return 2 * longest[-1][-1] / (len(one) + len(two)) if one or two else 0.0


def _in_essence(quote: str, gold: str) -> bool:
    ours, theirs = (re.findall(r"\w+", text.casefold()) for text in (quote, gold))
    if len(ours) < 3 or len(theirs) < 3:
        return _flat(quote) == _flat(gold)
    if _flat(quote) in _flat(gold) or _flat(gold) in _flat(quote):
        return True
    return 2 * sum((Counter(ours) & Counter(theirs)).values()) >= len(theirs)


def _characters(spans: Sequence[Cited | Found | Evidence]) -> set[tuple[str, int]]:
    return {(one.key, at) for one in spans for at in range(one.start or 0, one.end or 0)}


# What is made of the rows


def _mean(rows: Sequence[Row]) -> float:
    return math.fsum(row[0] for row in rows) / len(rows)


def _pooled(rows: Sequence[Row]) -> float:
    return sum(row[0] for row in rows) / sum(row[1] for row in rows)


def _refusals_f1(rows: Sequence[Row]) -> float | None:
    right = sum(refused and not able for refused, able in rows)
    either = sum(refused + (not able) for refused, able in rows)
    return 2 * right / either if either else None


def _shared(rows: Sequence[Row]) -> list[float]:
    """Of each row the mean second number of those with its first."""
    alike: dict[float, list[float]] = defaultdict(list)
    for key, value in rows:
        alike[key].append(value)
    return [sum(alike[key]) / len(alike[key]) for key, _ in rows]


def _aurc(rows: Sequence[Row]) -> float:
    losses = _shared(sorted(rows, reverse=True))
    return sum(sum(losses[:i]) / i for i in range(1, len(losses) + 1)) / len(losses)


def _ece(rows: Sequence[Row]) -> float:
    rising = sorted(rows)
    gaps = [sure - label for (sure, _), label in zip(rising, _shared(rising), strict=True)]
    bins = np.array_split(np.arange(len(gaps)), 10)
    return sum(abs(sum(gaps[at] for at in one)) for one in bins) / len(gaps)


def _ece_of_equal_width(rows: Sequence[Row]) -> float:
    gaps: dict[int, list[float]] = defaultdict(list)
    for sure, label in rows:
        gaps[next(tenth for tenth in range(1, 11) if sure <= tenth / 10)].append(sure - label)
    return sum(abs(sum(one)) for one in gaps.values()) / len(rows)


def _percentile(rows: Sequence[Row], share: float) -> float:
    values = sorted(row[0] for row in rows)
    below, part = divmod((len(values) - 1) * share / 100, 1)
    low, high = values[int(below)], values[min(int(below) + 1, len(values) - 1)]
    return low + part * (high - low)


def _wilson(share: float, n: int) -> tuple[float, float]:
    """At 0 and 1, where it is simple."""
    square = NormalDist().inv_cdf(0.975) ** 2
    return (n / (n + square), 1) if share else (0, square / (n + square))


def _first(row: Row) -> float:
    return row[0]


Statistic = Callable[[Sequence[Row]], float | None]

STATISTICS: dict[str, tuple[Statistic, Callable[[Row], float]]] = {
    "mean": (_mean, _first),
    "amount": (_mean, _first),
    "pooled": (_pooled, lambda row: row[0] / row[1]),
    "f1": (_refusals_f1, lambda row: float(row[0] != row[1])),
    "aurc": (_aurc, lambda row: row[1]),
    "ece": (_ece, lambda row: abs(row[0] - row[1])),
    "ece of equal width": (_ece_of_equal_width, lambda row: abs(row[0] - row[1])),
    "50": (lambda rows: _percentile(rows, 50), _first),
    "95": (lambda rows: _percentile(rows, 95), _first),
}
