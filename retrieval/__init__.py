"""Articles in, cited answers out: `from retrieval import Library`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.engine import Engine
    from retrieval.library import Library

__all__ = ["Engine", "Library"]


def __getattr__(name: str) -> object:
    """Load a part at its first use: importing the error classes must stay cheap."""
    if name == "Library":
        from retrieval.library import Library

        return Library
    if name == "Engine":
        from retrieval.engine import Engine

        return Engine
    raise AttributeError(name)
