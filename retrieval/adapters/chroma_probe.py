"""Run as a process of its own: open a Chroma store that may be ruined, and say what it holds."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.adapters import chroma_vendor
from retrieval.adapters.chroma_folder import Look
from retrieval.errors import DatelineError
from retrieval.index.catalogue import Catalogue
from retrieval.ports import Matrix

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

_PAGE = 500
_ASKED = 20  # vectors that must find themselves
_MEMORY = 16 << 30  # bytes of address space: ruined files of 2 TB were seen


def main(store: str, catalogue: str) -> int:
    """Print a Look as JSON. A crash, which nothing can catch, is an answer too."""
    _limit_memory()
    try:
        with Catalogue.open(Path(catalogue), create=False) as opened:
            look = _look(Path(store), opened)
    except DatelineError as error:
        look = Look(problem=error.message)
    sys.stdout.write(json.dumps(asdict(look)))
    return 0


def _look(store: Path, catalogue: Catalogue) -> Look:
    client = chroma_vendor.open_folder(store)
    with chroma_vendor.translated():
        collections = client.list_collections()
        if len(collections) != 1:
            return Look(problem=f"it holds {len(collections)} collections")
        collection = collections[0]
        metadata = collection.metadata or {}
        problem = _compare(collection, catalogue)
        look = Look(
            problem=problem,
            library=str(metadata.get("library", "")),
            embedder=str(metadata.get("embedder", "")),
            seq=int(str(metadata.get("seq", 0))),
            count=collection.count(),
        )
    chroma_vendor.close(client)
    return look


def _compare(collection: Collection, catalogue: Catalogue) -> str:
    """What is wrong with the vectors that both have; vectors that only one has are no damage."""
    for begin in range(0, collection.count(), _PAGE):
        page = collection.get(limit=_PAGE, offset=begin, include=["embeddings"])
        rows = dict(zip(page["ids"], np.asarray(page["embeddings"]), strict=True))
        ids, vectors = catalogue.vectors([int(each) for each in page["ids"]])
        if not len(ids):
            continue
        there = np.stack([rows[str(each)] for each in ids])
        if there.shape != vectors.shape:
            return "its vectors have another size"
        if not np.allclose((there * vectors).sum(axis=1), 1, atol=0.01):
            return "its vectors are not the library's"
        if begin == 0 and (lost := _lost(collection, ids[:_ASKED].tolist(), vectors[:_ASKED])):
            return lost
    return ""


def _lost(collection: Collection, ids: list[int], vectors: Matrix) -> str:
    found = collection.query(query_embeddings=vectors, n_results=10, include=["distances"])
    for own, near, distances in zip(ids, found["ids"], found["distances"] or [], strict=True):
        if str(own) not in near and (not distances or min(distances) > 0.001):
            return "it does not find its own vectors"
    return ""


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
