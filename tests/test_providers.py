"""A name leads to one adapter, or to one line that says what to write instead."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

import prompts
from retrieval import providers
from retrieval.adapters.openai_chat import OpenAIChat
from retrieval.errors import SettingsError
from retrieval.model.guarded import Guarded
from retrieval.providers import LANGCHAIN, EmbedderChoice, ModelChoice
from tests.fakes.chat_model import ScriptedChat

LOCAL = "http://127.0.0.1:9/v1"


@pytest.mark.parametrize(
    ("name", "base_url", "asked_for"),
    [
        ("gpt-4o-mini", None, "gpt-4o-mini"),
        ("openai:gpt-4o-mini", None, "gpt-4o-mini"),
        ("ft:gpt-4o-mini:us::1", None, "ft:gpt-4o-mini:us::1"),
        ("qwen2.5:1.5b", LOCAL, "qwen2.5:1.5b"),
        ("meta-llama/Llama-3", LOCAL, "meta-llama/Llama-3"),
    ],
)
def test_a_name_of_openais_protocol_goes_to_its_package(
    name: str, base_url: str | None, asked_for: str
) -> None:
    choice = ModelChoice(name=name, api_key="key", base_url=base_url)
    adapter = providers.adapter_of(choice)
    assert isinstance(adapter, OpenAIChat)
    assert adapter.name == asked_for


def test_a_provider_of_langchain_goes_to_langchain() -> None:
    with pytest.raises(SettingsError, match=r"pip install langchain-anthropic"):
        providers.adapter_of(ModelChoice(name="anthropic:claude"))


def test_the_providers_are_those_that_langchain_knows() -> None:
    import langchain.chat_models.base as chat

    source = Path(chat.__file__).read_text(encoding="utf-8")
    table = source[source.index("_BUILTIN_PROVIDERS") :]
    known = set(re.findall(r'^    "(\w+)": \(', table[: table.index("\n}")], re.M))
    assert known - {"openai"} == LANGCHAIN


@pytest.mark.parametrize(
    ("name", "base_url", "message"),
    [
        ("gpt-4o-mini", None, "The model gpt-4o-mini needs a key. Set OPENAI_API_KEY"),
        ("antropic:claude", None, "called 'antropic'. Did you mean anthropic:claude?"),
        ("qwen2.5:1.5b", None, "called 'qwen2.5'. For a server of your own set OPENAI_BASE"),
        ("anthropic:", None, "'anthropic:' is no model."),
        (" ", LOCAL, "' ' is no model."),
    ],
)
def test_a_name_that_leads_nowhere_is_one_line(
    name: str, base_url: str | None, message: str
) -> None:
    with pytest.raises(SettingsError, match=re.escape(message)):
        ModelChoice(name=name, base_url=base_url)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("bundeld", "There is no embedder 'bundeld'. Did you mean bundled?"),
        ("text-embedding-3-small", "Write bundled, openai:MODEL, or PROVIDER:MODEL"),
        ("openai:", "There is no embedder 'openai:'."),
    ],
)
def test_an_embedder_that_does_not_exist_is_one_line(name: str, message: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(message)):
        EmbedderChoice(name=name)


def test_a_key_is_never_shown() -> None:
    for choice in (
        ModelChoice(name="gpt-4o", api_key="hunter2"),
        EmbedderChoice(name="openai:x", api_key="hunter2"),
    ):
        assert "hunter2" not in repr(choice)


def test_the_key_and_the_address_are_those_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "key")
    monkeypatch.setenv("OPENAI_BASE_URL", LOCAL)
    assert ModelChoice.named("m") == ModelChoice(name="m", api_key="key", base_url=LOCAL)
    assert EmbedderChoice.named("openai:m").base_url == LOCAL
    monkeypatch.setenv("OPENAI_BASE_URL", "")
    assert ModelChoice.named("m").base_url is None


def test_a_chosen_model_is_guarded_and_one_of_ones_own_is_taken_as_it_is(tmp_path: Path) -> None:
    texts = prompts.load()
    choice = ModelChoice(name="m", base_url=LOCAL, context_tokens=700, daily_budget=Decimal("0.5"))
    chosen = providers.language(choice, texts, home=tmp_path)
    assert isinstance(chosen.writer.model, Guarded)
    assert (chosen.writer.model.name, chosen.context_tokens) == ("m", 700)
    own = ScriptedChat()
    assert providers.language(own, texts, home=tmp_path).writer.model is own
