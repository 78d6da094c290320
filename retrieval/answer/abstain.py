"""Decide on the evidence whether the articles answer at all, and if not, say why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.answer import direct
from retrieval.answer.evidence import Evidence
from retrieval.answer.matching import Term, TermClass, coverage
from retrieval.answer.weights import Weights
from retrieval.language import quantities
from retrieval.language.question import Question, Seeks
from retrieval.types import AbstentionReason

LIKELY = 5  # sentences, best first, that are looked at together

EVIDENCE_FEATURES = (
    "own",
    "full",
    "similarity",
    "passage_similarity",
    "aligned",
    "weakest",
    "direct",
    "closeness",
    "speaker",
    "pairs",
    "plain",
    "score",
    "peak",
    "standing_out",
    "most_own",
    "most_full",
    "most_similar",
    "together",
    "name_unfound",
    "name_unknown",
    "number_unfound",
    "year_unfound",
    "number_unknown",
    "typed_missing",
    "name_missing",
    "attribute_missing",
    "word_missing",
    "word_missing_else_found",
    "unknown_share",
    "unknown_words",
    "terms",
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
    scores = [score for score, _ in ranked]
    best = [evidence for _, evidence in ranked[:LIKELY]]
    top = best[0]
    full = [max(item.matches[i] for item in best[:TOGETHER]) for i in range(len(terms))]
    similar = [item.feature("similarity") for _, item in ranked]
    missing, others = _missing(terms, full)
    return (
        *(top.feature(name) for name in EVIDENCE_FEATURES[:11]),
        scores[0],
        scores[0] - scores[min(len(scores) - 1, 9)],
        max(similar[:LIKELY]) - sum(similar) / len(similar),
        max(item.feature("own") for item in best),
        max(item.feature("full") for item in best),
        max(similar[:LIKELY]),
        coverage(full, terms),
        _worst(terms, full, TermClass.NAME),
        float(
            any(
                t.kind is TermClass.NAME and t.unknown and m < 0.5
                for t, m in zip(terms, full, strict=True)
            )
        ),
        _worst(
            [t for t in terms if not _year(t)],
            [m for m, t in zip(full, terms, strict=True) if not _year(t)],
            TermClass.NUMBER,
        ),
        _worst(
            [t for t in terms if _year(t)],
            [m for m, t in zip(full, terms, strict=True) if _year(t)],
            TermClass.NUMBER,
        ),
        float(any(t.kind is TermClass.NUMBER and t.unknown for t in terms)),
        float(question.seeks in _MEASURED and not any(item.answers for item in best[:TOGETHER])),
        float(question.seeks is Seeks.NAME and top.feature("closeness") < 0.2),
        1.0 - max(item.feature("attribute") for item in best[:TOGETHER]),
        missing,
        missing * others,
        sum(t.weight for t, m in zip(terms, full, strict=True) if t.unknown and m < 0.5)
        / (sum(t.weight for t in terms) or 1.0),
        sum(t.unknown and m < 0.5 for t, m in zip(terms, full, strict=True)) / 3,
        min(1.0, len(terms) / 8),
    )


TOGETHER = 3  # sentences that an answer has at least: what one lacks another may hold
_MEASURED = frozenset(
    {Seeks.MONEY, Seeks.NUMBER, Seeks.DATE, Seeks.YEAR, Seeks.DURATION, Seeks.AGE}
)


def _year(term: Term) -> bool:
    return bool(quantities.YEAR.fullmatch(term.stem))


def _missing(terms: Sequence[Term], matches: Sequence[float]) -> tuple[float, float]:
    """How much the heaviest unmatched plain word weighs, and how well all others are matched."""
    words = [i for i, term in enumerate(terms) if term.kind is TermClass.WORD]
    if not words:
        return 0.0, coverage(matches, terms)
    worst = max(words, key=lambda i: (1 - matches[i]) * terms[i].weight)
    rest = [i for i in range(len(terms)) if i != worst]
    others = coverage([matches[i] for i in rest], [terms[i] for i in rest]) if rest else 0.0
    return (1 - matches[worst]) * terms[worst].weight, others


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
    if refused := refuse(question, terms, [evidence for _, evidence in ranked]):
        return refused
    probability = weights.evidence.probability(summarise(question, terms, ranked))
    if probability >= weights.threshold:
        return Verdict(probability, None)
    return _why(probability, terms, [evidence for _, evidence in ranked])


def refuse(
    question: Question, terms: Sequence[Term], evidence: Sequence[Evidence]
) -> Verdict | None:
    """What no likelihood outweighs: a name, number or type asked for that the best sentences lack."""
    best = evidence[:LIKELY]
    full = [max(item.matches[i] for item in best) for i in range(len(terms))]
    anywhere = [max(item.own[i] for item in evidence) for i in range(len(terms))]
    hard = {TermClass.NAME, TermClass.NUMBER}
    lacking = [i for i, term in enumerate(terms) if term.kind in hard and full[i] < NAMED]
    if lacking:
        unknown = all(anywhere[i] < NAMED for i in lacking)
        mentioned, apart = AbstentionReason.NOT_MENTIONED, AbstentionReason.PREMISE_NOT_SUPPORTED
        return Verdict(0.0, mentioned if unknown else apart, _named(terms[i] for i in lacking))
    untyped = question.seeks in _MEASURED and not any(item.answers for item in best)
    unnamed = question.asks_name and not any(direct.names_it(question, e.text) for e in best)
    unsaid = max(item.feature("attribute") for item in best) < SAID
    if untyped or unnamed or unsaid:
        return Verdict(0.0, AbstentionReason.NOT_STATED)
    return None


SAID = 0.45  # an attribute ("the budget of") counts as spoken of from this match on
NAMED, PRESENT = 0.5, 0.3  # a name counts as found, a word as present, from this match on


def _why(probability: float, terms: Sequence[Term], evidence: Sequence[Evidence]) -> Verdict:
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


def _named(terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(term.word.text for term in terms)


__all__ = ["EVIDENCE_FEATURES", "Verdict", "judge", "summarise"]
