"""Decide what answers one question: the article's own data, sentences, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.answer import abstain, colophon, evidence, extract
from retrieval.answer.evidence import Candidate, Evidence
from retrieval.answer.extract import Extract
from retrieval.answer.weights import fitted
from retrieval.language.question import Question
from retrieval.ports import QuestionVectors
from retrieval.types import AbstentionReason


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a question; `extract` is None when the articles do not tell.

    ranked: the sentences with their scores (log odds), best first; none when it is the article's
    own data that answer.
    """

    question: Question
    verdict: abstain.Verdict
    extract: Extract | None = None
    ranked: tuple[tuple[float, Evidence], ...] = ()


def decide(
    question: Question,
    candidates: Sequence[Candidate],
    *,
    vectors: QuestionVectors,
    rarity: Mapping[str, float],
    article_text: Callable[[str], str],
) -> Decision:
    """Weigh what was found for a question."""
    if about := colophon.find(question, candidates):
        found = extract.of_colophon(about, article_text=article_text)
        reason = None if found else AbstentionReason.NOT_STATED
        return Decision(question, abstain.Verdict(float(found is not None), reason), found)
    weights = fitted()
    terms, gathered = evidence.gather(question, candidates, vectors=vectors, rarity=rarity)
    scored = ((weights.ranker.score(item.features), item) for item in gathered)
    ranked = sorted(scored, key=lambda pair: -pair[0])
    verdict = abstain.judge(question, terms, ranked, weights=weights)
    if verdict.reason is not None:
        return Decision(question, verdict, None, tuple(ranked))
    chosen = extract.extract(question, ranked, article_text=article_text)
    return Decision(question, verdict, chosen, tuple(ranked))
