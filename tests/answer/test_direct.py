"""The words of a sentence that answer a question."""

from __future__ import annotations

import pytest

from retrieval.answer.direct import names_it, nearest, spans, surnames
from retrieval.language.question import read
from retrieval.language.words import words

SPANS = [
    ("When did the mill close?", "It closed on 3 May 1997.", ["3 May 1997"]),
    ("When did the mill close in 1997?", "The mill closed in 1997.", []),
    ("In which year did it close?", "It closed on 3 May, in 1997.", ["1997"]),
    ("How many boats sank?", "Eight sailors drowned and 3 boats sank.", ["3"]),
    ("How many boats sank?", "Eight sailors drowned.", []),
    ("How many people left?", "Eight officials left on 3 boats.", ["Eight"]),
    ("What percentage stayed?", "About 40 per cent stayed.", ["40 per cent"]),
    ("How much did the mill cost?", "In 1997 the mill cost $3 million.", ["$3 million"]),
    ("How long did it last?", "It lasted three weeks.", ["three weeks"]),
    ("How old is she?", "She is a 41-year-old baker.", ["41-year-old"]),
    ("Which address has it?", "It stands at 14 Harbour Street.", ["14 Harbour Street"]),
    (
        "Who opened the bridge?",
        "The mayor Ida Holm and a minister opened it in Oslo.",
        ["Ida Holm", "a minister"],
    ),
    ("Where did Holm go?", "Holm went to Oslo with Norwegian sailors.", ["Oslo"]),
    ("Which country did Holm visit?", "Holm went to Lunde and Sweden.", ["Sweden"]),
    ("Which city did Holm visit?", "Holm went to Oslo in Norway.", ["Oslo"]),
    (
        "Which newspaper was closed?",
        "In Norway the Lunde Courier and “Evening Tide” were closed.",
        ["Lunde Courier", "Evening Tide", "“Evening Tide”"],
    ),
    ("What happened?", "Ida Holm left Oslo in 1997.", []),
]


@pytest.mark.parametrize(("question", "sentence", "found"), SPANS)
def test_words_of_the_type_asked_for_are_found(
    question: str, sentence: str, found: list[str]
) -> None:
    assert [sentence[span.start : span.end] for span in spans(read(question), sentence)] == found


def test_a_surname_is_a_person_where_the_passage_names_the_person_in_full() -> None:
    passage = "Mayor Ida Holm met Ola Berg at the Harbour Board. Then Holm left."
    sentence = "Then Holm left."
    known = surnames(passage)

    assert known == {"Holm", "Berg"}
    assert spans(read("Who left?"), sentence) == []
    (span,) = spans(read("Who left?"), sentence, surnames=known)
    assert sentence[span.start : span.end] == "Holm"


@pytest.mark.parametrize(
    ("question", "sentence", "named"),
    [
        ("Who is the ambassador to Belgium?", "The ambassador to Belgium, Rut Lind, left.", True),
        ("Who is the ambassador to Belgium?", "The ambassador to Belgium left.", False),
        ("Who is the ambassador to Belgium?", "Rut Lind left Belgium.", False),
        (
            "Who is the ambassador to Belgium?",
            "Rut Lind lived in the old town for years before the ambassador to Belgium left.",
            False,
        ),
        ("What is the name of the new ferry?", "The new ferry Selma Rose left.", True),
        ("What is the name of the new ferry?", "The new ferry of Norway left.", False),
        ("Who left?", "Nobody left.", True),
    ],
)
def test_a_name_must_stand_beside_what_it_names(question: str, sentence: str, named: bool) -> None:
    assert names_it(read(question), sentence) is named


def test_the_words_nearest_to_the_question_are_taken() -> None:
    question = read("When did Holm close the school?")
    sentence = "Holm closed the mill on 3 May 1997 and the school in June 2001."
    school = [word for word in words(sentence) if word.lower == "school"]
    dates = spans(question, sentence)

    found = nearest(sentence, dates, school)

    assert found is not None
    assert (sentence[found[0].start : found[0].end], found[1]) == ("June 2001", 2)
    assert nearest(sentence, [], school) is None
    assert nearest(sentence, dates, []) is None
