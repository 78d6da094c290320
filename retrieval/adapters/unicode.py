"""Text as a provider's JSON can hold it."""

from __future__ import annotations

import re

_SURROGATES = re.compile("[\ud800-\udfff]")


def as_utf8(text: str) -> str:
    """`text` with lone surrogates replaced; every character keeps its offset."""
    return _SURROGATES.sub("\ufffd", text)
