"""The other systems of benchmarks.quality, as their packages are; `make test-benchmarks`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks.quality.articles import Chunks
from benchmarks.quality.baselines import Lexical, System, over_chunks
from benchmarks.quality.frameworks import langchain, llama_index
from benchmarks.quality.txtai_default import txtai
from retrieval.ports import Matrix
from retrieval.types import Article, ArticleInfo, Passage
from tests.fakes.embedder import HashEmbedder

TEXTS = {
    "fog": "Fog lay over the harbour.\n\nNobody sailed that day.",
    "ferry": "The ferry stops in May.\n\nA ferry costs the town ferry money.",
    "mayor": "The mayor praised the old lighthouse.",
}
QUESTION = "When does the ferry stop?"
ARTICLES = [Article(key=key, title=key, text=text, content_hash=key) for key, text in TEXTS.items()]


class Counting(HashEmbedder):
    """Counts the texts that it embedded."""

    count = 0

    def embed(self, texts: Sequence[str]) -> Matrix:
        self.count += len(texts)
        return super().embed(texts)


def passages() -> tuple[Passage, ...]:
    return tuple(
        Passage(
            chunk_id=row,
            article=ArticleInfo(key=key, title=""),
            start=0,
            end=len(text),
            text=text,
            score=0.0,
        )
        for row, (key, text) in enumerate(TEXTS.items())
    )


def test_bm25_has_the_score_that_its_formula_gives() -> None:
    ranking = Lexical(passages()).rank("ferries", 10)
    idf = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))  # in one of three chunks
    norm = 1 - 0.75 + 0.75 * 8 / ((7 + 8 + 4) / 3)  # words without stop words
    assert [row for row, _ in ranking] == [1]
    assert ranking[0][1] == pytest.approx(idf * 3 / (3 + 1.5 * norm), rel=1e-5)
    assert Lexical(passages()).rank("zeppelin", 10) == []


def test_fusing_both_finds_what_either_finds() -> None:
    embedder = HashEmbedder()
    bm25, dense, both = over_chunks(Chunks(passages(), embedder.embed([*TEXTS.values()])), embedder)
    for system in (bm25, dense, both):
        assert system.search(QUESTION)[0].key == "ferry"
    assert len(both.search(QUESTION)) == 3
    assert both.search(QUESTION)[0].score == pytest.approx(2 / 61)


@pytest.mark.parametrize("make", [langchain, llama_index, txtai])
def test_each_finds_the_article_and_goes_on_with_what_it_has(
    make: Callable[..., System], tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    embedded = []
    for given in (ARTICLES[:1], ARTICLES, ARTICLES):
        embedder = Counting()
        system = make(given, embedder, folder=folder)
        embedded.append(embedder.count)
    # txtai cuts at blank lines, the others have room for whole articles.
    assert embedded == ([2, 3, 0] if make is txtai else [1, 2, 0])
    found = system.search(QUESTION)
    assert found[0].key == "ferry"
    assert "ferry" in found[0].text


@pytest.mark.parametrize("make", [langchain, llama_index, txtai])
def test_what_is_no_more_is_not_found(make: Callable[..., System], tmp_path: Path) -> None:
    make(ARTICLES, HashEmbedder(), folder=tmp_path / "kept")
    without = [one for one in ARTICLES if one.key != "ferry"]
    for _ in range(2):  # at once, and from what was kept then
        system = make(without, HashEmbedder(), folder=tmp_path / "kept")
        found = {one.key for one in system.search(QUESTION)}
        assert found <= {"fog", "mayor"}
