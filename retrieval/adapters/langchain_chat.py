"""Any chat model of LangChain as one of ours."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

from retrieval.adapters.endings import finished
from retrieval.adapters.langchain_errors import translate
from retrieval.adapters.langchain_setup import given, setting_up, untraced
from retrieval.adapters.own_loop import relay
from retrieval.adapters.provider_errors import Provider, refuses, shown
from retrieval.adapters.unicode import as_utf8
from retrieval.adapters.waits import Timeouts, Waits
from retrieval.errors import ModelError, ModelRefused
from retrieval.ports import Finished, Message, ModelEvent, TextPiece
from retrieval.types import Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

# What integrations call the greatest number of tokens of an answer, the most usual first.
_LIMITS = ("max_tokens", "max_output_tokens", "num_predict", "max_completion_tokens")
_REASONS = {"finishreason", "stopreason", "donereason"}
_ADDRESSES = ("openai_api_base", "anthropic_api_url", "base_url", "endpoint")


def by_name(
    name: str,
    *,
    api_key: str | None = None,
    base_url: str | None = None,
    timeouts: Timeouts | None = None,
) -> LangChainChat:
    """The model that `init_chat_model` knows as `name`, such as "anthropic:claude-sonnet-4-5".

    api_key, base_url: None leaves them to the integration and its environment variables.
    Raises SettingsError when the integration is unknown, not installed or cannot be set up.
    """
    waits = timeouts or Timeouts()
    settings = given(name, api_key=api_key, base_url=base_url)
    # Some integrations wait without end unless they are told; retries are made in one place.
    settings |= {"temperature": 0, "timeout": waits.first, "max_retries": 0}
    with setting_up(name, api_key):
        from langchain.chat_models import init_chat_model

        model = init_chat_model(name, **settings)
    return LangChainChat(model, name=name, timeouts=waits, secrets=(api_key,) if api_key else ())


class LangChainChat:
    """A ChatModel around a BaseChatModel of LangChain.

    It runs in an event loop apart, because integrations share their connections between all loops,
    and its prompts are never sent to LangSmith, whatever the environment says. name: None
    takes the model's own.
    """

    def __init__(
        self,
        model: BaseChatModel,
        *,
        name: str | None = None,
        timeouts: Timeouts | None = None,
        secrets: Sequence[str] = (),
    ) -> None:
        self.name = name or _own_name(model)
        self._model = model
        self._timeouts = timeouts or Timeouts()
        self._provider = Provider(self.name, _address(model), tuple(secrets))

    async def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[ModelEvent, None]:
        """Pieces as they come, then Finished; closing the generator cancels the request."""
        for again in (True, False):
            try:
                async with aclosing(self._relayed(messages, max_tokens)) as events:
                    async for event in events:
                        yield event
                return
            except ModelRefused as error:  # of the request, so nothing has been yielded
                if not (again and self._give_up_temperature(error)):
                    raise

    async def _relayed(
        self, messages: Sequence[Message], max_tokens: int
    ) -> AsyncGenerator[ModelEvent, None]:
        given = [_message(message) for message in messages]
        model = _limited(self._model, max_tokens)
        async with aclosing(relay(lambda: self._events(model, given))) as events:
            async for event in events:
                yield event

    def _give_up_temperature(self, error: ModelRefused) -> bool:
        """Reasoning models refuse it: from now on it is left out, if it was that."""
        told = getattr(self._model, "temperature", None) is not None
        if not told or not refuses(error.message, "temperature"):
            return False
        self._model = self._model.model_copy(update={"temperature": None})
        return True

    async def _events(
        self, model: BaseChatModel, messages: list[BaseMessage]
    ) -> AsyncGenerator[ModelEvent, None]:
        """The same, in the loop of its own; every fault comes out as a ModelError."""
        reading = _Reading(self._provider)
        waits = Waits(self._provider, self._timeouts)
        waiting = waits.first
        try:
            with untraced():
                async with aclosing(_generator(model, messages)) as pieces:
                    while (chunk := await waiting(anext(pieces, None))) is not None:
                        waiting = waits.next
                        if text := reading.take(chunk):
                            yield TextPiece(text)
                yield reading.finished()
        except ModelError:
            raise
        except Exception as error:
            raise translate(error, self._provider) from error


class _Reading:
    """What has been read of one answer, whatever the integration leaves out."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._reason: str | None = None
        self._reports_reasons = False
        self._prompt = self._completion = 0
        self._any_text = False

    def take(self, chunk: BaseMessage) -> str:
        """The text of a chunk; its usage and its reason to end are kept."""
        said = chunk.response_metadata
        self._reports_reasons = self._reports_reasons or "model_provider" in said
        for key, value in said.items():
            if key.lower().replace("_", "") in _REASONS and isinstance(value, str) and value:
                self._reason = value
        usage = getattr(chunk, "usage_metadata", None) or {}  # parts of it may come in several
        self._prompt += usage.get("input_tokens", 0)
        self._completion += usage.get("output_tokens", 0)
        text = str(chunk.text)
        self._any_text = self._any_text or bool(text.strip())
        return text

    def finished(self) -> Finished:
        """How it ended; an integration that never tells why an answer ends is believed."""
        reason = self._reason if self._reason or self._reports_reasons else "stop"
        usage = None
        if self._prompt or self._completion:
            usage = Usage(prompt_tokens=self._prompt, completion_tokens=self._completion)
        return finished(self._provider, reason, any_text=self._any_text, usage=usage)


async def _generator(
    model: BaseChatModel, messages: list[BaseMessage]
) -> AsyncGenerator[BaseMessage, None]:
    async with aclosing(cast(AsyncGenerator[Any, None], model.astream(messages))) as chunks:
        async for chunk in chunks:
            yield chunk


def _limited(model: BaseChatModel, max_tokens: int) -> BaseChatModel:
    """The model with a limit on its answers; as it is where it has no such setting."""
    for field in _LIMITS:
        if field in type(model).model_fields:
            return model.model_copy(update={field: max_tokens})
    return model


def _message(message: Message) -> BaseMessage:
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    kinds: dict[str, type[BaseMessage]] = {
        "system": SystemMessage,
        "user": HumanMessage,
        "assistant": AIMessage,
    }
    return kinds[message.role](content=as_utf8(message.content))


def _own_name(model: BaseChatModel) -> str:
    for attribute in ("model_name", "model", "model_id"):
        if isinstance(name := getattr(model, attribute, None), str) and name:
            return name
    return type(model).__name__


def _address(model: BaseChatModel) -> str:
    for attribute in _ADDRESSES:
        if isinstance(url := getattr(model, attribute, None), str) and url:
            return shown(url)
    return ""
