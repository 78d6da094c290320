"""`dateline eval`: gold questions, and how many were answered rightly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import as_json, door
from bot.cli.ask import AsJson
from bot.cli.session import Session, begin, tell
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from bot.cli.screen import Screen
    from bot.evaluation.cases import Case
    from bot.evaluation.judge import Judge
    from bot.evaluation.metrics.figures import Figures
    from bot.evaluation.results import Result, Run
    from bot.evaluation.store import RunFile
    from retrieval.library import Library

_TELL_EVERY = 50  # questions, where nobody watches a bar

Gold = Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="The gold questions.")]
LibraryDir = Annotated[
    Path | None, typer.Option("--library", metavar="DIR", help="Ask this library.")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """Where else a run is written."""

    junit: Path | None
    markdown: Path | None
    html: Path | None


def evaluate(
    ctx: typer.Context,
    gold: Gold,
    library: LibraryDir = None,
    corpus: Corpus = None,
    run: RunPath = None,
    tag: Tags = None,
    limit: Limit = None,
    judge: JudgeName = None,
    json: AsJson = False,
    junit: Junit = None,
    markdown: Markdown = None,
    html: Html = None,
    failures: Failures = False,
) -> int:
    """Ask gold questions and count what was right.

    Figures come with their 95 % interval. Without --library and --corpus the library of --home is
    asked. A run that was stopped goes on with the same command, where --run kept it.

    \b
    Examples:
      dateline eval tests/gold/starter.jsonl --corpus corpus
      dateline eval my-questions.jsonl --run today.jsonl --html today.html
      dateline eval my-questions.jsonl --tag follow-up --failures
    """
    from bot.evaluation.cases import load

    session = begin(ctx)
    outputs = Outputs(junit=junit, markdown=markdown, html=html)
    _refuse_unwritable(run, junit, markdown, html)
    cases = _chosen(load(gold), tags=tag or [], limit=limit)
    judges = _judge(session, judge)
    with _library(session, library, corpus) as opened:
        done = _run(session, opened, cases, path=run, judge=judges)
    return _tell_all(session, done, outputs, json=json, with_failures=failures)


def _refuse_unwritable(*paths: Path | None) -> None:
    """Before minutes are spent: a file must be able to stand where it is asked for."""
    for path in paths:
        if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
            raise UsageError(
                f"{path} cannot be written.", hint="Name a file in a folder that exists."
            )


def _chosen(cases: Sequence[Case], *, tags: Sequence[str], limit: int | None) -> tuple[Case, ...]:
    chosen = [one for one in cases if not tags or set(tags) & set(one.tags)]
    if not chosen:
        known = ", ".join(sorted({tag for one in cases for tag in one.tags})) or "none"
        raise UsageError(f"No question has the tag {', '.join(tags)}.", hint=f"There are: {known}.")
    return tuple(chosen[:limit])


def _judge(session: Session, name: str | None) -> Judge | None:
    if name is None:
        return None
    from bot.evaluation.judge import Judge
    from prompts import load

    model = session.front.open_model(session.settings, name)
    prompts = load(session.settings.prompts)
    return Judge(model, prompts, concurrency=session.settings.concurrency)


@contextmanager
def _library(session: Session, folder: Path | None, corpus: Path | None) -> Iterator[Library]:
    """The library of the home or of a folder, or one of its own for a corpus, gone afterwards."""
    if folder is not None and corpus is not None:
        raise UsageError("--library and --corpus exclude each other.", hint="Give one of them.")
    if corpus is not None:
        with _library_of(session, corpus) as library:
            yield library
    elif folder is not None:
        settings = session.settings.model_copy(update={"home": folder.absolute()})
        with replace(session, settings=settings).library(create=False) as library:
            if library.is_empty:
                raise UsageError(f"{folder} holds no article.", hint="Add some: dateline add PATH")
            yield library
    else:
        from bot.cli.first_use import offer_starter

        with session.library() as library:
            offer_starter(session, library)
            yield library


@contextmanager
def _library_of(session: Session, corpus: Path) -> Iterator[Library]:
    if not corpus.exists():
        raise UsageError(f"{corpus} does not exist.", hint="Give a file or folder of articles.")
    from bot.cli.progress import Listener, add_with_progress
    from bot.cli.screen import Screen

    with TemporaryDirectory(prefix="dateline-eval-") as folder:
        settings = session.settings.model_copy(update={"home": Path(folder)})
        with replace(session, settings=settings).library() as library:
            listener = Listener(Screen(plain=session.plain))
            add_with_progress(library, [corpus], title=f"Reading {corpus}", listener=listener)
            yield library


def _run(
    session: Session,
    library: Library,
    cases: Sequence[Case],
    *,
    path: Path | None,
    judge: Judge | None,
) -> Run:
    """Ask what is not kept yet, judge it, and keep both."""
    from bot.cli.screen import Screen
    from bot.evaluation import provenance
    from bot.evaluation.results import Run
    from bot.evaluation.store import RunFile

    settings, screen = session.settings, Screen(plain=session.plain)
    made = provenance.of(library, cases, settings=settings.model_dump(), prompts=settings.prompts)
    if path is None:
        return Run(provenance=made, results=_results(session, library, cases, None, judge, screen))
    with RunFile.open(path, made) as kept:
        if kept.done:
            tell(f"{path}: {len(kept.done)} of {len(cases)} questions are there already.")
        results = _results(session, library, cases, kept, judge, screen)
        return Run(provenance=kept.provenance, results=results)


def _results(
    session: Session,
    library: Library,
    cases: Sequence[Case],
    kept: RunFile | None,
    judge: Judge | None,
    screen: Screen,
) -> tuple[Result, ...]:
    from bot.evaluation.run import Evaluation

    done = kept.done if kept else {}

    async def everything() -> tuple[Result, ...]:
        asking = Evaluation(library, concurrency=session.settings.concurrency)
        with _counted(screen, kept, title="Asking", begun=len(done), total=len(cases)) as keep:
            results = await asking.results(cases, done=done, keep=keep)
        if judge is None:
            return results
        missing = sum(map(judge.is_missing, results))
        with _counted(screen, kept, title="Judging", begun=0, total=missing) as keep:
            return await judge.judged(results, keep=keep)

    return asyncio.run(everything())


@contextmanager
def _counted(
    screen: Screen, kept: RunFile | None, *, title: str, begun: int, total: int
) -> Iterator[Callable[[int, Result], None]]:
    """Keeps each result and shows how many there are."""
    from bot.cli.progress import bar

    with bar(screen, title=title) as advance:
        count = begun
        advance(count, total)

        def keep(place: int, result: Result) -> None:
            nonlocal count
            if kept is not None:
                kept.keep(place, result)
            count += 1
            advance(count, total)
            if not screen.shows_progress and count % _TELL_EVERY == 0:
                screen.notice(f"{count} of {total}")

        yield keep


def _tell_all(
    session: Session, run: Run, outputs: Outputs, *, json: bool, with_failures: bool
) -> int:
    from bot.cli import scores
    from bot.cli.screen import Screen
    from bot.evaluation.metrics.figures import figures
    from bot.evaluation.report import as_data, errors

    counted = figures(run)
    _write(run, counted, outputs)
    if json:
        typer.echo(as_json.dumps(as_data(run, counted)))
    else:
        screen = Screen(plain=session.plain)
        scores.show(run, counted, screen=screen, with_failures=with_failures)
    return door.FAILED if errors(run) else door.OK


def _write(run: Run, counted: Figures, outputs: Outputs) -> None:
    from bot.evaluation import junit, summary

    try:
        if outputs.junit is not None:
            junit.write(run, counted, outputs.junit)
        if outputs.markdown is not None:
            summary.write(run, counted, outputs.markdown)
        if outputs.html is not None:
            from bot.evaluation import html

            html.write(run, outputs.html)
    except OSError as error:
        raise UsageError(
            f"{error.filename} cannot be written: {error.strerror}.", hint="Name another file."
        ) from None
