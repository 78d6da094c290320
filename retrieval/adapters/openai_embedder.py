"""Embedding models of OpenAI and of every server that speaks its protocol."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from retrieval.adapters.openai_client import Account, make_sync
from retrieval.adapters.openai_errors import translate, vendor_errors
from retrieval.adapters.remote_embedder import WINDOW, RemoteEmbedder
from retrieval.adapters.waits import Timeouts
from retrieval.errors import ModelRefused
from retrieval.model.retry import Retries
from retrieval.ports import Embedder

if TYPE_CHECKING:
    from openai import OpenAI


class OpenAIEmbedder(RemoteEmbedder):
    """An Embedder over the `openai` package; making one loads nothing.

    The arguments are those of OpenAIChat and of RemoteEmbedder. dimensions: asked of models that
    can shorten their vectors, such as text-embedding-3-small; None takes what the model gives.
    """

    def __init__(
        self,
        model: str,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        organization: str | None = None,
        project: str | None = None,
        dimensions: int | None = None,
        window: int = WINDOW,
        states: Embedder | None = None,
        timeouts: Timeouts | None = None,
        retries: Retries | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._account = Account(api_key, base_url, organization, project)
        self._model = model
        self._shortened = dimensions
        self._provider = self._account.provider(model)
        self._timeouts = timeouts or Timeouts()
        self._client: OpenAI | None = None
        self._making = threading.Lock()
        host = urlsplit(self._account.url).netloc.rpartition("@")[2]
        size = f"/{dimensions}" if dimensions else ""
        super().__init__(
            self._request,
            identity=f"openai/{host}/{model}{size}",
            dimensions=dimensions,
            window=window,
            states=states,
            retries=retries,
            sleep=sleep,
        )

    def _request(self, texts: list[str]) -> list[list[float]]:
        options = {"dimensions": self._shortened} if self._shortened else {}
        embeddings: Any = self._connected().embeddings
        try:
            # Plain numbers: not every server knows the package's default, base64.
            answer = embeddings.create(
                model=self._model, input=texts, encoding_format="float", **options
            )
        except vendor_errors() as error:
            raise translate(error, self._provider) from error
        except ValueError as error:  # the package's own, for an answer without vectors
            raise self._no_vectors() from error
        rows = getattr(answer, "data", None)
        if not isinstance(rows, list):  # a page with status 200 comes as text
            raise self._no_vectors()
        return [row.embedding for row in sorted(rows, key=lambda row: int(row.index))]

    def _no_vectors(self) -> ModelRefused:
        return ModelRefused(
            f"{self._provider} answered with something else than vectors.",
            hint="Check the base URL, which usually ends in /v1, and that the model embeds.",
        )

    def _connected(self) -> OpenAI:
        with self._making:
            if self._client is None:
                self._client = make_sync(self._account, self._timeouts, self._provider)
                weakref.finalize(self, self._client.close)
            return self._client
