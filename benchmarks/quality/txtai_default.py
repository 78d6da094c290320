"""What txtai does with the same articles: paragraphs, its hybrid search, our embedder."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from benchmarks.quality.baselines import System
from bot.evaluation.results import Found
from retrieval.ports import Embedder, Matrix, Vector
from retrieval.types import Article

BATCH = 64  # paragraphs that are embedded and kept at a time


def installed() -> bool:
    """It needs torch, so `make bench-quality TXTAI=` leaves it out."""
    return find_spec("txtai") is not None


def txtai(articles: Iterable[Article], embedder: Embedder, *, folder: Path) -> System:
    """txtai's segmentation into paragraphs, BM25 and vectors weighed alike, the 3 best.

    Its own embedder by default is the fp32 original of the bundled one. The index is made anew each
    time, of vectors that are kept under `folder`.
    """
    from txtai import Embeddings
    from txtai.pipeline import Segmentation

    cut = Segmentation(paragraphs=True)
    pieces = [(one.key, text) for one in articles for text in cut(one.text)]
    kept = KeptVectors(embedder, folder)
    kept.fill([text for _, text in pieces])

    def transform(texts: Sequence[str]) -> Matrix:
        return np.stack([kept.vector(text) for text in texts])

    index = Embeddings(method="external", transform=transform, hybrid=True)
    index.index((row, text) for row, (_, text) in enumerate(pieces))

    def search(question: str) -> Sequence[Found]:
        best = index.search(question)  # its default: 3
        return [_found(*pieces[row], score) for row, score in best]

    identity = {
        **{name: version(name) for name in ("txtai", "faiss-cpu", "torch")},
        "embedder": embedder.identity,
        "pieces": f"{len(pieces)} paragraphs",
    }
    return System("txtai, hybrid, top 3", search, identity)


def _found(key: str, text: str, score: float) -> Found:
    return Found(key=key, start=0, end=len(text), score=score, text=text)


class KeptVectors:
    """Vectors of texts in a file, one each: a run that was stopped goes on with them."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._embedder = embedder
        self._file = sqlite3.connect(folder / "vectors.sqlite3", isolation_level=None)
        self._file.execute(
            "CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB)"
        )

    def fill(self, texts: Sequence[str]) -> None:
        """Embed what is not there yet, texts of like length together."""
        stored = {digest for (digest,) in self._file.execute("SELECT text FROM vectors")}
        missing = [text for text in dict.fromkeys(texts) if self._digest(text) not in stored]
        missing.sort(key=len)
        for begin in range(0, len(missing), BATCH):
            batch = missing[begin : begin + BATCH]
            vectors = self._embedder.embed(batch)
            rows = [
                (self._digest(text), row.tobytes())
                for text, row in zip(batch, vectors, strict=True)
            ]
            self._file.execute("BEGIN")
            self._file.executemany("INSERT INTO vectors VALUES (?, ?)", rows)
            self._file.execute("COMMIT")
            print(f"  txtai: {begin + len(batch)} of {len(missing)} paragraphs", flush=True)

    def vector(self, text: str) -> Vector:
        """The vector of a text, made now where it is not kept."""
        row = self._file.execute(
            "SELECT vector FROM vectors WHERE text = ?", (self._digest(text),)
        ).fetchone()
        return np.frombuffer(row[0], np.float32) if row else self._embedder.embed([text])[0]

    def _digest(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._embedder.identity}\n{text}".encode()).digest()
