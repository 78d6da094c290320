"""The top of a report: a verdict in a sentence, and figures with their change since the baseline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation.flips import cause
from bot.evaluation.html.readable import NOTHING, chance, difference, number
from bot.evaluation.metrics.figures import Figure
from bot.evaluation.metrics.intervals import wilson
from bot.evaluation.results import Result
from bot.evaluation.significance import holm, mcnemar, permutation

# What a reader looks for first; a run without one of them (no model, no short answers) shows the rest.
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
SURE = 0.05  # p at which a change counts as more than chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A figure as it is shown; tone: "better", "worse" or "" (no change, or chance may explain it)."""

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


def shown(now: Mapping[str, Figure], before: Mapping[str, Figure]) -> tuple[Shown, ...]:
    """All figures that have a value, with their change; before: empty without a baseline.

    The p values hold together over all means shown (Holm).
    """
    figures = [one for one in now.values() if one.value is not None]
    tested = [one for one in figures if _paired(one, before.get(one.name))]
    values = holm([permutation(_paired(one, before.get(one.name))) for one in tested])
    sure = {one.name: p for one, p in zip(tested, values, strict=True)}
    return tuple(_shown(one, before.get(one.name), sure.get(one.name)) for one in figures)


def headline(figures: Iterable[Shown]) -> tuple[Shown, ...]:
    """Those that a reader looks for first."""
    by_name = {one.name: one for one in figures}
    return tuple(by_name[name] for name in _FIRST if name in by_name)


def verdict(results: Sequence[Result], before: Mapping[str, Result]) -> Verdict:
    """The run in a sentence; before: the baseline's results by case."""
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
    share = sum(right) / asked if asked else 0.0
    return Verdict(
        short=f"{share:.0%} right",
        sentence=f"{sum(right)} of {asked} questions came out right ({share:.0%}).",
        detail=f"{detail}. With other questions of the same kind it would be "
        f"{low:.0%} to {high:.0%} right (95 % interval).",
        change=change,
        tone=tone,
    )


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


def _right(result: Result) -> bool:
    return cause(result) is None


def _paired(now: Figure, before: Figure | None) -> list[float]:
    """The differences case by case of a mean; of other figures a difference of cases says nothing."""
    if before is None or before.value is None or not now.averaged:
        return []
    both = now.per_case.keys() & before.per_case.keys()
    return [now.per_case[case] - before.per_case[case] for case in sorted(both)]


def _shown(now: Figure, before: Figure | None, p: float | None) -> Shown:
    value, low, high = now.value, now.low, now.high
    ranged = "" if low is None else f"{number(low, now.unit)} – {number(high, now.unit)}"
    one = {
        "name": now.name,
        "title": _TITLES.get(now.name, now.name.replace("_", " ")),
        "value": number(value, now.unit),
        "range": ranged,
        "meaning": now.meaning + ("" if now.higher_is_better else " (lower is better)"),
    }
    if value is None or before is None or before.value is None:
        return Shown(n=now.n, **one)
    moved = value - before.value
    tone = "" if not moved else "better" if (moved > 0) is now.higher_is_better else "worse"
    return Shown(
        n=now.n,
        before=number(before.value, now.unit),
        change=difference(moved, now.unit) if moved else "no change",
        chance=_chance(now, before, p) if moved else "",
        tone=tone if _sure(now, before, p) else "",
        **one,
    )


def _sure(now: Figure, before: Figure, p: float | None) -> bool:
    if p is not None:
        return p < SURE
    ranges = (now.low, now.high, before.low, before.high)
    if None in ranges or now.value is None:
        return False
    low, high, earlier_low, earlier_high = (float(one or 0) for one in ranges)
    return low > earlier_high or high < earlier_low


def _chance(now: Figure, before: Figure, p: float | None) -> str:
    if p is not None:
        return chance(p)
    return "intervals are apart" if _sure(now, before, p) else "intervals overlap"
