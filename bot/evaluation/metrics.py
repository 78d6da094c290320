"""What is counted, without doing anything: outcomes in, rates with their uncertainty out."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.evaluation.cases import Case

_TOKEN = re.compile(r"\w+")
_SHORTEST = 3  # tokens; a shorter quote is found in any text
_ENOUGH = 0.5  # share of the gold quote's tokens
_NORMAL = 1.959964  # of a 95 % interval


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
        """Wilson's score interval: honest for small counts and for rates near 0 and 1."""
        if not self.total:
            return None
        share, square = self.hits / self.total, _NORMAL**2 / self.total
        middle = share + square / 2
        half = _NORMAL * math.sqrt(share * (1 - share) / self.total + square / (4 * self.total))
        return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))


def holds_facts(outcome: Outcome) -> bool:
    """Whether the answer names one alternative of every fact."""
    if outcome.abstained or outcome.error:
        return False
    answer = _flat(outcome.answer)
    return all(any(_flat(fact) in answer for fact in group) for group in outcome.case.facts)


def cites_evidence(outcome: Outcome) -> bool:
    """Whether a quote shown is, in essence, one of the gold quotes."""
    return any(
        overlaps(quoted.quote, gold.quote)
        for quoted in outcome.quotes
        for gold in outcome.case.evidence
    )


def overlaps(quote: str, gold: str) -> bool:
    """One contains the other, or the quote has half the gold quote's tokens."""
    ours, theirs = _TOKEN.findall(quote.casefold()), _TOKEN.findall(gold.casefold())
    if min(len(ours), len(theirs)) < _SHORTEST:
        return _flat(quote) == _flat(gold)
    if _flat(gold) in _flat(quote) or _flat(quote) in _flat(gold):
        return True
    shared = (Counter(ours) & Counter(theirs)).total()
    return shared / len(theirs) >= _ENOUGH


def finds_article(outcome: Outcome, *, k: int) -> bool:
    """Whether one of the first k articles found is a gold article."""
    first = list(dict.fromkeys(outcome.found))[:k]
    return not set(first).isdisjoint(outcome.case.gold_articles)


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


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())
