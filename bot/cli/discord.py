"""`dateline discord`: the bot, until it is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import as_json, door
from bot.cli.ask import AsJson
from bot.cli.findings import as_data, show_findings
from bot.cli.session import begin

if TYPE_CHECKING:
    from bot.discord.check import Report


def discord(
    ctx: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="Only check what the bot needs, and print its invite.")
    ] = False,
    json: AsJson = False,
) -> int:
    """Answer questions in Discord, until Ctrl-C or SIGTERM.

    The bot's token is read from DISCORD_TOKEN, in the environment or in .env; the README tells
    how to get one. --check looks at token, intents, permissions, commands and library, changes
    nothing, and prints the link that invites the bot; --json prints the same as JSON.

    \b
    Examples:
      dateline discord --check
      dateline discord
    """
    session = begin(ctx)
    if not check:
        session.front.run_discord(session.settings)
        return door.OK
    report = session.front.check_discord(session.settings)
    if json:
        typer.echo(as_json.dumps(_data(report)))
    else:
        show_findings(report.findings, plain=session.plain)
        if report.invite is not None:
            typer.echo(f"Invite the bot: {report.invite}")
    return door.OK if all(one.ok for one in report.findings) else door.FAILED


def _data(report: Report) -> as_json.Json:
    return {
        "healthy": all(one.ok for one in report.findings),
        "findings": [as_data(one) for one in report.findings],
        "invite": report.invite,
    }
