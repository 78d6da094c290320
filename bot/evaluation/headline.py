"""The figures that a reader looks for first, and how a figure is written."""

from __future__ import annotations

from bot.evaluation.metrics.figures import Figure

HEADLINE = (
    "facts",
    "exact_match",
    "token_f1",
    "citations",
    "citation_precision",
    "citation_recall",
    "span_f1",
    "verbatim",
    "abstention_precision",
    "abstention_recall",
    "abstention_f1",
    "false_refusals",
    "aurc",
    "calibration_error",
    "hits@1",
    "hits@5",
    "recall@10",
    "all_evidence@10",
    "ndcg@10",
    "mrr",
    "map",
    "rewrite_token_f1",
    "judge",
    "ms_p50",
    "ms_p95",
    "prompt_tokens",
    "completion_tokens",
    "cost",
    "errors",
)


def number(figure: Figure) -> str:
    """Its value; "-" where nothing was counted."""
    return _written(figure.value, unit=figure.unit)


def interval(figure: Figure) -> str:
    """Its 95 % interval; "-" without one."""
    if figure.low is None or figure.high is None:
        return "-"
    return f"{_written(figure.low, unit=figure.unit)}-{_written(figure.high, unit=figure.unit)}"


def _written(value: float | None, *, unit: str) -> str:
    if value is None:
        return "-"
    if unit == "share":
        return f"{value:.3f}"
    return f"{value:.6f}" if unit == "cost" else f"{value:.0f}"
