"""Exact nearest chunks: every vector in memory, each compared with the question."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EmbedderMismatch, VectorIndexError
from retrieval.index.catalogue import Catalogue, Position
from retrieval.ports import Matrix, Vector, VectorHit

_ROUNDING = 1e-4  # more than float32 products of unit vectors can be off


class ExactIndex:
    """A VectorIndex over the catalogue's own vectors; any thread may use it.

    Vectors are loaded at the first search; each search looks first whether anything changed.
    """

    name = "exact"

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._position: Position | None = None
        self._ids, self._vectors = _nothing()

    def search(
        self, vector: Vector, *, k: int, within: Sequence[int] | None = None
    ) -> list[VectorHit]:
        """The k most similar chunks, best first, ties by chunk id; only `within` when given."""
        self.refresh()
        with self._lock:  # arrays are replaced, never changed: a snapshot needs no copy
            ids, vectors = self._ids, self._vectors
        if within is not None:
            rows = np.flatnonzero(np.isin(ids, np.asarray(within, dtype=np.int64)))
            ids, vectors = ids[rows], vectors[rows]
        return ranked(ids, vectors, vector, k=k)

    def refresh(self) -> None:
        """Catch up with the change log; EmbedderMismatch when all was embedded again meanwhile."""
        latest = self._catalogue.position()
        with self._lock:
            known = self._position
            if known == latest:
                return
            if known is None:
                self._ids, self._vectors = self._catalogue.vectors()
            else:
                refuse_other_vectors(known, latest)
                self._follow(known.seq)
            self._position = latest  # replaying what came since is harmless

    def close(self) -> None:
        """Forget the vectors; another search would load them again."""
        with self._lock:
            self._position = None
            self._ids, self._vectors = _nothing()

    def _follow(self, seq: int) -> None:
        changed = np.array([change.chunk_id for change in self._catalogue.changes(seq)], np.int64)
        ids, vectors = self._catalogue.vectors(changed.tolist())
        if not len(self._ids):
            self._ids, self._vectors = ids, vectors
            return
        kept = np.flatnonzero(~np.isin(self._ids, changed))
        # New ids are larger than all before, so the order stays ascending.
        self._ids = np.concatenate([self._ids[kept], ids])
        self._vectors = np.concatenate([self._vectors[kept], vectors])


def ranked(ids: NDArray[np.int64], vectors: Matrix, vector: Vector, *, k: int) -> list[VectorHit]:
    """The k rows most similar to `vector`, best first, ties by id.

    A row's similarity does not depend on the rows beside it (as it does in a matrix product), so
    whoever ranks a set that holds the best gets the same numbers in the same order.
    """
    if k <= 0 or not len(ids):
        return []
    refuse_other_size(vector, vectors.shape[1])
    rough = vectors @ vector
    if k < len(ids):
        least = np.partition(rough, len(ids) - k)[len(ids) - k]
        near = np.flatnonzero(rough >= least - _ROUNDING)
    else:
        near = np.arange(len(ids))
    products = vectors[near].astype(np.float64) * vector.astype(np.float64)
    similarity = products.sum(axis=1).astype(np.float32)
    order = np.lexsort((ids[near], -similarity))[:k]
    return [VectorHit(int(ids[near[row]]), float(similarity[row])) for row in order]


def refuse_other_size(vector: Vector, dimensions: int) -> None:
    """Raise VectorIndexError when the question was embedded to another size than the library."""
    if dimensions and vector.shape != (dimensions,):
        raise VectorIndexError(
            f"The question's vector has {vector.size} numbers, the library's {dimensions}.",
            hint="Embed the library again: dateline add PATH --re-embed",
        )


def refuse_other_vectors(known: Position, latest: Position) -> None:
    """Raise EmbedderMismatch when the library's vectors are of another kind than they were."""
    if known.embedder not in (None, latest.embedder):
        raise EmbedderMismatch(
            "The library was embedded again, by another embedder.", hint="Start Dateline again."
        )


def _nothing() -> tuple[NDArray[np.int64], Matrix]:
    return np.empty(0, dtype=np.int64), np.empty((0, 0), dtype=np.float32)
