"""Two runs side by side, and what the gate says, for a person and as JSON."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import as_json, door
from bot.cli.ask import AsJson
from bot.cli.clean import one_line
from bot.cli.session import begin

if TYPE_CHECKING:
    from rich.text import Text

    from bot.cli.screen import Screen
    from bot.evaluation.compare import Comparison, Difference
    from bot.evaluation.flips import Cause, Flip
    from bot.evaluation.gate import Check, Culprit, Verdict
    from bot.evaluation.results import Cited, Found, Result

    Side = tuple[list[Text], list[Text], list[Text]]

_PASSAGES = 5  # shown of each run
_EXCERPT = 100  # characters of a passage
_CULPRITS = 20  # shown of the questions that did it; the JSON has all
_STYLES = {"broken": "bold red", "fixed": "bold green", "better": "green", "worse": "red"}


def compare(
    ctx: typer.Context,
    before: Annotated[Path, typer.Argument(metavar="A", help="The earlier run.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The later run.")],
    json: AsJson = False,
) -> int:
    """Hold a run against an earlier one: figures, and the questions that turned.

    \b
    Examples:
      dateline eval compare before.jsonl after.jsonl
    """
    from bot.cli.screen import Screen
    from bot.evaluation import comparison_data
    from bot.evaluation.compare import compare as held_against
    from bot.evaluation.store import load

    session = begin(ctx)
    comparison = held_against(load(before), load(after))
    if json:
        typer.echo(as_json.dumps(comparison_data.of_comparison(comparison)))
    else:
        show_comparison(Screen(plain=session.plain), comparison)
    return door.OK


def show_comparison(screen: Screen, comparison: Comparison) -> None:
    """Print what differs: what the runs were made with, their figures, each question turned."""
    from bot.cli.screen import styled
    from bot.evaluation.flips import Turned

    counts = dict.fromkeys(Turned, 0)
    for flip in comparison.flips:
        counts[flip.turned] += 1
    told = ", ".join(f"{count} {turned}" for turned, count in counts.items())
    screen.line(styled(f"{comparison.questions} questions in both runs: {told}", "bold"))
    for line in comparison.made_with:
        screen.line("made with other ", line)
    for line in comparison.warnings:
        screen.line(styled("warning: ", "yellow"), line)
    _show_figures(screen, comparison)
    for flip in comparison.flips:
        _show_flip(screen, flip)


def _show_figures(screen: Screen, comparison: Comparison) -> None:
    from bot.cli.tables import Column, show_table
    from bot.evaluation.headline import HEADLINE

    right = ("before", "after", "change", "95 %", "p", "questions")
    changed = [one for one in comparison.differences if one.turned and one.name in HEADLINE]
    same = sum(not one.turned for one in comparison.differences)
    screen.line("")
    if changed:
        columns = [Column("figure"), *(Column(name, right=True) for name in right), Column("so")]
        show_table(screen, columns, [_figure_row(one) for one in changed])
    else:
        screen.line("No figure differs.")
    screen.notice(
        f"{same} figures are the same. p: paired test, corrected over the figures (Holm);"
        " questions: how many differ. --json has all figures."
    )


def _figure_row(one: Difference) -> tuple[str, ...]:
    digits = 4 if one.unit == "share" else 1
    if one.unit == "cost":
        digits = 6
    between = (
        "-"
        if one.low is None or one.high is None
        else f"{one.low:+.{digits}f} to {one.high:+.{digits}f}"
    )
    return (
        one.name,
        _number(one.before, digits),
        _number(one.after, digits),
        "-" if one.change is None else f"{one.change:+.{digits}f}",
        between,
        "-" if one.adjusted is None else f"{one.adjusted:.4f}",
        str(one.turned),
        one.trend.value,
    )


def _number(value: float | None, digits: int = 4) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _show_flip(screen: Screen, flip: Flip) -> None:
    from bot.cli.screen import styled

    screen.line("")
    screen.line(
        styled(f"{flip.case.id} {flip.turned}: ", _STYLES.get(flip.turned.value, "bold yellow")),
        f"{_said(flip.was)} -> {_said(flip.now)}",
    )
    screen.line(styled(one_line(flip.case.question), "bold"))
    for gold in flip.case.evidence:
        screen.line("gold: ", one_line(f'"{gold.quote}" ({gold.key})'))
    _show_sides(screen, _side(flip.before), _side(flip.after))


def _show_sides(screen: Screen, before: Side, after: Side) -> None:
    """Two columns on a terminal, one line after the other in a pipe."""
    if not screen.is_terminal:
        for word, side in (("before", before), ("after", after)):
            for line in chain.from_iterable(side):
                screen.line(f"{word}: ", line)
        return
    from rich import box
    from rich.console import Group
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=True)
    for word in ("before", "after"):
        table.add_column(word, ratio=1, overflow="fold")
    for old, new in zip(before, after, strict=True):
        table.add_row(Group(*old), Group(*new))
    screen.out.print(table)


def _side(result: Result) -> Side:
    """What came back, what it cites, and the first passages; * marks a gold article."""
    from bot.cli.screen import styled

    gold = {*result.case.gold_articles, *(one.key for one in result.case.evidence)}
    said = one_line(result.error or result.answer)
    reason = f" ({result.reason})" if result.reason else ""
    cited = [
        styled(_quoted(one, mark="*" if one.key in gold else ""), "italic")
        for one in result.citations
    ]
    passages = list(enumerate(result.found, start=1))
    golden = [place for place, one in passages if one.key in gold]
    shown = [pair for pair in passages if pair[0] <= _PASSAGES or pair[0] in golden[:1]]
    found = [
        styled(f"{place}. {one_line(one.key)}{'*' if one.key in gold else ''}: {_passage(one)}")
        for place, one in shown
    ]
    if gold and not golden:
        found.append(styled("no gold article was found", "dim"))
    return [styled(said + reason, "red" if result.error else "bold")], cited, found


def _quoted(one: Cited, *, mark: str) -> str:
    wrong = "" if one.verbatim else " NOT IN THE ARTICLE"
    return one_line(f'[{one.n}] {one.key}{mark}: "{one.quote}"{wrong}')


def _passage(found: Found) -> str:
    from bot.cli.render import excerpt

    if not found.text:
        return f"characters {found.start} to {found.end}"
    return excerpt(found.text, limit=_EXCERPT)


def show_gate(screen: Screen, verdict: Verdict) -> None:
    """Print whether the gate lets the run pass, and who did it when not."""
    from bot.cli.screen import styled
    from bot.cli.tables import Column, show_table

    for note in verdict.notes:
        screen.line(styled("note: ", "yellow"), note)
    if verdict.passed:
        screen.line(
            styled("gate passed: ", "bold green"),
            f"no figure fell by more than its tolerance over {verdict.questions} questions",
        )
        return
    if not verdict.fallen:
        screen.line(styled("gate failed: ", "bold red"), "the run is not complete")
        return
    names = ", ".join(one.name for one in verdict.fallen)
    screen.line(styled("gate failed: ", "bold red"), names)
    columns = [Column("figure")]
    columns += [Column(name, right=True) for name in ("baseline", "now", "change", "tolerance")]
    columns.append(Column("of what", share=1))
    show_table(screen, columns, [_check_row(one) for one in verdict.fallen])
    _show_culprits(screen, verdict.culprits)


def _check_row(one: Check) -> tuple[str, ...]:
    change = None if one.after is None else one.after - one.before
    return (
        one.name,
        _number(one.before),
        _number(one.after),
        "-" if change is None else f"{change:+.4f}",
        "-" if one.tolerance is None else f"{one.tolerance:g}",
        one.meaning,
    )


def _show_culprits(screen: Screen, culprits: tuple[Culprit, ...]) -> None:
    from bot.cli.screen import styled

    screen.line("")
    screen.line(styled(f"{len(culprits)} questions did it:", "bold"))
    for one in culprits[:_CULPRITS]:
        screen.line(
            styled(f"{one.id}: ", "bold"),
            f"{_said(one.was)} -> {_said(one.now)}: {one_line(one.question)}",
        )
    if len(culprits) > _CULPRITS:
        screen.notice(f"{len(culprits) - _CULPRITS} more are in the JSON.")


def _said(cause: Cause | None) -> str:
    return "right" if cause is None else cause.value
