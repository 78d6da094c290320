"""What a check has found, for a person and for a program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.cli.as_json import Json
    from retrieval.index.health import Finding

_MARKS = {"ok": ("ok    ", "green"), "warn": ("warn  ", "yellow"), "fail": ("broken", "bold red")}


def as_data(value: Finding) -> Json:
    """The finding as JSON."""
    return {
        "name": value.name,
        "level": value.level.value,
        "message": value.message,
        "hint": value.hint,
    }


def show_findings(findings: Iterable[Finding], *, plain: bool) -> None:
    """One line for each, with what to do about it."""
    from bot.cli.screen import Screen, styled

    screen = Screen(plain=plain)
    for one in findings:
        mark, style = _MARKS[one.level.value]
        line = f" {one.name}: {one.message.rstrip('.')}. {one.hint}"
        screen.line(styled(mark, style), line.rstrip())
