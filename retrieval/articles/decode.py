"""Bytes of a text file -> str, whatever wrote them; a binary file is refused by name."""

from __future__ import annotations

import codecs
import re

from retrieval.errors import ArticleError

_MARKS = (  # UTF-32 first: its mark starts with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive (or a Word, Excel or EPUB document)"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\x7fELF", "a program"),
)
_CONVERT = "Convert it to .txt, .md, .html or .jsonl."
_SAMPLE = 65_536  # enough to judge an encoding; a detector over 50 MB takes minutes
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CP1252_LETTERS = rb"[\x8a\x8c\x8e\x9a\x9c\x9e\x9f\xc0-\xd6\xd8-\xf6\xf8-\xff]"
_NOT_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]|[A-Za-z][\xa1-\xbf][A-Za-z]")


def decode(data: bytes, *, path: str, line: int | None = None) -> str:
    """Return the text of ``data``; raise ArticleError where it is no text at all."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (
                data[len(mark) :].decode("utf-8", "replace")
                if encoding == "utf-8"
                else (data.decode(encoding, "replace"))
            )
    wide = _unmarked_utf16(data[:_SAMPLE])
    if wide:
        return data.decode(wide, "replace")
    _refuse_binary(data, path=path, line=line)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(data)


def _unmarked_utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark shows as a NUL in every other byte of Latin text."""
    pairs = len(sample) // 2
    if pairs < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.7 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return None


def _refuse_binary(data: bytes, *, path: str, line: int | None) -> None:
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise ArticleError(f"this is {name}, not text.", path=path, line=line, hint=_CONVERT)
    sample = data[:_SAMPLE]
    if b"\x00" in sample or len(_CONTROLS.findall(sample)) > 0.02 * len(sample):
        raise ArticleError("this is a binary file, not text.", path=path, line=line, hint=_CONVERT)


def _decode_legacy(data: bytes) -> str:
    """Decode what is not UTF-8: a few broken bytes in UTF-8, Windows-1252, or a detected one."""
    repaired = data.decode("utf-8", "replace")
    broken = repaired.count("\ufffd")
    if broken * 10 <= sum(not char.isascii() for char in repaired[: 20 * _SAMPLE]):
        return repaired
    sample = data[:_SAMPLE]
    if not re.search(rb"[\x80-\xff]", sample):  # the first odd byte comes late in a long file
        start = max(0, broken and len(repaired[: repaired.index("\ufffd")].encode()) - _SAMPLE // 2)
        sample = data[start : start + _SAMPLE]
    return data.decode("cp1252" if _is_cp1252(sample) else _detected(sample), "replace")


def _is_cp1252(sample: bytes) -> bool:
    letters = len(re.findall(_CP1252_LETTERS, sample))
    return letters <= 0.2 * len(sample) and _NOT_CP1252.search(sample) is None


def _detected(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"
