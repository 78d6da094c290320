"""`dateline doctor`: is the library sound, and what to do when it is not."""

from __future__ import annotations

import platform
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import as_json, door
from bot.cli.ask import AsJson
from bot.cli.findings import as_data, show_findings
from bot.cli.session import Session, begin
from retrieval.errors import RecordsBusy, RecordsError

if TYPE_CHECKING:
    from retrieval.index.health import Finding

_NAME = "conversations"


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
    with session.library(create=False) as library:
        repaired = library.repair() if repair else []
        findings = library.check()
        counts = asdict(library.counts())
    counts["conversations"], finding = _conversations(session)
    findings.append(finding)
    healthy = all(finding.ok for finding in findings)
    data = {
        "healthy": healthy,
        "python": platform.python_version(),
        "settings": session.settings.model_dump(mode="json"),
        "counts": counts,
        "repaired": repaired,
        "findings": [as_data(one) for one in findings],
    }
    if json:
        typer.echo(as_json.dumps(data))
    else:
        _show(data, plain=session.plain)
        show_findings(findings, plain=session.plain)
    return door.OK if healthy else door.FAILED


def _conversations(session: Session) -> tuple[int, Finding]:
    """How many there are, 0 when they cannot be read, and whether the file is sound."""
    from bot.records.conversations import Conversations
    from retrieval.index.health import Finding, Level

    try:
        count = Conversations(session.settings.home).check()
    except RecordsError as error:
        level = Level.WARN if isinstance(error, RecordsBusy) else Level.FAIL
        finding = Finding(name=_NAME, level=level, message=error.message, hint=error.hint)
        return 0, finding
    message = "1, its file is sound." if count == 1 else f"{count:,}, their file is sound."
    return count, Finding(name=_NAME, level=Level.OK, message=message)


def _show(data: as_json.Json, *, plain: bool) -> None:
    from bot.cli.screen import Screen, styled

    screen = Screen(plain=plain)
    facts = {"python": data["python"], **data["settings"], **data["counts"]}
    for name, value in facts.items():
        screen.line(styled(f"{name:<14}", "cyan"), "-" if value is None else str(value))
    for done in data["repaired"]:
        screen.line(styled("mended ", "green"), done)
