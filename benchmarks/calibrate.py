"""Fit the weights of the sentence ranker and of the evidence check; report them by cross-validation.

Run: .venv/bin/python -m benchmarks.calibrate --data ../shared/data [--gold NAME=FILE:ARTICLES ...] [--write]
Needs the dependency group "benchmarks" (scipy): .venv/bin/python -m pip install scipy
A set's figures come from weights fitted on the other sets only; --write fits on all and stores them.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.question_sets import ROOT, Case, QuestionSet, gold, public
from retrieval.answer import evidence
from retrieval.answer.abstain import EVIDENCE_FEATURES, refuse, summarise
from retrieval.answer.evidence import FEATURES, Evidence
from retrieval.answer.matching import Term
from retrieval.answer.standalone import standalone
from retrieval.answer.weights import Linear
from retrieval.engine import PASSAGES
from retrieval.language import question as reading
from retrieval.language.question import Question
from retrieval.library import Library

Floats = NDArray[np.float64]
WEIGHTS = ROOT / "retrieval" / "answer" / "data" / "weights.json"
RANKER_L2, EVIDENCE_L2 = 0.03, 0.05
THRESHOLD = (
    0.45  # by cross-validation on questions over the seeds: 5 % refused wrongly, 77 % rightly
)
PUBLIC = {"squad2": 700, "clapnq": 320}
SHARE = {
    "squad2": 0.5,
    "clapnq": 0.3,
    "multihop-rag": 0.7,
}  # news and questions like ours count most


# What can only speak for an answer, or only against one; a small set must not teach the contrary. The
# other features may go either way.
FOR = frozenset(
    """own full similarity passage_similarity direct direct_own closeness speaker quote reason rank plain
    aligned aligned_around weakest mean_aligned defines agent names numbers title score peak together
    similar standing_out carried deed_agrees explained""".split()
)
AGAINST = frozenset(
    """gap asks name_unfound number_unfound typed_missing attribute_missing unknown_share unknown_words
    deed_absent deed_differs contradicted reason_missing""".split()
)


def bounds(names: Sequence[str]) -> list[tuple[float | None, float | None]]:
    """The range of each feature's weight."""
    return [(0 if n in FOR else None, 0 if n in AGAINST else None) for n in names]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A case with the evidence that the engine gathers for it; `gold`: which sentences are evidence."""

    case: Case
    question: Question
    terms: Sequence[Term]
    evidence: Sequence[Evidence]
    features: Floats
    gold: NDArray[np.bool_]


def weigh(library: Library, cases: Sequence[Case]) -> list[Weighed]:
    """Gather the evidence of every case."""
    engine, found = library.engine, []
    for case in cases:
        alone = standalone(case.question, case.history)
        if len(reading.parts(alone.text)) > 1:
            continue  # judged part by part; gold sentences are not marked by part
        question = reading.read(alone.text, context=alone.context)
        vectors = library.embedder.embed_question(question.searched)
        search = engine.retriever.retrieve(question, vectors, k=PASSAGES)
        terms, gathered = evidence.gather(
            question, search.candidates, vectors=vectors, rarity=search.rarity
        )
        if not terms or not gathered:
            continue
        is_gold = [case.is_evidence(e.passage.article.key, e.text) for e in gathered]
        features = np.array([e.features for e in gathered])
        found.append(Weighed(case, question, terms, gathered, features, np.array(is_gold)))
    return found


def fit_ranker(sets: dict[str, list[Weighed]]) -> Linear:
    """A conditional logit: in each question the gold sentences against all others."""
    groups = [
        (item.features, item.gold, SHARE.get(name, 1.0) / len(items))
        for name, items in sets.items()
        for item in items
        if item.case.answerable and item.gold.any()
    ]
    everything = np.vstack([features for features, _, _ in groups])
    mean, scale = everything.mean(0), everything.std(0) + 1e-6
    total = sum(weight for _, _, weight in groups)

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, gradient = 0.0, np.zeros_like(weights)
        for features, is_gold, share in groups:
            standard = (features - mean) / scale
            odds = standard @ weights
            exp = np.exp(odds - odds.max())
            own = exp * is_gold
            value -= share * math.log(max(own.sum() / exp.sum(), 1e-30))
            gradient -= share * (standard.T @ (own / max(own.sum(), 1e-30) - exp / exp.sum()))
        return value / total + RANKER_L2 * float(
            weights @ weights
        ), gradient / total + 2 * RANKER_L2 * weights

    start = np.zeros(len(FEATURES))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds(FEATURES)).x
    return Linear(FEATURES, found / scale)


def refused(item: Weighed, ranker: Linear) -> bool:
    """Whether a rule of answer.abstain refuses the case already, whatever the likelihood."""
    best = [evidence for _, evidence in rank(item, ranker)]
    return refuse(item.question, item.terms, best) is not None


def rank(item: Weighed, ranker: Linear) -> list[tuple[float, Evidence]]:
    """The evidence of a case, best first."""
    scores = item.features @ ranker.weights
    order = np.argsort(-scores, kind="stable")
    return [(float(scores[i]), item.evidence[i]) for i in order]


def fit_evidence(sets: dict[str, list[Weighed]], ranker: Linear) -> Linear:
    """A logistic regression of "answerable" on what the best sentences show; both classes weigh the same.

    It decides on what the rules leave, so only such cases are fitted.
    """
    rows, told, shares = [], [], []
    for name, items in sets.items():
        cases = [item for item in items if not refused(item, ranker)]
        answerable = [item.case.answerable for item in cases]
        counts = {True: max(1, sum(answerable)), False: max(1, len(cases) - sum(answerable))}
        for item in cases:
            rows.append(summarise(item.question, item.terms, rank(item, ranker)))
            told.append(item.case.answerable)
            shares.append(SHARE.get(name, 1.0) / counts[item.case.answerable])
    x, y, weights = np.array(rows), np.array(told), np.array(shares) / sum(shares)
    mean, scale = x.mean(0), x.std(0) + 1e-6
    standard = np.hstack([(x - mean) / scale, np.ones((len(x), 1))])

    def loss(w: Floats) -> tuple[float, Floats]:
        odds = standard @ w
        probability = 1 / (1 + np.exp(-odds))
        value = float(np.sum(weights * (np.logaddexp(0, odds) - y * odds)))
        gradient = standard.T @ (weights * (probability - y))
        penalty = np.append(w[:-1], 0)
        return value + EVIDENCE_L2 * float(penalty @ penalty), gradient + 2 * EVIDENCE_L2 * penalty

    ranges = [*bounds(EVIDENCE_FEATURES), (None, None)]
    start = np.zeros(standard.shape[1])
    w = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=ranges).x
    plain = w[:-1] / scale
    return Linear(EVIDENCE_FEATURES, plain, float(w[-1] - plain @ mean))


def ranking_report(name: str, items: list[Weighed], ranker: Linear) -> str:
    """The share of answerable questions with gold evidence among the best k sentences."""
    places = []
    for item in items:
        if item.case.answerable:
            order = np.argsort(-(item.features @ ranker.weights), kind="stable")
            hits = np.flatnonzero(item.gold[order])
            places.append(int(hits[0]) if len(hits) else 10**6)
    figures = "  ".join(f"@{k} {np.mean(np.array(places) < k):.3f}" for k in (1, 2, 3, 4, 5, 1000))
    return f"  sentence hits  {name:14} n={len(places):4}  {figures}"


def evidence_report(name: str, items: list[Weighed], ranker: Linear, check: Linear) -> str:
    """AUROC, and what is refused rightly while at most a tenth is refused wrongly."""
    values = np.array(
        [
            0.0
            if refused(i, ranker)
            else check.probability(summarise(i.question, i.terms, rank(i, ranker)))
            for i in items
        ]
    )
    told = np.array([item.case.answerable for item in items])
    yes, no = values[told], values[~told]
    if not len(no) or not len(yes):
        return f"  abstention     {name:14} only one class"
    auroc = float(np.mean((yes[:, None] > no[None, :]) + 0.5 * (yes[:, None] == no[None, :])))
    cuts = "  ".join(
        f"wrong {share:.0%}: right {np.mean(no < np.quantile(yes, share)):.3f} (t={np.quantile(yes, share):.2f})"
        for share in (0.05, 0.08, 0.10)
    )
    half = f"at .5: wrong {np.mean(yes < 0.5):.3f} right {np.mean(no < 0.5):.3f}"
    return f"  abstention     {name:14} AUROC {auroc:.3f}  {cuts}  {half}"


def main() -> None:
    """Fit, report, and store with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("out/calibrate"))
    parser.add_argument("--gold", action="append", default=[], help="NAME=FILE:ARTICLES")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--only", default="", help="names of sets, comma-separated")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    sets = _load(options)
    print(f"{datetime.now(UTC):%Y-%m-%d} Python {platform.python_version()}, {PASSAGES} passages")
    for name, items in sets.items():
        others = {other: found for other, found in sets.items() if other != name} or sets
        ranker = fit_ranker(others)
        check = fit_evidence(others, ranker)
        print(ranking_report(name, items, ranker))
        print(evidence_report(name, items, ranker, check))
    if options.write:
        ranker = fit_ranker(sets)
        _write(sets, ranker, fit_evidence(sets, ranker), options.threshold)


def _load(options: argparse.Namespace) -> dict[str, list[Weighed]]:
    sources: list[QuestionSet] = [
        gold(ROOT / "tests/gold/calibration.jsonl", source=ROOT / "corpus", name="calibration")
    ]
    for given in options.gold:
        name, places = given.split("=", 1)
        file, articles = places.split(":", 1)
        sources.append(gold(Path(file), source=Path(articles), name=name))
    sources += [
        public(name, options.data, cache=options.cache, most=most) for name, most in PUBLIC.items()
    ]
    if options.only:
        sources = [source for source in sources if source.name in options.only.split(",")]
    found = {}
    for source in sources:
        with Library.open(options.cache / source.name) as library:
            library.add([source.source])
            found[source.name] = weigh(library, source.cases)
            print(
                f"{source.name}: {library.counts().chunks} chunks, {len(found[source.name])} cases",
                flush=True,
            )
    return found


def _write(sets: dict[str, list[Weighed]], ranker: Linear, check: Linear, threshold: float) -> None:
    def named(linear: Linear) -> dict[str, float]:
        return {n: round(float(w), 4) for n, w in zip(linear.names, linear.weights, strict=True)}

    content = {
        "about": "Written by benchmarks/calibrate.py; cases: "
        + ", ".join(f"{name} {len(items)}" for name, items in sets.items()),
        "ranker": {"weights": named(ranker)},
        "evidence": {"offset": round(check.offset, 4), "weights": named(check)},
        "threshold": threshold,
    }
    WEIGHTS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
