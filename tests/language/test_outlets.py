"""Outlets that a question names as where something is told."""

from __future__ import annotations

import pytest

from retrieval.language.outlets import divided, mentions, speaks_of_telling, without

KNOWN = ("The Tarn Herald", "Bellwether", "The Age", "Voss Daily - Harbour", "Quay.com", "KTN")


def named(question: str) -> list[str]:
    return [one.outlets[0] for one in mentions(question, KNOWN)]


def bare(question: str) -> str:
    return without(question, mentions(question, KNOWN))


@pytest.mark.parametrize(
    ("question", "outlet", "left"),
    [
        (
            "What does the Tarn Herald article say about the pier?",
            "The Tarn Herald",
            "What does say about the pier?",
        ),
        (
            "Who paid for the pier according to an article in The Tarn Herald?",
            "The Tarn Herald",
            "Who paid for the pier according to?",
        ),
        (
            "Who, as reported by KTN, paid for the pier?",
            "KTN",
            "Who, paid for the pier?",
        ),
        (
            "Does the 'Voss Daily' report name the mayor?",
            "Voss Daily - Harbour",
            "Does name the mayor?",
        ),
        ("Did Bellwether report that the pier burnt?", "Bellwether", "Did the pier burnt?"),
        ("What did ktn write about the crane?", "KTN", "What did about the crane?"),
    ],
)
def test_an_outlet_is_found_where_something_is_told(question: str, outlet: str, left: str) -> None:
    assert speaks_of_telling(question)
    assert named(question) == [outlet]
    assert bare(question) == left


@pytest.mark.parametrize(
    "question",
    [
        "Who owns The Tarn Herald?",
        "At what age did the mayor resign?",
        "How many journalists work for KTN in Hull?",
        "Was the bellwether article of the treaty signed?",
        "What happened in the harbour of Voss?",
    ],
)
def test_what_is_only_spoken_of_is_no_source(question: str) -> None:
    assert named(question) == []


def test_all_of_a_list_are_sources() -> None:
    asked = "Which town built a pier, as reported by Bellwether, KTN, and The Age?"

    assert named(asked) == ["Bellwether", "KTN", "The Age"]
    assert bare(asked) == "Which town built a pier?"


def test_a_comparison_of_two_articles_is_two_questions() -> None:
    asked = "Does the KTN article say that the pier burnt, while Bellwether reports a fallen crane?"
    parts = divided(asked, mentions(asked, KNOWN))

    assert [without(part, found) for part, found in parts] == [
        "Does say that the pier burnt",
        "a fallen crane?",
    ]
    assert [found[0].outlets for _, found in parts] == [("KTN",), ("Bellwether",)]


@pytest.mark.parametrize(
    "asked",
    [
        "Which town is praised by the KTN article and blamed by the Bellwether article?",
        "Did the pier burn, as reported by KTN and Bellwether?",
        "Does the KTN article agree with the Bellwether article?",
    ],
)
def test_a_question_for_one_thing_stays_whole(asked: str) -> None:
    (only,) = divided(asked, mentions(asked, KNOWN))

    assert only[0] == asked


@pytest.mark.parametrize("known", [(), (" - Sport", "7", ".com")])
def test_a_library_without_names_of_outlets_finds_none(known: tuple[str, ...]) -> None:
    assert mentions("What does the KTN article say, as reported by 7?", known) == ()


def test_letters_that_only_look_alike_are_no_outlet() -> None:
    assert mentions("What does the Bellwİther article say?", ("Bellwither",)) == ()


def test_a_question_that_speaks_of_no_telling_needs_no_outlets() -> None:
    assert not speaks_of_telling("Who paid for the pier of Tarn in 2018?")
