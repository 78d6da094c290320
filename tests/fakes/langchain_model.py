"""A chat model of LangChain that writes a given text; its stream is a synchronous one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field


class WritingModel(BaseChatModel):
    """Writes `text` word by word; raises `error`, when there is one, after it.

    reason: why it ends, under the name `reason_key`; None for an integration that never says.
    """

    text: str = "Yes."
    error: Exception | None = None
    reason: str | None = "stop"
    reason_key: str = "finish_reason"
    provider: str | None = "writing"
    max_tokens: int | None = None
    seen: list[list[BaseMessage]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "writing"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=self.text))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self.seen.append(messages)
        words = re.findall(r"\S+\s*", self.text)
        kept = words[: self.max_tokens]
        said = {} if self.provider is None else {"model_provider": self.provider}
        for word in kept:
            message = AIMessageChunk(content=word, response_metadata=said)
            yield ChatGenerationChunk(message=message)
        if self.error is not None:
            raise self.error
        reason = "length" if len(kept) < len(words) else self.reason
        ended = {} if reason is None else {self.reason_key: reason}
        prompt = sum(len(str(message.content).split()) for message in messages)
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content="",
                response_metadata=said | ended,
                usage_metadata={
                    "input_tokens": prompt,
                    "output_tokens": len(kept),
                    "total_tokens": prompt + len(kept),
                },
            )
        )
