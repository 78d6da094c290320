"""What a file or a line holds -> Article: text cleaned, missing metadata found in the text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.articles.bylines import find_authors
from retrieval.articles.fields import Fields
from retrieval.articles.furniture import furniture
from retrieval.articles.keys import Keys, Place
from retrieval.articles.language import language_of
from retrieval.articles.outlets import find_outlet
from retrieval.articles.publication import find_publication
from retrieval.articles.text import normalise
from retrieval.articles.titles import find_title, same_title
from retrieval.articles.wrapping import reflow
from retrieval.errors import ArticleError
from retrieval.types import Article


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as its source states it, before it is understood.

    whole: it is a document of its own, not a line of a JSONL file, which may be a mere passage.
    """

    fields: Fields
    place: Place
    whole: bool


def compose(draft: Draft, keys: Keys) -> Article:
    """Return the article; raise ArticleError where it has no text or comes twice."""
    fields, place = draft.fields, draft.place
    lines = normalise(fields.text or "").split("\n")
    if not any(lines):
        hint = "Leave it out, or give it a text."
        raise ArticleError("there is no text in it.", path=place.named, line=place.line, hint=hint)
    understood = _understand(lines, fields, whole=draft.whole)
    if not understood.text:
        hint = "Leave it out, or give it the text of an article."
        message = "there is no article text in it, only parts of a page."
        raise ArticleError(message, path=place.named, line=place.line, hint=hint)
    return _article(understood, draft, keys)


def _understand(lines: list[str], fields: Fields, *, whole: bool) -> Fields:
    """Find in the text what the fields leave open; take out of it what is no article text."""
    authors, named = _authors(lines, fields, whole=whole)
    dropped = furniture(lines) | named
    published = fields.published
    if published is None:
        published, dated = find_publication(lines, url=fields.url, estimate=whole, skip=dropped)
        dropped |= dated
    kept = _kept(lines, dropped)
    if not any(kept) and not whole:
        kept = lines
    title, at = (fields.title, None) if fields.title else find_title(kept)
    if fields.title and whole:
        at = next((i for i, line in enumerate(kept[:8]) if same_title(line, fields.title)), None)
    text = _join(kept)
    if at is not None and whole:
        text = _join(_kept(kept, {at})) or text
    return Fields(
        id=fields.id,
        title=title,
        text=text,
        outlet=fields.outlet or find_outlet(lines, url=fields.url),
        authors=authors,
        published=published,
        url=fields.url,
        language=language_of(text, stated=fields.language),
    )


def _authors(
    lines: Sequence[str], fields: Fields, *, whole: bool
) -> tuple[tuple[str, ...], set[int]]:
    return (fields.authors, set()) if fields.authors else find_authors(lines, whole=whole)


def _kept(lines: Sequence[str], dropped: set[int]) -> list[str]:
    return [line for index, line in enumerate(lines) if index not in dropped]


def _join(lines: Sequence[str]) -> str:
    """Join the lines that are left: clean already, but with new neighbours."""
    return reflow("\n".join(lines))


def _article(fields: Fields, draft: Draft, keys: Keys) -> Article:
    place, text, title = draft.place, fields.text or "", fields.title or ""
    if fields.id:
        key = keys.for_id(fields.id, place, text=text)
    elif draft.whole:
        key = keys.for_file(place, text=text)
    else:
        key = keys.for_line(place, url=fields.url, title=draft.fields.title, text=text)
    return Article(
        key=key,
        title=title,
        text=text,
        content_hash=_content_hash(fields),
        outlet=fields.outlet,
        authors=fields.authors,
        published=fields.published,
        url=fields.url,
        path=place.location,
        line=place.line,
        language=fields.language,
    )


def _content_hash(fields: Fields) -> str:
    """Return the SHA-256 of text and metadata; key, path and line are no part of it."""
    published = fields.published
    stated = {
        "authors": fields.authors,
        "language": fields.language,
        "outlet": fields.outlet,
        "published": [published.iso, published.precision] if published else None,
        "text": fields.text,
        "title": fields.title,
        "url": fields.url,
    }
    canonical = json.dumps(stated, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
