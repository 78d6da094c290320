"""Whether a run fell behind a baseline, and which questions did it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from bot.evaluation.baseline import DIGITS, Baseline, Kept, digest
from bot.evaluation.flips import Cause, cause
from bot.evaluation.metrics.figures import Figure, figures
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from bot.evaluation.results import Result, Run

_ROUNDING = 2 * 10.0**-DIGITS  # the baseline's figures are written with so many digits
_NAMED = {"corpus": "articles", "embedder": "embedder", "model": "model", "prompts": "prompts"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Culprit:
    """A question that pulled a figure down, and why.

    before, after: its own values; None where it did not count.
    """

    id: str
    question: str
    before: float | None
    after: float | None
    was: Cause | None
    now: Cause | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One figure against the baseline.

    fell: by more than its tolerance, or it is not measured any more. culprits: the questions that
    pulled it down, those that broke first; also where it did not fall by too much.
    """

    name: str
    meaning: str
    higher_is_better: bool
    before: float
    after: float | None
    tolerance: float | None
    fell: bool
    culprits: tuple[Culprit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the gate says: passed when the run is complete and no figure fell by too much.

    notes: what else a reader must know, one sentence each.
    """

    passed: bool
    questions: int
    checks: tuple[Check, ...]
    notes: tuple[str, ...]

    @property
    def fallen(self) -> tuple[Check, ...]:
        return tuple(one for one in self.checks if one.fell)

    @property
    def culprits(self) -> tuple[Culprit, ...]:
        """The questions behind the figures that fell, each once, those that broke first."""
        once = {one.id: one for check in self.fallen for one in check.culprits}
        return tuple(sorted(once.values(), key=_gravity))


def check(run: Run, baseline: Baseline) -> Verdict:
    """Hold a run against a baseline, over the questions that are the same in both.

    UsageError when there is none.
    """
    results = {one.case.id: one for one in run.results}
    shared = {
        name: results[name]
        for name, known in baseline.cases.items()
        if name in results and digest(results[name].case) == known
    }
    if not shared:
        raise UsageError(
            "The baseline has none of these questions.",
            hint="Write one for this gold set: dateline eval ... --write-baseline FILE",
        )
    changed = len(shared) < len(baseline.cases) or len(shared) < len(results)
    measured = figures(tuple(shared.values()) if changed else run, resamples=0).total
    checks = tuple(
        _check(kept, measured.get(kept.name), shared=shared, baseline=baseline, changed=changed)
        for kept in baseline.figures.values()
    )
    return Verdict(
        passed=not any(one.fell for one in checks) and len(run.results) >= run.provenance.cases,
        questions=len(shared),
        checks=checks,
        notes=(*_notes(run, baseline, shared), *_untold(checks, measured)),
    )


def _check(
    kept: Kept,
    figure: Figure | None,
    *,
    shared: Mapping[str, Result],
    baseline: Baseline,
    changed: bool,
) -> Check:
    old = {name: value for name, value in kept.per_case.items() if name in shared}
    before = fmean(old.values()) if changed and kept.averaged and old else kept.value
    after = figure.value if figure else None
    sign = 1 if kept.higher_is_better else -1
    fall = 0.0 if after is None else sign * (before - after)
    fell = kept.tolerance is not None and (figure is None or fall > kept.tolerance + _ROUNDING)
    new = figure.per_case if figure and kept.tolerance is not None else {}
    return Check(
        name=kept.name,
        meaning=figure.meaning if figure else "not measured by this version",
        higher_is_better=kept.higher_is_better,
        before=before,
        after=after,
        tolerance=kept.tolerance,
        fell=fell,
        culprits=_culprits(old, new, middle=before, sign=sign, shared=shared, baseline=baseline),
    )


def _culprits(
    old: Mapping[str, float],
    new: Mapping[str, float],
    *,
    middle: float,
    sign: int,
    shared: Mapping[str, Result],
    baseline: Baseline,
) -> tuple[Culprit, ...]:
    """Questions whose own value is worse than it was.

    One that counts in one run only is held against the figure as it was: its coming or its going
    pulled.
    """
    found = []
    for name, result in shared.items():
        before, after = old.get(name), new.get(name)
        if before is None and after is None:
            continue
        fall = sign * (
            (middle if before is None else before) - (middle if after is None else after)
        )
        if new and fall > _ROUNDING:
            was = baseline.causes.get(name)
            found.append(
                Culprit(
                    id=name,
                    question=result.case.question,
                    before=before,
                    after=after,
                    was=was,
                    now=cause(result),
                )
            )
    return tuple(sorted(found, key=_gravity))


def _gravity(culprit: Culprit) -> int:
    """0 for what was right and is wrong now, then what is wrong in another way, then the rest."""
    if culprit.now is None or culprit.now is culprit.was:
        return 2
    return 0 if culprit.was is None else 1


def _notes(run: Run, baseline: Baseline, shared: Mapping[str, Result]) -> Iterator[str]:
    ids = {one.case.id for one in run.results}
    gone = [name for name in baseline.cases if name not in ids]
    reworded = [name for name in baseline.cases if name in ids and name not in shared]
    added = [name for name in ids if name not in baseline.cases]
    counts = ((gone, "gone"), (reworded, "changed"), (added, "new"))
    if any(names for names, _ in counts):
        told = ", ".join(f"{len(names)} {word}" for names, word in counts if names)
        yield (
            f"The gold set is not the baseline's ({told}): {len(shared)} questions are compared."
            " Write the baseline again once this is meant."
        )
    elif run.provenance.gold != baseline.made_with["gold"]:
        yield "The evidence, the tags or the order of the gold set are not the baseline's."
    if len(run.results) < run.provenance.cases:
        yield f"The run is not complete: {len(run.results)} of {run.provenance.cases} questions."
    for name, word in _NAMED.items():
        before, after = baseline.made_with[name], str(getattr(run.provenance, name))
        if before != after:
            yield f"Other {word} than the baseline's: {before}, now {after}."


def _untold(checks: tuple[Check, ...], measured: Mapping[str, Figure]) -> Iterator[str]:
    """Figures that stand for nothing in this run, though they did in the baseline."""
    names = [
        one.name
        for one in checks
        if one.after is None and one.tolerance is not None and one.name in measured
    ]
    if names:
        yield f"Undefined in this run, though not in the baseline: {', '.join(names)}."
