"""Chat models of OpenAI and of every server that speaks its protocol."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from retrieval.adapters.endings import finished
from retrieval.adapters.loop_clients import LoopClients
from retrieval.adapters.openai_client import Account, make_async
from retrieval.adapters.openai_errors import translate, vendor_errors
from retrieval.adapters.provider_errors import Provider, filtered, refuses
from retrieval.adapters.unicode import as_utf8
from retrieval.adapters.waits import Timeouts, Waits
from retrieval.errors import ModelRefused
from retrieval.ports import Finished, Message, ModelEvent, TextPiece
from retrieval.types import Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI


@dataclass(frozen=True, slots=True)
class _Dialect:
    """Which optional fields of a request this server takes; learnt from what it refuses."""

    limit: Literal["max_tokens", "max_completion_tokens"]
    usage: bool = True
    temperature: bool = True
    swapped: bool = False

    def without(self, complaint: str) -> _Dialect | None:
        """The dialect that avoids what a server complains of; None when it is another matter."""
        if self.usage and refuses(complaint, "stream_options", "include_usage"):
            return replace(self, usage=False)
        if self.temperature and refuses(complaint, "temperature"):
            return replace(self, temperature=False)
        if not self.swapped and refuses(complaint, self.limit):
            other: Literal["max_tokens", "max_completion_tokens"] = (
                "max_completion_tokens" if self.limit == "max_tokens" else "max_tokens"
            )
            return replace(self, limit=other, swapped=True)
        return None


class OpenAIChat:
    """A ChatModel over the `openai` package; making one loads nothing.

    api_key: may be None for a server of one's own. base_url: None is OpenAI itself.
    Raises SettingsError for an address or a key that cannot be used.
    """

    def __init__(
        self,
        model: str,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        organization: str | None = None,
        project: str | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        self.name = model
        account = Account(api_key, base_url, organization, project)
        self._timeouts = timeouts or Timeouts()
        self._provider = account.provider(model)
        # Only OpenAI itself knows the new name, and its reasoning models refuse the old one.
        self._dialect = _Dialect("max_completion_tokens" if base_url is None else "max_tokens")
        self._clients: LoopClients[AsyncOpenAI] = LoopClients(
            partial(make_async, account, self._timeouts, self._provider)
        )

    async def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[ModelEvent, None]:
        """Pieces as they come, then Finished; closing the generator cancels the request."""
        reading = _Reading(self._provider)
        async with aclosing(self._chunks(messages, max_tokens)) as chunks:
            async for chunk in chunks:
                if text := reading.take(chunk):
                    yield TextPiece(text)
        yield reading.finished()

    async def _chunks(
        self, messages: Sequence[Message], max_tokens: int
    ) -> AsyncGenerator[Any, None]:
        """The vendor's chunks; every fault comes out as a ModelError."""
        client = await self._clients.get()
        waits = Waits(self._provider, self._timeouts)
        try:
            response = await waits.first(self._open(client, messages, max_tokens))
            try:
                self._refuse_other_content(response)
                pieces = aiter(response)
                waiting = waits.first  # headers may come at once and the first piece much later
                while (chunk := await waiting(anext(pieces, None))) is not None:
                    yield chunk
                    waiting = waits.next
            finally:
                await response.close()
        except vendor_errors() as error:
            raise translate(error, self._provider) from error

    async def _open(self, client: AsyncOpenAI, messages: Sequence[Message], max_tokens: int) -> Any:
        """The stream of an answer, asked for without what this server refuses to know."""
        import openai

        create: Any = client.chat.completions.create
        while True:
            dialect = self._dialect
            try:
                return await create(**self._request(dialect, messages, max_tokens))
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                simpler = dialect.without(f"{error.param or ''} {error.message}")
                if simpler is None:
                    raise
                self._dialect = simpler

    def _request(
        self, dialect: _Dialect, messages: Sequence[Message], max_tokens: int
    ) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self.name,
            "messages": [
                {"role": message.role, "content": as_utf8(message.content)} for message in messages
            ],
            "stream": True,
            dialect.limit: max_tokens,
        }
        if dialect.usage:
            request["stream_options"] = {"include_usage": True}
        if dialect.temperature:
            request["temperature"] = 0
        return request

    def _refuse_other_content(self, response: Any) -> None:
        """A page or plain JSON with status 200, which the package takes for an empty stream."""
        kind = response.response.headers.get("content-type", "").partition(";")[0].strip()
        if kind in ("text/html", "application/json", "application/xhtml+xml"):
            raise ModelRefused(
                f"{self._provider} answered with {kind}, not with a stream.",
                hint="Check the base URL, which usually ends in /v1.",
            )


class _Reading:
    """What has been read of one answer, from chunks that may lack anything."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._reason: str | None = None
        self._usage: Usage | None = None
        self._any_text = False

    def take(self, chunk: Any) -> str:
        """The text of a chunk; its usage and its reason to end are kept."""
        self._usage = _usage(getattr(chunk, "usage", None)) or self._usage
        choices = getattr(chunk, "choices", None)
        if not isinstance(choices, list) or not choices:
            return ""
        reason = getattr(choices[0], "finish_reason", None)
        self._reason = reason if isinstance(reason, str) and reason else self._reason
        delta = getattr(choices[0], "delta", None)
        if getattr(delta, "refusal", None):
            raise filtered(self._provider)
        text = getattr(delta, "content", None)
        if not isinstance(text, str):
            return ""
        self._any_text = self._any_text or bool(text.strip())
        return text

    def finished(self) -> Finished:
        """How it ended; the ModelError that it is when it did not end well."""
        return finished(self._provider, self._reason, any_text=self._any_text, usage=self._usage)


def _usage(usage: Any) -> Usage | None:
    prompt = getattr(usage, "prompt_tokens", None)
    completion = getattr(usage, "completion_tokens", None)
    if isinstance(prompt, int) and isinstance(completion, int):
        return Usage(prompt_tokens=prompt, completion_tokens=completion)
    return None
