"""What a question asks for."""

from __future__ import annotations

import pytest

from retrieval.language.question import Kind, Seeks, parts, read

KINDS = {
    "Who opened the bridge?": (Kind.WHO, Seeks.PERSON),
    "please tell me who opened the bridge": (Kind.WHO, Seeks.PERSON),
    "Which minister resigned?": (Kind.WHICH, Seeks.PERSON),
    "Where was the bridge opened?": (Kind.WHERE, Seeks.PLACE),
    "Which city hosted the fair?": (Kind.WHERE, Seeks.PLACE),
    "Hello, can you tell me when the mill closed?": (Kind.WHEN, Seeks.DATE),
    "On which date was the mill sold?": (Kind.WHEN, Seeks.DATE),
    "In which year did the ferry sink?": (Kind.WHEN, Seeks.YEAR),
    "How many people drowned?": (Kind.HOW_MANY, Seeks.NUMBER),
    "What percentage of voters stayed away?": (Kind.HOW_MANY, Seeks.NUMBER),
    "How much did the town pay for the mill?": (Kind.HOW_MANY, Seeks.MONEY),
    "How much of the harbour froze?": (Kind.HOW_MANY, Seeks.NUMBER),
    "How long did the strike last?": (Kind.WHEN, Seeks.DURATION),
    "How old is the captain?": (Kind.HOW_MANY, Seeks.AGE),
    "Which address does the museum have?": (Kind.WHICH, Seeks.ADDRESS),
    "What is the name of the new ferry?": (Kind.WHAT, Seeks.NAME),
    "Which newspaper printed it?": (Kind.WHICH, Seeks.NAME),
    "Why did the mill close?": (Kind.WHY, Seeks.REASON),
    "What prompted the strike?": (Kind.WHY, Seeks.REASON),
    "What did the mayor say about the mill?": (Kind.WHAT, Seeks.STATEMENT),
    "Quote what Ida Holm said about the mill": (Kind.QUOTE, Seeks.STATEMENT),
    "Did the mayor close the mill?": (Kind.YES_NO, Seeks.ANYTHING),
    "Is it true that the mill closed?": (Kind.YES_NO, Seeks.ANYTHING),
    "What does HSB stand for?": (Kind.DEFINITION, Seeks.ANYTHING),
    "Who is Ida Holm?": (Kind.DEFINITION, Seeks.ANYTHING),
    "List the ferries of Lunde.": (Kind.LIST, Seeks.ANYTHING),
    "How did the crew escape?": (Kind.HOW, Seeks.ANYTHING),
    "The budget of the harbour board?": (Kind.OTHER, Seeks.ANYTHING),
}


@pytest.mark.parametrize(("text", "expected"), KINDS.items())
def test_a_question_has_a_kind_and_seeks_a_type(text: str, expected: tuple[Kind, Seeks]) -> None:
    question = read(text)

    assert (question.kind, question.seeks) == expected


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("What did the mayor say about the mill?", "the mayor"),
        ("What was Holm's view of the strike?", "Holm"),
        ("According to the mayor, who closed the mill?", "mayor"),
        ("Describe the reaction of the bakers to the strike", "the bakers"),
        ("Who said that the mill was old?", None),
        ("Does it say when the mill closed?", None),
    ],
)
def test_a_question_may_ask_for_somebodys_words(text: str, speaker: str | None) -> None:
    assert read(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("Which two ferries sank?", True),
        ("What are the reasons for the strike?", True),
        ("Compare Holm and Berg", True),
        ("List the ferries of Lunde.", True),
        ("Which ferry sank?", False),
        ("Who opened the bridge?", False),
    ],
)
def test_a_question_may_expect_several_things(text: str, several: bool) -> None:
    assert read(text).several is several


PARTS = {
    "When did the mill open, and who paid for the bridge?": [
        "When did the mill open",
        "who paid for the bridge?",
    ],
    "When did the mill open? Who paid for the bridge?": [
        "When did the mill open?",
        "Who paid for the bridge?",
    ],
    "What are salt and pepper made of?": None,
    "The mill closed. Why?": None,
    "Who left, and why?": None,
    "Did Holm or Berg close the mill?": None,
}


@pytest.mark.parametrize(("text", "expected"), PARTS.items())
def test_a_message_is_divided_where_each_part_asks(text: str, expected: list[str] | None) -> None:
    assert list(parts(text)) == (expected or [text])


def test_four_questions_at_once_are_one() -> None:
    text = (
        "Who ran the mill? Where was the mill built? When did the mill fall? Why did the mill fall?"
    )

    assert parts(text) == (text,)


@pytest.mark.parametrize(
    ("text", "attribute", "identity"),
    [
        ("What is the annual budget of the harbour board?", "budget", None),
        ("Who is the ambassador to Belgium?", None, "ambassador"),
        ("Who's the captain of the Selma?", "captain", "captain"),
        ("What is the name of the new ferry?", None, "ferry"),
        ("What was the purpose of the fair?", None, None),
        ("Who is the author of the article?", "author", None),
        ("Who was Ida Holm's deputy in 2018?", "deputy", None),
        ("Who is the person accused of arson?", None, None),
    ],
)
def test_what_of_a_thing_is_asked_and_whose_name(
    text: str, attribute: str | None, identity: str | None
) -> None:
    question = read(text)

    assert (question.attribute.text if question.attribute else None) == attribute
    assert (question.identity.text if question.identity else None) == identity


def test_a_role_before_a_name_is_named_already() -> None:
    assert read("Who was the mayor Holm of Lunde?").identity is None


def test_words_that_only_ask_are_no_terms() -> None:
    question = read("Could you list the two ferries, and explain when 8 sailors left?")

    assert [word.text for word in question.terms] == ["two", "ferries", "8", "sailors", "left"]


def test_a_question_of_such_words_alone_keeps_them() -> None:
    assert [word.text for word in read("Compare the articles").terms] == ["Compare", "articles"]


def test_what_was_said_before_is_searched_for_without_being_repeated() -> None:
    question = read("When did the mayor leave?", context="The mayor of Lunde left the Lunde mill.")

    assert [word.text for word in question.context] == ["Lunde", "left", "mill"]
    assert question.searched == "When did the mayor leave? Lunde left mill"


def test_a_long_conversation_is_cut() -> None:
    said = " ".join(f"boat{number}" for number in range(40))

    assert [word.text for word in read("Why?", context=said).context] == said.split()[:14]
