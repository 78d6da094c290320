"""Bytes of every encoding become the same text; a binary file is refused by name."""

from __future__ import annotations

import pytest

from retrieval.articles.decode import decode
from retrieval.errors import ArticleError

TEXT = "The café’s owner said “no” – twice – to the naïve offer of €40 from Łódź.\n" * 5
WESTERN = TEXT.replace("Łódź", "Köln")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_or_without_a_mark_is_read(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), path="a.txt") == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1252"])
def test_unmarked_utf16_and_windows_text_are_recognised(encoding: str) -> None:
    assert decode(WESTERN.encode(encoding), path="a.txt") == WESTERN


def test_russian_windows_text_is_detected() -> None:
    text = "Министерство сообщило в понедельник, что мост откроют весной после ремонта. " * 8
    assert decode(text.encode("cp1251"), path="a.txt") == text


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    data = TEXT.encode() + b"\xff" + TEXT.encode()
    assert decode(data, path="a.txt").count("’") == 10


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n" + b"x" * 50, "a PDF document"),
        (b"PK\x03\x04rest", "a zip archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (bytes(range(256)) * 40, "a binary file"),
    ],
)
def test_a_binary_file_named_txt_is_refused_by_name(data: bytes, name: str) -> None:
    with pytest.raises(ArticleError, match=name) as caught:
        decode(data, path="a.txt")
    assert caught.value.hint
