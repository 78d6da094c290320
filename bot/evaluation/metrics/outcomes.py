"""Outcomes, and rates over them with their uncertainty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.evaluation.cases import Case
from bot.evaluation.metrics.answer import fact_match
from bot.evaluation.metrics.citation import cites
from bot.evaluation.metrics.intervals import wilson
from bot.evaluation.metrics.retrieval import hits


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A quote of a reply, and whether the stored article has exactly these words there."""

    key: str
    quote: str
    verbatim: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came back for one case; `found` are the articles of its passages, best first."""

    case: Case
    abstained: bool = False
    reason: str | None = None
    answer: str = ""
    quotes: tuple[Quoted, ...] = ()
    found: tuple[str, ...] = ()
    milliseconds: float = 0.0
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share with its 95 % interval; both are None when nothing was counted."""

    name: str
    hits: int
    total: int

    @property
    def value(self) -> float | None:
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's score interval."""
        return wilson(self.hits, self.total)


def holds_facts(outcome: Outcome) -> bool:
    """Whether the answer names one alternative of every fact."""
    if outcome.abstained or outcome.error:
        return False
    return fact_match(outcome.answer, outcome.case.facts) != 0


def cites_evidence(outcome: Outcome) -> bool:
    """Whether a quote shown is, in essence, one of the gold quotes."""
    quotes = [quoted.quote for quoted in outcome.quotes]
    return bool(cites(quotes, [gold.quote for gold in outcome.case.evidence]))


def finds_article(outcome: Outcome, *, k: int) -> bool:
    """Whether one of the first k articles found is a gold article."""
    return bool(hits(outcome.found, outcome.case.gold_articles, k=k))


def rates(outcomes: Sequence[Outcome]) -> tuple[Rate, ...]:
    """The headline figures over all outcomes."""
    answerable = [one for one in outcomes if one.case.answerable]
    others = [one for one in outcomes if not one.case.answerable]
    answered = [one for one in answerable if not one.abstained and not one.error]
    with_articles = [one for one in answerable if one.case.gold_articles]
    quotes = [quoted for one in outcomes for quoted in one.quotes]
    return (
        _rate("facts", answerable, holds_facts),
        _rate("citations", answered, cites_evidence),
        _rate("abstentions", others, lambda one: one.abstained),
        _rate("false_refusals", answerable, lambda one: one.abstained),
        _rate("article_at_1", with_articles, lambda one: finds_article(one, k=1)),
        _rate("article_at_5", with_articles, lambda one: finds_article(one, k=5)),
        Rate(name="verbatim", hits=sum(quoted.verbatim for quoted in quotes), total=len(quotes)),
        _rate("errors", outcomes, lambda one: bool(one.error)),
    )


def failed(outcome: Outcome) -> str:
    """What is wrong with an outcome, in a word; empty when nothing is."""
    if outcome.error:
        return "error"
    if not outcome.case.answerable:
        return "" if outcome.abstained else "answered the unanswerable"
    if outcome.abstained:
        return "refused"
    missing = "" if holds_facts(outcome) else "facts"
    unseen = "" if cites_evidence(outcome) or not outcome.case.evidence else "evidence"
    both = " and ".join(part for part in (missing, unseen) if part)
    return f"without the {both}" if both else ""


def _rate(name: str, outcomes: Sequence[Outcome], test: Callable[[Outcome], bool]) -> Rate:
    return Rate(name=name, hits=sum(map(test, outcomes)), total=len(outcomes))
