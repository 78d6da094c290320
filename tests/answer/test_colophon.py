"""Questions about the articles themselves."""

from __future__ import annotations

import pytest

from retrieval.answer.colophon import Field, asked, find, statement
from retrieval.answer.extract import of_colophon
from retrieval.language.question import read
from tests.answer.pieces import candidates, info
from tests.index.stories import article

FERRY = article(
    "ferry",
    "The ferry ran aground in fog. Nobody was hurt.",
    title="Ferry runs aground off Lunde",
    outlet="Fjord Courier",
    authors=("Signe Aas", "Tom Riis", "Ana Mota"),
    published="2019-03-04",
)
BARE = article("bare", "The lighthouse is white.", title="Notes on the lighthouse of Skarv")

ASKED = {
    'Who wrote the article "Ferry runs aground off Lunde"?': Field.AUTHORS,
    "Who is the author of the report on the ferry?": Field.AUTHORS,
    "By whom was the article on bees written?": Field.AUTHORS,
    "When was the article about the ferry published?": Field.PUBLISHED,
    "What is the publication date of the ferry article?": Field.PUBLISHED,
    "Which newspaper published the story about the ferry?": Field.OUTLET,
    "Where was the report on the ferry published?": Field.OUTLET,
    "Who wrote the letter?": None,
    "When was the ferry built?": None,
    "Who published a map?": None,
}


@pytest.mark.parametrize(("question", "field"), ASKED.items())
def test_a_question_about_an_article_asks_for_one_of_its_fields(
    question: str, field: Field | None
) -> None:
    assert asked(read(question)) is field


def test_an_article_says_who_wrote_it_where_and_when() -> None:
    whole = (
        "“Ferry runs aground off Lunde” — by Signe Aas, Tom Riis and Ana Mota, Fjord Courier, "
        "4 March 2019."
    )

    assert [statement(info(FERRY), field) for field in Field] == [whole, whole, whole]


def test_an_article_tells_only_what_it_has() -> None:
    dated = article("dated", "x", title="Dated", published="2019-03")

    assert [statement(info(BARE), field) for field in Field] == [None, None, None]
    assert statement(info(dated), Field.PUBLISHED) == "“Dated” — March 2019."
    assert statement(info(dated), Field.AUTHORS) is None


def test_the_article_that_is_meant_is_quoted() -> None:
    found = find(read("Who wrote the article about the ferry off Lunde?"), candidates(BARE, FERRY))

    assert found is not None
    assert found.candidate.passage.article.key == "ferry"
    said = of_colophon(found, article_text={"ferry": FERRY.text}.__getitem__)
    assert said is not None
    assert said.statement == statement(info(FERRY), Field.AUTHORS)
    assert [each.evidence.text for each in said.selected] == ["The ferry ran aground in fog."]


def test_a_field_that_the_article_lacks_is_not_made_up() -> None:
    found = find(read("Who wrote the notes on the lighthouse? Name the author of the article."), [])
    meant = find(
        read("Who wrote the article about the lighthouse of Skarv?"), candidates(FERRY, BARE)
    )

    assert found is None
    assert meant is not None
    assert meant.candidate.passage.article.key == "bare"
    assert of_colophon(meant, article_text={BARE.key: BARE.text}.__getitem__) is None


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the article about volcanoes in Peru?",
        "Who wrote the article?",
        "When did the ferry run aground off Lunde?",
    ],
)
def test_a_question_that_means_no_found_article_is_left_alone(question: str) -> None:
    assert find(read(question), candidates(FERRY, BARE)) is None
