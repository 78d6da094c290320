"""The catalogue: one SQLite file with articles, chunks, vectors, full text and a change log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArticleError, EmbedderMismatch
from retrieval.index import catalogue_reading, catalogue_text, catalogue_writing
from retrieval.index.catalogue_connection import Connections, Snapshot, make_file
from retrieval.index.catalogue_rows import (
    ArticleRow,
    Change,
    Counts,
    Position,
    Stored,
    StoredSentences,
    TextHit,
)
from retrieval.ports import EmbeddedChunk, Matrix
from retrieval.types import Article, Chunk, Filters, Passage

__all__ = [
    "ArticleRow",
    "Catalogue",
    "Change",
    "Counts",
    "Position",
    "Stored",
    "StoredSentences",
    "TextHit",
]

_ALL = Filters()


class Catalogue:
    """The truth about a library; what else there is (Chroma) can be made again from it.

    Any thread may call any method, and any number of processes may have it open: each call reads
    one snapshot, readers never wait, writers wait for each other.
    """

    def __init__(self, connections: Connections | Snapshot) -> None:
        self._connections = connections

    @classmethod
    def open(cls, path: Path, *, create: bool = True, timeout: float = 30) -> Self:
        """Open the file; timeout: seconds to wait for another writer.

        Raises CatalogueBroken, CatalogueBusy and LibraryError.
        """
        make_file(path, create=create)
        return cls(Connections(path, timeout=timeout))

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._connections.path

    @property
    def connections(self) -> Connections | Snapshot:
        """For the rooms that check and mend the file."""
        return self._connections

    @contextmanager
    def snapshot(self) -> Iterator[Self]:
        """The catalogue as it is now, for several readings: what changes meanwhile is not seen."""
        with self._connections.snapshot() as moment:
            yield type(self)(moment)

    def library(self) -> str:
        """The library's own name, random and for ever: a vector store knows whom it follows."""
        with self._connections.reading() as connection:
            return catalogue_reading.meta(connection, "library") or ""

    def embedder(self) -> str | None:
        """The identity of the embedder that made the vectors; None before the first article."""
        with self._connections.reading() as connection:
            return catalogue_reading.meta(connection, "embedder")

    def dimensions(self) -> int:
        """How many numbers a vector has; 0 before the first article."""
        with self._connections.reading() as connection:
            return int(catalogue_reading.meta(connection, "dimensions") or 0)

    def claim_embedder(self, identity: str, dimensions: int) -> None:
        """Say what is in use: an empty library takes it, another one raises EmbedderMismatch.

        identity: ``sync.identity``, which names the embedder and how articles are cut.
        """
        if (self.embedder(), self.dimensions()) == (identity, dimensions):
            return  # without waiting for a writer
        with self._connections.writing() as connection:
            catalogue_writing.claim_embedder(connection, identity, dimensions=dimensions)

    def article(self, key: str) -> Article:
        """The whole article; UnknownArticle with the nearest key."""
        with self._connections.reading() as connection:
            return catalogue_reading.article(connection, key)

    def text(self, key: str) -> str:
        """The text of an article; UnknownArticle with the nearest key."""
        return self.article(key).text

    def articles(self, filters: Filters = _ALL) -> list[ArticleRow]:
        """Matching articles by key, without their texts."""
        with self._connections.reading() as connection:
            return catalogue_reading.articles(connection, filters)

    def outlets(self) -> tuple[str, ...]:
        """The outlets of all articles, each once, in alphabetical order."""
        with self._connections.reading() as connection:
            return catalogue_reading.outlets(connection)

    def stored(self) -> dict[str, Stored]:
        """Content hash and path of every article, by key."""
        with self._connections.reading() as connection:
            return catalogue_reading.stored(connection)

    def stored_as(self, key: str) -> Stored | None:
        """Content hash and path of one article; None when there is none."""
        with self._connections.reading() as connection:
            return catalogue_reading.stored_as(connection, key)

    def signatures(self) -> dict[str, NDArray[np.uint32]]:
        """What `duplicates` compares articles by, by key."""
        with self._connections.reading() as connection:
            return catalogue_reading.signatures(connection)

    def counts(self) -> Counts:
        """How much there is."""
        with self._connections.reading() as connection:
            articles, chunks, sentences = catalogue_reading.counts(connection)
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        size = sum(file.stat().st_size for file in files if file.exists())
        return Counts(articles, chunks, sentences, size)

    def passages(self, chunk_ids: Sequence[int]) -> dict[int, Passage]:
        """Passages by chunk id, score 0; chunks that are gone are left out."""
        with self._connections.reading() as connection:
            return catalogue_reading.passages(connection, chunk_ids)

    def chunk_at(self, key: str, start: int) -> int | None:
        """The chunk with the character at `start`, else the nearest before, else the first."""
        with self._connections.reading() as connection:
            return catalogue_reading.chunk_at(connection, key, offset=start)

    def neighbours(self, chunk_id: int) -> tuple[int | None, int | None]:
        """The chunks before and after in the same article."""
        with self._connections.reading() as connection:
            return catalogue_reading.neighbours(connection, chunk_id)

    def sentences(
        self, chunk_ids: Sequence[int], *, states: bool = False
    ) -> dict[int, StoredSentences]:
        """Sentences of chunks with their vectors and, when asked for, their token states."""
        with self._connections.reading() as connection:
            return catalogue_reading.sentences(connection, chunk_ids, states=states)

    def full_text(
        self,
        terms: Sequence[str],
        *,
        k: int,
        within: Sequence[int] | None = None,
        filters: Filters = _ALL,
    ) -> list[TextHit]:
        """The k best chunks with any of the terms (in text, title or outlet), by BM25."""
        with self._connections.reading() as connection:
            return catalogue_text.search(connection, terms, k=k, within=within, filters=filters)

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many chunks (text, title or outlet) each term stands, whatever its ending."""
        with self._connections.reading() as connection:
            return catalogue_text.document_frequency(connection, terms)

    def chunk_ids(self, filters: Filters = _ALL) -> list[int]:
        """Ids of the chunks of matching articles, ascending."""
        with self._connections.reading() as connection:
            return catalogue_reading.chunk_ids(connection, filters)

    def vectors(self, chunk_ids: Sequence[int] | None = None) -> tuple[NDArray[np.int64], Matrix]:
        """Ids, ascending, and vectors of all chunks or of those that are still there."""
        with self._connections.reading() as connection:
            return catalogue_reading.vectors(connection, chunk_ids)

    def changes(self, after: int) -> list[Change]:
        """The change log after the entry `after`, in order."""
        with self._connections.reading() as connection:
            return catalogue_reading.changes(connection, after)

    def latest_change(self) -> int:
        """The last entry of the change log; 0 when it is empty."""
        return self.position().seq

    def position(self) -> Position:
        """The end of the change log, the number of chunks and the embedder, of one moment."""
        with self._connections.reading() as connection:
            return catalogue_reading.position(connection)

    def put(
        self,
        article: Article,
        chunks: Sequence[Chunk],
        embedded: Sequence[EmbeddedChunk],
        *,
        embedder: str | None = None,
    ) -> None:
        """Insert the article or replace the one with its key, in one transaction.

        embedder: the identity that made the vectors; EmbedderMismatch when the library has another
        by now. ArticleError for text that SQLite cannot hold.
        """
        columns = catalogue_writing.columns(article)
        try:
            with self._connections.writing() as connection:
                if embedder not in (None, catalogue_reading.meta(connection, "embedder")):
                    raise EmbedderMismatch(
                        "The library was embedded again meanwhile, by another embedder.",
                        hint="Run the command again.",
                    )
                catalogue_writing.check(connection, article, chunks, embedded)
                catalogue_writing.put(connection, columns, chunks, embedded)
        except UnicodeEncodeError as error:
            raise ArticleError(
                "it holds characters that are not valid Unicode.",
                path=article.path,
                line=article.line,
                hint="Save it as UTF-8.",
            ) from error

    def remove(self, key: str) -> bool:
        """Remove an article; False when there is none."""
        with self._connections.writing() as connection:
            return catalogue_writing.remove(connection, key)
