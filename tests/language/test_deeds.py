"""Who does what: in a question, and whether a sentence agrees."""

from __future__ import annotations

import pytest

from retrieval.language.deeds import ABSENT, AGREES, DIFFERS, UNKNOWN, Deed, agreement, asked

NORWAY = Deed("expel", frozenset({"norway"}))

ASKED = {
    "Did Norway expel the envoys?": NORWAY,
    "Why did Oslo suddenly expel the envoys?": NORWAY,
    "Norway expelled the envoys, right?": NORWAY,
    "Sweden was expelled by Norway, or was it?": NORWAY,
    "Has Berg decided to close the mill?": Deed("close", frozenset({"berg"})),
    "Did Ida Holm close the mill?": Deed("close", frozenset({"ida", "holm", "ida holm"})),
    "Who closed the mill?": None,
    "When was the mill sold?": None,
    "Why did the Norwegian envoys leave?": None,
}
SENTENCES = {
    "Norway expelled three envoys.": AGREES,
    "Norwegian officials ousted the envoys.": AGREES,
    "The envoys were expelled by Norway.": AGREES,
    "The expulsion by Norway came late.": AGREES,
    "Oslo’s expulsion of the envoys came late.": AGREES,
    "Sweden expelled three envoys.": DIFFERS,
    "The envoys were quickly expelled by Sweden.": DIFFERS,
    "The expulsion of the Norwegian by Sweden came late.": DIFFERS,
    "After a visit to Norway, Sweden expelled the envoys.": DIFFERS,
    "Norway complained that Sweden had expelled the envoys.": DIFFERS,
    "The envoys were expelled.": UNKNOWN,
    "The expulsion of envoys is rare.": UNKNOWN,
    "Norway praised the envoys.": ABSENT,
    "": ABSENT,
}


@pytest.mark.parametrize(("question", "deed"), ASKED.items())
def test_a_question_says_who_does_what(question: str, deed: Deed | None) -> None:
    assert asked(question) == deed


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES.items())
def test_a_sentence_lets_the_same_one_do_it_or_another(sentence: str, expected: float) -> None:
    assert agreement(NORWAY, sentence) == expected


def test_the_sentence_part_that_agrees_counts() -> None:
    assert agreement(NORWAY, "Sweden expelled two, and Norway expelled three.") == AGREES
