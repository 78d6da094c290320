"""How well a text carries the words of a question."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.answer.matching import (
    ALIAS,
    BEST_SYNONYM,
    NEAR_MEANING,
    OTHER_SPELLING,
    SAME_MEANING,
    Term,
    TermClass,
    Text,
    by_term,
    coverage,
    match,
    nearness,
    terms_of,
    token_weights,
)
from retrieval.language.question import read

MATCHES = [
    ("Did eighty boats sink?", "eighty", "There were 80 boats.", 1.0),
    ("Did 80 boats sink?", "80", "There were eighty boats.", 1.0),
    ("Did 7 boats sink?", "7", "There were 8 boats.", 0.0),
    ("What did the Kremlin order?", "Kremlin", "Russia ordered bread.", ALIAS),
    ("What did Moscow order?", "Moscow", "The Russians ordered bread.", ALIAS),
    ("What did Norway order?", "Norway", "Sweden ordered bread.", 0.0),
    ("What did Sergey Markov sell?", "Sergey", "Sergei sold boats.", OTHER_SPELLING),
    ("What did Ida Holm sell?", "Holm", "Hold sold boats.", 0.0),
    ("What did Olav Brant sell?", "Brant", "Bran sold boats.", 0.0),
    ("What did Ida Brandt sell?", "Brandt", "Brekke sold boats.", 0.0),
    ("Who shut the mill?", "shut", "Holm closed it.", SAME_MEANING),
    ("Did they kick the eight envoys out?", "kick", "It expelled them.", SAME_MEANING),
    ("Did they kick the ball?", "kick", "It expelled them.", 0.0),
    ("Why was the race called off?", "called", "It was cancelled.", SAME_MEANING),
    ("Did they kick the envoys out?", "kick", "It banished them.", NEAR_MEANING),
    ("Who shut the mill?", "mill", "Holm painted it.", 0.0),
]


def terms(question: str, context: str = "", **rarity: float) -> dict[str, Term]:
    found = terms_of(read(question, context=context), rarity=rarity)
    return {term.word.text: term for term in found}


@pytest.mark.parametrize(("question", "word", "text", "expected"), MATCHES)
def test_a_word_is_matched_by_what_means_the_same(
    question: str, word: str, text: str, expected: float
) -> None:
    assert match([terms(question)[word]], Text.of(text), None) == [expected]


def test_token_states_find_synonyms_that_no_list_has_but_never_names_or_numbers() -> None:
    asked = terms("Did Birger paint 7 ships?")
    found = match(list(asked.values()), Text.of("Something else."), [0.9, 0.9, 0.9, 0.35])

    assert dict(zip(asked, found, strict=True)) == (
        {"Birger": 0.0, "paint": BEST_SYNONYM, "7": 0.0, "ships": 0.0}
    )


def test_an_acronym_counts_as_the_words_that_its_article_explains() -> None:
    asked = list(terms("What does the Harbour Safety Board do?").values())
    long = {"HSB": "Harbour Safety Board"}

    assert match(asked, Text.of("The HSB met.", acronyms=long), None) == [1.0, 1.0, 1.0]
    assert match(asked, Text.of("The HSB met."), None) == [0.0, 0.0, 0.0]


def test_terms_are_names_numbers_words_or_what_the_question_is_about() -> None:
    asked = terms("Which town of western Norway sold 12 boats in the 2000s?", context="Holm’s mill")

    assert {word: term.kind for word, term in asked.items()} == {
        "town": TermClass.FOCUS,
        "western": TermClass.WORD,
        "Norway": TermClass.NAME,
        "sold": TermClass.WORD,
        "12": TermClass.NUMBER,
        "boats": TermClass.WORD,
        "2000s": TermClass.WORD,
        "Holm’s": TermClass.CONTEXT,
        "mill": TermClass.CONTEXT,
    }


def test_how_many_answers_are_wanted_need_not_be_said() -> None:
    assert terms("Which five ferries sank?")["five"].kind is TermClass.FOCUS
    assert terms("Which two of the ferries sank?")["two"].kind is TermClass.FOCUS
    assert terms("Did three ferries sink?")["three"].kind is TermClass.NUMBER


def test_a_rare_name_weighs_more_than_a_common_word() -> None:
    asked = terms("Did Norway sell 12 boats?", norway=0.5, boat=0.2, sell=0.2)

    weights = {word: round(term.weight, 3) for word, term in asked.items()}
    assert weights == {"Norway": 0.65, "sell": 0.2, "12": 1.5, "boats": 0.2}
    assert [word for word, term in asked.items() if term.unknown] == ["12"]


def test_coverage_is_the_weighted_share_of_what_is_matched() -> None:
    asked = list(terms("Did Norway sail?", norway=0.5, sail=0.35).values())

    assert coverage([1.0, 0.0], asked) == pytest.approx(0.65)
    assert coverage([0.5, 1.0], asked) == pytest.approx(0.675)
    assert coverage([], []) == 0.0


def test_a_token_is_compared_with_the_nearest_of_each_sentence() -> None:
    question = np.eye(2, dtype=np.float32)
    sentence = np.array([[0.6, 0.8], [0.8, 0.6]], dtype=np.float32)
    empty = np.zeros((0, 2), dtype=np.float32)

    near = nearness(question, [sentence, empty, sentence[:1]])

    np.testing.assert_allclose(near, [[0.8, 0.8], [0.0, 0.0], [0.6, 0.8]])
    assert nearness(question[:0], [sentence]).shape == (1, 0)


def test_a_term_is_as_near_as_its_tokens_on_average() -> None:
    question = read("Selma sank")
    asked = terms_of(question, rarity={}, token_spans=[(0, 3), (3, 5), (6, 10)])
    near = np.array([[0.2, 0.6, 0.9]], dtype=np.float32)

    np.testing.assert_allclose(by_term(asked, near), [[0.4, 0.9]], rtol=1e-6)


def test_tokens_of_no_term_count_little() -> None:
    asked = terms_of(read("The Selma"), rarity={"selma": 1.0}, token_spans=[(0, 3), (4, 9)])

    np.testing.assert_allclose(token_weights(asked, 2), [0.1, 1.3])
