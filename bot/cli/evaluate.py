"""`dateline eval`: gold questions, and how many were answered rightly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import as_json, door
from bot.cli.ask import AsJson
from bot.cli.session import Session, begin, tell
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from bot.evaluation.baseline import Baseline
    from bot.evaluation.gate import Verdict
    from bot.evaluation.metrics.figures import Figures
    from bot.evaluation.results import Run

_NAMED = 10  # questions whose evidence was not found

Gold = Annotated[Path | None, typer.Argument(metavar="GOLD.jsonl", help="The gold questions.")]
DatasetName = Annotated[
    str | None,
    typer.Option("--dataset", metavar="NAME", help="Ask a public set instead, over its articles."),
]
Data = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where the set of --dataset is, or all sets.")
]
LibraryDir = Annotated[
    Path | None,
    typer.Option(
        "--library", metavar="DIR", help="Ask this library; with --dataset: keep its articles here."
    ),
]
Corpus = Annotated[
    Path | None,
    typer.Option(metavar="PATH", help="Ask over these articles, in a library of their own."),
]
RunPath = Annotated[
    Path | None,
    typer.Option("--run", metavar="FILE", help="Keep the run here; go on with it where it is."),
]
Tags = Annotated[
    list[str] | None, typer.Option("--tag", metavar="TAG", help="Only with this tag; repeatable.")
]
Limit = Annotated[int | None, typer.Option(metavar="N", min=1, help="Only the first N questions.")]
JudgeName = Annotated[
    str | None,
    typer.Option("--judge", metavar="MODEL", help="Let a language model judge the answers, too."),
]
Gate = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Fail when a figure fell below this baseline."),
]
Junit = Annotated[Path | None, typer.Option(metavar="FILE", help="Write JUnit XML.")]
Markdown = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write a summary for a pull request.")
]
Html = Annotated[Path | None, typer.Option(metavar="FILE", help="Write a report as one page.")]
Failures = Annotated[bool, typer.Option("--failures", help="List what went wrong.")]


Before = Annotated[
    Path | None,
    typer.Option(metavar="RUN", help="An earlier run that the page of --html compares with."),
]
WriteBaseline = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write a baseline for --gate.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked, where, and by what it is measured."""

    gold: Path | None
    dataset: str | None
    data: Path | None
    library: Path | None
    corpus: Path | None
    run: Path | None
    tags: Sequence[str]
    limit: int | None
    judge: str | None
    gate: Path | None
    before: Path | None


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where a run is written, and how it is shown."""

    json: bool
    failures: bool
    junit: Path | None
    markdown: Path | None
    html: Path | None
    baseline: Path | None


def evaluate(
    ctx: typer.Context,
    gold: Gold = None,
    dataset: DatasetName = None,
    data: Data = None,
    library: LibraryDir = None,
    corpus: Corpus = None,
    run: RunPath = None,
    tag: Tags = None,
    limit: Limit = None,
    judge: JudgeName = None,
    gate: Gate = None,
    write_baseline: WriteBaseline = None,
    json: AsJson = False,
    junit: Junit = None,
    markdown: Markdown = None,
    html: Html = None,
    before: Before = None,
    failures: Failures = False,
) -> int:
    """Ask gold questions and count what was right; docs/evaluation.md has it all.

    Without --library and --corpus the library of --home is asked. A run that was stopped goes on
    with the same command, where --run kept it. Exit code 1: an error, or the gate failed.

    \b
    Examples:
      dateline eval tests/gold/starter.jsonl --corpus corpus
      dateline eval gold.jsonl --run today.jsonl --html today.html
      dateline eval --dataset squad2 --data ../shared/data --limit 100 --library squad2
    """
    asked = Asked(
        gold=gold, dataset=dataset, data=data, library=library, corpus=corpus, run=run,
        tags=tag or (), limit=limit, judge=judge, gate=gate, before=before,
    )  # fmt: skip  # one line a field would be too many
    written = Outputs(json, failures, junit, markdown, html, write_baseline)
    return _evaluate(begin(ctx), asked, written)


def _evaluate(session: Session, asked: Asked, outputs: Outputs) -> int:
    """Everything that can be refused is refused before minutes are spent."""
    from bot.cli import evaluating, questions
    from bot.evaluation import baseline, store

    _refuse_unwritable(asked.run, outputs.junit, outputs.markdown, outputs.html, outputs.baseline)
    dataset = questions.dataset(asked.gold, asked.dataset, data=asked.data, corpus=asked.corpus)
    cases = questions.cases(asked.gold, dataset, tags=asked.tags, limit=asked.limit)
    held = baseline.read(asked.gate) if asked.gate else None
    if outputs.baseline is not None and outputs.baseline.exists():
        baseline.read(outputs.baseline)  # only one of ours is written over
    before = store.load(asked.before) if asked.before else None
    judge = evaluating.judge(session, asked.judge) if asked.judge else None
    opened = (
        evaluating.library(session, asked.library, corpus=asked.corpus)
        if dataset is None
        else questions.library(session, asked.library, dataset)
    )
    with opened as library:
        run = evaluating.run(session, library, cases, path=asked.run, judge=judge)
    return _tell_all(session, run, outputs, held=held, before=before)


def _refuse_unwritable(*paths: Path | None) -> None:
    """Before minutes are spent: a file must be able to stand where it is asked for."""
    for path in paths:
        if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
            raise UsageError(
                f"{path} cannot be written.", hint="Name a file in a folder that exists."
            )


def _tell_all(
    session: Session, run: Run, outputs: Outputs, *, held: Baseline | None, before: Run | None
) -> int:
    from bot.evaluation import gate
    from bot.evaluation.metrics.figures import figures
    from bot.evaluation.report import errors

    verdict = gate.check(run, held) if held is not None else None
    counted = figures(run)
    _tell_of_evidence(run)
    _write(run, counted, outputs, verdict=verdict, before=before)
    _show(session, run, counted, outputs, verdict=verdict)
    passed = verdict is None or verdict.passed
    return door.OK if passed and not errors(run) else door.FAILED


def _tell_of_evidence(run: Run) -> None:
    """A slip in a gold file would only make a figure count fewer questions."""
    unplaced = [
        one.case.id
        for one in run.results
        if not one.error and any(evidence.start is None for evidence in one.case.evidence)
    ]
    if unplaced:
        named = ", ".join(unplaced[:_NAMED]) + (", …" if len(unplaced) > _NAMED else "")
        tell(f"Evidence of {len(unplaced)} questions is not in its article as worded: {named}.")


def _show(
    session: Session, run: Run, counted: Figures, outputs: Outputs, *, verdict: Verdict | None
) -> None:
    if outputs.json:
        from bot.evaluation.report import as_data

        typer.echo(as_json.dumps(as_data(run, counted, verdict=verdict)))
        return
    from bot.cli import scores
    from bot.cli.compare import show_gate
    from bot.cli.screen import Screen

    screen = Screen(plain=session.plain)
    scores.show(run, counted, screen=screen, with_failures=outputs.failures)
    if verdict is not None:
        show_gate(screen, verdict)


def _write(
    run: Run,
    counted: Figures,
    outputs: Outputs,
    *,
    verdict: Verdict | None,
    before: Run | None,
) -> None:
    from bot.evaluation import baseline, junit, summary

    if outputs.baseline is not None:
        baseline.write(outputs.baseline, run)
    try:
        if outputs.junit is not None:
            junit.write(run, counted, outputs.junit)
        if outputs.markdown is not None:
            summary.write(run, counted, outputs.markdown, verdict=verdict)
        if outputs.html is not None:
            from bot.evaluation.html import page

            page.write(run, outputs.html, baseline=before, gate=verdict)
    except OSError as error:
        raise UsageError(
            f"{error.filename} cannot be written: {error.strerror}.", hint="Name another file."
        ) from None
