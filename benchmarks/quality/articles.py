"""A library of a set's articles, and its chunks as other systems are given them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.evaluation.datasets import Dataset
from retrieval.library import Library, Progress
from retrieval.ports import Matrix
from retrieval.types import Passage


def synchronise(library: Library, dataset: Dataset, *, folder: Path) -> None:
    """Bring the library to exactly the articles of the set; what it holds already is not embedded."""
    source = folder / "articles.jsonl"
    dataset.write_articles(source)
    library.add([source], report=_report)
    wanted = {one.key for one in dataset.articles}
    if strangers := [row.key for row in library.articles() if row.key not in wanted]:
        library.remove(strangers)
    missing = wanted - {row.key for row in library.articles()}
    if missing:
        raise SystemExit(f"{dataset.name}: {len(missing)} articles are not in the library.")


def _report(progress: Progress) -> None:
    if progress.done % 100 == 0 or progress.done == progress.total:
        print(f"  Dateline: {progress.done} of {progress.total} articles", flush=True)


@dataclass(frozen=True, slots=True)
class Chunks:
    """Dateline's chunks with the vectors that Dateline made of them, row by row."""

    passages: tuple[Passage, ...]
    vectors: Matrix

    @classmethod
    def of(cls, library: Library) -> Chunks:
        """All chunks of a library, by article and place: in whatever order they came into it, ties fall alike."""
        ids, vectors = library.catalogue.vectors()
        there = library.catalogue.passages(ids.tolist())
        passages = [there[each] for each in ids.tolist()]
        rows = sorted(
            range(len(passages)), key=lambda row: (passages[row].article.key, passages[row].start)
        )
        return cls(tuple(passages[row] for row in rows), np.ascontiguousarray(vectors[rows]))
