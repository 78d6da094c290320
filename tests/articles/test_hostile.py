"""Whatever a file holds: an article or one clear error, in time that grows with the file."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.articles import read
from retrieval.articles.page_apart import PageReader
from retrieval.articles.text import normalise
from retrieval.errors import ArticleError
from retrieval.types import Article
from tests.conftest import ROOT

SAMPLES = (
    *(
        "---\n",
        "title: x\n",
        "By Jane Doe\n",
        "Published 3 May 2022\n",
        "PHOTO/AFP - ",
        "\n\n",
        "{",
        '"',
    ),
    *(
        "© 2022 ",
        "Contents\n",
        "On Monday, May 2nd, ",
        "as of May 3, 2022 ",
        "<p>",
        "</p>",
        "<html>",
        "[a](b)",
    ),
    *(
        "View profile\n",
        "\x00",
        "\ufeff",
        "\xad",
        "\r",
        "Jane DoeJohn Roe\n",
        "A whole sentence ends here. ",
    ),
)
CONTENT = st.lists(st.one_of(st.sampled_from(SAMPLES), st.text(max_size=20)), max_size=40).map(
    "".join
)


def gather(path: Path) -> tuple[list[Article], list[ArticleError]]:
    errors: list[ArticleError] = []
    return list(read([path], on_error=errors.append)), errors


@settings(max_examples=150, deadline=None)
@given(CONTENT, st.sampled_from([".txt", ".md", ".jsonl"]), st.sampled_from(["utf-8", "utf-16"]))
def test_any_content_is_an_article_or_an_error(content: str, suffix: str, encoding: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"file{suffix}")
        path.write_bytes(content.encode(encoding, "replace"))
        articles, errors = gather(path)
    assert articles or errors or (suffix == ".jsonl" and not content.strip("\ufeff\r\n \x00"))
    for article in articles:
        assert article.text.strip()
        assert article.title.strip()
        assert normalise(article.text) == article.text


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([".txt", ".md", ".html", ".jsonl"]))
def test_any_bytes_are_an_article_or_an_error(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"file{suffix}")
        path.write_bytes(data)
        gather(path)


@pytest.mark.parametrize(
    "unit",
    [
        "By " * 30 + "\n",
        "A. B. C. D\n",
        "Jane Doe" * 40 + "\n",
        "On Monday, May 2nd, 2 May 2022 ",
        "1/2/3/4/5/6/7/8/9/2022/10/",
        "© 2022 The " * 20 + "\n",
        "PHOTO/AFP " * 20 + "\n\n",
        "Contents\nOne\n",
        "The views of us do not represent " * 10 + "\n\n",
        "[a](" * 30 + "\n",
        "**a __b *c _d " * 8 + "\n",
        "<!-- <a <b " * 8 + "\n",
        "`a``b" * 20 + "\n",
        "---\n",
        "a quote of some eight words without an end here\n\n",
        "(((((((((( via ( / ",
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_repeated_patterns_take_linear_time(tmp_path: Path, unit: str, suffix: str) -> None:
    path = tmp_path / f"file{suffix}"
    path.write_text(unit * (400_000 // len(unit)), encoding="utf-8")
    started = time.process_time()
    gather(path)
    assert time.process_time() - started < 12  # seconds of CPU; quadratic would take minutes


def test_a_page_cannot_choose_an_encoding_that_takes_minutes(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    page = '<meta charset="punycode"><p>The pier fell into the sea on Monday.</p>-'
    path.write_text(page + "ab" * 20_000, encoding="utf-8")
    [article], _ = gather(path)
    assert article.text.startswith("The pier fell into the sea on Monday.")


BODY = "The pier fell into the sea on Monday, and nobody was hurt, the harbour master said."
PAGE = f"<html><body><article><p>{BODY}</p></article></body></html>"


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    with PageReader(seconds=0.001) as impatient:
        for _ in range(2):
            with pytest.raises(ArticleError, match="too intricate"):
                impatient.read(PAGE.encode(), path="a.html")
    with PageReader() as patient:
        for _ in range(2):
            assert patient.read(PAGE.encode(), path="a.html").text


def test_no_page_is_parsed_in_the_process_that_answers_questions(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    program = (
        "import sys\nfrom retrieval.articles import read\n"
        "print([article.text for article in read(sys.argv[1:], on_error=print)])\n"
        "print({'lxml', 'trafilatura'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
    )
    assert done.stdout == f"[{BODY!r}]\nset()\n", done.stderr
