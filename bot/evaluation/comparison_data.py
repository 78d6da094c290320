"""Comparisons and the gate's verdict as plain data and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.evaluation.compare import Comparison, Difference
    from bot.evaluation.flips import Cause, Flip
    from bot.evaluation.gate import Check, Culprit, Verdict
    from bot.evaluation.results import Result

Json = dict[str, Any]

_LINES = 30  # questions listed in Markdown; a pull request is read, not searched
# GitHub reads mentions and references from the finished text: a space without width parts them.
_ESCAPED = str.maketrans(
    {one: f"\\{one}" for one in "\\`*_{}[]<>|~"} | {one: f"{one}\u200b" for one in "@#"}
)


def of_comparison(value: Comparison) -> Json:
    """As docs/schema/compare.schema.json has it."""
    return {
        "questions": value.questions,
        "before": asdict(value.before),
        "after": asdict(value.after),
        "made_with": list(value.made_with),
        "warnings": list(value.warnings),
        "figures": {one.name: _difference(one) for one in value.differences},
        "flips": [_flip(one) for one in value.flips],
        "only_before": list(value.only_before),
        "only_after": list(value.only_after),
        "reworded": list(value.reworded),
    }


def of_verdict(value: Verdict) -> Json:
    """As the "gate" of docs/schema/eval.schema.json has it."""
    return {
        "passed": value.passed,
        "questions": value.questions,
        "notes": list(value.notes),
        "checks": [_check(one) for one in value.checks],
        "culprits": [_culprit(one) for one in value.culprits],
    }


def markdown(value: Verdict) -> str:
    """The verdict for a pull request; nothing in it is read as markup or mentions anybody."""
    lines = [f"**Gate {'passed' if value.passed else 'failed'}** over {value.questions} questions."]
    lines += [f"- {_plain(note)}" for note in value.notes]
    if value.fallen:
        lines += ["", "| figure | baseline | now | tolerance |", "|---|---:|---:|---:|"]
        lines += [
            f"| {_plain(one.name)} | {one.before:.4f} | {_number(one.after)} | {one.tolerance:g} |"
            for one in value.fallen
        ]
        lines += ["", f"{len(value.culprits)} questions did it:", ""]
        lines += _listed(value.culprits)
    return "\n".join(lines) + "\n"


def _listed(culprits: tuple[Culprit, ...]) -> Iterable[str]:
    for one in culprits[:_LINES]:
        yield f"- {_plain(one.id)}: {_said(one.was)} → {_said(one.now)}: {_plain(one.question)}"
    if len(culprits) > _LINES:
        yield f"- and {len(culprits) - _LINES} more"


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_ESCAPED)


def _said(cause: Cause | None) -> str:
    return "right" if cause is None else cause.value


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _difference(one: Difference) -> Json:
    return {
        "meaning": one.meaning,
        "unit": one.unit,
        "higher_is_better": one.higher_is_better,
        "before": one.before,
        "after": one.after,
        "change": one.change,
        "low": one.low,
        "high": one.high,
        "p": one.p,
        "adjusted_p": one.adjusted,
        "turned": one.turned,
        "trend": one.trend.value,
    }


def _flip(one: Flip) -> Json:
    return {
        "id": one.case.id,
        "question": one.case.question,
        "tags": list(one.case.tags),
        "turned": one.turned.value,
        "was": _cause(one.was),
        "now": _cause(one.now),
        "before": _result(one.before),
        "after": _result(one.after),
    }


def _result(one: Result) -> Json:
    return {
        "abstained": one.abstained,
        "reason": one.reason,
        "answer": one.answer,
        "citations": [asdict(cited) for cited in one.citations],
        "found": [asdict(found) for found in one.found],
        "error": one.error,
    }


def _check(one: Check) -> Json:
    return {
        "name": one.name,
        "before": one.before,
        "after": one.after,
        "tolerance": one.tolerance,
        "higher_is_better": one.higher_is_better,
        "fell": one.fell,
        "culprits": [culprit.id for culprit in one.culprits],
    }


def _culprit(one: Culprit) -> Json:
    return {
        "id": one.id,
        "question": one.question,
        "was": _cause(one.was),
        "now": _cause(one.now),
    }


def _cause(one: Cause | None) -> str | None:
    return None if one is None else one.value
