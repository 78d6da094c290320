"""Decide on the evidence whether the articles answer at all, and if not, say why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer.evidence import FEATURES, Evidence
from retrieval.answer.matching import Term, TermClass
from retrieval.answer.weights import Weights
from retrieval.language.question import Question
from retrieval.types import AbstentionReason

LIKELY = 5  # sentences, best first, that are looked at together

EVIDENCE_FEATURES = (
    *(f"best_{name}" for name in FEATURES),
    "most_own", "most_full", "most_similar", "most_aligned", "least_gap", "together",
    "name_missing", "number_missing", "typed_missing", "unknown_share", "terms", "agree",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to answer: the probability that the articles do; reason and missing words if not."""

    probability: float
    reason: AbstentionReason | None
    missing: tuple[str, ...] = ()


def summarise(
    question: Question, terms: Sequence[Term], ranked: Sequence[tuple[float, Evidence]]
) -> tuple[float, ...]:
    """What the best sentences together say, in the order of EVIDENCE_FEATURES."""
    best = [evidence for _, evidence in ranked[:LIKELY]]
    top = best[0]
    own = [max(evidence.own[i] for evidence in best[:3]) for i in range(len(terms))]
    full = [max(evidence.matches[i] for evidence in best[:3]) for i in range(len(terms))]
    total = sum(term.weight for term in terms) or 1.0
    return (
        *top.features,
        max(evidence.feature("own") for evidence in best),
        max(evidence.feature("full") for evidence in best),
        max(evidence.feature("similarity") for evidence in best),
        max(evidence.feature("aligned") for evidence in best),
        min(evidence.feature("gap") for evidence in best),
        sum(m * term.weight for m, term in zip(full, terms, strict=True)) / total,
        _worst(terms, full, TermClass.NAME),
        _worst(terms, own, TermClass.NUMBER),
        1.0 if question.seeks.typed and not any(evidence.answers for evidence in best[:3]) else 0.0,
        sum(term.weight for term, m in zip(terms, full, strict=True) if m < 0.15) / total,
        min(1.0, len(terms) / 8),
        sum(e.passage.article.key == top.passage.article.key for e in best) / LIKELY,
    )


def _worst(terms: Sequence[Term], matches: Sequence[float], kind: TermClass) -> float:
    """1 minus the match of the worst matched term of a kind; 0 when there is none of it."""
    return max(
        (1 - m for m, term in zip(matches, terms, strict=True) if term.kind is kind), default=0.0
    )


def judge(
    question: Question,
    terms: Sequence[Term],
    ranked: Sequence[tuple[float, Evidence]],
    *,
    weights: Weights,
) -> Verdict:
    """Answer when the evidence makes it likely enough that the articles tell."""
    if not terms or not ranked:
        return Verdict(0.0, AbstentionReason.NOTHING_FOUND)
    probability = weights.evidence.probability(summarise(question, terms, ranked))
    if probability >= weights.threshold:
        return Verdict(probability, None)
    return _why(probability, question, terms, [evidence for _, evidence in ranked])


NAMED, PRESENT = 0.5, 0.3  # a name counts as found, a word as present, from this match on


def _why(
    probability: float, question: Question, terms: Sequence[Term], evidence: Sequence[Evidence]
) -> Verdict:
    anywhere = [max(item.own[i] for item in evidence) for i in range(len(terms))]
    in_best = [max(item.matches[i] for item in evidence[:3]) for i in range(len(terms))]
    hard = {TermClass.NAME, TermClass.NUMBER}
    absent = _named(t for t, m in zip(terms, anywhere, strict=True) if t.kind in hard and m < NAMED)
    if absent:
        return Verdict(probability, AbstentionReason.NOT_MENTIONED, absent)
    apart = _named(t for t, m in zip(terms, in_best, strict=True) if t.kind in hard and m < NAMED)
    if apart:
        return Verdict(probability, AbstentionReason.PREMISE_NOT_SUPPORTED, apart)
    weak = _named(t for t, m in zip(terms, in_best, strict=True) if m < PRESENT)
    if len(weak) > len(terms) / 2:
        return Verdict(probability, AbstentionReason.NOTHING_FOUND, weak)
    return Verdict(probability, AbstentionReason.NOT_STATED, weak)


def _named(terms: object) -> tuple[str, ...]:
    return tuple(term.word.text for term in terms)  # type: ignore[attr-defined]


__all__ = ["EVIDENCE_FEATURES", "Verdict", "judge", "summarise"]
