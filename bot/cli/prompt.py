"""Where a chat's lines come from: an editable prompt for a person, plain lines for a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

HISTORY = "chat-history"
PROMPT = "> "

ReadLine = Callable[[], str]  # raises EOFError at the end, KeyboardInterrupt at Ctrl-C


def line_reader(home: Path, *, commands: Sequence[str]) -> ReadLine:
    """Reads the next line that was typed or piped in."""
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        return _piped
    return _typed(home / HISTORY, commands=commands)


def _piped() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _typed(history: Path, *, commands: Sequence[str]) -> ReadLine:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory, History, InMemoryHistory

    remembered: History = FileHistory(str(history)) if _private(history) else InMemoryHistory()
    completer = WordCompleter(list(commands), sentence=True)
    session: PromptSession[str] = PromptSession(
        PROMPT, history=remembered, completer=completer, complete_while_typing=False
    )
    return session.prompt


def _private(path: Path) -> bool:
    """Make sure that only its owner reads the file; whether it can be written at all."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
        path.chmod(0o600)
    except OSError:
        return False
    return True
