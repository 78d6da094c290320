"""What speaks for a sentence."""

from __future__ import annotations

import pytest

from retrieval.answer.evidence import CHUNK, HEADING, NEXT, PREVIOUS, Evidence, heading
from retrieval.language.question import read
from tests.answer.pieces import gathered, info, told

MILL = told(
    "The mill of Lunde belonged to Ida Holm. She closed it because the roof leaked. "
    "“The rain ruined the flour”, she wrote. Who would repair it?",
    title="A mill in spring",
    outlet="Fjord Courier",
    authors=("Signe Aas",),
    published="2019-03-04",
)


def sentences(question: str) -> list[Evidence]:
    return gathered(read(question), MILL)[1]


def test_each_sentence_is_weighed_where_it_stands() -> None:
    found = sentences("Who closed the mill?")

    assert [each.text for each in found] == [
        "The mill of Lunde belonged to Ida Holm.",
        "She closed it because the roof leaked.",
        "“The rain ruined the flour”, she wrote.",
        "Who would repair it?",
    ]
    assert all(MILL.text[each.span.start : each.span.end] == each.text for each in found)


def test_what_stands_around_a_sentence_counts_too_but_less() -> None:
    terms, found = gathered(read("Did Holm forget the flour in spring?"), MILL)
    at = {term.word.text: column for column, term in enumerate(terms)}

    assert [each.own[at["Holm"]] for each in found] == [1.0, 0.0, 0.0, 0.0]
    assert [each.matches[at["Holm"]] for each in found] == [1.0, PREVIOUS, CHUNK, CHUNK]
    assert [each.matches[at["flour"]] for each in found] == [CHUNK, NEXT, 1.0, PREVIOUS]
    assert [each.matches[at["spring"]] for each in found] == [HEADING] * 4


def test_the_heading_does_not_tell_what_the_author_did() -> None:
    terms, found = gathered(read("Did Signe Aas close the mill?"), MILL)
    named = [column for column, term in enumerate(terms) if term.word.text == "Aas"]

    assert [each.matches[column] for each in found for column in named] == [0.0] * 4


@pytest.mark.parametrize(
    ("question", "feature", "values"),
    [
        ("Who closed the mill?", "rank", [1.0, 1.0, 1.0, 1.0]),
        ("Who closed the mill?", "first", [1.0, 1.0, 1.0, 1.0]),
        ("Who closed the mill?", "asks", [0.0, 0.0, 0.0, 1.0]),
        ("Who closed the mill?", "direct", [1.0, 0.0, 0.0, 0.0]),
        ("Why did the mill close?", "reason", [0.0, 1.0, 0.0, 0.0]),
        ("Did the mill close?", "reason", [0.5, 0.5, 0.5, 0.5]),
        ("What did Holm say of the mill?", "speaker", [1.0, 0.7, 0.4, 0.0]),
        ("What did Aas say of the mill?", "speaker", [0.3, 0.3, 0.3, 0.3]),
        ("What did Holm say of the mill?", "quote", [0.0, 0.0, 1.0, 0.0]),
        ("Did Ida Holm close the mill?", "agent", [0.0, 0.6, 0.0, 0.0]),
        ("What is the roof of the mill?", "attribute", [0.6, 1.0, 0.85, 0.6]),
        ("Did the mill of Lunde close?", "names", [1.0, 0.85, 0.6, 0.6]),
    ],
)
def test_a_feature_says_one_thing(question: str, feature: str, values: list[float]) -> None:
    found = [each.feature(feature) for each in sentences(question)]

    assert found == pytest.approx(values)


@pytest.mark.parametrize(
    ("sentence", "defines"),
    [
        ("The Selma Rose is a ferry.", 1.0),
        ("Captains love the Selma Rose, a ferry.", 1.0),
        ("The Selma Rose sank.", 0.0),
    ],
)
def test_a_definition_says_what_the_thing_is(sentence: str, defines: float) -> None:
    _, (found,) = gathered(read("What is Selma Rose?"), told(sentence))

    assert found.feature("defines") == defines


def test_passages_found_later_rank_lower() -> None:
    other = told("The mill burned down.", title="Fire")
    _, found = gathered(read("Who closed the mill?"), other, MILL)

    assert [each.feature("rank") for each in found] == [1.0, 0.5, 0.5, 0.5, 0.5]


def test_a_heading_is_title_outlet_authors_and_date() -> None:
    assert heading(info(MILL)) == "A mill in spring Fjord Courier Signe Aas 4 March 2019"
    assert heading(info(told("x", title="Bare"))) == "Bare  "
