"""The one door: every error leaves the command line here, as one line and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from retrieval.errors import DatelineError, UsageError

Value = TypeVar("Value")

OK, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130


@dataclass(frozen=True, slots=True)
class Failure:
    """An error that must not stop the others: its one line."""

    line: str


def run(program: Callable[[], Any], *, debug: bool) -> int:
    """Run the program; whatever it raises becomes one line on standard error and an exit code."""
    _speak_utf8()
    try:
        code = program()
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        return _reader_is_gone()
    except SystemExit as leaving:
        code = leaving.code
    except Exception as error:  # noqa: BLE001  # the door: no traceback unless asked for
        if debug:
            traceback.print_exc()
        say(describe(error))
        return exit_code(error)
    if code == INTERRUPTED:
        say("Interrupted.", prefix="")
    return code if isinstance(code, int) else OK


async def outcome(work: Awaitable[Value], *, debug: bool) -> Value | Failure:
    """The value, or what went wrong: one question of many must not stop the others."""
    try:
        return await work
    except Exception as error:  # noqa: BLE001  # the same door, for one item of many
        if debug:
            traceback.print_exc()
        return Failure(describe(error))


def describe(error: Exception) -> str:
    """One line for any error."""
    from typer import Abort

    if isinstance(error, DatelineError):
        line = str(error)
    elif _is_typers(error):
        line = _usage_line(error)
    elif isinstance(error, Abort):
        line = "Stopped."
    else:
        text = f"{type(error).__name__}: {error}".rstrip(": ")
        line = f"unexpected: {text} (run again with --debug to see where)"
    return " ".join(line.split())


def exit_code(error: Exception) -> int:
    """2 when the request itself was wrong, 1 for every other failure."""
    if isinstance(error, UsageError):
        return MISUSED
    return int(getattr(error, "exit_code", FAILED)) if _is_typers(error) else FAILED


def say(line: str, *, prefix: str = "error: ") -> None:
    """Print one line on standard error, stripped of what a terminal would obey."""
    from bot.cli.clean import clean

    print(prefix + clean(line), file=sys.stderr, flush=True)  # noqa: T201  # the place that prints errors


def _is_typers(error: Exception) -> bool:
    """Whether typer found the command line itself wrong."""
    from typer import TyperException

    return isinstance(error, TyperException)


def _usage_line(error: Any) -> str:
    message = error.format_message().rstrip(".")
    if "?" in message or "See:" in message or "dateline ask" in message:
        return str(message)
    context = getattr(error, "ctx", None)
    return f"{message}. See: {context.command_path if context else 'dateline'} --help"


def _reader_is_gone() -> int:
    """Leave quietly when the reader of a pipe has left, as `head` does."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())  # the interpreter flushes once more on its way out
    return FAILED


def _speak_utf8() -> None:
    """Articles hold any character; a terminal in another encoding shows escapes, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
