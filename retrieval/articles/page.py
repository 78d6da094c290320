"""HTML pages -> the article in them: its text, found by trafilatura, and what the page states."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from typing import Any

from retrieval.articles.decode import decode
from retrieval.articles.fields import Fields
from retrieval.articles.page_metadata import page_fields
from retrieval.errors import ArticleError

_LARGEST = 20_000_000  # bytes; the tree of a larger page needs more than a gigabyte
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE
)
_DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,200}\?>")
_NOT_HTML = "this page has no article text."
_HINT = "Save the article itself as .txt, or leave the page out."


def read_page(data: bytes, *, path: str) -> Fields:
    """Return the fields of an HTML page, its text in paragraphs. Nothing is fetched."""
    if len(data) > _LARGEST:
        message = f"this page is larger than {_LARGEST // 1_000_000} MB."
        raise ArticleError(message, path=path, hint="Save its text as .txt.")
    from trafilatura import bare_extraction, baseline, load_html

    # It logs each page without text to stderr; the error raised here says it once.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    source = _decode_page(data, path=path)
    tree = load_html(source)
    if tree is None:
        raise ArticleError(_NOT_HTML, path=path, hint=_HINT)
    found: Any = bare_extraction(
        source, include_comments=False, include_tables=True, with_metadata=True
    )
    text = "" if found is None else "\n\n".join(_paragraphs(found.body))
    if not text.strip():
        text = "\n\n".join(_paragraphs(baseline(load_html(source))[0]))
    if not text.strip():
        raise ArticleError(_NOT_HTML, path=path, hint=_HINT)
    return page_fields(tree, guessed=found, text=text)


def _decode_page(data: bytes, *, path: str) -> str:
    """Decode as the page declares, if it does and that works."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return _DECLARATION.sub("", data.decode(_as_browsers(declared[1].decode("ascii"))))
        except (LookupError, ValueError):  # an unknown or a wrong declaration
            pass
    return _DECLARATION.sub("", decode(data, path=path))


def _as_browsers(charset: str) -> str:
    """Browsers read Latin-1 as Windows-1252, and pages are written for browsers."""
    if codecs.lookup(charset).name == "punycode":  # of host names; a page of 10 MB takes minutes
        raise LookupError(charset)
    return (
        "cp1252"
        if charset.casefold() in {"iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"}
        else charset
    )


def _paragraphs(body: Any) -> Iterator[str]:
    """Yield the blocks of an extracted body, an lxml element: paragraphs, lists, tables."""
    loose = _flat(body.text or "")
    for element in body:
        if element.tag in ("list", "table"):
            rows = _rows(element) if element.tag == "table" else _items(element)
            yield from filter(None, [loose, "\n".join(rows)])
        elif element.tag in ("p", "head", "quote", "code", "div", "fw"):
            yield from filter(None, [loose])
            yield from _block(element)
        else:  # inline: text between blocks
            loose = _flat(f"{loose} {''.join(element.itertext())} {element.tail or ''}")
            continue
        loose = _flat(element.tail or "")
    yield from filter(None, [loose])


def _block(element: Any) -> Iterator[str]:
    if any(child.tag in ("p", "list", "quote", "table", "head") for child in element):
        yield from _paragraphs(element)
        return
    pieces = [element.text or ""]
    for child in element:
        pieces += ["\n" if child.tag == "lb" else "".join(child.itertext()), child.tail or ""]
    lines = (
        [_flat(line) for line in "".join(pieces).split("\n")]
        if _has_breaks(element)
        else [_flat("".join(pieces))]
    )
    yield from filter(None, ["\n".join(line for line in lines if line)])


def _has_breaks(element: Any) -> bool:
    return any(child.tag == "lb" for child in element)


def _items(element: Any) -> list[str]:
    items = (_flat("".join(item.itertext())) for item in element.iter("item"))
    return [f"- {item}" for item in items if item]


def _rows(element: Any) -> list[str]:
    rows = (
        [_flat("".join(cell.itertext())) for cell in row.iter("cell")]
        for row in element.iter("row")
    )
    return ["| " + " | ".join(row) + " |" for row in rows if any(row)]


def _flat(text: str) -> str:
    return " ".join(text.split())
