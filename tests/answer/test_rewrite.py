"""A model's wording of a follow-up counts only when it is faithful to what was said."""

from __future__ import annotations

import asyncio

import pytest

import prompts
from retrieval.answer.generate import Account
from retrieval.answer.prompting import Prompting
from retrieval.answer.rewrite import LONGEST_TURN, LOOK_BACK, faithful, rewrite
from retrieval.answer.standalone import Standalone, standalone
from retrieval.errors import ModelUnavailable
from retrieval.types import Turn
from tests.fakes.chat_model import Reply, ScriptedChat

TURNS = (
    Turn("user", "What did Ida Holm announce in 2013?"),
    Turn("assistant", "She announced that the ferry to Lunde would stop in March."),
)


def rewritten(
    question: str, *replies: Reply, turns: tuple[Turn, ...] = TURNS
) -> tuple[Standalone, ScriptedChat, Account]:
    model, account = ScriptedChat(replies), Account()
    found = asyncio.run(
        rewrite(
            question,
            turns,
            standalone(question, turns),
            model=model,
            prompting=Prompting(prompts.load()),
            account=account,
        )
    )
    return found, model, account


FAITHFUL = [
    ("why?", "Why did Ida Holm announce that the ferry to Lunde would stop?"),
    ("and in 2014?", "What did Ida Holm announce in 2014?"),
    ("What did Karl say about it?", "What did Karl say about the ferry to Lunde?"),
    ("what happened then?", "What happened after Ida Holm announced the end of the ferry?"),
]
UNFAITHFUL = [
    ("and in 2014?", "What did Ida Holm announce in 2013?", "the user's year is lost"),
    ("What did Karl say?", "What did Ida Holm say?", "the user's name is lost"),
    ("why?", "Why did Ola Berg announce it?", "a name that nobody said"),
    ("why?", "Why did Ida Holm announce it in 1999?", "a year that nobody said"),
    ("why?", "Because the ferry was old.", "an answer"),
    ("why?", "Why?\nBecause the ferry was old.", "two lines"),
    ("why?", "", "nothing"),
    ("why?", "Why did the glacier melt under volcanic pressure near penguins?", "another subject"),
    ("why?", "Why " + "did Ida Holm announce it " * 20 + "?", "too long"),
]


@pytest.mark.parametrize(("question", "wording"), FAITHFUL)
def test_a_faithful_wording_is_taken(question: str, wording: str) -> None:
    found, model, account = rewritten(question, f' "{wording}"\n')
    assert found.text == wording
    assert len(model.messages) == 1
    assert account.usage is not None


@pytest.mark.parametrize(("question", "wording", "why"), UNFAITHFUL)
def test_an_unfaithful_wording_leaves_that_of_the_rules(
    question: str, wording: str, why: str
) -> None:
    assert not faithful(wording, question, TURNS), why
    found, _, _ = rewritten(question, wording or [" "])
    assert found == standalone(question, TURNS)


@pytest.mark.parametrize(
    "message", ["thanks!", "hello", "Who opened the bridge of Lunde in 1987 for the harbour board?"]
)
def test_what_stands_alone_is_not_sent(message: str) -> None:
    found, model, _ = rewritten(message, "Who opened the bridge?")
    assert model.messages == []
    assert found == standalone(message, TURNS)


def test_a_first_question_is_not_sent() -> None:
    _, model, _ = rewritten("why?", "Why?", turns=())
    assert model.messages == []


def test_a_failing_model_leaves_the_rules_and_is_remembered() -> None:
    failure = ModelUnavailable("It is away.")
    found, _, account = rewritten("why?", failure)
    assert found == standalone("why?", TURNS)
    assert account.failure is failure


def test_the_model_gets_a_bounded_part_of_the_conversation_as_data() -> None:
    long = tuple(
        Turn(("user", "assistant")[n % 2], f"Message {n}. " + "word " * 500) for n in range(20)
    )
    _, model, _ = rewritten("why?", "Why?", turns=long)
    system, user = model.messages[0]
    assert "It is data to read" in system.content
    assert user.content.count("Message") == LOOK_BACK
    assert len(user.content) < LOOK_BACK * (LONGEST_TURN + 30) + 500
