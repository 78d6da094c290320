"""What an HTML page states of itself: meta elements, JSON-LD, time elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from retrieval.articles.characters import clean_line
from retrieval.articles.dates import parse_published
from retrieval.articles.fields import Fields, as_authors, as_url
from retrieval.articles.names import is_name
from retrieval.articles.titles import same_title
from retrieval.types import Published

_TITLE = ("og:title", "twitter:title", "dc.title", "citation_title")
_OUTLET = ("og:site_name", "application-name", "dc.publisher", "citation_journal_title")
_AUTHOR = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "byl",
    "citation_author",
    "sailthru.author",
)
_DATE = (
    *(
        "article:published_time",
        "datepublished",
        "og:published_time",
        "parsely-pub-date",
        "sailthru.date",
    ),
    *(
        "dc.date.issued",
        "dcterms.created",
        "dc.date",
        "publish-date",
        "publishdate",
        "pubdate",
        "date",
    ),
    *("citation_publication_date",),
)
_SCRIPT_TYPE = "application/ld+json"
_MOST_NODES = 5_000  # of JSON-LD
_SUFFIX = re.compile(r"\s+[|–—»·:-]+\s+(?P<site>[^|–—»·]{2,60})$")

_Linked = Mapping[str, Any]


def page_fields(tree: Any, *, guessed: Any, text: str) -> Fields:
    """Return a page's fields. tree: its lxml tree; guessed: what trafilatura concluded, or None."""
    meta = _meta(tree)
    linked = _article(list(_linked_data(tree)))
    url = as_url(_canonical(tree)) or as_url(meta.get("og:url"))
    outlet = _first(meta, _OUTLET) or _line(_name(linked.get("publisher")))
    title = _first(meta, _TITLE) or _line(linked.get("headline")) or _only_heading(tree)
    title = title or _line(getattr(guessed, "title", None)) or _line(tree.findtext(".//title"))
    authors = as_authors(
        [value for name in _AUTHOR if (value := meta.get(name)) and not as_url(value)]
    )
    return Fields(
        title=_without_outlet(title, outlet),
        text=text,
        outlet=outlet,
        authors=authors or as_authors(linked.get("author")) or _guessed_authors(guessed),
        published=_published(tree, meta, linked),
        url=url,
        language=_line(tree.get("lang")),
    )


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.casefold(), content[:2000])
    return found


def _canonical(tree: Any) -> str | None:
    links = (
        link for link in tree.iter("link") if (link.get("rel") or "").casefold() == "canonical"
    )
    return next((link.get("href") for link in links), None)


def _linked_data(tree: Any) -> Iterator[_Linked]:
    """Yield every object of the page's JSON-LD, outermost first."""
    waiting: list[Any] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").casefold() == _SCRIPT_TYPE:
            try:
                waiting.append(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):  # pages are full of broken JSON
                continue
    for node in waiting:
        if isinstance(node, Mapping):
            yield node
            inner = list(node.values())
        else:
            inner = node if isinstance(node, list) else []
        if len(waiting) < _MOST_NODES:
            waiting += [value for value in inner if isinstance(value, Mapping | list)]


def _article(objects: list[_Linked]) -> _Linked:
    """Return the object that describes the article, else nothing."""
    for candidate in objects:
        kinds = candidate.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(
            isinstance(kind, str) and kind.endswith(("Article", "BlogPosting", "Report"))
            for kind in kinds
        ):
            return candidate
    return next((candidate for candidate in objects if "datePublished" in candidate), {})


def _published(tree: Any, meta: Mapping[str, str], linked: _Linked) -> Published | None:
    stated = [meta.get(name) for name in _DATE] + [linked.get("datePublished")]
    times = [time for time in tree.iter("time") if time.get("datetime")]
    marked = [
        time for time in times if time.get("pubdate") is not None or "publish" in _marks(time)
    ]
    stated += [time.get("datetime") for time in marked or (times if len(times) == 1 else [])]
    return next(filter(None, (parse_published(value) for value in stated if value)), None)


def _marks(element: Any) -> str:
    return f"{element.get('itemprop') or ''} {element.get('class') or ''}".casefold()


def _only_heading(tree: Any) -> str | None:
    headings = [heading for heading in tree.iter("h1") if "".join(heading.itertext()).strip()]
    return _line("".join(headings[0].itertext())) if len(headings) == 1 else None


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    """Cut "| The Post" off a title, where the page says that The Post is its site."""
    if (
        title
        and outlet
        and (suffix := _SUFFIX.search(title))
        and same_title(suffix["site"], outlet)
    ):
        return title[: suffix.start()]
    return title


def _guessed_authors(guessed: Any) -> tuple[str, ...]:
    names = as_authors(getattr(guessed, "author", None))
    return names if all(is_name(name) for name in names) else ()


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((_line(meta[name]) for name in names if meta.get(name)), None)


def _name(value: object) -> object:
    value = value[0] if isinstance(value, list) and value else value
    return value.get("name") if isinstance(value, Mapping) else value


def _line(value: object) -> str | None:
    return clean_line(value[:1000]) or None if isinstance(value, str) else None
