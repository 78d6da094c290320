"""Claims of a post, through the whole engine with the bundled embedder."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.answer.statements import MOST_CLAIMS
from retrieval.library import Library
from retrieval.types import ClaimCheck, Filters, Verdict
from tests import newsroom


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder of this run, the same one for every worker."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def invented(shared: Path) -> Iterator[Library]:
    with newsroom.invented(shared) as library:
        yield library


def check(library: Library, text: str, filters: Filters | None = None) -> tuple[ClaimCheck, ...]:
    return asyncio.run(library.engine.check(text, filters=filters))


POST = (
    "Did you hear? **Norway expelled three Danish trade envoys on 14 June 2018.** "
    "Eighty passengers were brought ashore in three lifeboats. "
    "The lighthouse of Skarv was sold to a hotel in 1999. https://example.org/1"
)


def test_each_claim_of_a_post_is_held_against_the_articles(invented: Library) -> None:
    checks = check(invented, POST)

    assert [each.claim for each in checks] == [
        "Norway expelled three Danish trade envoys on 14 June 2018.",
        "Eighty passengers were brought ashore in three lifeboats.",
        "The lighthouse of Skarv was sold to a hotel in 1999.",
    ]
    assert [each.verdict for each in checks] == [
        Verdict.SUPPORTED,
        Verdict.CONTRADICTED,
        Verdict.NOT_TOLD,
    ]


def test_citations_quote_the_articles_and_are_numbered_through_the_post(invented: Library) -> None:
    citations = [citation for each in check(invented, POST) for citation in each.citations]

    assert [each.n for each in citations] == [1, 2]
    for each in citations:
        assert each.quote == invented.article(each.article.key).text[each.start : each.end] != ""


def test_the_nearest_passages_are_shown_where_the_articles_do_not_tell(invented: Library) -> None:
    *_, last = check(invented, POST)

    assert last.citations == ()
    assert last.passages[0].article.key == "lighthouse"


def test_filters_restrict_what_claims_are_held_against(invented: Library) -> None:
    claim = "Norway expelled three Danish trade envoys on 14 June 2018."

    (only,) = check(invented, claim, Filters(keys=("ferry",)))

    assert only.verdict is Verdict.NOT_TOLD
    assert {passage.article.key for passage in only.passages} <= {"ferry"}


def test_no_more_than_the_first_claims_of_a_long_post_are_checked(invented: Library) -> None:
    post = " ".join(f"The harbour number {n} was closed in June." for n in range(30, 50))

    assert len(check(invented, post)) == MOST_CLAIMS


def test_a_text_without_claims_has_no_checks(invented: Library) -> None:
    assert check(invented, "Hello! Who are you?") == ()


def test_an_empty_library_tells_nothing(tmp_path: Path) -> None:
    with Library.open(tmp_path, embedder=newsroom.embedder()) as library:
        (only,) = check(library, "Norway expelled three Danish trade envoys.")

    assert (only.verdict, only.passages) == (Verdict.NOT_TOLD, ())
