"""Follow-ups are made to stand alone; other questions stay untouched."""

from __future__ import annotations

import pytest

from retrieval.answer.standalone import Standalone, standalone
from retrieval.types import ArticleInfo, Citation, Turn

TOLL = (
    "What did Ola Berg say about the toll?",
    "Ola Berg said that the toll was unfair. Ida Holm, the mayor, disagreed.",
)
HOLM = ("What did Ida Holm do after the storm?", "She announced that the ferry would stop.")
BRIDGE = ("Was the bridge closed?", "The bridge was closed in spring.")
BUILT = ("Who built the bridge?", "Ida Holm did [2]. Would you like to know who paid for it?")
BOATS = ("How many boats sank in March 2013?", "Two boats sank off Lunde in March 2013.")
STRETCH = ("How many boats sank between 2010 and 2013?", "Two.")
NORWAY = ("How many ferries does Norway have?", "Two.")
MINISTER = (
    "What did the Greek minister say about the treaty?",
    "The Greek minister said that the Treaty of Lunde was dead.",
)
TOWNS = ("Which towns lost their ferry?", "Lunde, Narvik and Bodin lost their ferry [1].")
SHIPPING = (
    "Who runs Nordsund Shipping?",
    "Karl Nyman has run Nordsund Shipping since 2012. Would you like to know where it is based?",
)
SIGNED = ("Where was the agreement signed?", "The Harbour Agreement was signed in Tallinn in 1998.")
SALE = ("Did Ola Berg sell his boat?", "Yes, he sold it in 2012.")
PACT = (
    "Who signed the pact?",
    "Mayor Eva Lind and President Jon Moe signed it in Oslo on 3 May 1999.",
)
CLOSED = ("Why did Lunde close its harbour?", "In other words, it closed because of ice.")
MILL = ("Who built the mill?", "Karl Nyman built it.", "When?", "In 1874.")


def conversation(*said: str, titles: tuple[str, ...] = ()) -> tuple[Turn, ...]:
    turns = [Turn(("user", "assistant")[i % 2], text) for i, text in enumerate(said)]
    citations = tuple(
        Citation(n=n, article=ArticleInfo(key=f"a{n}", title=title), start=0, end=1, quote="x")
        for n, title in enumerate(titles, start=1)
    )
    return (*turns[:-1], Turn(turns[-1].role, turns[-1].content, citations)) if turns else ()


def read(said: tuple[str, ...], question: str, titles: tuple[str, ...] = ()) -> Standalone:
    return standalone(question, conversation(*said, titles=titles))


@pytest.mark.parametrize(
    ("said", "question", "alone"),
    [
        (HOLM, "when did she announce it?", "when did Ida Holm announce it?"),
        (TOLL, "when did he leave?", "when did Ola Berg leave?"),
        (SIGNED, "Who lives there?", "Who lives in Tallinn?"),
        (BOATS, "Was anyone hurt there?", "Was anyone hurt in Lunde?"),
        (SIGNED, "What was the price of fish then?", "What was the price of fish in 1998?"),
        (MILL, "how old was he then?", "how old was Karl Nyman in 1874?"),
        (BOATS, "were they insured?", "were the boats insured?"),
        (TOWNS, "did they protest?", "did the towns protest?"),
        (PACT, "did they shake hands?", "did Mayor Eva Lind and President Jon Moe shake hands?"),
        (SHIPPING, "what does it earn?", "what does Nordsund Shipping earn?"),
        (SHIPPING, "Where was he born?", "Where was Karl Nyman born?"),
        (SALE, "who bought it?", "who bought Ola Berg's boat?"),
        (
            ("When did the Harbour Board meet?", "In May."),
            "How big is it?",
            "How big is the Harbour Board?",
        ),
        (
            ("Who led the mission?", "Peter Wik.", "Who was his deputy?", "Jon Moe was."),
            "and when did he leave?",
            "when did Jon Moe leave?",
        ),
    ],
)
def test_a_pronoun_becomes_what_it_means(said: tuple[str, ...], question: str, alone: str) -> None:
    assert read(said, question).text == alone


@pytest.mark.parametrize(
    ("said", "question", "alone"),
    [
        (TOLL, "What did the mayor say?", "What did Ida Holm say?"),
        (PACT, "What did the president say?", "What did President Jon Moe say?"),
        (SIGNED, "Who signed the agreement?", "Who signed the Harbour Agreement?"),
        (MINISTER, "What does the treaty say?", "What does the Treaty of Lunde say?"),
        (
            SHIPPING,
            "How many people work for the company?",
            "How many people work for Nordsund Shipping?",
        ),
    ],
)
def test_a_description_becomes_the_name_that_it_means(
    said: tuple[str, ...], question: str, alone: str
) -> None:
    found = read(said, question)

    assert (found.text, bool(found.context)) == (alone, True)


def test_a_person_stays_in_mind_over_several_questions() -> None:
    said = (
        *("Who is Rut Lind?", "Rut Lind is a pilot from Bodin."),
        *("Where did she learn to fly?", "She learnt it in Narvik."),
        *("Was it hard?", "Yes, the winters were long."),
    )

    assert read(said, "when did she leave?").text == "when did Rut Lind leave?"


def test_a_pronoun_never_becomes_somebody_of_the_other_sex() -> None:
    found = read(HOLM, "What was his reason?")

    assert (found.text, found.context) == ("What was his reason?", " ".join(HOLM))


def test_a_pronoun_without_anybody_to_mean_stays() -> None:
    assert read(SIGNED, "when did he leave?").text == "when did he leave?"


@pytest.mark.parametrize(
    ("said", "question", "alone"),
    [
        (BOATS, "what about 2014?", "How many boats sank in 2014?"),
        (BOATS, "and in April?", "How many boats sank in April 2013?"),
        (BOATS, "How many in May?", "How many boats sank in May 2013?"),
        (BOATS, "And in Sweden?", "How many boats sank in March 2013 in Sweden?"),
        (STRETCH, "and in 2014?", "How many boats sank in 2014?"),
        (NORWAY, "What about Sweden?", "How many ferries does Sweden have?"),
        (NORWAY, "and sweden?", "How many ferries does sweden have?"),
        (TOLL, "And her?", "What did Ida Holm say about the toll?"),
        (TOLL, "what about Jon Moe?", "What did Jon Moe say about the toll?"),
        (
            MINISTER,
            "And the Turkish minister?",
            "What did the Turkish minister say about the treaty?",
        ),
        (SALE, "and the house?", "Did Ola Berg sell the house?"),
        (SALE, "and Ida Holm?", "Did Ida Holm sell their boat?"),
    ],
)
def test_the_last_question_is_asked_of_something_else(
    said: tuple[str, ...], question: str, alone: str
) -> None:
    assert read(said, question).text == alone


@pytest.mark.parametrize(
    ("said", "question", "alone"),
    [
        (NORWAY, "No, I meant Sweden", "How many ferries does Sweden have?"),
        (BOATS, "no, in 2014", "How many boats sank in 2014?"),
        (BOATS, "I meant 2015", "How many boats sank in 2015?"),
        (BOATS, "sorry, 2015", "How many boats sank in 2015?"),
        (MINISTER, "No, the Turkish one", "What did the Turkish minister say about the treaty?"),
        (
            MINISTER,
            "not the Greek, the Turkish minister",
            "What did the Turkish minister say about the treaty?",
        ),
        (TOLL, "no, Jon Moe", "What did Jon Moe say about the toll?"),
        (TOLL, "I meant Jon Moe, not Ola Berg", "What did Jon Moe say about the toll?"),
        (TOLL, "No, what did Jon Moe say?", "what did Jon Moe say?"),
    ],
)
def test_a_correction_mends_the_last_question(
    said: tuple[str, ...], question: str, alone: str
) -> None:
    assert read(said, question).text == alone


@pytest.mark.parametrize(
    ("said", "question", "alone"),
    [
        (HOLM, "why?", "Why is it that Ida Holm announced that the ferry would stop?"),
        (SALE, "why?", "Why did Ola Berg sell his boat?"),
        (SALE, "To whom?", "To whom did Ola Berg sell his boat?"),
        (BRIDGE, "by whom?", "By whom was the bridge closed?"),
        (BUILT, "when was that?", "When was it that Ida Holm built the bridge?"),
        (CLOSED, "when was that?", "When did Lunde close its harbour?"),
        (SIGNED, "how so?", "Why is it that the Harbour Agreement was signed in Tallinn in 1998?"),
        (
            BOATS,
            "What happened next?",
            "What happened after two boats sank off Lunde in March 2013?",
        ),
        (BOATS, "and then?", "What happened after two boats sank off Lunde in March 2013?"),
    ],
)
def test_a_question_word_asks_about_what_was_told(
    said: tuple[str, ...], question: str, alone: str
) -> None:
    assert read(said, question).text == alone


@pytest.mark.parametrize(
    ("said", "question", "alone"),
    [
        (PACT, "who else?", "Who else signed the pact?"),
        (TOLL, "and who else?", "What did others say about the toll?"),
        (HOLM, "what else?", "What else did Ida Holm do after the storm?"),
    ],
)
def test_more_answers_are_asked_for(said: tuple[str, ...], question: str, alone: str) -> None:
    found = read(said, question)

    assert found.text == alone
    assert said[1][:20] in found.context


@pytest.mark.parametrize(
    "message",
    [
        "shorter please",
        "in one sentence",
        "summarise that",
        "Can you summarise that?",
        "tell me more",
        "again?",
    ],
)
def test_a_wish_for_another_form_asks_the_last_question_again(message: str) -> None:
    assert read(TOLL, message).text == TOLL[0]


@pytest.mark.parametrize("message", ["yes", "Yes, please!", "sure", "ok", "go ahead"])
def test_a_yes_takes_the_offer(message: str) -> None:
    assert read(BUILT, message).text == "Who paid for the bridge?"


def test_a_yes_without_an_offer_asks_the_last_question_again() -> None:
    assert read(HOLM, "yes").text == HOLM[0]


@pytest.mark.parametrize(
    ("said", "question", "alone"),
    [
        (TOWNS, "the second one", "What about Narvik?"),
        (TOWNS, "tell me about the last one", "What about Bodin?"),
        (TOWNS, "when did the first one lose it?", "when did Lunde lose it?"),
        (TOLL, "the second one", "What about this: Ida Holm, the mayor, disagreed?"),
        (
            ("What was sold?", "- the old ferry\n- two cranes\n- a tug"),
            "the third?",
            "What about a tug?",
        ),
        (TOWNS, "the fifth one", "the fifth one"),
    ],
)
def test_an_item_of_the_reply_can_be_pointed_at(
    said: tuple[str, ...], question: str, alone: str
) -> None:
    assert read(said, question).text == alone


@pytest.mark.parametrize(
    "question",
    ["in which article?", "which source says that?", "Who says so?", "where did you read that?"],
)
def test_the_article_behind_a_reply_can_be_asked_for(question: str) -> None:
    found = read(SIGNED, question, ("Pact sealed in the north",))

    assert (
        found.text == "Which article says that the Harbour Agreement was signed in Tallinn in 1998?"
    )
    assert found.context == f"{SIGNED[0]} Pact sealed in the north"


def test_that_article_is_the_one_that_was_cited() -> None:
    titles = ("Pact sealed in the north", "Tallinn celebrates")

    first = read(SIGNED, "Who wrote that article?", titles)
    second = read(SIGNED, "When was the article published, source 2?", titles)
    assert first.text == "Who wrote the article “Pact sealed in the north”?"
    assert "“Tallinn celebrates”" in second.text
    assert read(SIGNED, "Who wrote that article?").text == "Who wrote that article?"


@pytest.mark.parametrize(
    ("said", "question", "alone"),
    [
        (
            ("When was the ceiling cut in 2019?", "In May."),
            "and before that?",
            "When was the ceiling cut before 2019?",
        ),
        (
            ("What did the port do after the strike?", "It hired cooks."),
            "and before that?",
            "What did the port do before the strike?",
        ),
        (
            ("Who led the port?", "Helga Sund led it from 2012."),
            "and before that?",
            "Who led the port before 2012?",
        ),
        (SHIPPING, "who ran it before that?", "who ran Nordsund Shipping before 2012?"),
    ],
)
def test_before_that_goes_back_in_time(said: tuple[str, ...], question: str, alone: str) -> None:
    assert read(said, question).text == alone


UNTOUCHED = [
    "Who opened the bridge of Lunde?",
    "How many people waited when the ferry left its berth?",
    "Who said that the radar failed?",
    "Is it true that the radar failed?",
    "Did Jon Moe sell his house?",
    "Hello, who opened the bridge of Lunde?",
    "weather in Bergen",
    "Which year did Sweden leave the union?",
    "What did the company Nordlys earn this year?",
    "Were there any storms in Norway?",
]


@pytest.mark.parametrize("question", UNTOUCHED)
@pytest.mark.parametrize("said", [(), HOLM, SHIPPING, PACT])
def test_a_question_that_says_what_it_means_is_untouched(
    question: str, said: tuple[str, ...]
) -> None:
    found = read(said, question)

    assert (found.text, found.context, found.small_talk) == (question, "", False)


@pytest.mark.parametrize("said", [(), BRIDGE, TOLL])
@pytest.mark.parametrize(
    "message",
    [
        "Hello!",
        "thanks a lot",
        "good morning everyone",
        "bye",
        "That's helpful, thank you!",
        "no thanks",
        "I see",
    ],
)
def test_a_greeting_asks_nothing(message: str, said: tuple[str, ...]) -> None:
    found = read(said, message)

    assert (found.text, found.context, found.small_talk) == (message, "", True)


def test_a_greeting_in_between_changes_nothing() -> None:
    said = (*TOLL, "thanks!", "You are welcome.")

    assert read(said, "when did he leave?").text == "when did Ola Berg leave?"


def test_a_yes_without_a_conversation_stays_a_yes() -> None:
    assert standalone("yes", ()).text == "yes"
    assert standalone("why?", conversation("", " ")).text == "why?"


def test_the_words_of_the_conversation_help_to_find() -> None:
    found = read(HOLM, "What did Denmark do in return?")

    assert (found.text, found.context) == ("What did Denmark do in return?", " ".join(HOLM))


@pytest.mark.parametrize("said", [TOLL, BOATS, MINISTER, TOWNS, SHIPPING, PACT])
@pytest.mark.parametrize(
    "question",
    [
        "and what did Tor Aas pay him in June 2011?",
        "What about 17 April and Rut Lind?",
        "no, I meant the 40 boats of Bodin",
        "why did they sell 12 ferries to Denmark?",
        "and the second one, in Harstad?",
    ],
)
def test_no_name_date_or_number_of_the_question_is_lost(
    question: str, said: tuple[str, ...]
) -> None:
    told = [
        word.strip("?,") for word in question.split()[1:] if word[0].isupper() or word[0].isdigit()
    ]

    assert [word for word in told if word not in read(said, question).text and word != "I"] == []


def test_messages_long_ago_are_forgotten() -> None:
    rain = ("Did it rain?", "It rained.") * 10

    assert read(("Who is Rut Lind?", "Nobody.", *rain), "when did she leave?").text == (
        "when did she leave?"
    )


def test_reading_a_long_conversation_does_not_depend_on_its_length() -> None:
    assert read(TOLL * 500, "when did he leave?").text == "when did Ola Berg leave?"


@pytest.mark.parametrize("reply", ["a, b " * 4000, "The mayor of Lunde and " * 900, "- x\n" * 3000])
@pytest.mark.parametrize("question", ["in one " * 280, "no " * 660, "the " + "a " * 900])
def test_messages_made_to_be_hard_to_read_are_read(question: str, reply: str) -> None:
    assert read(("Who built the bridge?", reply), question).text
