"""An engine that answers each question from one moment of a library that changes."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, contextmanager

from prompts import Prompts
from retrieval.engine import Engine, Language
from retrieval.index import sync
from retrieval.index.catalogue import Catalogue
from retrieval.ports import Embedder, VectorIndex
from retrieval.search.retriever import Retriever
from retrieval.types import ClaimCheck, Event, Filters, Passage, Turn


class MomentEngine(Engine):
    """Answers each question from one moment of the library, while articles come, change and go.

    A passage that was found and the article that is quoted from are the same version.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        vectors: VectorIndex,
        exact: VectorIndex,
        embedder: Embedder,
        prompts: Prompts,
        language: Language | None = None,
    ) -> None:
        retriever = Retriever(catalogue, vectors=vectors, exact=exact)
        super().__init__(
            catalogue=catalogue,
            retriever=retriever,
            embedder=embedder,
            prompts=prompts,
            language=language,
        )
        self._vectors, self._exact = vectors, exact

    async def stream(
        self, question: str, *, turns: Sequence[Turn] = (), filters: Filters | None = None
    ) -> AsyncGenerator[Event, None]:
        with self._now() as engine:
            stream = engine.stream(question, turns=turns, filters=filters)
            async with aclosing(stream) as events:
                async for event in events:
                    yield event

    async def search(
        self,
        question: str,
        *,
        turns: Sequence[Turn] = (),
        k: int = 10,
        filters: Filters | None = None,
    ) -> tuple[Passage, ...]:
        with self._now() as engine:
            return await engine.search(question, turns=turns, k=k, filters=filters)

    async def check(self, text: str, *, filters: Filters | None = None) -> tuple[ClaimCheck, ...]:
        with self._now() as engine:
            return await engine.check(text, filters=filters)

    @contextmanager
    def _now(self) -> Iterator[Engine]:
        refuse_others(self._catalogue, self._embedder)
        with self._catalogue.snapshot() as seen:
            retriever = Retriever(seen, vectors=self._vectors, exact=self._exact)
            yield Engine(
                catalogue=seen,
                retriever=retriever,
                embedder=self._embedder,
                prompts=self._prompts,
                language=self._language,
            )


def refuse_others(catalogue: Catalogue, embedder: Embedder) -> None:
    """EmbedderMismatch when the library was embedded by another embedder."""
    if catalogue.embedder() is not None:
        catalogue.claim_embedder(sync.identity(embedder), embedder.dimensions)
