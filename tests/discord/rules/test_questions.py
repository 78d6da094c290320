"""Which posts ask something that articles could tell."""

import pytest

from bot.discord.rules.questions import is_question


@pytest.mark.parametrize(
    "post",
    [
        "Who signed the harbour treaty?",
        "did the ministers agree in Oslo?",
        "Does anybody know when the bridge was opened?",
        "The ferry was cancelled. Why did the company do that?",
        "why did the company cancel the ferry",
        "Tell me about the harbour treaty",
        "Warum wurde die Fähre eingestellt?",
        "> the ferry is back\nIs that true for Sundays too?",
        "“Who paid for the new bridge?”",
    ],
)
def test_a_question_is_one(post: str) -> None:
    assert is_question(post)


@pytest.mark.parametrize(
    "post",
    [
        "",
        "?",
        "really?",
        "how are you?",
        "What a day!",
        "The ferry was cancelled.",
        "https://example.org/who?page=2",
        "> Who signed it?",
        "```\nwhat = where(when)?\n```",
        "When I came home the ferry was gone. Sad.",
        "lol what",
        "<@12> ?",
    ],
)
def test_what_asks_nothing_is_none(post: str) -> None:
    assert not is_question(post)


@pytest.mark.parametrize("post", ["and 2019?", "why did he", "who else?", "Tell me more"])
def test_in_a_conversation_less_is_needed(post: str) -> None:
    assert is_question(post, loosely=True)
    assert not is_question(post)


@pytest.mark.parametrize("post", ["thanks!", "ok", "why not?", "great, that helps", "lol"])
def test_thanks_and_chat_are_none_in_a_conversation_either(post: str) -> None:
    assert not is_question(post, loosely=True)
