"""Names of files as people give them, made harmless: no path, no control characters, no length."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

_LONGEST = 80  # characters of a stem; with four bytes each a name stays under the 255 of a folder
_LONGEST_SUFFIX = 10
_ODD = re.compile(r"[^\w.\-()+, ]+")


def safe_name(given: str) -> str:
    """The last part of a name, without anything that a folder or a terminal could take amiss."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    path = PurePosixPath(_ODD.sub("_", last).strip(" ."))
    suffix = path.suffix.casefold()
    if len(suffix) > _LONGEST_SUFFIX:
        suffix = ""
    stem = path.name[: len(path.name) - len(suffix)] if suffix else path.name
    stem = stem.strip(" ._~")
    if not stem:
        stem = "article"
    if len(stem.encode()) > 2 * _LONGEST:
        cut = stem.encode()[: 2 * _LONGEST].decode("utf-8", "ignore").strip()
        stem = f"{cut}-{_digest(stem)}"
    return f"{stem}{suffix}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
