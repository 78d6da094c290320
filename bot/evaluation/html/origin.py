"""What a run was made with, line by line, next to its baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation.results import Provenance, Result, Run

Groups = tuple[tuple[str, tuple["Line", ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is known of a run, and of the baseline."""

    name: str
    now: str
    before: str
    differs: bool


def provenance(run: Run, baseline: Run | None) -> Groups:
    """Everything recorded of a run, in groups."""
    now, before = run.provenance, baseline.provenance if baseline else None
    return (
        ("Questions", _lines(_counted(run), _counted(baseline) if baseline else None)),
        ("Articles and parts", _lines(_parts(now), _parts(before) if before else None)),
        ("Settings", _lines(now.settings, before.settings if before else None)),
        ("Versions", _lines(now.versions, before.versions if before else None)),
    )


def errors(results: Sequence[Result]) -> tuple[tuple[str, int], ...]:
    """Each error line with how many questions ended in it, the most frequent first."""
    return tuple(Counter(one.error for one in results if one.error).most_common(50))


def warnings(run: Run, baseline: Run | None) -> tuple[str, ...]:
    """What a reader must know before comparing anything."""
    found = []
    failed = sum(bool(one.error) for one in run.results)
    if failed:
        found.append(f"{failed} of {len(run.results)} questions ended in an error (see Errors).")
    if baseline and run.provenance.gold != baseline.provenance.gold:
        found.append("the baseline was asked other questions; only those in both are compared.")
    if baseline and run.provenance.corpus != baseline.provenance.corpus:
        found.append("the baseline was asked over other articles.")
    if len(run.results) < run.provenance.cases:
        found.append(f"{run.provenance.cases - len(run.results)} questions were not asked.")
    return tuple(found)


def _lines(now: Mapping[str, str], before: Mapping[str, str] | None) -> tuple[Line, ...]:
    names = [*now, *(name for name in before or () if name not in now)]
    return tuple(
        Line(
            name=name,
            now=now.get(name) or "–",
            before=(before or {}).get(name) or "–",
            differs=before is not None and now.get(name) != before.get(name),
        )
        for name in names
    )


def _counted(run: Run) -> dict[str, str]:
    results = run.results
    return {
        "gold set": run.provenance.gold,
        "questions": str(len(results)),
        "answerable": str(sum(one.case.answerable for one in results)),
        "answered": str(sum(one.answered for one in results)),
        "refused": str(sum(one.abstained for one in results)),
        "errors": str(sum(bool(one.error) for one in results)),
        "begun": run.provenance.began,
    }


def _parts(made: Provenance) -> dict[str, str]:
    return {
        "corpus": made.corpus,
        "articles": str(made.articles),
        "chunks": str(made.chunks),
        "embedder": made.embedder,
        "model": made.model or "none: answers are quotes",
        "prompts": made.prompts,
        "machine": made.machine,
    }
