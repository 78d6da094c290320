"""Small articles for the tests of the index, and ways to put them into a catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.index import sync
from retrieval.index.catalogue import Catalogue
from retrieval.index.chunking import chunk
from retrieval.ports import EmbeddedChunk, Embedder, Matrix
from retrieval.types import Article, Chunk, Published, Span
from tests.fakes.embedder import HashEmbedder

TEXT = (
    "The ferry to Lunde was cancelled on Monday. A storm had closed the harbour.\n\n"
    "Mayor Ida Holm said that nobody was hurt. Bakers in Lunde gave bread to travellers."
)


def article(key: str, text: str = TEXT, **known: Any) -> Article:
    """An article whose hash covers what was given."""
    shown = repr((text, sorted(known.items())))
    known.setdefault("title", f"About {key}")
    published = known.pop("published", None)
    if isinstance(published, str):
        precision = ("year", "month", "day")[published.count("-")]
        published = Published(published, precision)  # type: ignore[arg-type]
    digest = hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()
    return Article(key=key, text=text, content_hash=digest, published=published, **known)


def story(number: int, *, version: int = 0, paragraphs: int = 3) -> Article:
    """One of many articles that differ in their words."""
    parts = [
        f"In village {number} the {word} number {number * 31 + part} was opened in part {part}. "
        f"Version {version} of the report says that {number + part} people came to see the {word}. "
        f"They brought {number % 7 + part} cakes, {word}s and a flag of the year {1900 + number}."
        for part in range(paragraphs)
        for word in (("bridge", "mill", "school", "harbour", "chapel")[(number + part) % 5],)
    ]
    return article(f"story-{number}", "\n\n".join(parts), outlet=f"Gazette {number % 4}")


def put(catalogue: Catalogue, *articles: Article, embedder: Embedder | None = None) -> None:
    """Put articles without looking whether they changed."""
    embedder = embedder or HashEmbedder()
    catalogue.claim_embedder(sync.identity(embedder), embedder.dimensions)
    for each in articles:
        chunks = chunk(each, embedder=embedder)
        catalogue.put(each, chunks, embedder.embed_chunks(chunks))


def add(
    catalogue: Catalogue, articles: Iterable[Article], embedder: Embedder | None = None
) -> list[sync.Step]:
    """Add articles; what was reported."""
    steps: list[sync.Step] = []
    sync.add(catalogue, articles, embedder=lambda: embedder or HashEmbedder(), report=steps.append)
    return steps


def open_catalogue(folder: Path) -> Catalogue:
    """The catalogue of a test."""
    return Catalogue.open(folder / "catalogue.sqlite3")


def clustered(count: int, *, dimensions: int = 48, seed: int = 1) -> Matrix:
    """Vectors of length 1 around some centres, as texts' are."""
    random = np.random.default_rng(seed)
    centres = random.standard_normal((max(2, count // 25), dimensions))
    rows = centres[random.integers(len(centres), size=count)]
    rows = rows + 0.4 * random.standard_normal((count, dimensions))
    unit: Matrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def put_vectors(catalogue: Catalogue, key: str, vectors: Matrix) -> None:
    """An article of as many one-word chunks as there are vectors."""
    catalogue.claim_embedder(f"made-up/{vectors.shape[1]}", vectors.shape[1])
    text = "word " * len(vectors)
    chunks, embedded = [], []
    for row, vector in enumerate(vectors):
        start, end = 5 * row, 5 * row + 4
        spans = (Span(start, end),)
        chunks.append(
            Chunk(ordinal=row, start=start, end=end, text="word", header="", sentences=spans)
        )
        embedded.append(EmbeddedChunk(vector, vector[np.newaxis]))
    catalogue.put(article(key, text, line=len(vectors)), chunks, embedded)
