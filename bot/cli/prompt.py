"""Where a chat's lines come from: an editable prompt for a person, plain lines for a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

PROMPT = "> "

ReadLine = Callable[[], str]  # raises EOFError at the end, KeyboardInterrupt at Ctrl-C


def line_reader(*, asked: Sequence[str], commands: Sequence[str]) -> ReadLine:
    """Reads the next line that was typed or piped in.

    asked: the questions that the arrow keys bring back, oldest first. They are kept nowhere else.
    """
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        return _piped
    return _typed(asked, commands=commands)


def _piped() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _typed(asked: Sequence[str], *, commands: Sequence[str]) -> ReadLine:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import InMemoryHistory

    session: PromptSession[str] = PromptSession(
        PROMPT,
        history=InMemoryHistory(asked),
        completer=WordCompleter(list(commands), sentence=True),
        complete_while_typing=False,
    )
    return session.prompt
