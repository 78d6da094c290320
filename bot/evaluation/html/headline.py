"""The top of a report: a verdict, and figures with their change since the baseline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.evaluation.agreement import agreement
from bot.evaluation.compare import Comparison
from bot.evaluation.differences import SURE, Difference, Trend
from bot.evaluation.flips import cause
from bot.evaluation.html.readable import NOTHING, chance, difference, number, percent
from bot.evaluation.metrics.figures import Figure
from bot.evaluation.metrics.intervals import wilson
from bot.evaluation.results import Result
from bot.evaluation.significance import mcnemar

# What a reader looks for first; a run may lack some of them (no model, no short answers).
_FIRST = (
    "facts",
    "citations",
    "verbatim",
    "abstention_recall",
    "false_refusals",
    "recall@5",
    "judge",
    "aurc",
    "calibration_error",
    "ms_p50",
    "ms_p95",
    "cost",
)
_PLAIN = {"aurc", "calibration_error", "map", "mrr"}
_TITLES = {
    "facts": "Answers right",
    "citations": "Evidence quoted",
    "verbatim": "Quotes verbatim",
    "abstention_recall": "Rightly refused",
    "false_refusals": "Wrongly refused",
    "recall@5": "Recall of articles at 5",
    "judge": "Judged by a model",
    "aurc": "Area under risk and coverage",
    "calibration_error": "Calibration error",
    "ms_p50": "Time, median",
    "ms_p95": "Time, 95th percentile",
    "cost": "Cost a question",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A figure as it is shown; tone: "better", "worse", or "" where chance may explain it."""

    name: str
    title: str
    value: str
    range: str
    n: int
    meaning: str
    before: str = NOTHING
    change: str = ""
    chance: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the run came to; change: against the baseline, "" without one; tone as in Shown."""

    short: str
    sentence: str
    detail: str
    change: str = ""
    tone: str = ""


def shown(now: Mapping[str, Figure], comparison: Comparison | None) -> tuple[Shown, ...]:
    """All figures that have a value, with their change where there is a baseline."""
    changes = {one.name: one for one in comparison.differences} if comparison else {}
    return tuple(
        _shown(one, changes.get(one.name)) for one in now.values() if one.value is not None
    )


def headline(figures: Iterable[Shown]) -> tuple[Shown, ...]:
    """Those that a reader looks for first."""
    by_name = {one.name: one for one in figures}
    return tuple(by_name[name] for name in _FIRST if name in by_name)


def verdict(results: Sequence[Result], before: Mapping[str, Result]) -> Verdict:
    """The run in a sentence; before: the baseline's results by case."""
    if not results:
        return Verdict(short="Nothing", sentence="No question was asked.", detail="")
    right = [_right(one) for one in results]
    asked = len(results)
    low, high = wilson(sum(right), asked) or (0.0, 1.0)
    able = [ok for ok, one in zip(right, results, strict=True) if one.case.answerable]
    others = [ok for ok, one in zip(right, results, strict=True) if not one.case.answerable]
    parts = [
        f"{sum(able)} of {len(able)} answerable questions were answered rightly with their evidence"
        if able
        else "",
        f"{sum(others)} of {len(others)} unanswerable ones were rightly refused" if others else "",
    ]
    failed = sum(bool(one.error) for one in results)
    parts.append(f"{failed} ended in an error" if failed else "")
    detail = "; ".join(part for part in parts if part)
    change, tone = _turns(results, before)
    share = sum(right) / asked
    return Verdict(
        short=f"{percent(share)} right",
        sentence=f"{sum(right)} of {asked} questions came out right ({percent(share)}).",
        detail=f"{detail}. Over other questions of the same kind, expect "
        f"{percent(low)} to {percent(high)} (95\xa0% interval).",
        change=change,
        tone=tone,
    )


def judge(results: Sequence[Result]) -> str:
    """What a judging model thought, held against the facts; "" when there was none."""
    found = agreement(results)
    if found is None:
        return ""
    parts = [f"The judge ({found.model or 'unknown'}, prompt {found.prompt or 'unknown'})"]
    if found.score is None:
        return f"{parts[0]} failed on all of the {found.errors} answers it was asked about."
    parts.append(f"gave {found.judged} answers {found.score:.2f} of 1 on average.")
    if found.share is not None:
        level = "" if found.kappa is None else f" (kappa {found.kappa:.2f})"
        parts.append(
            f"Of the {found.both} whose facts can be looked up it agrees with the look-up on "
            f"{percent(found.share)}{level}."
        )
    if found.errors:
        parts.append(f"It failed on {found.errors}.")
    return " ".join(parts)


def _turns(results: Sequence[Result], before: Mapping[str, Result]) -> tuple[str, str]:
    pairs = [(before[one.case.id], one) for one in results if one.case.id in before]
    if not pairs:
        return "", ""
    fixed = sum(not _right(old) and _right(new) for old, new in pairs)
    broken = sum(_right(old) and not _right(new) for old, new in pairs)
    over = "" if len(pairs) == len(results) else f" of the {len(pairs)} questions in both runs"
    if not fixed and not broken:
        return f"Since the baseline no question{over} turned right or wrong.", ""
    p = mcnemar(fixed, broken)
    word = "better" if fixed > broken else "worse" if broken > fixed else "level"
    text = f"Since the baseline: {word}. {fixed}{over} fixed, {broken} broken: {chance(p)}."
    return text, word if p < SURE and word != "level" else ""


def title(name: str) -> str:
    """What a figure is called in the report."""
    return _TITLES.get(name, name.replace("_", " "))


def unit_of(figure: Figure) -> str:
    """The unit that a figure is read in; not every share is read in per cent."""
    return "" if figure.name in _PLAIN else figure.unit


def _right(result: Result) -> bool:
    return cause(result) is None


def _shown(now: Figure, change: Difference | None) -> Shown:
    unit = unit_of(now)
    found = Shown(
        name=now.name,
        title=title(now.name),
        value=number(now.value, unit),
        range="" if now.low is None else f"{number(now.low, unit)} to {number(now.high, unit)}",
        n=now.n,
        meaning=now.meaning + ("" if now.higher_is_better else " (lower is better)"),
    )
    if change is None or change.change is None:
        return found
    return replace(
        found,
        before=number(change.before, unit),
        change=difference(change.change, unit) if change.change else "no change",
        chance=_chance(change),
        tone={Trend.BETTER: "better", Trend.WORSE: "worse"}.get(change.trend, ""),
    )


def _chance(change: Difference) -> str:
    """Whether the change is more than chance, in words; "" where nothing changed."""
    if change.trend is Trend.SAME:
        return ""
    if change.adjusted is not None:
        return chance(change.adjusted)
    return "not tested" if change.p is None else "too few questions changed to tell"
