"""Passages of a library as LangChain documents."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import (
    AsyncCallbackManagerForRetrieverRun,
    CallbackManagerForRetrieverRun,
)
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from retrieval.adapters.langchain.source import engine_of
from retrieval.adapters.langchain.waiting import wait_for
from retrieval.types import Filters, Passage

K = 10


class DatelineRetriever(BaseRetriever):
    """Finds the passages nearest to a question, best first.

    library: an open `retrieval.Library`, or its engine; it must stay open.
    k, filters: how many, and from which articles; a call may give its own:
    ``retriever.invoke(question, k=3)``.

    Documents: `page_content` is the passage (``article.text[start:end]``), `metadata` has key,
    title, outlet, authors, published (ISO, as long as it is known), url, start, end and score
    (comparable within one search only), and `id` names article and span, the same in every search.
    """

    library: Any  # pydantic would refuse every other class that has the same methods
    k: int = Field(default=K, gt=0)
    filters: Filters | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  # LangChain passes it by name
        k: int | None = None,
        filters: Filters | None = None,
    ) -> list[Document]:
        return wait_for(self._search(query, k, filters))

    async def _aget_relevant_documents(
        self,
        query: str,
        *,
        run_manager: AsyncCallbackManagerForRetrieverRun,  # noqa: ARG002  # likewise
        k: int | None = None,
        filters: Filters | None = None,
    ) -> list[Document]:
        return await self._search(query, k, filters)

    async def _search(self, query: str, k: int | None, filters: Filters | None) -> list[Document]:
        found = await engine_of(self.library).search(
            query, k=k or self.k, filters=filters or self.filters
        )
        return [_document(passage) for passage in found]


def _document(passage: Passage) -> Document:
    article = passage.article
    return Document(
        id=f"{article.key}:{passage.start}-{passage.end}",
        page_content=passage.text,
        metadata={
            "key": article.key,
            "title": article.title,
            "outlet": article.outlet,
            "authors": list(article.authors),
            "published": article.published.iso if article.published else None,
            "url": article.url,
            "start": passage.start,
            "end": passage.end,
            "score": float(passage.score),
        },
    )
