"""What a run came to: figures for all and by tag, and the list of what went wrong."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.evaluation.metrics import Outcome, Rate, failed, rates

MEANINGS = {
    "facts": "answerable questions whose answer holds every gold fact",
    "citations": "answers to them that quote the gold evidence",
    "abstentions": "unanswerable questions that were not answered",
    "false_refusals": "answerable questions that were not answered (lower is better)",
    "article_at_1": "questions whose first article found is a gold article",
    "article_at_5": "questions with a gold article among the first five",
    "verbatim": "quotes that the stored article holds word for word",
    "errors": "questions that ended in an error (lower is better)",
}


@dataclass(frozen=True, slots=True)
class Report:
    """Figures over all cases and over each tag."""

    outcomes: tuple[Outcome, ...]
    total: tuple[Rate, ...]
    tags: dict[str, tuple[Rate, ...]]

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The outcomes with something wrong, in order."""
        return tuple(one for one in self.outcomes if failed(one))

    @property
    def median_ms(self) -> float:
        return statistics.median(one.milliseconds for one in self.outcomes)


def report(outcomes: Sequence[Outcome]) -> Report:
    """Count everything."""
    tags = sorted({tag for one in outcomes for tag in one.case.tags})
    by_tag = {tag: rates([one for one in outcomes if tag in one.case.tags]) for tag in tags}
    return Report(tuple(outcomes), rates(outcomes), by_tag)


def as_data(value: Report) -> dict[str, Any]:
    """The report as plain data for JSON."""
    return {
        "cases": len(value.outcomes),
        "median_ms": round(value.median_ms, 2),
        "rates": {rate.name: _rate(rate) for rate in value.total},
        "tags": {
            tag: {rate.name: _rate(rate) for rate in slice_} for tag, slice_ in value.tags.items()
        },
        "failures": [_failure(one) for one in value.failures],
    }


def _rate(rate: Rate) -> dict[str, Any]:
    interval = rate.interval
    return {
        "value": None if rate.value is None else round(rate.value, 4),
        "hits": rate.hits,
        "total": rate.total,
        "low": round(interval[0], 4) if interval else None,
        "high": round(interval[1], 4) if interval else None,
    }


def _failure(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.case.id,
        "question": outcome.case.question,
        "tags": list(outcome.case.tags),
        "failure": failed(outcome),
        "reason": outcome.reason,
        "answer": outcome.answer,
        "quotes": [quoted.quote for quoted in outcome.quotes],
        "error": outcome.error,
    }
