"""The ways to search that Dateline is held against, as far as they need no package of their own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.quality.articles import Chunks
from benchmarks.quality.baselines import Dense, System, fuse, with_rewrites
from benchmarks.quality.kept_vectors import KeptVectors
from retrieval.library import Library
from retrieval.ports import Matrix
from retrieval.types import ArticleInfo, Passage
from tests.fakes.embedder import HashEmbedder

TEXTS = ("Fog lay over the harbour.", "The ferry stops in May.", "The mayor praised the ferry.")


def chunks(embedder: HashEmbedder) -> Chunks:
    passages = tuple(
        Passage(
            chunk_id=row,
            article=ArticleInfo(key=f"a{row}", title=""),
            start=0,
            end=len(text),
            text=text,
            score=0.0,
        )
        for row, text in enumerate(TEXTS)
    )
    return Chunks(passages, embedder.embed(TEXTS))


def test_rankings_are_fused_by_reciprocal_rank() -> None:
    # By hand: row 2 has 1/62 + 1/61, row 7 has 1/61, rows 4 and 5 have 1/62 and 1/63 each once.
    fused = fuse([(7, 9.0), (2, 8.0), (5, 0.1)], [(2, 0.5), (4, 0.4)])
    assert [row for row, _ in fused] == [2, 7, 4, 5]
    expected = [1 / 62 + 1 / 61, 1 / 61, 1 / 62, 1 / 63]
    assert [score for _, score in fused] == pytest.approx(expected, abs=1e-12)


def test_equal_places_are_ordered_by_row() -> None:
    assert [row for row, _ in fuse([(5, 1.0)], [(3, 1.0)])] == [3, 5]
    assert fuse([], []) == []


def test_vectors_alone_rank_by_similarity_to_the_question() -> None:
    embedder = HashEmbedder()
    found = Dense(chunks(embedder), embedder).search("When does the ferry stop?")
    assert [one.key for one in found][:2] == ["a1", "a2"]
    question = embedder.embed(["When does the ferry stop?"])[0]
    assert found[0].score == pytest.approx(float(question @ embedder.embed(TEXTS)[1]))
    assert found[0].text == TEXTS[1]


def test_a_system_is_run_a_second_time_on_peoples_rewrites() -> None:
    plain = System("BM25", lambda _: [], {"k1": "1.5"})
    (again,) = with_rewrites([plain])
    assert (plain.rewritten, again.rewritten) == (False, True)
    assert again.identity == {"k1": "1.5", "question": "official rewrite"}


class Counting(HashEmbedder):
    """Remembers what it embedded; fails when it has done `limit` batches."""

    def __init__(self, limit: int = 1000) -> None:
        super().__init__()
        self.batches: list[list[str]] = []
        self._limit = limit

    def embed(self, texts: Sequence[str]) -> Matrix:
        if len(self.batches) == self._limit:
            raise KeyboardInterrupt
        self.batches.append(list(texts))
        return super().embed(texts)


def test_vectors_that_are_kept_are_not_made_again(tmp_path: Path) -> None:
    many = [f"{'word ' * length}{length}" for length in range(200)]
    stopped = Counting(limit=2)
    with pytest.raises(KeyboardInterrupt):
        KeptVectors(stopped, tmp_path, name="test").fill(many)
    going_on = Counting()
    kept = KeptVectors(going_on, tmp_path, name="test")
    kept.fill(many)
    done = [text for batch in stopped.batches for text in batch]
    left = [text for batch in going_on.batches for text in batch]
    assert sorted(done + left) == sorted(many)
    embedded = np.stack([kept.vector(text) for text in many])
    assert np.array_equal(embedded, HashEmbedder().embed(many))
    assert len(going_on.batches) == 2


def test_another_embedder_gets_vectors_of_its_own(tmp_path: Path) -> None:
    KeptVectors(HashEmbedder(), tmp_path, name="test").fill(TEXTS)
    small = KeptVectors(HashEmbedder(dimensions=8), tmp_path, name="test")
    small.fill(TEXTS)
    assert small.vector(TEXTS[0]).shape == (8,)


def test_chunks_come_in_one_order_however_the_library_was_filled(tmp_path: Path) -> None:
    found = []
    for order in ((0, 1, 2), (2, 0, 1)):
        home = tmp_path / f"{order}"
        with Library.open(home / "library", embedder=HashEmbedder(), vectors="exact") as library:
            for row in order:
                source = tmp_path / f"{row}.txt"
                source.write_text(TEXTS[row], encoding="utf-8")
                library.add([source])
            found.append(Chunks.of(library))
    first, second = found
    assert [one.text for one in first.passages] == [one.text for one in second.passages]
    assert np.array_equal(first.vectors, second.vectors)
