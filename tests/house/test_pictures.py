"""The pictures of the docs: each is shown somewhere, described, and small."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = "".join(page.read_text(encoding="utf-8") for page in sorted(DOCS.glob("*.md")))
PICTURES = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", PAGES)


@pytest.mark.parametrize(("alt", "path"), PICTURES)
def test_every_picture_is_there_and_described(alt: str, path: str) -> None:
    assert len(alt) > 10
    file = DOCS / path
    assert file.stat().st_size <= 150_000
    head = file.read_bytes()[:100]
    assert head.startswith((b"\x89PNG", b"<svg"))


def test_no_picture_is_left_over() -> None:
    shown = {path.removeprefix("pictures/") for _, path in PICTURES}
    assert {one.name for one in (DOCS / "pictures").iterdir()} == shown
