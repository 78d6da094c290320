"""LangChain's models as ours: errors of any vendor, names, limits, and no trace of a prompt."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import aclosing
from types import SimpleNamespace

import pytest
from langchain_core import exceptions as core

from retrieval.adapters import langchain_errors
from retrieval.adapters.langchain_chat import LangChainChat, by_name
from retrieval.adapters.provider_errors import Provider
from retrieval.adapters.waits import Timeouts
from retrieval.errors import (
    ContentFiltered,
    ContextOverflow,
    ModelError,
    ModelRefused,
    ModelUnavailable,
    SettingsError,
)
from retrieval.ports import Finished, Message, ModelEvent, TextPiece
from retrieval.types import Usage
from tests.conftest import ROOT
from tests.fakes.langchain_model import WritingModel
from tests.model.fault_server import REPLY, WAIT, FaultServer, running

KEY = "sk-test-secret"
SHORT = 0.3  # seconds: how long a test waits for what never comes
MESSAGES = (
    Message("system", "Answer briefly."),
    Message("user", "Was it?"),
    Message("assistant", "Yes."),
    Message("user", "Why?"),
)
PROVIDER = Provider("m", "", (KEY,))


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with running() as started:
        yield started


def ask(model: LangChainChat, *, max_tokens: int = 50) -> list[ModelEvent]:
    async def all_events() -> list[ModelEvent]:
        return [event async for event in model.stream(MESSAGES, max_tokens=max_tokens)]

    return asyncio.run(all_events())


def text(found: list[ModelEvent]) -> str:
    return "".join(event.text for event in found if isinstance(event, TextPiece))


def of_openai(server: FaultServer, what: str, timeouts: Timeouts | None = None) -> LangChainChat:
    return by_name(f"openai:{what}", api_key=KEY, base_url=server.url, timeouts=timeouts)


def test_roles_and_usage_arrive() -> None:
    inner = WritingModel(text="It was.")
    found = ask(LangChainChat(inner))

    assert [message.type for message in inner.seen[0]] == ["system", "human", "ai", "human"]
    assert found[-1] == Finished("stop", Usage(prompt_tokens=6, completion_tokens=2))


@pytest.mark.parametrize("key", ["finish_reason", "stop_reason", "done_reason", "stopReason"])
@pytest.mark.parametrize("reason", ["length", "max_tokens", "MAX_TOKENS"])
def test_every_integrations_word_for_the_end_is_understood(key: str, reason: str) -> None:
    *_, last = ask(LangChainChat(WritingModel(reason_key=key, reason=reason)))
    assert isinstance(last, Finished)
    assert last.reason == "length"


@pytest.mark.parametrize("reason", ["content_filter", "SAFETY", "refusal", "guardrail_intervened"])
def test_a_filtered_answer_is_an_error(reason: str) -> None:
    with pytest.raises(ContentFiltered):
        ask(LangChainChat(WritingModel(reason=reason)))


def test_an_integration_that_never_says_why_an_answer_ends_is_believed() -> None:
    *_, last = ask(LangChainChat(WritingModel(reason=None, provider=None)))
    assert isinstance(last, Finished)
    assert last.reason == "stop"


def test_an_integration_that_does_say_has_broken_off_when_it_does_not() -> None:
    with pytest.raises(ModelUnavailable, match="broke off"):
        ask(LangChainChat(WritingModel(reason=None)))


def test_the_limit_of_one_call_leaves_the_model_as_it_is() -> None:
    inner = WritingModel(text="one two three")
    assert text(ask(LangChainChat(inner), max_tokens=2)) == "one two "
    assert inner.max_tokens is None


@pytest.mark.parametrize(
    ("fault", "kind", "says"),
    [
        ("400", ModelRefused, "refused the request"),
        ("401", ModelRefused, "refused the API key"),
        ("403", ModelRefused, "does not allow this key"),
        ("no-such-model", ModelRefused, "has no model"),
        ("429-after", ModelUnavailable, "too many requests"),
        ("quota", ModelRefused, "quota"),
        ("500", ModelUnavailable, "failed with status 500"),
        ("overflow", ContextOverflow, "longer than"),
        ("filter", ContentFiltered, "content filter"),
        ("filter-finish", ContentFiltered, "content filter"),
        ("abort", ModelUnavailable, "broke off"),
        ("abort-at-once", ModelUnavailable, "broke off"),
        ("cut", ModelUnavailable, "broke off"),
        ("no-reason", ModelUnavailable, "broke off"),
        ("malformed", ModelUnavailable, "not valid JSON"),
        ("html", ModelUnavailable, ""),
        ("empty", ModelUnavailable, "empty answer"),
        ("error-inside", ModelUnavailable, "The engine has crashed"),
        ("overflow-inside", ContextOverflow, "longer than"),
    ],
)
def test_a_fault_behind_langchain_is_one_clear_line(
    server: FaultServer, fault: str, kind: type[ModelError], says: str
) -> None:
    with pytest.raises(ModelError) as caught:
        ask(of_openai(server, fault))

    assert type(caught.value) is kind
    assert says in caught.value.message
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    assert KEY not in str(caught.value)
    assert len(server.requests) == 1
    if fault == "429-after":
        assert isinstance(caught.value, ModelUnavailable)
        assert caught.value.retry_after == 7


@pytest.mark.parametrize(
    ("fault", "limits", "says"),
    [
        ("silent", Timeouts(first=SHORT), "sent nothing for"),
        ("comments", Timeouts(first=SHORT), "sent nothing for"),
        ("stall", Timeouts(between=SHORT), "fell silent for"),
        ("forever", Timeouts(whole=SHORT), "did not finish within"),
    ],
)
def test_every_wait_has_an_end_though_langchain_has_none(
    server: FaultServer, fault: str, limits: Timeouts, says: str
) -> None:
    from langchain_openai import ChatOpenAI

    inner = ChatOpenAI(model=fault, api_key=KEY, base_url=server.url, max_retries=0)
    assert inner.request_timeout is None
    with pytest.raises(ModelUnavailable, match=says):
        ask(LangChainChat(inner, timeouts=limits))
    assert server.gone.wait(WAIT)


def test_a_model_by_name_has_a_timeout_and_no_retries_of_its_own(server: FaultServer) -> None:
    inner = of_openai(server, "ok", Timeouts(first=12.0))._model
    assert (inner.request_timeout, inner.max_retries, inner.temperature) == (12.0, 0, 0)  # type: ignore[attr-defined]


def test_closing_a_stream_cancels_the_request_at_the_server(server: FaultServer) -> None:
    async def begin() -> None:
        stream = of_openai(server, "stall").stream(MESSAGES, max_tokens=50)
        async with aclosing(stream):
            assert await anext(stream) == TextPiece("The ferry ")
            assert not server.gone.is_set()
        assert await asyncio.to_thread(server.gone.wait, WAIT)

    asyncio.run(begin())


def test_a_loop_that_ends_in_mid_answer_cancels_it_too(server: FaultServer) -> None:
    async def begin() -> None:
        stream = of_openai(server, "stall").stream(MESSAGES, max_tokens=50)
        assert await anext(stream) == TextPiece("The ferry ")

    asyncio.run(begin())
    assert server.gone.wait(WAIT)


def test_a_model_by_name_answers(server: FaultServer) -> None:
    model = of_openai(server, "ok")
    assert model.name == "openai:ok"
    assert text(ask(model)) == REPLY


def test_a_model_that_refuses_a_temperature_is_asked_without_from_then_on(
    server: FaultServer,
) -> None:
    model = of_openai(server, "refuses-temperature")
    assert [text(ask(model)), text(ask(model))] == [REPLY, REPLY]
    assert [request.get("temperature") for request in server.requests] == [0, None, None]


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("anthropic:claude-sonnet-4-5", "langchain-anthropic"),
        ("ollama:llama3.2", "langchain-ollama"),
        ("google_genai:gemini-2.5-flash", "langchain-google-genai"),
        ("mistralai:mistral-small", "langchain-mistralai"),
    ],
)
def test_a_missing_integration_says_what_to_install(name: str, package: str) -> None:
    with pytest.raises(SettingsError) as caught:
        by_name(name)
    assert caught.value.message == f"{name} needs the package {package}."
    assert caught.value.hint == f"pip install {package}"


@pytest.mark.parametrize("name", ["nonsense:model", "nonsense", ""])
def test_an_unknown_name_says_how_to_write_it(name: str) -> None:
    with pytest.raises(SettingsError, match="provider:model") as caught:
        by_name(name)
    assert "\n" not in str(caught.value)


def test_a_missing_key_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingsError, match="cannot set up openai:gpt-4o") as caught:
        by_name("openai:gpt-4o")
    assert "\n" not in str(caught.value)


def test_an_empty_address_is_refused() -> None:
    with pytest.raises(SettingsError, match="base URL is empty"):
        by_name("openai:gpt-4o", api_key=KEY, base_url=" ")


def _vendor(name: str, base: type[Exception] = Exception, **attributes: object) -> Exception:
    return type(name, (base,), attributes)("The vendor's words.")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (core.ModelAuthenticationError(), ModelRefused),
        (core.ModelPermissionDeniedError(), ModelRefused),
        (core.ModelInvalidRequestError(), ModelRefused),
        (core.ModelNotFoundError(), ModelRefused),
        (core.ModelRateLimitError(), ModelUnavailable),
        (core.ModelAPIError(), ModelUnavailable),
        (core.ModelConnectionError(), ModelUnavailable),
        (core.ModelTimeoutError(), ModelUnavailable),
        (core.ContextOverflowError(), ContextOverflow),
        (core.ModelRefusalError(), ContentFiltered),
        (_vendor("AuthenticationError", status_code=401), ModelRefused),
        (_vendor("OverloadedError", status_code=529), ModelUnavailable),
        (_vendor("BadRequestError", status_code=400), ModelRefused),
        (_vendor("ClientError", code=429), ModelUnavailable),
        (_vendor("ServerError", code=503), ModelUnavailable),
        (_vendor("HTTPError", response=SimpleNamespace(status_code=404)), ModelRefused),
        (
            _vendor("ClientError", response={"ResponseMetadata": {"HTTPStatusCode": 403}}),
            ModelRefused,
        ),
        (_vendor("ThrottlingException"), ModelUnavailable),
        (_vendor("ResourceExhausted"), ModelUnavailable),
        (_vendor("AccessDeniedException"), ModelRefused),
        (_vendor("ConnectError"), ModelUnavailable),
        (_vendor("ReadTimeout"), ModelUnavailable),
        (TimeoutError(), ModelUnavailable),
        (ConnectionResetError(), ModelUnavailable),
        (ValueError("odd"), ModelUnavailable),
        (json.JSONDecodeError("odd", "", 0), ModelUnavailable),
    ],
)
def test_every_kind_of_error_is_translated(error: Exception, kind: type[ModelError]) -> None:
    found = langchain_errors.translate(error, PROVIDER)
    assert type(found) is kind
    assert found.hint
    assert "\n" not in str(found)


def test_every_error_of_langchain_itself_is_among_those() -> None:
    kinds = {
        name
        for name, kind in vars(core).items()
        if isinstance(kind, type) and issubclass(kind, core.ModelError)
    }
    assert kinds == {
        "ContextOverflowError",
        "ModelAPIError",
        "ModelAuthenticationError",
        "ModelConnectionError",
        "ModelError",
        "ModelInvalidRequestError",
        "ModelNotFoundError",
        "ModelPermissionDeniedError",
        "ModelRateLimitError",
        "ModelRefusalError",
        "ModelTimeoutError",
    }


def test_an_error_in_mid_answer_comes_after_its_pieces() -> None:
    found: list[ModelEvent] = []
    inner = WritingModel(text="The ferry ", error=_vendor("OverloadedError", status_code=529))

    async def begin() -> None:
        async for event in LangChainChat(inner).stream(MESSAGES, max_tokens=9):
            found.append(event)

    with pytest.raises(ModelUnavailable, match="status 529"):
        asyncio.run(begin())
    assert text(found) == "The ferry "


TRACED = """
import asyncio, sys
from langchain_core.tracers.langchain import wait_for_all_tracers
from retrieval.adapters.langchain_chat import LangChainChat
from retrieval.ports import Message
from tests.fakes.langchain_model import WritingModel

async def ask():
    async for _ in LangChainChat(WritingModel()).stream([Message("user", "Hush")], max_tokens=5):
        pass

if sys.argv[1] == "ours":
    asyncio.run(ask())
else:
    list(WritingModel().stream("Hush"))
wait_for_all_tracers()
"""


@pytest.mark.parametrize(("who", "sent"), [("langchain", True), ("ours", False)])
def test_no_prompt_is_traced_though_the_environment_asks_for_it(
    server: FaultServer, who: str, sent: bool
) -> None:
    address = server.url.removesuffix("/v1")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "LANGSMITH_TRACING": "true",
        "LANGSMITH_API_KEY": "none",
        "LANGSMITH_ENDPOINT": address,
    }
    done = subprocess.run(
        [sys.executable, "-c", TRACED, who],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert bool(server.visits) is sent
