"""Text as it is stored: every offset in Dateline counts characters of what is made here."""

from __future__ import annotations

import unicodedata

from retrieval.articles.characters import clean
from retrieval.articles.wrapping import reflow


def normalise(text: str) -> str:
    """Return plain paragraphs separated by a blank line; normalising twice changes nothing."""
    return unicodedata.normalize("NFC", reflow(clean(text)))
