"""What a run came to, as plain data for JSON (docs/schema/eval.schema.json)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.evaluation.agreement import agreement
from bot.evaluation.comparison_data import of_verdict
from bot.evaluation.flips import cause
from bot.evaluation.gate import Verdict
from bot.evaluation.metrics.figures import Figure, Figures
from bot.evaluation.results import Result, Run

_PLACES = 6  # decimals; a difference below is nobody's


def failures(run: Run) -> tuple[Result, ...]:
    """The results with something wrong, in order."""
    return tuple(one for one in run.results if cause(one) is not None)


def errors(run: Run) -> int:
    """Questions that ended in an error, or whose judge did."""
    return sum(bool(one.error or one.judge_error) for one in run.results)


def as_data(run: Run, figures: Figures, *, verdict: Verdict | None = None) -> dict[str, Any]:
    """Figures with their intervals, the judge, everything that went wrong, and the provenance."""
    judge = agreement(run.results)
    return {
        "cases": len(run.results),
        "right": len(run.results) - len(failures(run)),
        "errors": errors(run),
        "figures": {name: _figure(one) for name, one in figures.total.items()},
        "tags": {
            tag: {name: _figure(one) for name, one in slice_.items() if one.n}
            for tag, slice_ in figures.tags.items()
        },
        "judge": None
        if judge is None
        else {
            "model": judge.model,
            "prompt": judge.prompt,
            "judged": judge.judged,
            "errors": judge.errors,
            "score": _rounded(judge.score),
            "compared": judge.both,
            "agreement": _rounded(judge.share),
            "kappa": _rounded(judge.kappa),
        },
        "gate": None if verdict is None else of_verdict(verdict),
        "failures": [_failure(one) for one in failures(run)],
        "provenance": asdict(run.provenance),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": _rounded(figure.value),
        "low": _rounded(figure.low),
        "high": _rounded(figure.high),
        "n": figure.n,
        "unit": figure.unit,
        "higher_is_better": figure.higher_is_better,
        "meaning": figure.meaning,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _PLACES)


def _failure(result: Result) -> dict[str, Any]:
    return {
        "id": result.case.id,
        "question": result.case.question,
        "tags": list(result.case.tags),
        "cause": str(cause(result)),
        "reason": result.reason,
        "answer": result.answer,
        "quotes": [one.quote for one in result.citations],
        "error": result.error,
    }
