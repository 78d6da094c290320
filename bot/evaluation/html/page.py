"""The report as one HTML file: no request, no address, everything of strangers escaped."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from bot.evaluation.compare import Comparison, compare
from bot.evaluation.gate import Verdict
from bot.evaluation.html import charts, gated, headline, origin
from bot.evaluation.html.questions import RIGHT, Question, outcome, questions
from bot.evaluation.html.readable import clipped, number, readable
from bot.evaluation.metrics.abstention import risk_coverage
from bot.evaluation.metrics.figures import Figure, figures
from bot.evaluation.metrics.intervals import wilson
from bot.evaluation.metrics.retrieval import recall_curve
from bot.evaluation.results import Result, Run
from retrieval.errors import UsageError

_TEMPLATES = Path(__file__).parent / "templates"
LARGEST = 5_000_000  # bytes of a file
_FULL = 3_000_000  # bytes of questions with the text of their passages; later ones go without
_ROWS = 4_000_000  # bytes of questions at all; the rest is for charts and tables
_KS = (1, 2, 3, 5, 10, 20)
_LONGEST = 4000  # characters of a question, an answer, a quote
_MEANINGS = {
    "error": "It ended in an error.",
    "answered the unanswerable": "The articles do not tell, but it was answered.",
    "retrieval missed": "No gold article was among the passages found.",
    "ranked low": "A gold article was found, but too far down to be used.",
    "refused": "The articles tell and a gold article was found, but it was refused.",
    "answer wrong": "The answer lacks an expected fact.",
    "citation wrong": "The answer holds the facts but does not quote the evidence word for word.",
}
_MARKS = {"cited": "cited", "gold": "gold evidence", "both": "cited gold evidence"}


def write(
    run: Run,
    path: Path,
    *,
    baseline: Run | None = None,
    gate: Verdict | None = None,
    article_text: Callable[[str], str] | None = None,
) -> None:
    """Write a run's report; with a baseline it says what changed, with a gate's verdict that too.

    article_text: the text of an article by its key, for a run kept without that of its passages.
    The file is below 5 MB: of very many questions the worst are shown. Raises OSError.
    """
    written = page(run, baseline=baseline, gate=gate, article_text=article_text)
    path.write_text(written, encoding="utf-8", newline="\n")


def page(
    run: Run,
    *,
    baseline: Run | None = None,
    gate: Verdict | None = None,
    article_text: Callable[[str], str] | None = None,
) -> str:
    """The report's HTML."""
    comparison = _compared(baseline, run)
    before = _comparable(baseline, comparison)
    total = figures(run).total
    every = _shown(total, comparison, gate)
    asked = questions(run.results, before=before, article_text=article_text)
    environment = _environment()
    rows, shown = _rows(environment, asked)
    style, script = (_asset(name) for name in ("report.css", "report.js"))
    return environment.get_template("report.html.jinja").render(
        run=run,
        baseline=baseline,
        began=run.provenance.began[:16].replace("T", " "),
        verdict=headline.verdict(run.results, before),
        gate=gated.gated(gate, total, numbers=_numbers(asked[:shown])) if gate else None,
        warnings=origin.warnings(run, baseline, comparison),
        headline=headline.headline(every),
        all_figures=every,
        charts=_charts(run, before),
        rows=rows,
        left_out=len(asked) - shown,
        outcomes=_counts(one.outcome for one in asked[:shown]),
        tag_counts=_counts(tag for one in asked[:shown] for tag in {*one.result.case.tags}),
        turned_counts=_counts(one.turned for one in asked[:shown] if one.turned),
        provenance=origin.provenance(run, baseline),
        errors=origin.errors(run.results),
        judge=headline.judge(run.results),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _shown(
    total: Mapping[str, Figure], comparison: Comparison | None, gate: Verdict | None
) -> tuple[headline.Shown, ...]:
    """All figures with their change: since a run before, or else since the gate's baseline."""
    shown = headline.shown(total, comparison)
    return gated.changed(shown, gate, total) if gate and not comparison else shown


def _numbers(asked: Iterable[Question]) -> dict[str, int]:
    return {one.result.case.id: one.number for one in asked}


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters["clip"] = lambda text: clipped(text, _LONGEST)
    environment.filters["ms"] = lambda value: number(value, "ms")
    return environment


def _finalize(value: Any) -> Any:
    """What is put into the page: text without control characters; markup of ours as it is."""
    return readable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _rows(environment: jinja2.Environment, asked: Sequence[Question]) -> tuple[Markup, int]:
    """The rows of as many questions as have room, and how many these are."""
    row = environment.get_template("parts.html.jinja").module.question_row  # type: ignore[attr-defined]  # macros
    made: list[str] = []
    size = 0
    for one in asked:
        written = str(row(one, size < _FULL, _MEANINGS, _MARKS))
        size += len(written.encode())
        if size > _ROWS:
            break
        made.append(written)
    return Markup("".join(made)), len(made)  # noqa: S704  # rendered by the template, escaped there


def _compared(baseline: Run | None, run: Run) -> Comparison | None:
    """What changed; None without a baseline, or with one that shares no question."""
    try:
        return compare(baseline, run) if baseline else None
    except UsageError:
        return None


def _comparable(baseline: Run | None, comparison: Comparison | None) -> dict[str, Result]:
    """The baseline's results by case, of the questions that both runs have in the same words."""
    if baseline is None or comparison is None:
        return {}
    left_out = {*comparison.only_before, *comparison.reworded}
    return {one.case.id: one for one in baseline.results if one.case.id not in left_out}


def _charts(run: Run, before: Mapping[str, Result]) -> tuple[charts.Chart, ...]:
    old = tuple(before.values())
    risk, recall = risk_coverage(run.results), recall_curve(run.results, _KS)
    bars = _bars(run.results, before)
    made = [
        charts.risk_coverage(risk, risk_coverage(old)) if risk else None,
        charts.recall(recall, recall_curve(old, _KS)) if recall else None,
        charts.tags(bars) if bars else None,
        charts.latency([one.milliseconds for one in run.results]) if run.results else None,
    ]
    return tuple(one for one in made if one)


def _bars(results: Sequence[Result], before: Mapping[str, Result]) -> list[charts.Bar]:
    """The share of right outcomes of each tag, with Wilson's interval."""
    made = []
    for tag, _ in _counts(tag for one in results for tag in {*one.case.tags}):
        now = [one for one in results if tag in one.case.tags]
        old = [before[one.case.id] for one in now if one.case.id in before]
        right = sum(outcome(one) == RIGHT for one in now)
        low, high = wilson(right, len(now)) or (None, None)
        made.append(
            charts.Bar(
                label=tag,
                value=right / len(now),
                low=low,
                high=high,
                n=len(now),
                before=sum(outcome(one) == RIGHT for one in old) / len(old) if old else None,
            )
        )
    return made


def _counts(names: Iterable[str]) -> list[tuple[str, int]]:
    """Names with how often each comes, the most frequent first."""
    return sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))


def _asset(name: str) -> Markup:
    return Markup((_TEMPLATES / name).read_text("utf-8"))  # noqa: S704  # our own file


def _hash(text: str) -> str:
    """The name by which the page's policy allows a script or a style."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
