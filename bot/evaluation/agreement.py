"""How far a judge agrees with what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.metrics.answer import right
from bot.evaluation.results import Result

_HALF = 0.5  # a judge's score above it counts as right


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A judge held against the facts.

    judged: answers with a judgement; errors: those without, though one was asked for; score: the
    mean judgement; both: judged answers whose case has facts or short answers; share: of these,
    where both say the same; kappa: Cohen's, what is left of that beyond chance, at most 1. None
    where nothing, or for kappa no difference, was to be seen.
    """

    model: str
    prompt: str
    judged: int
    errors: int
    score: float | None
    both: int
    share: float | None
    kappa: float | None


def agreement(results: Sequence[Result]) -> Agreement | None:
    """The judge of a run held against the facts; None when nothing was to be judged."""
    judgements = [one.judgement for one in results if one.judgement is not None]
    errors = sum(bool(one.judge_error) for one in results)
    if not judgements and not errors:
        return None
    pairs = [
        (one.judgement.score > _HALF, told)
        for one in results
        if one.judgement is not None and (told := right(one)) is not None
    ]
    return Agreement(
        model=", ".join(sorted({one.model for one in judgements})),
        prompt=", ".join(sorted({one.prompt for one in judgements})),
        judged=len(judgements),
        errors=errors,
        score=_mean([one.score for one in judgements]),
        both=len(pairs),
        share=_mean([float(ours == theirs) for ours, theirs in pairs]),
        kappa=kappa(pairs),
    )


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Cohen's kappa of two who say yes or no; None when chance alone makes them agree always."""
    if not pairs:
        return None
    first, second = (sum(one) / len(pairs) for one in zip(*pairs, strict=True))
    same = sum(ours == theirs for ours, theirs in pairs) / len(pairs)
    chance = first * second + (1 - first) * (1 - second)
    return None if chance == 1 else (same - chance) / (1 - chance)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
