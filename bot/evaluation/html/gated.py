"""What the gate says, as the top of a report shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.evaluation.baseline import DIGITS
from bot.evaluation.gate import Check, Culprit, Verdict
from bot.evaluation.html.headline import Shown, title, unit_of
from bot.evaluation.html.readable import NOTHING, difference, number
from bot.evaluation.metrics.figures import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure beside that of the gate's baseline, in words; fell: by more than its tolerance."""

    title: str
    before: str
    now: str
    change: str
    tolerance: str
    fell: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gated:
    """The verdict of the gate; culprits: the questions that did it, with their numbers here."""

    passed: bool
    sentence: str
    lines: tuple[Line, ...]
    culprits: tuple[tuple[Culprit, int | None], ...]
    notes: tuple[str, ...]


def gated(verdict: Verdict, figures: Mapping[str, Figure], *, numbers: Mapping[str, int]) -> Gated:
    """The verdict in words; numbers: those of the questions in the report, by their ids."""
    return Gated(
        passed=verdict.passed,
        sentence=_sentence(verdict),
        lines=tuple(_line(one, figures.get(one.name)) for one in verdict.checks),
        culprits=tuple((one, numbers.get(one.id)) for one in verdict.culprits),
        notes=verdict.notes,
    )


def changed(
    shown: Iterable[Shown], verdict: Verdict, figures: Mapping[str, Figure]
) -> tuple[Shown, ...]:
    """The figures with their change since the baseline of the gate."""
    checks = {one.name: one for one in verdict.checks}
    return tuple(
        _changed(one, checks[one.name], figures[one.name]) if one.name in checks else one
        for one in shown
    )


def _sentence(verdict: Verdict) -> str:
    over = f"over {verdict.questions} question{'' if verdict.questions == 1 else 's'}"
    if verdict.passed:
        return f"No figure fell behind its baseline by more than its tolerance {over}."
    if not verdict.fallen:
        return "The run is not complete."
    names = ", ".join(title(one.name) for one in verdict.fallen)
    return f"{names} fell behind the baseline by more than the tolerance {over}."


def _line(check: Check, figure: Figure | None) -> Line:
    unit = unit_of(figure) if figure else ""
    moved = None if check.after is None else round(check.after - check.before, DIGITS - 1)
    return Line(
        title=title(check.name),
        before=number(check.before, unit),
        now=number(check.after, unit),
        change=NOTHING if moved is None else difference(moved, unit) if moved else "no change",
        tolerance=_room(check.tolerance, unit),
        fell=check.fell,
    )


def _room(tolerance: float | None, unit: str) -> str:
    if tolerance is None:
        return "any"
    return f"{tolerance * 100:g}\xa0points" if unit == "share" else number(tolerance, unit)


def _changed(shown: Shown, check: Check, figure: Figure) -> Shown:
    line = _line(check, figure)
    return replace(
        shown,
        before=line.before,
        change=line.change,
        chance=f"before {line.before}, tolerance {line.tolerance}",
        tone="worse" if check.fell else "",
    )
