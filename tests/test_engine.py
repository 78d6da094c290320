"""Whole questions through the engine, with the bundled embedder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.answer.asked import LONGEST_QUESTION
from retrieval.answer.compose import NEAREST, SHOWN
from retrieval.library import Library
from retrieval.types import (
    Abstention,
    AbstentionReason,
    Answer,
    Done,
    Event,
    Filters,
    Found,
    Reply,
    Searching,
    SentenceVerified,
    Turn,
)
from tests import newsroom
from tests.newsroom import answered, ask, refused

NOT_MENTIONED = AbstentionReason.NOT_MENTIONED
NOT_STATED = AbstentionReason.NOT_STATED


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder of this run, the same one for every worker."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def invented(shared: Path) -> Iterator[Library]:
    with newsroom.invented(shared) as library:
        yield library


@pytest.fixture(scope="session")
def starter(shared: Path) -> Iterator[Library]:
    with newsroom.starter(shared) as library:
        yield library


# what is answered

ANSWERED = [
    ("How many passengers were brought ashore?", "ferry", "Eighty passengers were brought ashore"),
    ("Were 80 passengers brought ashore?", "ferry", "Eighty passengers were brought"),
    ("How much did the repair of the hull cost?", "ferry", "cost $4 million"),
    ("Who called the fog the worst in a generation?", "ferry", "Its chairman, Olav Brekke"),
    ("Who is the director of the port of Lunde?", "strike", "Helga Sund, the director"),
    ("When did Norway kick the three Danish envoys out?", "envoys", "on 14 June 2018"),
    ("Why did Russian tanks roll into Orlevka?", "tanks", "because a bridge"),
    ("What did the Kremlin ban in Orlevka?", "tanks", "the cheese"),
    ("When was the lighthouse of Skarv built?", "lighthouse", "in 1874"),
    ("Who was the engineer of the lighthouse?", "lighthouse", "Karl Nyman"),
]


@pytest.mark.parametrize(("question", "key", "quote"), ANSWERED)
def test_a_question_is_answered_with_a_quote(
    invented: Library, question: str, key: str, quote: str
) -> None:
    reply = answered(invented, question)

    first = reply.citations[0]
    assert first.article.key == key
    assert quote in first.quote


@pytest.mark.parametrize("question", [question for question, _, _ in ANSWERED])
def test_citations_are_numbered_in_order_and_quote_the_article(
    invented: Library, question: str
) -> None:
    reply = answered(invented, question)

    used = [n for sentence in reply.sentences for n in sentence.citations]
    assert list(dict.fromkeys(used)) == [each.n for each in reply.citations]
    assert [each.n for each in reply.citations] == list(range(1, len(reply.citations) + 1))
    for each in reply.citations:
        text = invented.article(each.article.key).text
        assert each.quote == text[each.start : each.end] != ""
    assert all(sentence.support == 1.0 for sentence in reply.sentences)
    assert 0 < len(reply.passages) <= SHOWN


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many passengers were brought ashore?", "Eighty."),
        ("How much did the repair of the hull cost?", "$4 million."),
        ("When was the lighthouse of Skarv built?", "1874."),
        ("Who is the director of the port of Lunde?", "Helga Sund."),
    ],
)
def test_a_clear_answer_is_said_first_by_itself(
    invented: Library, question: str, words: str
) -> None:
    assert answered(invented, question).sentences[0].text == words


def test_a_pronoun_in_a_quote_is_explained(invented: Library) -> None:
    reply = answered(invented, "What did the captain of the ferry say about the radar?")

    said = "She [Captain Ida Holm] said that the radar had failed shortly before the accident."
    assert said in [sentence.text for sentence in reply.sentences]
    assert "[1]" in reply.text


# what is refused, beside questions that are answered above

REFUSED = [
    ("How many passengers were brought ashore in 2021?", NOT_MENTIONED, ("2021",)),
    ("Why did Georgian tanks roll into Orlevka?", NOT_MENTIONED, ("Georgian",)),
    ("When did Sweden kick the three Danish envoys out?", NOT_MENTIONED, ("Sweden",)),
    ("What did Birger Falk say about the radar?", NOT_MENTIONED, ("Birger", "Falk")),
    ("Who is the ambassador to Belgium?", NOT_STATED, ()),
    ("How old is Captain Ida Holm?", NOT_STATED, ()),
]


@pytest.mark.parametrize(("question", "reason", "missing"), REFUSED)
def test_what_the_articles_do_not_tell_is_refused(
    invented: Library, question: str, reason: AbstentionReason, missing: tuple[str, ...]
) -> None:
    reply = refused(invented, question)

    assert (reply.reason, reply.missing) == (reason, missing)
    assert all(f"“{word}”" in reply.message for word in missing)
    assert 0 < len(reply.passages) <= NEAREST


def test_a_false_premise_is_not_confirmed(starter: Library) -> None:
    reply = refused(starter, "Why did China close its mission to NATO in 2021?")

    assert "China" in reply.missing
    assert reply.reason in {NOT_MENTIONED, AbstentionReason.PREMISE_NOT_SUPPORTED}


@pytest.mark.parametrize(
    ("asked", "quote", "wrong"),
    [
        (
            "What did Peskov say about tango?",
            "it takes two to tango",
            "What did Zelensky say about tango?",
        ),
        (
            "Who opened the NATO Information Office in Moscow?",
            "Lord Robertson",
            "Who opened the NATO Information Office in Lima?",
        ),
        (
            "Which security editor reported the cut?",
            "Deborah Haynes",
            "Which security editor reported the cut in 2003?",
        ),
    ],
)
def test_a_starter_article_answers_what_it_says_and_no_more(
    starter: Library, asked: str, quote: str, wrong: str
) -> None:
    assert any(quote in each.quote for each in answered(starter, asked).citations)
    assert isinstance(ask(starter, wrong), Abstention)


# the articles about themselves


def test_an_article_tells_who_wrote_it(invented: Library) -> None:
    question = 'Who wrote the article "Why the crane drivers of Lunde stopped work"?'
    reply = answered(invented, question)

    assert reply.sentences[0].text == (
        "“Why the crane drivers of Lunde stopped work” — by Tom Riis and Ana Mota, "
        "Harbour Weekly, May 2020."
    )
    assert reply.citations[0].article.key == "strike"


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the article about the lighthouse of Skarv?",
        'When was the article "Notes on the lighthouse of Skarv" published?',
        'Who wrote the article "Three envoys sent home"?',
    ],
)
def test_an_article_without_the_field_asked_for_does_not_tell(
    invented: Library, question: str
) -> None:
    assert refused(invented, question).reason is NOT_STATED


# messages of every shape


@pytest.mark.parametrize(
    ("message", "reason", "says"),
    [
        ("", AbstentionReason.EMPTY_QUESTION, "Ask a question"),
        (" \n", AbstentionReason.EMPTY_QUESTION, "Ask a question"),
        ("Hello!", AbstentionReason.SMALL_TALK, "At your service"),
        ("Who?", AbstentionReason.NOTHING_FOUND, "do not tell"),
    ],
)
def test_what_asks_nothing_is_not_searched_for(
    invented: Library, message: str, reason: AbstentionReason, says: str
) -> None:
    reply = refused(invented, message)

    assert (reply.reason, reply.passages, reply.question) == (reason, (), message)
    assert says in reply.message


def test_an_empty_library_says_how_to_fill_it(tmp_path: Path) -> None:
    with Library.open(tmp_path / "empty") as library:
        reply = refused(library, "Who left?")

    assert reply.reason is AbstentionReason.EMPTY_LIBRARY
    assert "dateline add" in reply.message


def test_a_question_that_is_too_long_is_cut_off_and_the_reply_says_so(invented: Library) -> None:
    question = "Who was the engineer of the lighthouse?"
    reply = answered(invented, question + " " * LONGEST_QUESTION + "Or was it built in Peru?")

    assert reply.notices == (f"The question was cut off after {LONGEST_QUESTION} characters.",)
    assert reply.standalone_question == question
    assert "Karl Nyman" in reply.text
    exact = answered(invented, question.ljust(LONGEST_QUESTION))
    assert exact.notices == ()


def test_both_parts_of_a_question_are_answered(invented: Library) -> None:
    reply = answered(
        invented,
        "When was the lighthouse of Skarv built, and how much did the repair of the hull cost?",
    )

    assert {"1874.", "$4 million."} <= {sentence.text for sentence in reply.sentences}
    assert {each.article.key for each in reply.citations} == {"lighthouse", "ferry"}
    assert reply.notices == ()


def test_the_part_that_the_articles_do_not_tell_is_named(invented: Library) -> None:
    reply = answered(
        invented, "When was the lighthouse of Skarv built, and what did Birger Falk paint?"
    )

    assert reply.sentences[0].text == "1874."
    assert reply.notices == ("The articles do not tell: what did Birger Falk paint?",)


# conversations


@pytest.mark.parametrize(
    ("said", "question", "quote"),
    [
        (
            ("Who is the director of the port?", "Helga Sund is its director."),
            "what did she take back?",
            "took back the night shift",
        ),
        (
            ("Who commanded the ship?", "Captain Ida Holm commanded it."),
            "what did she say about the radar?",
            "the radar had failed",
        ),
        (
            ("Who was shown the door?", "Envoys. Shall I tell you who built the lighthouse?"),
            "yes",
            "Karl Nyman",
        ),
        (
            ("What did Norway do with the envoys in 2017?", "Nothing."),
            "and in 2018?",
            "Norway expelled three Danish trade envoys",
        ),
    ],
)
def test_a_follow_up_is_answered_in_its_conversation(
    invented: Library, said: tuple[str, ...], question: str, quote: str
) -> None:
    turns = [Turn(("user", "assistant")[i % 2], text) for i, text in enumerate(said)]
    reply = answered(invented, question, turns)

    assert reply.question == question
    assert any(quote in each.quote for each in reply.citations)


# searching


def outlets(reply: Reply) -> set[str | None]:
    return {passage.article.outlet for passage in reply.passages}


@pytest.mark.parametrize(
    ("filters", "key"),
    [
        (Filters(outlets=("Harbour Weekly",)), "bottle-again"),
        (Filters(until="2021-02-01"), "bottle"),
        (Filters(since="2021-02-02"), "bottle-again"),
        (Filters(keys=("bottle",)), "bottle"),
    ],
)
def test_filters_decide_which_articles_answer(
    invented: Library, filters: Filters, key: str
) -> None:
    reply = ask(invented, "What was found on the beach of Tarn?", filters=filters)

    assert isinstance(reply, Answer)
    assert {each.article.key for each in reply.citations} == {key}
    allowed = {row.key for row in invented.articles(filters)}
    assert {passage.article.key for passage in reply.passages} <= allowed


def test_what_the_filters_leave_out_is_not_known(invented: Library) -> None:
    reply = ask(
        invented, "Who built the lighthouse of Skarv?", filters=Filters(outlets=("Fjord Courier",))
    )

    assert isinstance(reply, Abstention)
    assert outlets(reply) == {"Fjord Courier"}


def test_of_two_articles_with_the_same_text_one_is_quoted(invented: Library) -> None:
    reply = answered(invented, "What was found on the beach of Tarn?")

    assert len({"bottle", "bottle-again"} & {each.article.key for each in reply.citations}) == 1
    assert len({"bottle", "bottle-again"} & {each.article.key for each in reply.passages}) == 1
    assert len(reply.passages) > 3


def test_a_search_gives_the_nearest_passages_best_first(invented: Library) -> None:
    found = asyncio.run(invented.engine.search("Who built the lighthouse of Skarv?", k=3))

    assert found[0].article.key == "lighthouse"
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert len(found) == 3
    assert asyncio.run(invented.engine.search("", k=3)) == ()


def test_a_search_understands_the_conversation(invented: Library) -> None:
    turns = (
        Turn("user", "Who built the lighthouse of Skarv?"),
        Turn("assistant", "The engineer Karl Nyman built it in 1874."),
    )

    found = asyncio.run(invented.engine.search("From how far away is it seen?", turns=turns, k=3))
    greeting = asyncio.run(invented.engine.search("thanks!", turns=turns, k=3))

    assert found[0].article.key == "lighthouse"
    assert greeting == ()


# events, and many questions at once


def timeless(reply: Reply) -> Reply:
    return replace(reply, timings_ms={})


@pytest.mark.parametrize(
    "question",
    [
        "How much did the repair of the hull cost?",
        "What did the captain of the ferry say about the radar?",
        "Who is the ambassador to Belgium?",
        "hello",
    ],
)
def test_a_stream_tells_what_an_answer_holds(invented: Library, question: str) -> None:
    async def listen(events: AsyncIterator[Event]) -> list[Event]:
        return [event async for event in events]

    searching, found, *sentences, done = asyncio.run(listen(invented.engine.stream(question)))
    reply = ask(invented, question)

    assert searching == Searching(reply.standalone_question)
    assert isinstance(found, Found)
    assert found.passages[: len(reply.passages)] == reply.passages
    assert isinstance(done, Done)
    assert timeless(done.reply) == timeless(reply)
    verified = [event for event in sentences if isinstance(event, SentenceVerified)]
    assert len(verified) == len(sentences)
    if isinstance(reply, Answer):
        assert tuple(event.sentence for event in verified) == reply.sentences
        assert tuple(each for event in verified for each in event.new_citations) == reply.citations
    else:
        assert verified == []


def test_questions_at_once_get_the_replies_that_they_get_one_after_the_other(
    invented: Library,
) -> None:
    questions = [question for question, *_ in (*ANSWERED[::2], *REFUSED[::2])] * 2

    async def at_once() -> list[Reply]:
        return await asyncio.gather(*(invented.engine.answer(each) for each in questions))

    together = asyncio.run(at_once())
    alone = [ask(invented, question) for question in questions]

    assert [timeless(reply) for reply in together] == [timeless(reply) for reply in alone]
    assert {type(reply) for reply in together} == {Answer, Abstention}
