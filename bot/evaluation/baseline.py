"""A run reduced to what a gate needs: a small JSON file without a word of any article."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.evaluation.flips import Cause, cause
from bot.evaluation.metrics.figures import Figure, figures
from retrieval.answer.compose import EXTRACTIVE
from retrieval.errors import RecordsError, UsageError

if TYPE_CHECKING:
    from bot.evaluation.cases import Case
    from bot.evaluation.results import Run

FORMAT = 1
DIGITS = 6  # of a figure as it is written
_KIND = "dateline baseline"
_NEITHER = "Give a file that dateline eval --write-baseline wrote."
_MADE_WITH = ("gold", "corpus", "embedder", "model", "prompts", "began")

# By how much a figure may fall unless somebody edits the file. Without a language model a run gives
# the same answers every time, so this is room for a good change that costs a question or two, not
# for chance. A figure that is not named here is kept and shown, and stops nobody.
_TOLERANCES: Mapping[str, float] = {
    "errors": 0.0,  # any is one too many
    "verbatim": 0.0,  # the promise of the house
    "cited_sentences": 0.0,  # likewise
    "cited_from_found": 0.02,
    "facts": 0.02,
    "exact_match": 0.02,
    "token_f1": 0.02,
    "citations": 0.02,
    "evidence_recall": 0.02,
    "citation_recall": 0.02,
    "span_recall": 0.02,
    "evidence_precision": 0.05,  # a longer answer may be a better one
    "citation_precision": 0.05,  # likewise
    "span_precision": 0.05,  # likewise
    "abstention_precision": 0.02,
    "abstention_recall": 0.02,
    "false_refusals": 0.02,
    "hits@1": 0.02,
    "hits@5": 0.02,
    "recall@5": 0.02,
    "recall@20": 0.02,
    "all_evidence@10": 0.02,
    "ndcg@10": 0.02,
    "mrr": 0.02,
    "map": 0.02,
    "rewrite_token_f1": 0.02,
    "calibration_error": 0.05,  # moves with each question, by its bins
    "aurc": 0.05,  # likewise
    "judge": 0.1,  # a model's opinion, and not the same twice
}
_WRITTEN = 0.05  # least room where a language model writes: two runs of one program differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A figure as it was. tolerance: by how much it may fall; None for a figure only shown.

    averaged: whether value is the mean of per_case (case id -> the case's own value).
    """

    name: str
    value: float
    higher_is_better: bool
    tolerance: float | None
    averaged: bool
    per_case: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What a later run may not fall behind.

    made_with: digests and names of the run's provenance. cases: case id -> digest of question and
    gold. causes: case id -> what was wrong with it then, of those with something wrong.
    """

    made_with: Mapping[str, str]
    cases: Mapping[str, str]
    causes: Mapping[str, Cause]
    figures: Mapping[str, Kept]


def of(run: Run, *, tolerances: Baseline | None = None) -> Baseline:
    """A run's baseline; tolerances: an older one whose tolerances somebody has chosen."""
    chosen = {} if tolerances is None else tolerances.figures
    causes = {one.case.id: cause(one) for one in run.results}
    kept = {}
    for name, figure in figures(run, resamples=0).total.items():
        if figure.value is None or ":" in name:  # a stage's time: a matter of the machine
            continue
        default = _tolerance(name, model=run.provenance.model)
        tolerance = chosen[name].tolerance if name in chosen else default
        kept[name] = _kept(figure, value=figure.value, tolerance=tolerance)
    return Baseline(
        made_with={name: str(getattr(run.provenance, name)) for name in _MADE_WITH},
        cases={one.case.id: digest(one.case) for one in run.results},
        causes={name: one for name, one in causes.items() if one is not None},
        figures=kept,
    )


def digest(case: Case) -> str:
    """Of what is asked and what is expected.

    Not of tags, nor of the words and places of evidence: a run reads those from the articles.
    """
    told = [
        case.question,
        [[turn.role, turn.content] for turn in case.turns],
        case.answerable,
        case.facts,
        case.answers,
        sorted(case.gold_articles),
        sorted(one.key for one in case.evidence),
        case.standalone,
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:8]


def write(path: Path, run: Run) -> Baseline:
    """Write a run's baseline; tolerances in a file that is there are kept."""
    made = of(run, tolerances=read(path) if path.exists() else None)
    try:
        path.write_text(dumps(made), encoding="utf-8")
    except OSError as error:
        raise RecordsError(
            f"{path} cannot be written: {error.strerror}.", hint="Choose another place."
        ) from None
    return made


def read(path: Path) -> Baseline:
    """The baseline in a file; UsageError when it is none."""
    try:
        return _parsed(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}.", hint=_NEITHER) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise UsageError(f"{path} is no baseline: {what}.", hint=_NEITHER) from None


def dumps(baseline: Baseline) -> str:
    """JSON to commit: a figure's settings on one line, its values by case on the next."""
    names = list(baseline.cases)
    head = {"kind": _KIND, "format": FORMAT, **baseline.made_with}
    lines = [f'"{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in head.items()]
    lines += [
        f'"{name}": {{\n{_rows(rows)}\n}}'
        for name, rows in (
            ("cases", baseline.cases),
            ("causes", baseline.causes),
            ("figures", {one.name: _data(one, names) for one in baseline.figures.values()}),
        )
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _rows(rows: Mapping[str, Any]) -> str:
    return ",\n".join(
        f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(value)}"
        for name, value in rows.items()
    )


def _data(figure: Kept, names: list[str]) -> dict[str, Any]:
    values = [figure.per_case.get(name) for name in names] if figure.per_case else []
    return {
        "value": round(figure.value, DIGITS),
        "tolerance": figure.tolerance,
        "higher_is_better": figure.higher_is_better,
        "averaged": figure.averaged,
        "by_case": [None if one is None else _short(one) for one in values],
    }


def _short(value: float) -> float | int:
    return int(value) if value.is_integer() else round(value, DIGITS)


def _parsed(data: dict[str, Any]) -> Baseline:
    if data["kind"] != _KIND:
        raise ValueError(f"its kind is {data['kind']!r}")
    if data["format"] > FORMAT:
        raise ValueError("a newer Dateline wrote it")
    names = list(data["cases"])
    return Baseline(
        made_with={name: str(data[name]) for name in _MADE_WITH},
        cases={name: str(one) for name, one in data["cases"].items()},
        causes={name: Cause(one) for name, one in data["causes"].items()},
        figures={name: _read_figure(name, one, names) for name, one in data["figures"].items()},
    )


def _read_figure(name: str, data: dict[str, Any], names: list[str]) -> Kept:
    tolerance = data["tolerance"]
    if tolerance is not None and (type(tolerance) not in (int, float) or not tolerance >= 0):
        raise ValueError(f"the tolerance of {name} is not null and no number from 0 on")
    by_case = data["by_case"]
    if by_case and len(by_case) != len(names):
        raise ValueError(f"{name} has {len(by_case)} values for {len(names)} cases")
    return Kept(
        name=name,
        value=float(data["value"]),
        higher_is_better=bool(data["higher_is_better"]),
        tolerance=None if tolerance is None else float(tolerance),
        averaged=bool(data["averaged"]),
        per_case={
            one: float(value)
            for one, value in zip(names, by_case, strict=False)
            if value is not None
        },
    )


def _kept(figure: Figure, *, value: float, tolerance: float | None) -> Kept:
    return Kept(
        name=figure.name,
        value=value,
        higher_is_better=figure.higher_is_better,
        tolerance=tolerance,
        averaged=figure.averaged,
        per_case=figure.per_case if figure.unit == "share" else {},  # times differ every time
    )


def _tolerance(name: str, *, model: str) -> float | None:
    tolerance = _TOLERANCES.get(name)
    if model == EXTRACTIVE or not tolerance:
        return tolerance
    return max(tolerance, _WRITTEN)
