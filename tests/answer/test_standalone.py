"""Follow-ups are made to stand alone; other questions stay untouched."""

from __future__ import annotations

import pytest

from retrieval.answer.standalone import standalone
from retrieval.types import Turn

HOLM = ("What did Ida Holm do after the storm?", "She announced that the ferry would stop.")
BRIDGE = ("Was the bridge closed?", "The bridge was closed in spring.")
BOATS = ("How many boats sank in 2013?", "Two.")
STRETCH = ("How many boats sank between 2010 and 2013?", "Two.")
NORWAY = ("How many ferries does Norway have?", "Two.")
OFFER = ("Who built the bridge?", "Ida Holm did [2]. Would you like to know who paid for it?")

FOLLOW_UPS = [
    (HOLM, "when did she announce it?", "when did Ida Holm announce it?"),
    (HOLM, "What was his reason?", "What was Ida Holm's reason?"),
    (HOLM, "why?", "why She announced that the ferry would stop?"),
    (BRIDGE, "by whom?", "by whom The bridge was closed in spring?"),
    (("When was the ceiling cut in 2019?", "In May."), "and before that?", None),
    (("What did the port do after the strike?", "It hired cooks."), "and before that?", None),
    (("Who led the port?", "Helga Sund led it from 2012."), "and before that?", None),
    (OFFER, "yes", "who paid for it?"),
    (OFFER, "Yes, please!", "who paid for it?"),
    (HOLM, "yes", HOLM[0]),
    (BOATS, "what about 2014?", "How many boats sank in 2014?"),
    (STRETCH, "and in 2014?", "How many boats sank in 2014?"),
    (NORWAY, "What about Sweden?", "How many ferries does Sweden have?"),
    (NORWAY, "No, I meant Sweden", "How many ferries does Sweden have?"),
    (BOATS, "no, in 2014", "How many boats sank in 2014?"),
    (("When did the Harbour Board meet?", "In May."), "How big is it?", None),
    (
        ("Who built the mill?", "Karl Nyman built it.", "When?", "In 1874."),
        "how old was he then?",
        "how old was Karl Nyman then?",
    ),
]
EXPECTED = {
    "When was the ceiling cut in 2019?": "When was the ceiling cut before 2019?",
    "What did the port do after the strike?": "What did the port do before the strike?",
    "Who led the port?": "Who led the port before 2012?",
    "When did the Harbour Board meet?": "How big is the Harbour Board?",
}
UNTOUCHED = [
    "Who opened the bridge of Lunde?",
    "How many people waited when the ferry left its berth?",
    "Who said that the radar failed?",
    "Is it true that the radar failed?",
    "Did Ola Berg sell his boat?",
    "Hello, who opened the bridge of Lunde?",
]


def conversation(*said: str) -> tuple[Turn, ...]:
    return tuple(Turn(("user", "assistant")[i % 2], text) for i, text in enumerate(said))


@pytest.mark.parametrize(("said", "question", "alone"), FOLLOW_UPS)
def test_a_follow_up_gets_what_it_leans_on(
    said: tuple[str, ...], question: str, alone: str | None
) -> None:
    assert standalone(question, conversation(*said)).text == (alone or EXPECTED[said[0]])


@pytest.mark.parametrize("question", UNTOUCHED)
@pytest.mark.parametrize("said", [(), HOLM])
def test_a_question_that_says_what_it_means_is_untouched(
    question: str, said: tuple[str, ...]
) -> None:
    found = standalone(question, conversation(*said))

    assert (found.text, found.context, found.small_talk) == (question, "", False)


@pytest.mark.parametrize("said", [(), BRIDGE])
@pytest.mark.parametrize("message", ["Hello!", "thanks a lot", "good morning everyone", "bye"])
def test_a_greeting_asks_nothing(message: str, said: tuple[str, ...]) -> None:
    found = standalone(message, conversation(*said))

    assert (found.text, found.context, found.small_talk) == (message, "", True)


def test_a_yes_without_a_conversation_stays_a_yes() -> None:
    assert standalone("yes", ()).text == "yes"
    assert standalone("why?", conversation("", " ")).text == "why?"


def test_the_words_of_the_conversation_help_to_find() -> None:
    found = standalone("What did Denmark do in return?", conversation(*HOLM))

    assert found.text == "What did Denmark do in return?"
    assert found.context == " ".join(HOLM)


def test_only_the_latest_messages_count() -> None:
    long_ago = ("Who is Rut Lind?", "Nobody.", "What rained?", "It rained.", "And then?", "Snow.")

    assert standalone("when did she leave?", conversation(*long_ago)).text == (
        "when did she leave?"
    )
