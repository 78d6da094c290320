"""Keys: short, readable, typed on a command line, and the same again at the next run."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from retrieval.errors import ArticleError

Taken = Callable[[str], str | None]

_TYPEABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article was read from: the file as named and located, and its line in JSONL."""

    named: str
    location: str
    line: int | None = None

    def __str__(self) -> str:
        return self.named if self.line is None else f"{self.named}:{self.line}"


@dataclass(slots=True)
class Keys:
    """The keys given out in one run.

    taken: the location of the file that a stored key was read from, or None where the key is free.
    """

    taken: Taken
    _given: dict[str, tuple[Place, str]] = field(default_factory=dict)

    def for_id(self, stated: str, place: Place, *, text: str) -> str:
        """Return the key for an article's own id; raise ArticleError where it came before."""
        key = key_of(stated)
        if key in self._given:
            message = f"the id '{stated}' is already used by {self._given[key][0]}."
            hint = "Give one of the two another id."
            raise ArticleError(message, path=place.named, line=place.line, hint=hint)
        return self._give(key, place, text)

    def for_file(self, place: Place, *, text: str) -> str:
        """Return the slug of the file's name, with a hash of its path where another has that."""
        plain = slug(PurePath(place.location).stem)
        hashed = f"{plain}-{digest(place.location, 6)}"
        if self.taken(hashed) == place.location:  # it once had a namesake: its key stays
            return self._give(hashed, place, text)
        free = plain not in self._given and self.taken(plain) in (None, place.location)
        return self._give(plain if free else hashed, place, text)

    def for_line(self, place: Place, *, url: str | None, title: str | None, text: str) -> str:
        """Return a key from the address, else the title, else the text: never from the line number.

        Raises ArticleError where the same article came before.
        """
        name = title or PurePath(place.location).stem
        key = name_of(url) if url else f"{slug(name, limit=50)}-{digest(title or text, 6)}"
        if key in self._given:
            first, its_text = self._given[key]
            if its_text == digest(text, 16):
                message = f"the same article is already at {first}."
                hint = "Remove one of the two lines."
                raise ArticleError(message, path=place.named, line=place.line, hint=hint)
            key = f"{key}-{digest(text, 6)}"
        return self._give(key, place, text)

    def _give(self, key: str, place: Place, text: str) -> str:
        if key in self._given:
            message = f"the key '{key}' is already used by {self._given[key][0]}."
            hint = "Give this article an id of its own."
            raise ArticleError(message, path=place.named, line=place.line, hint=hint)
        self._given[key] = (place, digest(text, 16))
        return key


def key_of(stated: str) -> str:
    """Return the key of an article that states its id: the id itself where it can be typed."""
    return stated if _TYPEABLE.match(stated) else f"{slug(stated, limit=50)}-{digest(stated, 6)}"


def slug(text: str, *, limit: int = _LONGEST) -> str:
    """Return lowercase ASCII letters, digits, - and _; ``article`` where none remain."""
    plain = unicodedata.normalize("NFKD", text[:1000]).encode("ascii", "ignore").decode().casefold()
    words = re.sub(r"[^a-z0-9_]+", "-", plain.replace("'", "")).strip("-_")
    if len(words) > limit:
        words = words[: limit + 1].rsplit("-", 1)[0][:limit].strip("-_")
    return words or "article"


def digest(text: str, length: int) -> str:
    """Return the first hexadecimal digits of a text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:length]


def name_of(url: str) -> str:
    """Return a name for the page at an address: a few of its words, and a hash."""
    return f"{slug(_page_name(url), limit=50)}-{digest(url, 6)}"


def _page_name(url: str) -> str:
    """Return the last part of an address that has a word in it, else the host."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a broken IPv6 address
        return "page"
    pieces = [
        re.sub(r"\.(?:html?|php|aspx?)$", "", unquote(piece)) for piece in parts.path.split("/")
    ]
    worded = [piece for piece in pieces if len(re.findall(r"[^\W\d_]", piece)) >= 4]
    return worded[-1] if worded else (parts.hostname or "page").removeprefix("www.")
