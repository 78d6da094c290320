"""What every chat model promises, over the fake and the real ones."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import aclosing

import pytest

from retrieval.adapters.langchain_chat import LangChainChat
from retrieval.adapters.openai_chat import OpenAIChat
from retrieval.errors import ModelUnavailable
from retrieval.ports import ChatModel, Finished, Message, ModelEvent, TextPiece
from tests.fakes.chat_model import ScriptedChat
from tests.fakes.langchain_model import WritingModel
from tests.model.fault_server import REPLY, FaultServer, running

MESSAGES = (
    Message("system", "Answer from the sources."),
    Message("user", "Was the ferry cancelled? \ud800 😀"),
)
Make = Callable[[str], ChatModel]


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with running() as started:
        yield started


def _fake(server: FaultServer) -> Make:
    replies = {"ok": REPLY, "cut": ["The ferry ", ModelUnavailable("It broke off.")], "empty": ""}
    return lambda what: ScriptedChat([replies[what]])


def _openai(server: FaultServer) -> Make:
    return lambda what: OpenAIChat(what, base_url=server.url)


def _langchain(server: FaultServer) -> Make:
    models = {
        "ok": WritingModel(text=REPLY),
        "cut": WritingModel(text="The ferry ", reason=None),
        "empty": WritingModel(text=""),
    }
    return lambda what: LangChainChat(models[what])


def _langchain_openai(server: FaultServer) -> Make:
    from langchain_openai import ChatOpenAI

    def make(what: str) -> ChatModel:
        return LangChainChat(
            ChatOpenAI(model=what, api_key="none", base_url=server.url, stream_usage=True)
        )

    return make


MAKERS = {
    "fake": _fake,
    "openai": _openai,
    "langchain": _langchain,
    "langchain-openai": _langchain_openai,
}


@pytest.fixture(params=MAKERS.values(), ids=list(MAKERS))
def make(request: pytest.FixtureRequest, server: FaultServer) -> Make:
    """Makes a model that answers well ("ok"), breaks off ("cut") or says nothing ("empty")."""
    made: Make = request.param(server)
    return made


async def events(model: ChatModel, *, max_tokens: int = 100) -> list[ModelEvent]:
    return [event async for event in model.stream(MESSAGES, max_tokens=max_tokens)]


def text(found: list[ModelEvent]) -> str:
    return "".join(event.text for event in found if isinstance(event, TextPiece))


def test_it_has_a_name(make: Make) -> None:
    assert make("ok").name


@pytest.fixture(scope="module")
def reply() -> str:
    """What a model that answers well says."""
    return REPLY


def test_pieces_come_and_then_the_end(make: Make, reply: str) -> None:
    found = asyncio.run(events(make("ok")))

    assert text(found) == reply
    assert len(found) > 3
    assert all(event.text for event in found if isinstance(event, TextPiece))
    assert [event for event in found if isinstance(event, Finished)] == found[-1:]
    assert isinstance(found[-1], Finished)
    assert found[-1].reason == "stop"


def test_usage_is_reported(make: Make) -> None:
    *_, last = asyncio.run(events(make("ok")))

    assert isinstance(last, Finished)
    assert last.usage is not None
    assert last.usage.prompt_tokens > 5
    assert last.usage.completion_tokens > 3
    assert not last.usage.estimated


def test_an_answer_that_is_too_long_is_cut_off_and_says_so(make: Make, reply: str) -> None:
    found = asyncio.run(events(make("ok"), max_tokens=3))

    assert reply.startswith(text(found).strip())
    assert 0 < len(text(found)) < len(reply)
    assert isinstance(found[-1], Finished)
    assert found[-1].reason == "length"


def test_a_stream_that_breaks_off_is_an_error_after_its_pieces(make: Make) -> None:
    found: list[ModelEvent] = []

    async def ask() -> None:
        async for event in make("cut").stream(MESSAGES, max_tokens=100):
            found.append(event)

    with pytest.raises(ModelUnavailable):
        asyncio.run(ask())
    assert text(found) == "The ferry "
    assert not any(isinstance(event, Finished) for event in found)


def test_an_empty_answer_is_an_error(make: Make) -> None:
    with pytest.raises(ModelUnavailable, match="empty answer"):
        asyncio.run(events(make("empty")))


def test_one_model_serves_loops_one_after_the_other(make: Make, reply: str) -> None:
    model = make("ok")
    for _ in range(3):
        assert text(asyncio.run(events(model))) == reply


def test_one_model_serves_loops_at_the_same_time(make: Make, reply: str) -> None:
    model = make("ok")
    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda: answers.append(text(asyncio.run(events(model)))))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [reply] * 4


def test_one_loop_asks_many_times_at_once(make: Make, reply: str) -> None:
    model = make("ok")

    async def ask() -> list[list[ModelEvent]]:
        return await asyncio.gather(*(events(model) for _ in range(5)))

    assert [text(found) for found in asyncio.run(ask())] == [reply] * 5


def test_a_stream_may_be_closed_early_and_the_model_asked_again(make: Make, reply: str) -> None:
    model = make("ok")

    async def ask() -> str:
        async with aclosing(model.stream(MESSAGES, max_tokens=100)) as stream:
            assert isinstance(await anext(stream), TextPiece)
        return text(await events(model))

    assert asyncio.run(ask()) == reply


def test_a_stream_that_is_never_begun_costs_nothing(make: Make) -> None:
    async def ask() -> None:
        await make("ok").stream(MESSAGES, max_tokens=100).aclose()

    asyncio.run(ask())
