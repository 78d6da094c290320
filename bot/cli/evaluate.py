"""`dateline eval`: gold questions, and how many were answered rightly."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import as_json, door
from bot.cli.ask import AsJson
from bot.cli.session import Session, begin
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from bot.cli.screen import Screen
    from bot.evaluation.cases import Case
    from bot.evaluation.metrics import Outcome, Rate
    from bot.evaluation.report import Report
    from retrieval.library import Library


def evaluate(
    ctx: typer.Context,
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="The gold questions.")],
    corpus: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Ask over these articles, in a library of their own."),
    ] = None,
    failures: Annotated[bool, typer.Option("--failures", help="List what went wrong.")] = False,
    json: AsJson = False,
) -> int:
    """Ask gold questions and count what was right.

    Shares come with their 95 % interval. Without --corpus the library of --home is asked.

    \b
    Examples:
      dateline eval tests/gold/starter.jsonl --corpus corpus
      dateline eval my-questions.jsonl --failures
    """
    from bot.evaluation.cases import load
    from bot.evaluation.report import as_data, report

    session = begin(ctx)
    cases = load(gold)
    with _library(session, corpus) as library:
        outcomes = asyncio.run(_ask(library, cases, concurrency=session.settings.concurrency))
    result = report(outcomes)
    if json:
        typer.echo(as_json.dumps(as_data(result)))
    else:
        _show(result, plain=session.plain, failures=failures)
    return door.FAILED if any(one.error for one in outcomes) else door.OK


@contextmanager
def _library(session: Session, corpus: Path | None) -> Iterator[Library]:
    """The library of the home, or one of its own for a corpus, gone afterwards."""
    from bot.cli.first_use import offer_starter

    if corpus is None:
        with session.library() as library:
            offer_starter(session, library)
            yield library
        return
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


async def _ask(
    library: Library, cases: tuple[Case, ...], *, concurrency: int
) -> tuple[Outcome, ...]:
    from bot.evaluation.run import Evaluation

    outcomes = []
    async for outcome in Evaluation(library, concurrency=concurrency).outcomes(cases):
        outcomes.append(outcome)
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{len(outcomes)} of {len(cases)}")
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    return tuple(outcomes)


def _show(result: Report, *, plain: bool, failures: bool) -> None:
    from bot.cli.screen import Screen
    from bot.cli.tables import Column, show_table

    screen = Screen(plain=plain)
    from bot.evaluation.report import MEANINGS

    screen.line(f"{len(result.outcomes)} questions, median {result.median_ms:.0f} ms each")
    show_table(
        screen,
        [
            Column("figure"),
            Column("share", right=True),
            Column("95 %", right=True),
            Column("of what", share=1),
        ],
        [
            (rate.name, _percent(rate), _interval(rate), MEANINGS[rate.name])
            for rate in result.total
        ],
    )
    names = ("facts", "citations", "abstentions", "false_refusals")
    show_table(
        screen,
        [Column("tag"), *(Column(name, right=True) for name in names)],
        [
            (tag, *(_fraction(rate) for rate in rates if rate.name in names))
            for tag, rates in result.tags.items()
        ],
    )
    if failures:
        _show_failures(screen, result)


def _show_failures(screen: Screen, result: Report) -> None:
    from bot.cli.clean import one_line
    from bot.cli.screen import styled
    from bot.evaluation.metrics import failed

    for one in result.failures:
        screen.line("")
        screen.line(styled(f"{one.case.id} {failed(one)}: ", "bold"), one_line(one.case.question))
        screen.line("  ", one_line(one.error or one.answer))
        for gold in one.case.evidence:
            screen.line("  gold: ", one_line(f'"{gold.quote}" ({gold.key})'))


def _percent(rate: Rate) -> str:
    return "-" if rate.value is None else f"{rate.value:.3f}"


def _interval(rate: Rate) -> str:
    return "-" if rate.interval is None else f"{rate.interval[0]:.2f}-{rate.interval[1]:.2f}"


def _fraction(rate: Rate) -> str:
    return f"{rate.hits}/{rate.total}" if rate.total else "-"
