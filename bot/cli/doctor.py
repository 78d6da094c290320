"""`dateline doctor`: is the library sound, and what to do when it is not."""

from __future__ import annotations

import platform
from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli import as_json, door
from bot.cli.ask import AsJson
from bot.cli.session import begin


def doctor(
    ctx: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended.")] = False,
    json: AsJson = False,
) -> int:
    """Check the library and repair it. Exit code 1 when something is left to mend.

    A lost or damaged vector store is rebuilt from the catalogue, without embedding anything again.

    \b
    Examples:
      dateline doctor
      dateline doctor --repair
    """
    session = begin(ctx)
    with session.library() as library:
        if repair:
            library.repair()
        findings = library.check()
        counts = library.counts()
    healthy = all(finding.ok for finding in findings)
    data = {
        "healthy": healthy,
        "python": platform.python_version(),
        "settings": session.settings.model_dump(mode="json"),
        "counts": asdict(counts),
        "findings": [
            {"name": one.name, "ok": one.ok, "message": one.message, "hint": one.hint}
            for one in findings
        ],
    }
    if json:
        typer.echo(as_json.dumps(data))
    else:
        _show(data, plain=session.plain)
    return door.OK if healthy else door.FAILED


def _show(data: as_json.Json, *, plain: bool) -> None:
    from bot.cli.screen import Screen, styled

    screen = Screen(plain=plain)
    facts = {"python": data["python"], **data["settings"], **data["counts"]}
    for name, value in facts.items():
        screen.line(styled(f"{name:<12}", "cyan"), "-" if value is None else str(value))
    for one in data["findings"]:
        mark = styled("ok    ", "green") if one["ok"] else styled("broken", "bold red")
        screen.line(mark, f" {one['name']}: {one['message']} {one['hint']}".rstrip())
