"""What is counted, without doing anything: values in, figures out (docs/metrics.md)."""

from bot.evaluation.metrics.citation import overlaps
from bot.evaluation.metrics.outcomes import (
    Outcome,
    Quoted,
    Rate,
    cites_evidence,
    failed,
    finds_article,
    holds_facts,
    rates,
)

__all__ = [
    "Outcome",
    "Quoted",
    "Rate",
    "cites_evidence",
    "failed",
    "finds_article",
    "holds_facts",
    "overlaps",
    "rates",
]
