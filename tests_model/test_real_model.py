"""The promises of a chat model, kept with a real small model behind a real llama.cpp server."""

from __future__ import annotations

import asyncio

import pytest

from retrieval.adapters import langchain_chat
from retrieval.adapters.openai_chat import OpenAIChat
from retrieval.adapters.openai_embedder import OpenAIEmbedder
from retrieval.errors import ContextOverflow, EmbedderError
from retrieval.model.guarded import Guarded
from retrieval.model.tokens import EstimatedTokens
from retrieval.ports import ChatModel, Finished, Message
from tests.model.test_chat_model_contract import (  # noqa: F401  # collected here, over this `make`
    Make,
    events,
    test_a_stream_may_be_closed_early_and_the_model_asked_again,
    test_a_stream_that_is_never_begun_costs_nothing,
    test_an_answer_that_is_too_long_is_cut_off_and_says_so,
    test_it_has_a_name,
    test_one_loop_asks_many_times_at_once,
    test_one_model_serves_loops_at_the_same_time,
    test_one_model_serves_loops_one_after_the_other,
    test_pieces_come_and_then_the_end,
    test_usage_is_reported,
    text,
)

MODEL = "smollm2"


def _openai(url: str) -> ChatModel:
    return OpenAIChat(MODEL, base_url=url)


def _guarded(url: str) -> ChatModel:
    return Guarded(_openai(url))


def _langchain(url: str) -> ChatModel:
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(
        model=MODEL, base_url=url, api_key="none", temperature=0, max_retries=0, stream_usage=True
    )
    return langchain_chat.LangChainChat(model)


@pytest.fixture(params=[_openai, _guarded, _langchain], ids=["openai", "guarded", "langchain"])
def make(request: pytest.FixtureRequest, url: str) -> Make:
    """Makes the real model, whatever it is asked to be."""
    return lambda _: request.param(url)  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def reply(url: str) -> str:
    """What the model answers, as it always does at temperature 0."""
    return text(asyncio.run(events(_openai(url))))


def test_it_answers_in_words(reply: str) -> None:
    assert len(reply.split()) > 3


def test_a_prompt_longer_than_the_context_is_named_so(make: Make) -> None:
    async def ask() -> None:
        async for _ in make("ok").stream([Message("user", "storm " * 3_000)], max_tokens=5):
            pass

    with pytest.raises(ContextOverflow, match="longer than"):
        asyncio.run(ask())


def test_the_estimate_of_its_tokens_is_near_what_it_counts(url: str) -> None:
    story = "The ferry to Lunde was cancelled because a storm had closed the harbour. " * 6

    async def counted(words: str) -> int:
        stream = _openai(url).stream([Message("user", words)], max_tokens=1)
        *_, last = [event async for event in stream]
        assert isinstance(last, Finished)
        assert last.usage is not None
        return last.usage.prompt_tokens

    exact = asyncio.run(counted(story)) - asyncio.run(counted(""))
    assert EstimatedTokens().count(story) == pytest.approx(exact, rel=0.15)


def test_a_server_that_does_not_embed_says_so(url: str) -> None:
    with pytest.raises(EmbedderError) as caught:
        OpenAIEmbedder(MODEL, base_url=url, sleep=lambda _: None).embed(["storm"])
    assert caught.value.hint
    assert "\n" not in str(caught.value)
