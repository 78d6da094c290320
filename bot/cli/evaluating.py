"""An evaluation from the terminal: the library asked, progress shown, the run kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.cli.progress import Listener, add_with_progress, bar
from bot.cli.screen import Screen
from bot.cli.session import Session, tell
from bot.evaluation import provenance
from bot.evaluation.judge import Judge
from bot.evaluation.results import Result, Run
from bot.evaluation.run import Evaluation
from bot.evaluation.store import RunFile
from prompts import load
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from bot.evaluation.cases import Case
    from retrieval.library import Library


def judge(session: Session, name: str) -> Judge:
    """A judge by the name of its model."""
    model = session.front.open_model(session.settings, name)
    prompts = load(session.settings.prompts)
    return Judge(model, prompts, concurrency=session.settings.concurrency)


@contextmanager
def library(session: Session, folder: Path | None, *, corpus: Path | None) -> Iterator[Library]:
    """The library of the home or of a folder, or one of its own for a corpus, gone afterwards.

    UsageError when it holds no article: every figure would be nothing.
    """
    if folder is not None and corpus is not None:
        raise UsageError("--library and --corpus exclude each other.", hint="Give one of them.")
    with _opened(session, folder, corpus) as opened:
        if opened.is_empty:
            where = corpus or folder or session.settings.home
            raise UsageError(f"{where} holds no article.", hint="Add some: dateline add PATH")
        yield opened


@contextmanager
def _opened(session: Session, folder: Path | None, corpus: Path | None) -> Iterator[Library]:
    if corpus is not None:
        with _library_of(session, corpus) as opened:
            yield opened
    elif folder is not None:
        with session.library(create=False, folder=folder.absolute()) as opened:
            yield opened
    else:
        from bot.cli.first_use import offer_starter

        with session.library() as opened:
            offer_starter(session, opened)
            yield opened


@contextmanager
def _library_of(session: Session, corpus: Path) -> Iterator[Library]:
    if not corpus.exists():
        raise UsageError(f"{corpus} does not exist.", hint="Give a file or folder of articles.")
    with of_its_own(session, None) as (opened, _):
        read(session, opened, corpus, title=f"Reading {corpus}")
        yield opened


@contextmanager
def of_its_own(session: Session, folder: Path | None) -> Iterator[tuple[Library, Path]]:
    """A library for this evaluation, and where it is: in a folder kept, or gone afterwards."""
    with ExitStack() as stack:
        if folder is None:
            temporary = TemporaryDirectory(prefix="dateline-eval-")
            folder = Path(stack.enter_context(temporary))
        yield stack.enter_context(session.library(folder=folder.absolute())), folder


def read(session: Session, library: Library, path: Path, *, title: str) -> None:
    """Add articles; how far it is, and what cannot be read, is told."""
    listener = Listener(Screen(plain=session.plain))
    add_with_progress(library, [path], title=title, listener=listener)


def run(
    session: Session,
    library: Library,
    cases: Sequence[Case],
    *,
    path: Path | None,
    judge: Judge | None,
) -> Run:
    """Ask what is not kept yet, judge it, and keep both."""
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
    with bar(screen, title=title) as advance:
        count = begun
        advance(count, total)

        def keep(place: int, result: Result) -> None:
            nonlocal count
            if kept is not None:
                kept.keep(place, result)
            count += 1
            advance(count, total)

        yield keep
