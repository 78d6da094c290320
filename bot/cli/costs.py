"""`dateline costs`: what the language model has cost, day by day."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from bot.cli import as_json, door
from bot.cli.ask import AsJson
from bot.cli.session import begin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cli.session import Session
    from retrieval.model.spending import Day

EMPTY = "No model has been asked for this library."


def costs(ctx: typer.Context, json: AsJson = False) -> int:
    """Show what the language model has cost, day by day, the latest first.

    A day ends at midnight here; DATELINE_DAILY_BUDGET bounds what it may cost.

    \b
    Examples:
      dateline costs
      dateline costs --json
    """
    from retrieval.model import prices, spending

    session = begin(ctx)
    home, settings = session.settings.home, session.settings
    table = prices.load(settings.prices)
    days = spending.Ledger(home / spending.FILE_NAME, currency=table.currency).days()
    budget = None if settings.daily_budget is None else float(settings.daily_budget)
    if json:
        data = {"currency": table.currency, "daily_budget": budget}
        typer.echo(as_json.dumps(data | {"days": [asdict(day) for day in days]}))
        return door.OK
    _show(session, days, currency=table.currency, budget=budget)
    return door.OK


def _show(session: Session, days: Sequence[Day], *, currency: str, budget: float | None) -> None:
    from bot.cli.screen import Screen
    from bot.cli.tables import Column, show_table

    screen = Screen(plain=session.plain)
    if not days:
        screen.notice(EMPTY)
        return
    columns = [
        Column("day"),
        Column("calls", right=True),
        Column("prompt tokens", right=True),
        Column("answer tokens", right=True),
        Column(currency, right=True),
    ]
    rows = [
        [
            one.day,
            str(one.calls),
            str(one.prompt_tokens),
            str(one.completion_tokens),
            f"{one.spent:.4f}",
        ]
        for one in days
    ]
    show_table(screen, columns, rows)
    if budget is not None:
        screen.notice(f"A day may cost {budget:g} {currency} (DATELINE_DAILY_BUDGET).")
