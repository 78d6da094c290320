"""Names that Discord wants plain and short."""

from __future__ import annotations

from bot.discord.render.escape import plain

THREAD = 100
LABEL = 80  # of a button
CHOICE = 100  # of a select or an autocompletion, its value and its description too


def thread_name(question: str) -> str:
    """The question as the name of its thread; never empty."""
    return plain(question, THREAD) or "Dateline"


def choice(text: str) -> str:
    """A title as something to choose; never empty."""
    return plain(text, CHOICE) or "…"
