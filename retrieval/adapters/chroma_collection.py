"""The collection of one library in Chroma, and how it keeps up with the catalogue's change log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from retrieval.index.catalogue import Catalogue
from retrieval.ports import Vector

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_BATCH = 100  # rows; an upsert holds the GIL for .2 s a hundred
_PAGE = 1_000  # ids; Chroma fails on "too many SQL variables" when asked for 100,000
_MANY = 1_000  # changes that are worth a word, since they take a second or more
# Chroma's own defaults (100, 100, 16) lose passages that the exact index finds.
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 400, "max_neighbors": 32}


class FollowedCollection:
    """Vectors by chunk id; its metadata says whose they are and how far it has followed."""

    def __init__(self, collection: Collection, *, library: str, seq: int) -> None:
        """Use open."""
        self._collection = collection
        self._library = library
        self._seq = seq

    @classmethod
    def open(cls, client: Client, catalogue: Catalogue, *, alone: bool) -> Self:
        """The library's collection; one with other vectors than the catalogue's is emptied.

        alone: the store is for this library only; what an earlier one left there is deleted.
        """
        library, position = catalogue.library(), catalogue.position()
        name = f"dateline-{library}"
        for other in client.list_collections() if alone else ():
            if other.name != name:
                client.delete_collection(other.name)
        collection = _get(client, name)
        metadata: dict[str, Any] = dict(collection.metadata or {})
        embedder, seq = metadata.get("embedder"), int(metadata.get("seq") or 0)
        hnsw: Any = collection.configuration_json.get("hnsw") or {}
        usable = hnsw.get("space") == "cosine" and seq <= position.seq
        if not usable or (seq and embedder != position.embedder):
            client.delete_collection(name)
            collection, seq = _get(client, name), 0
        return cls(collection, library=library, seq=seq)

    def follow(self, catalogue: Catalogue, *, notice: Callable[[str], None]) -> None:
        """Apply the changes since the last time; doing so twice is harmless."""
        embedder, changes = catalogue.embedder(), catalogue.changes(self._seq)
        if len(changes) >= _MANY:
            notice(f"The vector store catches up with {len(changes):,} changes.")
        for begin in range(0, len(changes), _BATCH):
            part = changes[begin : begin + _BATCH]
            self._put(catalogue, [each.chunk_id for each in part if each.kind == "put"])
            self._drop([each.chunk_id for each in part if each.kind == "drop"])
            self._seq = part[-1].seq
            self._collection.modify(
                metadata={"library": self._library, "embedder": embedder or "", "seq": self._seq}
            )

    def reconcile(self, catalogue: Catalogue, *, notice: Callable[[str], None]) -> None:
        """Give the collection the chunks that it lacks and take those that it should not have."""
        if self._collection.count() == catalogue.position().chunks:
            return
        there = self._ids()
        wanted = set(catalogue.chunk_ids())
        missing, extra = sorted(wanted - there), sorted(there - wanted)
        notice(f"The vector store lacked {len(missing):,} vectors and had {len(extra):,} too many.")
        for begin in range(0, len(missing), _BATCH):
            self._put(catalogue, missing[begin : begin + _BATCH])
        for begin in range(0, len(extra), _BATCH):
            self._drop(extra[begin : begin + _BATCH])

    def nearest(self, vector: Vector, count: int) -> list[int]:
        """Ids of about the `count` nearest vectors."""
        if count <= 0:
            return []
        found = self._collection.query(
            query_embeddings=vector[np.newaxis], n_results=count, include=[]
        )
        return [int(each) for each in found["ids"][0]]

    def _put(self, catalogue: Catalogue, chunk_ids: Sequence[int]) -> None:
        ids, vectors = catalogue.vectors(chunk_ids)  # without those that are gone by now
        if len(ids):
            self._collection.upsert(ids=[str(each) for each in ids], embeddings=vectors)

    def _drop(self, chunk_ids: Sequence[int]) -> None:
        if chunk_ids:
            self._collection.delete(ids=[str(each) for each in dict.fromkeys(chunk_ids)])

    def _ids(self) -> set[int]:
        found: set[int] = set()
        while page := self._collection.get(limit=_PAGE, offset=len(found), include=[])["ids"]:
            found.update(int(each) for each in page)
        return found


def _get(client: Client, name: str) -> Collection:
    configuration: Any = {"hnsw": _HNSW}
    return client.get_or_create_collection(
        name, configuration=configuration, embedding_function=None, metadata={"seq": 0}
    )
