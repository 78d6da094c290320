"""What a question says of where something is told decides which articles are searched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from retrieval.index.catalogue import Catalogue
from retrieval.search.told import readings
from retrieval.types import Filters
from tests.index.stories import article, open_catalogue, put

ARTICLES = (
    article("pier", "The pier burnt.", outlet="KTN", published="2021-10-18"),
    article(
        "crane", "The crane fell, KTN reported.", outlet="The Tarn Herald", published="2021-11-02"
    ),
    article("choir", "A choir sang.", published="2021-12-24"),
)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with open_catalogue(tmp_path_factory.mktemp("told")) as opened:
        put(opened, *ARTICLES)
        yield opened


def asked(
    catalogue: Catalogue, text: str, filters: Filters | None = None
) -> list[tuple[str, Filters | None]]:
    return [(each.text, within) for each, within in readings(text, "", catalogue, filters)]


def test_an_article_of_an_outlet_is_looked_for_among_its_articles(catalogue: Catalogue) -> None:
    (only,) = asked(catalogue, "Does the KTN article say that the pier burnt in October?")

    assert only == ("Does say that the pier burnt in October?", Filters(outlets=("KTN",)))


def test_an_outlet_that_no_other_quotes_tells_in_its_own_articles(catalogue: Catalogue) -> None:
    (only,) = asked(catalogue, "According to The Tarn Herald, who paid for the pier?")

    assert only == ("who paid for the pier?", Filters(outlets=("The Tarn Herald",)))


def test_the_reader_is_told_the_question_as_it_was_put(catalogue: Catalogue) -> None:
    put_so = "Does the KTN article say that the pier burnt?"
    ((question, _),) = readings(put_so, "", catalogue, None)

    assert question.put == put_so


def test_each_article_of_a_comparison_is_asked_by_itself(catalogue: Catalogue) -> None:
    both = asked(
        catalogue,
        "Does the KTN article blame old lamps, while the Tarn Herald article blames a crane?",
    )

    assert [within and within.outlets for _, within in both] == [("KTN",), ("The Tarn Herald",)]


def test_several_outlets_are_searched_together_for_one_thing(catalogue: Catalogue) -> None:
    (only,) = asked(
        catalogue, "Which harbour lost a pier and a crane, as reported by KTN and The Tarn Herald?"
    )

    assert only == (
        "Which harbour lost a pier and a crane?",
        Filters(outlets=("KTN", "The Tarn Herald")),
    )


@pytest.mark.parametrize(
    "text",
    [
        "According to KTN, who paid for the pier?",  # the Tarn Herald quotes KTN
        "Who owns KTN and The Tarn Herald?",
        "Which Reuters article blames the pier?",
        "Who wrote the KTN article about the pier?",  # its own data tell
        "Who paid for the pier?",
    ],
)
def test_other_questions_are_asked_of_all_articles(catalogue: Catalogue, text: str) -> None:
    assert asked(catalogue, text) == [(text, None)]


@pytest.mark.parametrize(
    ("date", "left"),
    [
        ("published on October 18, 2021", ""),
        ("from 18 October 2021", ""),
        ("published on 2021-10-18T09:30:00+00:00", ""),
        ("published on October 19, 2021", "published on October 19, 2021, "),
    ],
)
def test_the_day_of_the_article_need_not_stand_in_it(
    catalogue: Catalogue, date: str, left: str
) -> None:
    (only,) = asked(catalogue, f"Does the KTN article {date}, blame the lamps of the pier?")

    assert only[0] == f"Does {left}blame the lamps of the pier?".replace(
        "Does blame", "Does, blame"
    )


def test_filters_of_the_reader_come_first(catalogue: Catalogue) -> None:
    chosen = Filters(outlets=("The Tarn Herald",))
    text = "Does the KTN article say that the pier burnt?"

    assert asked(catalogue, text, chosen) == [(text, chosen)]


def test_other_filters_stay(catalogue: Catalogue) -> None:
    (only,) = asked(
        catalogue, "Does the KTN article say that the pier burnt?", Filters(since="2021-01-01")
    )

    assert only[1] == Filters(outlets=("KTN",), since="2021-01-01")


def test_a_question_for_an_article_alone_keeps_its_words(catalogue: Catalogue) -> None:
    (only,) = asked(catalogue, "What does the KTN article say?")

    assert only == ("What does the KTN article say?", Filters(outlets=("KTN",)))
