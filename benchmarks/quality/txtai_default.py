"""What txtai does with the same articles: paragraphs, its hybrid search, our embedder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from benchmarks.quality.baselines import System
from benchmarks.quality.kept_vectors import KeptVectors
from bot.evaluation.results import Found
from retrieval.ports import Embedder, Matrix
from retrieval.types import Article


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
    kept = KeptVectors(embedder, folder, name="txtai, paragraphs")
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
