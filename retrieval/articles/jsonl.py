"""JSONL: one article a line, read one line at a time."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from retrieval.articles.decode import decode
from retrieval.articles.fields import Fields, read_fields
from retrieval.articles.files import OnError, SourceFile
from retrieval.errors import ArticleError

_LONGEST = 100_000_000  # bytes of one line; beyond it a file is not JSONL
_ONE_LINE = "Write each article as one JSON object on a line of its own."


def read_lines(file: SourceFile, *, on_error: OnError) -> Iterator[tuple[int, Fields]]:
    """Yield (line number, fields) of each good line; broken ones are reported."""
    with Path(file.location).open("rb") as stream:
        for number, raw in _numbered(_as_utf8(stream), file.named, on_error=on_error):
            try:
                fields = _parse(raw, path=file.named, line=number)
            except ArticleError as error:
                on_error(error)
                continue
            if fields is not None:
                yield number, fields


def _as_utf8(stream: BinaryIO) -> BinaryIO:
    """Return the stream after its mark; UTF-16 is recoded, because its line ends are not bytes."""
    start = stream.read(4)
    stream.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-32" if start.startswith(codecs.BOM_UTF32_LE) else "utf-16"
        return io.BytesIO(stream.read().decode(encoding, "replace").encode())
    if start.startswith(codecs.BOM_UTF8):
        stream.seek(len(codecs.BOM_UTF8))
    return stream


def _numbered(stream: BinaryIO, path: str, *, on_error: OnError) -> Iterator[tuple[int, bytes]]:
    number = 0
    while raw := stream.readline(_LONGEST):
        number += 1
        if len(raw) < _LONGEST or raw.endswith(b"\n"):
            yield number, raw
            continue
        on_error(ArticleError("this line is too long.", path=path, line=number, hint=_ONE_LINE))
        while raw and not raw.endswith(b"\n"):
            raw = stream.readline(_LONGEST)


def _parse(raw: bytes, *, path: str, line: int) -> Fields | None:
    """Return the fields of a line, None for a blank one."""
    text = decode(raw, path=path, line=line).strip("\ufeff \t\r\n\x1e")
    if not text:
        return None
    try:
        value = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        reason = f"this is not JSON: {error.msg} at column {error.colno}."
        raise ArticleError(reason, path=path, line=line, hint=_ONE_LINE) from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits; 100,000 brackets
        reason = "this JSON is too deep or has too long a number."
        raise ArticleError(reason, path=path, line=line, hint=_ONE_LINE) from error
    if not isinstance(value, dict):
        raise ArticleError("this is not a JSON object.", path=path, line=line, hint=_ONE_LINE)
    fields = read_fields(value)
    if fields.text is None or not fields.text.strip():
        hint = 'Put the article into a field "text".'
        raise ArticleError("there is no text in this line.", path=path, line=line, hint=hint)
    return fields
