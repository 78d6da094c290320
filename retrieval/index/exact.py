"""Exact nearest chunks: all vectors in memory, compared with each one."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from retrieval.index.catalogue import Catalogue
from retrieval.ports import Vector, VectorHit


class ExactIndex:
    """A VectorIndex over the catalogue's own vectors; follows the change log at each refresh."""

    name = "exact"

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._seen = -1
        self._ids = np.zeros(0, dtype=np.int64)
        self._vectors = np.zeros((0, 0), dtype=np.float32)

    def search(
        self, vector: Vector, *, k: int, within: Sequence[int] | None = None
    ) -> list[VectorHit]:
        """The k most similar chunks, best first, ties by chunk id; only `within` when given."""
        self.refresh()
        with self._lock:
            ids, vectors = self._ids, self._vectors
        if within is not None:
            kept = np.isin(ids, np.asarray(within, dtype=np.int64))
            ids, vectors = ids[kept], vectors[kept]
        if not len(ids) or k <= 0:
            return []
        similarity = vectors @ vector
        if k < len(ids):
            threshold = np.partition(similarity, len(ids) - k)[len(ids) - k]
            near = np.flatnonzero(similarity >= threshold)
        else:
            near = np.arange(len(ids))
        order = near[np.lexsort((ids[near], -similarity[near]))][:k]
        return [VectorHit(int(ids[i]), float(similarity[i])) for i in order]

    def refresh(self) -> None:
        """Catch up with the catalogue's change log."""
        latest = self._catalogue.latest_change()
        with self._lock:
            if latest == self._seen:
                return
            if self._seen < 0:
                self._ids, self._vectors = self._catalogue.vectors()
            else:
                self._follow()
            self._seen = latest

    def _follow(self) -> None:
        changed = {change.chunk_id for change in self._catalogue.changes(self._seen)}
        kept = ~np.isin(self._ids, np.fromiter(changed, dtype=np.int64, count=len(changed)))
        ids, vectors = self._catalogue.vectors(sorted(changed))
        if not len(self._ids):
            self._ids, self._vectors = ids, vectors
        elif len(ids):
            self._ids = np.concatenate([self._ids[kept], ids])
            self._vectors = np.concatenate([self._vectors[kept], vectors])
        else:
            self._ids, self._vectors = self._ids[kept], self._vectors[kept]

    def close(self) -> None:
        """Forget the vectors; the next search loads them again."""
        with self._lock:
            self._seen = -1
            self._ids = np.zeros(0, dtype=np.int64)
            self._vectors = np.zeros((0, 0), dtype=np.float32)
