"""Any embeddings of LangChain as an embedder of ours."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from retrieval.adapters.langchain_errors import translate
from retrieval.adapters.langchain_setup import given, setting_up, untraced
from retrieval.adapters.own_loop import submit
from retrieval.adapters.provider_errors import Provider, shown
from retrieval.adapters.remote_embedder import WINDOW, RemoteEmbedder
from retrieval.adapters.waits import Timeouts, Waits
from retrieval.errors import ModelError
from retrieval.model.retry import Retries
from retrieval.ports import Embedder

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

# The integration of OpenAI downloads a tokenizer and sends its numbers, which other servers do not
# understand; texts are cut to the window here. Others refuse settings that they do not know.
_SETTINGS: dict[str, dict[str, Any]] = {
    "openai": {"check_embedding_ctx_length": False, "max_retries": 0},
    "azure_openai": {"check_embedding_ctx_length": False, "max_retries": 0},
}


def by_name(
    name: str,
    *,
    api_key: str | None = None,
    base_url: str | None = None,
    window: int = WINDOW,
    states: Embedder | None = None,
    timeouts: Timeouts | None = None,
    retries: Retries | None = None,
) -> LangChainEmbedder:
    """The embeddings that `init_embeddings` knows as `name`, such as "cohere:embed-english-v3.0".

    api_key, base_url: None leaves them to the integration and its environment variables.
    Raises SettingsError when the integration is unknown, not installed or cannot be set up.
    """
    waits = timeouts or Timeouts()
    settings = given(name, api_key=api_key, base_url=base_url)
    own = _SETTINGS.get(name.partition(":")[0])
    settings |= own | {"timeout": waits.first} if own else {}
    with setting_up(name, api_key):
        from langchain.embeddings import init_embeddings

        model = init_embeddings(name, **settings)
    return LangChainEmbedder(
        model,
        name=f"{name}/{shown(base_url)}" if base_url else name,
        window=window,
        states=states,
        timeouts=waits,
        retries=retries,
        secrets=(api_key,) if api_key else (),
    )


class LangChainEmbedder(RemoteEmbedder):
    """An Embedder around Embeddings of LangChain, in an event loop apart.

    name: what identifies model and service; an index answers only to the name that built it.
    The other arguments are those of RemoteEmbedder.
    """

    def __init__(
        self,
        embeddings: Embeddings,
        *,
        name: str,
        window: int = WINDOW,
        states: Embedder | None = None,
        timeouts: Timeouts | None = None,
        retries: Retries | None = None,
        sleep: Callable[[float], None] = time.sleep,
        secrets: Sequence[str] = (),
    ) -> None:
        self._embeddings = embeddings
        self._provider = Provider(name, "", tuple(secrets))
        self._timeouts = timeouts or Timeouts()
        super().__init__(
            self._request,
            identity=f"langchain/{name}",
            window=window,
            states=states,
            retries=retries,
            sleep=sleep,
        )

    def _request(self, texts: list[str]) -> list[list[float]]:
        return submit(self._asked(texts)).result()

    async def _asked(self, texts: list[str]) -> list[list[float]]:
        waits = Waits(self._provider, self._timeouts)
        try:
            with untraced():
                return await waits.first(self._embeddings.aembed_documents(texts))
        except ModelError:
            raise
        except Exception as error:
            raise translate(error, self._provider) from error
