"""What metadata fields say, whatever they are called: front matter, JSON lines, page metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.articles.characters import clean_line
from retrieval.articles.dates import parse_published
from retrieval.articles.names import is_name
from retrieval.articles.outlets import domain
from retrieval.types import Published

_TITLE = ("title", "headline", "ogtitle")
_TEXT = ("text", "body", "content", "articlebody", "articletext", "fulltext", "maintext", "passage")
_OUTLET = (
    "outlet",
    "source",
    "publisher",
    "publication",
    "sitename",
    "site",
    "sourcename",
    "newspaper",
)
_AUTHORS = ("authors", "author", "byline", "by", "creator", "writer")
_PUBLISHED = (
    *(
        "published",
        "publishedat",
        "date",
        "publicationdate",
        "datepublished",
        "publisheddate",
        "pubdate",
    ),
    *("publishdate", "publishedon", "datetime", "time"),
)
_URL = ("url", "link", "canonicalurl", "permalink", "sourceurl", "webpage", "originalurl")
_LANGUAGE = ("language", "lang")
_ID = ("id", "articleid", "docid", "documentid", "key", "uid", "guid")
_UNKNOWN = frozenset(
    {"", "-", "–", "—", "n/a", "na", "none", "null", "unknown", "undated", "n.d.", "nan"}
)
_AUTHOR_SEPARATOR = re.compile(r"\s*;\s*|\s+(?:and|&|und|et)\s+|\s*\|\s*", re.IGNORECASE)
_URL_FORM = re.compile(r"https?://[^\s<>\"]{3,2000}$", re.IGNORECASE)
_LONGEST = 500  # characters of a title, an outlet, a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Metadata as stated, None or empty where it is not; ``bad_date`` is not understood."""

    id: str | None = None
    title: str | None = None
    text: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None
    url: str | None = None
    language: str | None = None
    bad_date: str | None = None


def read_fields(stated: Mapping[object, object]) -> Fields:
    """Return the fields of a mapping; names are compared without case, hyphens and underscores."""
    values = {re.sub(r"[\s_:-]", "", str(name)).casefold(): value for name, value in stated.items()}
    source = _first(values, _OUTLET)
    url = as_url(_first(values, _URL)) or as_url(source)
    stated_date = _first(values, _PUBLISHED)
    published = parse_published(stated_date)
    return Fields(
        id=_short(_first(values, _ID)),
        title=_short(_first(values, _TITLE)),
        text=_long(_first(values, _TEXT)),
        outlet=domain(url) if url and as_url(source) else _short(source),
        authors=as_authors(_first(values, _AUTHORS)),
        published=published,
        url=url,
        language=_short(_first(values, _LANGUAGE)),
        bad_date=None if published is not None else _short(stated_date),
    )


def as_url(value: object) -> str | None:
    """Return a web address, or None for anything else."""
    if not isinstance(value, str):
        return None
    value = value.strip()
    return value if _URL_FORM.match(value) and value.isprintable() else None


def as_authors(value: object) -> tuple[str, ...]:
    """Return the authors of "Jane Doe and John Roe", of a list, or of ``{"name": ...}`` objects."""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return tuple(dict.fromkeys(name for item in value[:100] for name in as_authors(item)))
    text = _short(value)
    if text is None:
        return ()
    text = re.sub(r"^by\s+", "", text, flags=re.IGNORECASE)
    names = [name for name in _AUTHOR_SEPARATOR.split(text) if name]
    if all(is_name(piece) for name in names for piece in name.split(", ")):
        names = [piece for name in names for piece in name.split(", ")]
    return tuple(dict.fromkeys(name.strip(" ,") for name in names if name.strip(" ,")))


def _first(values: Mapping[str, object], names: Sequence[str]) -> object:
    """Return the first value that states something."""
    for name in names:
        value = values.get(name)
        if isinstance(value, str) and value.strip().casefold() in _UNKNOWN:
            continue
        if value is not None and value != [] and value != {}:
            return value
    return None


def _short(value: object) -> str | None:
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = clean_line(str(value)[: 4 * _LONGEST])[:_LONGEST].strip()
    return None if text.casefold() in _UNKNOWN else text


def _long(value: object) -> str | None:
    """Return a text; a list of strings is taken as paragraphs."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n\n".join(value)
    return value if isinstance(value, str) else None
