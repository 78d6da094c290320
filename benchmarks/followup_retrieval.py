"""MTRAG: whether the judged passages are found for the last turn of a conversation."""

from __future__ import annotations

from pathlib import Path


def report(folder: Path, *, library: Path, half: str) -> str:
    """The figures of retrieval."""
    raise NotImplementedError
