"""Language models and embedders by name: which adapter speaks to them, with which care."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.answer.generate import Writer
from retrieval.answer.prompting import Prompting
from retrieval.engine import Language
from retrieval.errors import SettingsError
from retrieval.model import prices, spending
from retrieval.model.guarded import Guarded
from retrieval.model.metered import Metered
from retrieval.ports import ChatModel, Embedder, TokenCounter

if TYPE_CHECKING:
    from prompts import Prompts

BUNDLED = "bundled"
OPENAI = "openai"
# What init_chat_model and init_embeddings know; everything else speaks OpenAI's protocol.
LANGCHAIN = frozenset(
    {
        "anthropic",
        "anthropic_bedrock",
        "azure_ai",
        "azure_openai",
        "baseten",
        "bedrock",
        "bedrock_converse",
        "bedrock_mantle_anthropic",
        "bedrock_mantle_openai",
        "cohere",
        "deepseek",
        "fireworks",
        "google_anthropic_vertex",
        "google_genai",
        "google_vertexai",
        "groq",
        "huggingface",
        "ibm",
        "langsmith",
        "litellm",
        "meta",
        "mistralai",
        "nvidia",
        "ollama",
        "openrouter",
        "perplexity",
        "together",
        "upstage",
        "xai",
    }
)
_FINE_TUNED = "ft"  # "ft:gpt-4o-mini:...": a model of OpenAI, no provider


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChoice:
    """A language model and how it is used.

    name: as a provider of OpenAI's protocol calls it ("gpt-4o-mini", "qwen2.5:1.5b"), or
    "provider:model" for an integration of LangChain. base_url: None is OpenAI itself.
    timeout: seconds until its first words; context_tokens: what the passages of a prompt may cost;
    prices: a file that goes before the packaged table; daily_budget: in the table's currency.
    """

    name: str
    api_key: str | None = field(default=None, repr=False)
    base_url: str | None = None
    timeout: float = 120.0
    context_tokens: int = 1200
    answer_tokens: int = 400
    prices: Path | None = None
    daily_budget: Decimal | None = None

    @classmethod
    def named(cls, name: str) -> ModelChoice:
        """The model with the key and the address of the environment."""
        environment = _environment()
        return cls(name=name, api_key=environment["api_key"], base_url=environment["base_url"])

    def __post_init__(self) -> None:
        """SettingsError when the name leads nowhere; nothing is loaded or asked."""
        provider = _provider(self.name, base_url=self.base_url)
        if provider == OPENAI and self.base_url is None and not self.api_key:
            raise SettingsError(
                f"The model {self.name} needs a key.",
                hint="Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedderChoice:
    """An embedder: "bundled", or "provider:model" of OpenAI's protocol or of LangChain."""

    name: str = BUNDLED
    api_key: str | None = field(default=None, repr=False)
    base_url: str | None = None

    @classmethod
    def named(cls, name: str) -> EmbedderChoice:
        """The embedder with the key and the address of the environment."""
        environment = _environment()
        return cls(name=name, api_key=environment["api_key"], base_url=environment["base_url"])

    def __post_init__(self) -> None:
        """SettingsError unless there is such an embedder; nothing is loaded."""
        provider, colon, model = self.name.partition(":")
        if self.name == BUNDLED or (colon and model and provider in LANGCHAIN | {OPENAI}):
            return
        near = difflib.get_close_matches(provider, [BUNDLED, OPENAI, *sorted(LANGCHAIN)], n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise SettingsError(
            f"There is no embedder {self.name!r}.{meant}",
            hint="Write bundled, openai:MODEL, or PROVIDER:MODEL for an integration of LangChain.",
        )


def _environment() -> dict[str, str | None]:
    """Key and address as the openai package reads them."""
    return {
        "api_key": os.environ.get("OPENAI_API_KEY") or None,
        "base_url": os.environ.get("OPENAI_BASE_URL") or None,
    }


def language(model: ModelChoice | ChatModel, prompts: Prompts, *, home: Path) -> Language:
    """What the engine needs of a model; a ChatModel is taken as it is: no prices, no retries."""
    from retrieval.adapters.tiktoken_counter import counter_for

    usual = ModelChoice(name=model.name, base_url="http://127.0.0.1")
    choice = model if isinstance(model, ModelChoice) else usual
    counter = counter_for(choice.name)
    chat = _careful(model, counter, home=home) if isinstance(model, ModelChoice) else model
    writer = Writer(chat, Prompting(prompts), answer_tokens=choice.answer_tokens)
    return Language(writer, counter, choice.context_tokens)


def chat_model(choice: ModelChoice, *, home: Path) -> ChatModel:
    """The model of a provider, with retries, a circuit and the book of `home` around it."""
    from retrieval.adapters.tiktoken_counter import counter_for

    return _careful(choice, counter_for(choice.name), home=home)


def _careful(choice: ModelChoice, counter: TokenCounter, *, home: Path) -> ChatModel:
    """The model of a provider, its calls priced, and made again when they fail."""
    table = prices.load(choice.prices)
    metered = Metered(
        adapter_of(choice),
        prices=table,
        ledger=spending.Ledger(home / spending.FILE_NAME, currency=table.currency),
        counter=counter,
        daily_budget=None if choice.daily_budget is None else float(choice.daily_budget),
        local=_is_local(choice),
    )
    return Guarded(metered)


def embedder(choice: EmbedderChoice) -> Embedder:
    """The bundled embedder, or another provider's with the bundled one's states of tokens."""
    from retrieval.adapters import onnx

    bundled = onnx.bundled()
    if choice.name == BUNDLED:
        return bundled
    provider, _, model = choice.name.partition(":")
    if provider == OPENAI:
        from retrieval.adapters.openai_embedder import OpenAIEmbedder

        return OpenAIEmbedder(
            model, api_key=choice.api_key, base_url=choice.base_url, states=bundled
        )
    from retrieval.adapters import langchain_embedder

    return langchain_embedder.by_name(choice.name, states=bundled)


def _provider(name: str, *, base_url: str | None) -> str:
    """Who serves a model of this name; SettingsError when nobody can be meant."""
    provider, colon, model = name.partition(":")
    if not name.strip() or (colon and not model):
        raise SettingsError(f"{name!r} is no model.", hint="Write for instance gpt-4o-mini.")
    if not colon or provider in (OPENAI, _FINE_TUNED):
        return OPENAI
    if provider in LANGCHAIN:
        return provider
    if base_url is not None:
        return OPENAI  # "qwen2.5:1.5b" is the name of a model on that server
    near = difflib.get_close_matches(provider, sorted(LANGCHAIN), n=1)
    meant = f"Did you mean {near[0]}:{model}? " if near else ""
    raise SettingsError(
        f"No provider is called {provider!r}.",
        hint=f"{meant}For a server of your own set OPENAI_BASE_URL too.",
    )


def adapter_of(choice: ModelChoice) -> ChatModel:
    from retrieval.adapters.waits import Timeouts

    timeouts = Timeouts(first=choice.timeout, whole=3 * choice.timeout)
    provider = _provider(choice.name, base_url=choice.base_url)
    if provider == OPENAI:
        from retrieval.adapters.openai_chat import OpenAIChat

        return OpenAIChat(
            choice.name.removeprefix("openai:"),
            api_key=choice.api_key,
            base_url=choice.base_url,
            timeouts=timeouts,
        )
    from retrieval.adapters import langchain_chat

    return langchain_chat.by_name(choice.name, timeouts=timeouts)


def _is_local(choice: ModelChoice) -> bool:
    from retrieval.adapters.openai_client import is_this_machine

    return choice.base_url is not None and is_this_machine(choice.base_url)
