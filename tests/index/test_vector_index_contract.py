"""What every vector index promises, over the exact one, the embedded Chroma and a Chroma server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from retrieval.adapters.chroma import ChromaIndex
from retrieval.errors import EmbedderMismatch, VectorIndexError
from retrieval.index import sync
from retrieval.index.catalogue import Catalogue
from retrieval.index.exact import ExactIndex
from retrieval.ports import Vector, VectorHit, VectorIndex
from tests.fakes.embedder import HashEmbedder
from tests.index.chroma_server import ChromaServer
from tests.index.stories import clustered, open_catalogue, put, put_vectors, story

Make = Callable[[Catalogue], VectorIndex]
QUESTIONS = clustered(6, seed=2)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with ChromaServer.started(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with open_catalogue(tmp_path) as opened:
        yield opened


@pytest.fixture(params=["exact", "chroma", "server"])
def index(request: pytest.FixtureRequest, catalogue: Catalogue) -> Iterator[VectorIndex]:
    """An index over the catalogue, which is still empty."""
    opened: VectorIndex | None
    if request.param == "exact":
        opened = ExactIndex(catalogue)
    elif request.param == "chroma":
        opened = ChromaIndex.try_open(catalogue.path.parent, catalogue, notice=pytest.fail)
    else:
        url = request.getfixturevalue("server").url
        opened = ChromaIndex.connect(url, catalogue, notice=pytest.fail)
    assert opened is not None
    yield opened
    opened.close()


def brute_force(catalogue: Catalogue, vector: Vector, within: set[int] | None = None) -> list[int]:
    """All ids, best first."""
    ids, vectors = catalogue.vectors()
    similarity = vectors.astype(np.float64) @ vector.astype(np.float64)
    order = sorted(range(len(ids)), key=lambda row: (-similarity[row].round(7), ids[row]))
    return [int(ids[row]) for row in order if within is None or int(ids[row]) in within]


def ids_of(hits: list[VectorHit]) -> list[int]:
    return [hit.chunk_id for hit in hits]


def test_the_nearest_come_first(index: VectorIndex, catalogue: Catalogue) -> None:
    put_vectors(catalogue, "a", clustered(400))
    for vector in QUESTIONS:
        for k in (1, 7, 60):
            hits = index.search(vector, k=k)
            assert ids_of(hits) == brute_force(catalogue, vector)[:k]
            similarities = [hit.similarity for hit in hits]
            assert similarities == sorted(similarities, reverse=True)


def test_similarities_are_cosines_and_the_same_everywhere(
    index: VectorIndex, catalogue: Catalogue
) -> None:
    put_vectors(catalogue, "a", clustered(300))
    exact = ExactIndex(catalogue)
    for vector in QUESTIONS:
        assert index.search(vector, k=20) == exact.search(vector, k=20)
    ids, vectors = catalogue.vectors()
    own = index.search(vectors[5], k=1)[0]
    assert own.chunk_id == ids[5]
    assert own.similarity == pytest.approx(1.0, abs=1e-6)


def test_equal_vectors_are_ordered_by_chunk_id(index: VectorIndex, catalogue: Catalogue) -> None:
    vectors = clustered(30)
    vectors[10:20] = vectors[0]
    put_vectors(catalogue, "a", vectors)
    ids = catalogue.chunk_ids()
    assert ids_of(index.search(vectors[0], k=4)) == [ids[0], *ids[10:13]]


def test_only_chunks_within_are_found(index: VectorIndex, catalogue: Catalogue) -> None:
    put_vectors(catalogue, "a", clustered(300))
    within = catalogue.chunk_ids()[3::7]
    for vector in QUESTIONS:
        expected = brute_force(catalogue, vector, set(within))
        assert ids_of(index.search(vector, k=10, within=within)) == expected[:10]
        assert ids_of(index.search(vector, k=999, within=[*within, 10**6])) == expected
    assert index.search(QUESTIONS[0], k=5, within=[]) == []


def test_k_may_be_anything(index: VectorIndex, catalogue: Catalogue) -> None:
    put_vectors(catalogue, "a", clustered(20))
    assert index.search(QUESTIONS[0], k=0) == []
    assert ids_of(index.search(QUESTIONS[0], k=500)) == brute_force(catalogue, QUESTIONS[0])


def test_an_empty_library_has_no_hits(index: VectorIndex, catalogue: Catalogue) -> None:
    assert index.search(QUESTIONS[0], k=5) == []
    index.refresh()
    put_vectors(catalogue, "a", clustered(3))
    assert len(index.search(QUESTIONS[0], k=5)) == 3
    catalogue.remove("a")
    assert index.search(QUESTIONS[0], k=5) == []


def test_changes_are_seen_by_the_next_search(index: VectorIndex, catalogue: Catalogue) -> None:
    put_vectors(catalogue, "a", clustered(50))
    index.search(QUESTIONS[0], k=5)
    with Catalogue.open(catalogue.path) as another_process:
        put_vectors(another_process, "b", clustered(50, seed=5))
        put_vectors(another_process, "a", clustered(30, seed=6))
    found = ids_of(index.search(QUESTIONS[0], k=100))
    assert found == brute_force(catalogue, QUESTIONS[0])
    assert len(found) == 80
    catalogue.remove("b")
    assert ids_of(index.search(QUESTIONS[1], k=100)) == brute_force(catalogue, QUESTIONS[1])


def test_a_question_of_another_size_is_refused(index: VectorIndex, catalogue: Catalogue) -> None:
    put_vectors(catalogue, "a", clustered(20))
    with pytest.raises(VectorIndexError, match="48"):
        index.search(np.ones(7, dtype=np.float32), k=3)


def test_a_library_that_was_embedded_again_is_refused(
    index: VectorIndex, catalogue: Catalogue
) -> None:
    put(catalogue, story(1))
    index.search(HashEmbedder().embed(["bridge"])[0], k=3)
    sync.re_embed(catalogue, HashEmbedder(dimensions=64), report=lambda _: None)
    with pytest.raises(EmbedderMismatch, match="Start Dateline again"):
        index.refresh()


def test_threads_may_search_while_articles_come_and_go(
    index: VectorIndex, catalogue: Catalogue
) -> None:
    put_vectors(catalogue, "a", clustered(60))
    failures: list[Exception] = []
    done = threading.Event()

    def search() -> None:
        try:
            while not done.is_set():
                assert len(index.search(QUESTIONS[0], k=10)) == 10
        except (VectorIndexError, AssertionError) as error:
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(6):
        put_vectors(catalogue, f"b{number % 2}", clustered(40, seed=number))
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert ids_of(index.search(QUESTIONS[0], k=999)) == brute_force(catalogue, QUESTIONS[0])


def test_closing_twice_is_harmless(index: VectorIndex) -> None:
    index.close()
    index.close()
