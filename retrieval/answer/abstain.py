"""Decide on the evidence whether the articles answer at all, and if not, say why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prompts import Prompts
from retrieval.answer import direct, premise
from retrieval.answer.evidence import Evidence
from retrieval.answer.matching import Term, TermClass, coverage
from retrieval.answer.weights import Weights
from retrieval.language import deeds
from retrieval.language.question import Kind, Question, Seeks
from retrieval.types import AbstentionReason

LIKELY = 5  # sentences, best first, that are looked at together

EVIDENCE_FEATURES = (
    "score",
    "peak",
    "own",
    "full",
    "together",
    "similar",
    "standing_out",
    "aligned",
    "gap",
    "name_unfound",
    "number_unfound",
    "typed",
    "typed_missing",
    "direct_own",
    "carried",
    "closeness",
    "speaker",
    "attribute_missing",
    "unknown_share",
    "unknown_words",
    "deed_absent",
    "deed_differs",
    "deed_agrees",
    "contradicted",
    "reason",
    "reason_missing",
    "why",
    "explained",
    "yes_no",
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
    best = [evidence for _, evidence in ranked[:LIKELY]]
    full = [max(item.matches[i] for item in best[:TOGETHER]) for i in range(len(terms))]
    found = {
        **_of_scores(ranked),
        **_of_terms(terms, full),
        **_of_question(question, best),
        "own": max(item.feature("own") for item in best),
        "full": max(item.feature("full") for item in best),
        "aligned": max(item.feature("aligned") for item in best),
        "carried": _carried(question, terms, [item for _, item in ranked[:WIDE]]),
        "attribute_missing": 1.0 - max(item.feature("attribute") for item in best[:TOGETHER]),
    }
    return tuple(found[name] for name in EVIDENCE_FEATURES)


def _of_scores(ranked: Sequence[tuple[float, Evidence]]) -> dict[str, float]:
    """How high the best sentences are rated, and how far above the others."""
    scores = [score for score, _ in ranked]
    similar = [item.feature("similarity") for _, item in ranked]
    return {
        "score": scores[0],
        "peak": scores[0] - scores[min(len(scores) - 1, 9)],
        "similar": max(similar[:LIKELY]),
        "standing_out": max(similar[:LIKELY]) - sum(similar) / len(similar),
    }


def _of_terms(terms: Sequence[Term], full: Sequence[float]) -> dict[str, float]:
    """Which terms the best sentences lack; `full`: how well each is matched by the best of them."""
    total = sum(term.weight for term in terms) or 1.0
    pairs = list(zip(terms, full, strict=True))
    unknown = [term for term, m in pairs if term.unknown and m < FOUND]
    return {
        "together": coverage(full, terms),
        "gap": max((1 - m) * term.weight for term, m in pairs) / total,
        "name_unfound": _worst(terms, full, TermClass.NAME),
        "number_unfound": _worst(terms, full, TermClass.NUMBER),
        "unknown_share": sum(term.weight for term in unknown) / total,
        "unknown_words": min(1.0, len(unknown) / 3),
        "terms": min(1.0, len(terms) / 8),
    }


def _of_question(question: Question, best: Sequence[Evidence]) -> dict[str, float]:
    """Whether the best sentences have the form of an answer to this kind of question."""
    typed = question.seeks.typed
    agents = [item.feature("agent") for item in best]
    acts = deeds.asked(question.text) is not None
    return {
        "typed": float(typed),
        "typed_missing": float(typed and not any(item.answers for item in best[:TOGETHER])),
        "direct_own": max(item.feature("direct_own") for item in best) if typed else 0.5,
        "closeness": max(item.feature("closeness") for item in best) if typed else 0.2,
        "speaker": max(item.feature("speaker") for item in best),
        "deed_absent": float(acts and max(agents) == deeds.ABSENT),
        "deed_differs": float(acts and max(agents) == deeds.DIFFERS),
        "deed_agrees": float(acts and max(agents) == deeds.AGREES),
        "contradicted": float(premise.contradicted(question.text, [item.text for item in best])),
        "reason": max(item.feature("reason") for item in best),
        "why": float(question.seeks is Seeks.REASON),
        "explained": max(_explains(question, item) for item in best),
        "yes_no": float(question.kind is Kind.YES_NO),
        "reason_missing": float(max(item.feature("reason") for item in best) == 0),
    }


WIDE = 10  # sentences, best first, among which one with the type asked for may stand
RAREST = 4  # terms that a sentence with the type asked for should carry
AROUND = 0.7  # a match in the sentence before counts from here on


def _carried(question: Question, terms: Sequence[Term], best: Sequence[Evidence]) -> float:
    """How well a sentence with the type asked for carries the question's rarest terms; .7 without a type."""
    if not question.seeks.typed:
        return 0.7
    free = {TermClass.FOCUS, TermClass.CONTEXT}
    own = [i for i, term in enumerate(terms) if term.kind not in free]
    rarest = sorted(own, key=lambda i: -terms[i].rarity)[:RAREST]
    total = sum(terms[i].rarity for i in rarest)
    if not total:
        return 0.7

    def share(item: Evidence) -> float:
        around = (item.matches[i] if item.matches[i] >= AROUND else 0.0 for i in rarest)
        found = (max(item.own[i], near) for i, near in zip(rarest, around, strict=True))
        return sum(terms[i].rarity * m for i, m in zip(rarest, found, strict=True)) / total

    return max((share(item) for item in best if item.answers), default=0.0)


def _explains(question: Question, item: Evidence) -> float:
    """How much of a why-question a sentence carries that names a cause and lets the same one do it."""
    if question.seeks is not Seeks.REASON or item.feature("reason") < 1:
        return 0.0
    return item.feature("own") if item.feature("agent") > deeds.DIFFERS else 0.0


FOUND = 0.5  # a term counts as found from this match on
TOGETHER = 3  # sentences that an answer has at least: what one lacks another may hold
_MEASURED = frozenset(
    {
        Seeks.ADDRESS,
        Seeks.PLACE,
        Seeks.MONEY,
        Seeks.NUMBER,
        Seeks.DATE,
        Seeks.YEAR,
        Seeks.DURATION,
        Seeks.AGE,
    }
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
    if refused := refuse(question, terms, [evidence for _, evidence in ranked]):
        return refused
    if stated(question, [evidence for _, evidence in ranked[:LIKELY]]):
        return Verdict(1.0, None)
    probability = weights.evidence.probability(summarise(question, terms, ranked))
    if probability >= weights.threshold:
        return Verdict(probability, None)
    return _why(probability, terms, [evidence for _, evidence in ranked])


# The share of a question that a sentence carries when it states what is asked: with the act by the
# same one, or without an act to compare.
WHOLE, WHOLE_WITHOUT_ACT = 0.8, 0.9


def stated(question: Question, best: Sequence[Evidence]) -> bool:
    """Whether one sentence lets the same one do what the question says, and gives what is asked for."""
    if premise.contradicted(question.text, [item.text for item in best]):
        return False
    acts = deeds.asked(question.text) is not None
    return any(_states(question, item, acts=acts) for item in best)


def _states(question: Question, item: Evidence, *, acts: bool) -> bool:
    why, typed = question.seeks is Seeks.REASON, question.seeks.typed
    if why and item.feature("reason") < 1:
        return False
    if typed and not item.answers:
        return False
    if question.kind is Kind.DEFINITION and item.feature("defines") == 1:
        return item.feature("own") >= WHOLE_WITHOUT_ACT
    if acts:
        return item.feature("own") >= WHOLE and item.feature("agent") == deeds.AGREES
    return (why or typed) and item.feature("own") >= WHOLE_WITHOUT_ACT


def refuse(
    question: Question, terms: Sequence[Term], evidence: Sequence[Evidence]
) -> Verdict | None:
    """What no likelihood outweighs: a name, number or type asked for that the best sentences lack."""
    best = evidence[: max(LIKELY, len(terms) // TERMS_A_SENTENCE)]
    full = [max(item.matches[i] for item in best) for i in range(len(terms))]
    anywhere = [max(item.own[i] for item in evidence) for i in range(len(terms))]
    hard = {TermClass.NAME, TermClass.NUMBER}
    lacking = [i for i, term in enumerate(terms) if term.kind in hard and full[i] < NAMED]
    if lacking:
        unknown = all(anywhere[i] < NAMED for i in lacking)
        mentioned, apart = AbstentionReason.NOT_MENTIONED, AbstentionReason.PREMISE_NOT_SUPPORTED
        return Verdict(0.0, mentioned if unknown else apart, _named(terms[i] for i in lacking))
    untyped = question.seeks in _MEASURED and (
        not any(item.answers for item in best) or _carried(question, terms, evidence[:WIDE]) < TOLD
    )
    unnamed = question.identity is not None and not any(
        direct.names_it(question, item.text) for item in best
    )
    unsaid = max(_said(question, item) for item in best) < SAID
    if untyped or unnamed or unsaid:
        return Verdict(0.0, AbstentionReason.NOT_STATED)
    return None


def _said(question: Question, item: Evidence) -> float:
    """How well a sentence speaks of what is asked about; of somebody's something, beside the name."""
    said = item.feature("attribute")
    return min(said, item.feature("names")) if question.owned else said


TERMS_A_SENTENCE = 2  # of a long question: what it joins is told in several sentences
TOLD = 0.5  # share of the rarest terms that a sentence with a date or number must carry to give it
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


def message(prompts: Prompts, reason: AbstentionReason, missing: Sequence[str]) -> str:
    """The words of an abstention, from its reason and the words that are missing."""
    template = prompts[f"abstention/{reason}"]
    quoted = [f"“{word}”" for word in missing]
    listed = " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
    return template.fill(**({"missing": listed} if "missing" in template.variables else {}))


__all__ = ["EVIDENCE_FEATURES", "Verdict", "judge", "message", "summarise"]
