"""Faults of OpenAI-compatible servers, each provoked over a real connection."""

from __future__ import annotations

import asyncio
import inspect
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import aclosing
from types import SimpleNamespace

import pytest

from retrieval.adapters import openai_errors
from retrieval.adapters.openai_chat import OpenAIChat
from retrieval.adapters.provider_errors import Provider, shown
from retrieval.adapters.waits import Timeouts
from retrieval.errors import (
    ContentFiltered,
    ContextOverflow,
    ModelError,
    ModelRefused,
    ModelUnavailable,
    SettingsError,
)
from retrieval.model.guarded import Guarded
from retrieval.model.retry import Retries
from retrieval.ports import ChatModel, Finished, Message, ModelEvent, TextPiece
from tests.model.fault_server import REPLY, WAIT, FaultServer, running

KEY = "sk-test-secret"
MESSAGES = (Message("user", "Was the ferry cancelled?"),)
SHORT = 0.3  # seconds: how long a test waits for what never comes


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with running() as started:
        yield started


def ask(model: ChatModel, *, max_tokens: int = 50) -> list[ModelEvent]:
    async def all_events() -> list[ModelEvent]:
        return [event async for event in model.stream(MESSAGES, max_tokens=max_tokens)]

    return asyncio.run(all_events())


def text(found: list[ModelEvent]) -> str:
    return "".join(event.text for event in found if isinstance(event, TextPiece))


def error_of(server: FaultServer, fault: str, *, timeouts: Timeouts | None = None) -> ModelError:
    model = OpenAIChat(fault, api_key=KEY, base_url=server.url, timeouts=timeouts)
    with pytest.raises(ModelError) as caught:
        ask(model)
    return caught.value


@pytest.mark.parametrize(
    ("fault", "kind", "says"),
    [
        ("400", ModelRefused, "refused the request: Invalid value for 'messages'."),
        ("401", ModelRefused, "refused the API key"),
        ("403", ModelRefused, "does not allow this key to use 403"),
        ("no-such-model", ModelRefused, "has no model no-such-model"),
        ("429", ModelUnavailable, "too many requests"),
        ("429-large", ContextOverflow, "longer than"),
        ("quota", ModelRefused, "quota"),
        ("402", ModelRefused, "quota"),
        ("500", ModelUnavailable, "failed with status 500"),
        ("503", ModelUnavailable, "failed with status 503"),
        ("413", ContextOverflow, "longer than"),
        ("overflow", ContextOverflow, "longer than"),
        ("overflow-by-words", ContextOverflow, "longer than"),
        ("overflow-inside", ContextOverflow, "longer than"),
        ("filter", ContentFiltered, "content filter"),
        ("filter-finish", ContentFiltered, "content filter"),
        ("refusal", ContentFiltered, "content filter"),
        ("redirect", ModelRefused, "redirects"),
        ("abort", ModelUnavailable, "broke off"),
        ("abort-at-once", ModelUnavailable, "broke off"),
        ("cut", ModelUnavailable, "broke off"),
        ("no-reason", ModelUnavailable, "broke off"),
        ("malformed", ModelUnavailable, "not valid JSON"),
        ("not-utf8", ModelUnavailable, "not valid JSON"),
        ("odd-chunks", ModelUnavailable, "broke off"),
        ("html", ModelRefused, "answered with text/html"),
        ("json", ModelRefused, "answered with application/json"),
        ("empty", ModelUnavailable, "empty answer"),
        ("spaces", ModelUnavailable, "empty answer"),
        ("only-reasoning", ModelRefused, "used up all the tokens"),
        ("error-finish", ModelUnavailable, "ended the answer with 'error'"),
        ("error-inside", ModelUnavailable, "The engine has crashed."),
        ("error-text-inside", ModelUnavailable, "The runner has stopped."),
        ("rate-inside", ModelUnavailable, "too many requests"),
    ],
)
def test_a_fault_is_one_clear_line_that_says_what_to_do(
    server: FaultServer, fault: str, kind: type[ModelError], says: str
) -> None:
    error = error_of(server, fault)

    assert type(error) is kind
    assert says in error.message
    assert error.hint
    assert "\n" not in str(error)
    assert KEY not in str(error)
    assert KEY not in repr(error)
    assert len(server.requests) == 1  # no retry of the package's own


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        ("429", None),
        ("429-after", 7.0),
        ("429-ms", 1.5),
        ("429-date", 0.0),
        ("429-nonsense", None),
        ("503", 3.0),
        ("500", None),
    ],
)
def test_what_a_provider_asks_to_wait_is_kept(
    server: FaultServer, fault: str, seconds: float | None
) -> None:
    error = error_of(server, fault)
    assert isinstance(error, ModelUnavailable)
    assert error.retry_after == seconds


@pytest.mark.parametrize(
    ("fault", "limits", "says"),
    [
        ("silent", Timeouts(first=SHORT), f"sent nothing for {SHORT} s"),
        ("headers-only", Timeouts(first=SHORT), f"sent nothing for {SHORT} s"),
        ("comments", Timeouts(first=SHORT), f"sent nothing for {SHORT} s"),
        ("stall", Timeouts(between=SHORT), f"fell silent for {SHORT} s"),
        ("forever", Timeouts(whole=SHORT), f"did not finish within {SHORT} s"),
    ],
)
def test_every_wait_has_an_end_and_the_request_is_given_up(
    server: FaultServer, fault: str, limits: Timeouts, says: str
) -> None:
    error = error_of(server, fault, timeouts=limits)

    assert type(error) is ModelUnavailable
    assert says in error.message
    assert server.gone.wait(WAIT)


def test_under_guard_a_server_that_recovers_is_asked_until_it_answers(server: FaultServer) -> None:
    server.fail_first = 2
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    model = Guarded(
        OpenAIChat("ok", base_url=server.url), retries=Retries(chance=lambda: 0.0), sleep=sleep
    )
    assert text(ask(model)) == REPLY
    assert slept == [0.25, 0.5]


def test_closing_a_stream_cancels_the_request_at_the_server(server: FaultServer) -> None:
    async def begin() -> None:
        model = OpenAIChat("stall", base_url=server.url)
        async with aclosing(model.stream(MESSAGES, max_tokens=50)) as stream:
            assert await anext(stream) == TextPiece("The ferry ")
            assert not server.gone.is_set()
        assert await asyncio.to_thread(server.gone.wait, WAIT)

    asyncio.run(begin())


def test_cancelling_a_task_cancels_the_request_at_the_server(server: FaultServer) -> None:
    async def begin() -> None:
        model = OpenAIChat("silent", base_url=server.url)
        stream = model.stream(MESSAGES, max_tokens=50)
        task = asyncio.ensure_future(anext(stream))
        assert await asyncio.to_thread(server.arrived.wait, WAIT)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(server.gone.wait, WAIT)

    asyncio.run(begin())


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ("refuses-usage", "stream_options"),
        ("refuses-usage-422", "stream_options"),
        ("refuses-max-tokens", "max_tokens"),
        ("refuses-temperature", "temperature"),
    ],
)
def test_what_a_server_refuses_is_left_out_and_not_sent_again(
    server: FaultServer, fault: str, field: str
) -> None:
    model = OpenAIChat(fault, base_url=server.url)
    for _ in range(2):
        assert text(ask(model)) == REPLY

    assert [field in request for request in server.requests] == [True, False, False]


def test_the_new_name_of_the_limit_is_given_up_too(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.adapters.openai_client.OPENAI", server.url)
    model = OpenAIChat("refuses-new-name", api_key=KEY)

    assert text(ask(model, max_tokens=40)) == REPLY
    assert [request.get("max_completion_tokens") for request in server.requests] == [40, None]
    assert [request.get("max_tokens") for request in server.requests] == [None, 40]


def test_a_request_is_deterministic_and_asks_for_usage(server: FaultServer) -> None:
    ask(OpenAIChat("ok", base_url=server.url), max_tokens=40)

    assert server.requests == [
        {
            "model": "ok",
            "messages": [{"role": "user", "content": "Was the ferry cancelled?"}],
            "stream": True,
            "stream_options": {"include_usage": True},
            "max_tokens": 40,
            "temperature": 0,
        }
    ]


def test_a_server_may_report_no_usage(server: FaultServer) -> None:
    *_, last = ask(OpenAIChat("no-usage", base_url=server.url))
    assert last == Finished("stop", None)


def test_an_unknown_reason_to_end_is_an_end(server: FaultServer) -> None:
    *_, last = ask(OpenAIChat("tool-finish", base_url=server.url))
    assert isinstance(last, Finished)
    assert last.reason == "stop"


def test_the_environment_of_the_package_changes_nothing(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "OPENAI_API_KEY": "sk-of-the-environment",
        "OPENAI_ADMIN_KEY": "sk-of-the-environment",
        "OPENAI_BASE_URL": "http://127.0.0.1:1/v1",
        "OPENAI_ORG_ID": "org-environment",
        "OPENAI_PROJECT_ID": "project-environment",
        "OPENAI_CUSTOM_HEADERS": "X-Environment: yes\nAuthorization: Bearer environment",
        "HTTP_PROXY": "http://127.0.0.1:1",
        "ALL_PROXY": "http://127.0.0.1:1",
    }.items():
        monkeypatch.setenv(name, value)

    ask(OpenAIChat("ok", base_url=server.url))
    ask(OpenAIChat("ok", base_url=server.url, api_key=KEY, organization="ours", project="it"))

    without, with_account = server.headers
    assert "environment" not in str(server.headers)
    assert without["authorization"] == "Bearer none"
    assert "openai-organization" not in without
    assert with_account["authorization"] == f"Bearer {KEY}"
    assert with_account["openai-organization"] == "ours"
    assert with_account["openai-project"] == "it"


@pytest.mark.parametrize(
    "url", ["", "  ", "localhost:11434", "ftp://example/v1", "http://", "http://[::1", "http://a b"]
)
def test_an_address_that_cannot_be_used_is_refused_at_once(url: str) -> None:
    with pytest.raises(SettingsError, match="base URL"):
        OpenAIChat("ok", api_key=KEY, base_url=url)


def test_a_model_needs_a_name() -> None:
    with pytest.raises(SettingsError, match="name is empty"):
        OpenAIChat(" ", api_key=KEY)


@pytest.mark.parametrize("key", [None, ""])
def test_openai_itself_needs_a_key(key: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    with pytest.raises(SettingsError, match="needs an API key"):
        OpenAIChat("gpt-4o-mini", api_key=key)


def test_a_refused_connection_names_the_address_without_its_secrets() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    model = OpenAIChat("ok", base_url=f"http://me:secret@127.0.0.1:{port}/v1?key=secret")

    with pytest.raises(ModelUnavailable) as caught:
        ask(model)
    assert f"ok at http://127.0.0.1:{port}/v1 cannot be reached." in str(caught.value)
    assert "base URL" in caught.value.hint
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ALL_PROXY", "socks5://127.0.0.1:1", "pip install socksio"),
        ("ALL_PROXY", "nonsense://127.0.0.1:1", "ALL_PROXY"),
        ("SSL_CERT_FILE", "/no/such/file.pem", "SSL_CERT_FILE"),
    ],
)
def test_a_proxy_or_certificate_that_cannot_be_used_is_named(
    name: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ModelRefused) as caught:
        ask(OpenAIChat("ok", api_key=KEY))
    assert says in caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_key_is_in_no_representation() -> None:
    model = OpenAIChat("ok", api_key=KEY, base_url="http://me:hidden@127.0.0.1:1/v1")
    held = [repr(value) for value in vars(model).values()]
    assert KEY not in " ".join([repr(model), *held])
    assert "hidden" not in repr(vars(model)["_provider"])


PROVIDER = Provider("m", "http://127.0.0.1:1/v1", (KEY,))


def _instances() -> Iterator[tuple[str, Exception]]:
    """One instance of every exception that the package has."""
    import httpx2
    import openai
    from openai import _exceptions

    request = httpx2.Request("POST", "http://127.0.0.1:1/v1/chat/completions")
    for name, kind in inspect.getmembers(_exceptions, inspect.isclass):
        if not issubclass(kind, openai.OpenAIError):
            continue
        usual = 500 if name == "InternalServerError" else 418
        response = httpx2.Response(getattr(kind, "status_code", usual), request=request)
        makers: list[Callable[[], Exception]] = [
            lambda kind=kind, response=response: kind("No.", response=response, body=None),
            lambda kind=kind, response=response: kind(response, None),
            lambda kind=kind, response=response: kind(response=response, body=None),
            lambda kind=kind: kind(message="No.", request=request),
            lambda kind=kind: kind("No.", request, body=None),
            lambda kind=kind: kind(request),
            lambda kind=kind: kind(completion=SimpleNamespace(usage=None)),
            lambda kind=kind: kind("No.", unsent_messages=[]),
            lambda kind=kind: kind("No."),
        ]
        yield name, _first(makers)


def _first(makers: list[Callable[[], Exception]]) -> Exception:
    for make in makers:
        try:
            return make()
        except (TypeError, AttributeError):
            continue
    raise AssertionError("none of the makers fits")


def test_every_exception_of_the_package_is_translated() -> None:
    found = {name: openai_errors.translate(error, PROVIDER) for name, error in _instances()}

    assert {name: type(error).__name__ for name, error in found.items()} == {
        "APIConnectionError": "ModelUnavailable",
        "APIError": "ModelUnavailable",
        "APIResponseValidationError": "ModelUnavailable",
        "APIStatusError": "ModelRefused",
        "APITimeoutError": "ModelUnavailable",
        "AuthenticationError": "ModelRefused",
        "BadRequestError": "ModelRefused",
        "ConflictError": "ModelUnavailable",
        "ContentFilterFinishReasonError": "ContentFiltered",
        "InternalServerError": "ModelUnavailable",
        "LengthFinishReasonError": "ModelUnavailable",
        "NotFoundError": "ModelRefused",
        "OAuthError": "ModelRefused",
        "OpenAIError": "ModelRefused",
        "PermissionDeniedError": "ModelRefused",
        "RateLimitError": "ModelUnavailable",
        "SubjectTokenProviderError": "ModelRefused",
        "UnprocessableEntityError": "ModelRefused",
        "WebSocketConnectionClosedError": "ModelRefused",
        "WebSocketQueueFullError": "ModelRefused",
    }
    assert all(error.hint and "\n" not in str(error) for error in found.values())


def test_a_certificate_that_is_not_trusted_is_refused_for_good() -> None:
    error = OSError("failed")
    error.__cause__ = ssl.SSLCertVerificationError("certificate verify failed")
    found = openai_errors.translate(error, PROVIDER)
    assert type(found) is ModelRefused
    assert "not trusted" in found.message


def test_a_providers_own_words_are_shortened_and_hold_no_key() -> None:
    said = PROVIDER.quoted(f"Wrong key {KEY},\n\nor sk-abc*****xyz9. Bearer abc. " + "x" * 500)
    assert KEY not in said
    assert "sk-" not in said
    assert "\n" not in said
    assert len(said) < 220


def test_an_address_is_shown_without_what_may_be_secret() -> None:
    assert shown("https://me:pass@host:8443/v1/?key=x#y") == "https://host:8443/v1"
    assert re.fullmatch(r"https://api\.openai\.com/v1", shown("https://api.openai.com/v1/"))
