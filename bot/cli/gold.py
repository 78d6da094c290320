"""`dateline gold`: gold questions drafted from articles and feedback, reviewed by a person."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import door
from bot.cli.session import Session, begin, tell
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.evaluation.cases import Case
    from bot.evaluation.gold.suggest import Suggesting
    from retrieval.library import Library

Words = Annotated[
    list[str],
    typer.Argument(
        metavar="suggest|from-feedback|review FILE",
        help="Draft from the articles, take questions of Discord, or decide about a file of both.",
    ),
]
Count = Annotated[int, typer.Option(min=1, max=10_000, help="suggest: how many drafts at most.")]
Seed = Annotated[
    int, typer.Option(help="suggest: another number draws other drafts; the same, the same.")
]
Known = Annotated[
    Path | None,
    typer.Option(metavar="GOLD.jsonl", help="suggest: leave out what this file asks already."),
]
Guild = Annotated[
    int | None, typer.Option(metavar="ID", help="from-feedback: of this server only.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.jsonl",
        help="Where candidates go, else standard output; review: what is accepted goes here.",
    ),
]


def gold(
    ctx: typer.Context,
    words: Words,
    count: Count = 20,
    seed: Seed = 0,
    known: Known = None,
    guild: Guild = None,
    out: Out = None,
) -> int:
    """Make gold questions: draft candidates, then accept, edit or drop each.

    suggest drafts from the articles: by rules, or by the language model when one is set; every
    draft quotes its evidence word for word. from-feedback takes what Discord asked and was not
    answered, or not to somebody's liking. review keeps each decision at once and goes on later.

    \b
    Examples:
      dateline gold suggest --count 30 --out candidates.jsonl
      dateline gold from-feedback --out asked.jsonl
      dateline gold review candidates.jsonl --out gold.jsonl
    """
    session = begin(ctx)
    match words:
        case ["suggest"]:
            return _suggest(session, count=count, seed=seed, known=known, out=out)
        case ["from-feedback"]:
            return _from_feedback(session, guild=guild, out=out)
        case ["review", file]:
            return _review(session, Path(file), out=out)
        case ["review"]:
            raise UsageError("Which file?", hint="Write: dateline gold review FILE.jsonl")
        case _:
            raise UsageError(
                f"{' '.join(words)!r} is not understood.",
                hint="Write: dateline gold suggest, from-feedback, or review FILE.jsonl",
            )


def _suggest(
    session: Session, *, count: int, seed: int, known: Path | None, out: Path | None
) -> int:
    from bot.cli.first_use import offer_starter
    from bot.cli.progress import bar
    from bot.cli.screen import Screen
    from bot.evaluation.cases import load
    from bot.evaluation.gold.drafts import Chosen

    _refuse_existing(out)
    chosen = Chosen([case.question for case in load(known)] if known else [])
    screen = Screen(plain=session.plain)
    with session.library() as library:
        offer_starter(session, library)
        try:
            with bar(screen, title="Drafting") as advance:
                asyncio.run(_suggesting(session, library, seed, advance).fill(chosen, count))
        except KeyboardInterrupt:
            if chosen.cases:  # a model may have taken minutes for each
                _write(chosen.cases, out)
            raise
    _write(chosen.cases, out)
    if len(chosen) < count:
        tell(f"{len(chosen)} of {count} drafts: the articles have no more sentences plain enough.")
    return door.OK


def _suggesting(
    session: Session, library: Library, seed: int, advance: Callable[[int, int], None]
) -> Suggesting:
    import prompts
    from bot.evaluation.gold.suggest import Suggesting
    from bot.evaluation.gold.writing import DraftWriter

    language = library.language if library.model is not None else None
    writer = None
    if language is not None:
        writer = DraftWriter(language.writer.model, prompts.load(session.settings.prompts))
    return Suggesting(library, seed, writer, notice=tell, progress=advance)


def _from_feedback(session: Session, *, guild: int | None, out: Path | None) -> int:
    from bot.evaluation.gold import feedback
    from bot.records.community.community import Community
    from bot.records.community.tables import FILE_NAME

    _refuse_existing(out)
    home = session.settings.home
    if not (home / FILE_NAME).is_file():
        raise UsageError(
            f"{home} holds no questions of Discord.", hint="They come with: dateline discord"
        )
    with closing(Community(home)) as community:
        guilds = community.guilds() if guild is None else (guild,)
        found = feedback.cases(community, guilds)
    _write(found, out)
    return door.OK


def _review(session: Session, path: Path, *, out: Path | None) -> int:
    from bot.cli import reviewing
    from bot.cli.screen import Screen
    from bot.evaluation.gold.review import Review

    review = Review(path, out or path.with_suffix(".gold.jsonl"))
    with session.library(create=False) as library:
        reviewing.Reviewing(Screen(plain=session.plain), library, review, reviewing.keys()).run()
    return door.OK


def _refuse_existing(out: Path | None) -> None:
    """Before the work, not after it."""
    if out is not None and out.exists():
        raise UsageError(f"{out} exists.", hint="Candidates replace no file: give another --out.")


def _write(cases: Sequence[Case], out: Path | None) -> None:
    from bot.evaluation.gold.candidates import line, write_new

    if out is None:
        for case in cases:
            typer.echo(line(case), nl=False)
        return
    write_new(out, cases)
    tell(f"{len(cases)} candidates in {out}. Decide about them: dateline gold review {out}")
