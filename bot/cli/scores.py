"""An evaluation in the terminal: the figures, by tag, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.cli.clean import one_line
from bot.cli.screen import Screen, styled
from bot.cli.tables import Column, show_table
from bot.evaluation.agreement import Agreement, agreement
from bot.evaluation.flips import cause
from bot.evaluation.headline import HEADLINE, interval, number
from bot.evaluation.report import errors, failures

if TYPE_CHECKING:
    from bot.evaluation.metrics.figures import Figure, Figures
    from bot.evaluation.results import Result, Run

_BY_TAG = ("facts", "citations", "abstention_recall", "false_refusals")


def show(run: Run, figures: Figures, *, screen: Screen, with_failures: bool) -> None:
    """Print what a run came to."""
    wrong = failures(run)
    asked, failed = len(run.results), errors(run)
    screen.line(f"{_many(asked, 'question')}, {asked - len(wrong)} right, {_many(failed, 'error')}")
    show_table(
        screen,
        [
            Column("figure"),
            Column("value", right=True),
            Column("95 %", right=True),
            Column("n", right=True),
            Column("of what", share=1),
        ],
        [_row(one) for one in map(figures.total.get, HEADLINE) if one is not None and one.n],
    )
    if figures.tags:
        show_table(
            screen,
            [Column("tag"), *(Column(name, right=True) for name in _BY_TAG)],
            [(tag, *(_of(of[name]) for name in _BY_TAG)) for tag, of in figures.tags.items()],
        )
    _show_judge(screen, agreement(run.results))
    if with_failures:
        _show_failures(screen, wrong)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _row(figure: Figure) -> tuple[str, ...]:
    better = "" if figure.higher_is_better else " (lower is better)"
    return (
        figure.name,
        number(figure),
        interval(figure),
        str(figure.n),
        f"{figure.meaning}{better}",
    )


def _of(figure: Figure) -> str:
    return f"{number(figure)} of {figure.n}" if figure.n else "-"


def _show_judge(screen: Screen, judge: Agreement | None) -> None:
    if judge is None:
        return
    share = "-" if judge.share is None else f"{judge.share:.3f}"
    kappa = "-" if judge.kappa is None else f"{judge.kappa:.3f}"
    screen.line(
        f"judge {judge.model or '-'}, prompt {judge.prompt or '-'}: {judge.judged} judged, "
        f"{judge.errors} without a verdict; agrees with the facts in {share} of {judge.both} "
        f"(kappa {kappa})"
    )


def _show_failures(screen: Screen, wrong: Sequence[Result]) -> None:
    for one in wrong:
        screen.line("")
        screen.line(styled(f"{one.case.id} {cause(one)}: ", "bold"), one_line(one.case.question))
        screen.line("  ", one_line(one.error or one.answer))
        for gold in one.case.evidence:
            screen.line("  gold: ", one_line(f'"{gold.quote}" ({gold.key})'))
