"""Which passages a question finds, and in what order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from retrieval.index.catalogue import Catalogue
from retrieval.index.exact import ExactIndex
from retrieval.language.question import read
from retrieval.ports import Vector, VectorHit
from retrieval.search.retriever import Found, Retriever
from retrieval.types import Filters
from tests.fakes.embedder import HashEmbedder
from tests.index.stories import article, open_catalogue, put

EMBEDDER = HashEmbedder()
LETTER = (
    "A bottle with a letter was found on the beach of Tarn on Sunday by two children of the town. "
    "The letter came from a cook at sea and asked the finder to greet his sister in Hull. "
)
TOWER = "The clerk saw a blue door in the tower of Skarv. "
PARAGRAPHS = (
    " ".join(f"Guest {number} of the hall in Bergen heard music." for number in range(100, 116)),
    "A tall cook wept. " * 24 + "Eighty cups broke at noon. " + "A short cook wept. " * 8,
    " ".join(f"Door {number} stayed shut until spring." for number in range(100, 120)),
)
ARTICLES = (
    article("tarn", LETTER + "The museum will show it.", outlet="Fjord Courier", published="2021"),
    article("hull", LETTER + "A museum may show it.", outlet="Weekly", published="2021-02-02"),
    article("skarv", TOWER, outlet="Weekly", published="2019-05-01"),
    article("hall", "\n\n".join(PARAGRAPHS), outlet="Gazette"),
)


class Silent:
    """A vector index that finds nothing."""

    name = "silent"

    def search(
        self, vector: Vector, *, k: int, within: Sequence[int] | None = None
    ) -> list[VectorHit]:
        return []

    def refresh(self) -> None:
        """Nothing to catch up with."""

    def close(self) -> None:
        """Nothing to release."""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with open_catalogue(tmp_path_factory.mktemp("search")) as opened:
        put(opened, *ARTICLES)
        yield opened


def find(
    catalogue: Catalogue,
    question: str,
    *,
    k: int = 5,
    filters: Filters | None = None,
    vectors: bool = True,
) -> Found:
    asked = read(question)
    exact = ExactIndex(catalogue)
    retriever = Retriever(catalogue, vectors=exact if vectors else Silent(), exact=exact)
    embedded = EMBEDDER.embed_question(asked.searched)
    return retriever.retrieve(asked, embedded, k=k, filters=filters)


def keys(found: Found) -> list[str]:
    return [passage.article.key for passage in found.passages]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Who saw a blue door in the tower?", "skarv"),
        ("What did the cook ask the finder?", "tarn"),
        ("Where did guests hear music?", "hall"),
        ("What is Skarv?", "skarv"),
    ],
)
def test_the_passage_with_the_words_of_the_question_is_first(
    catalogue: Catalogue, question: str, first: str
) -> None:
    assert keys(find(catalogue, question))[0] == first


def test_a_passage_is_a_chunk_with_its_sentences_and_the_scores_fall(catalogue: Catalogue) -> None:
    found = find(catalogue, "Who saw a blue door in the tower?")
    best = found.candidates[0]

    assert best.passage.text == TOWER.strip()
    assert [(span.start, span.end) for span in best.spans] == [(0, len(TOWER) - 1)]
    scores = [passage.score for passage in found.passages]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1] > 0


def test_near_identical_passages_do_not_crowd(catalogue: Catalogue) -> None:
    found = find(catalogue, "Who found the letter in a bottle on the beach of Tarn?")

    assert len({"tarn", "hull"} & set(keys(found))) == 1
    assert len(found.passages) > 1


def test_numbers_are_found_in_figures_and_in_words(catalogue: Catalogue) -> None:
    found = find(catalogue, "Did 80 break?", vectors=False)

    assert "Eighty cups broke" in found.passages[0].text
    assert found.rarity["80"] < 1.0


def test_the_neighbours_of_a_hit_are_considered(catalogue: Catalogue) -> None:
    before, hit, after = catalogue.chunk_ids(Filters(keys=("hall",)))

    found = find(catalogue, "Did 80 cups break?", vectors=False)

    assert found.passages[0].chunk_id == hit
    assert {passage.chunk_id for passage in found.passages} == {before, hit, after}


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        (Filters(outlets=("Weekly",)), {"hull", "skarv"}),
        (Filters(keys=("tarn", "hall")), {"tarn", "hall"}),
        (Filters(since="2020-01-01"), {"tarn", "hull"}),
        (Filters(until="2019-12-31"), {"skarv"}),
        (Filters(outlets=("Weekly",), until="2020-01-01"), {"skarv"}),
        (Filters(outlets=("Nobody's Paper",)), set()),
    ],
)
def test_filters_leave_only_their_articles(
    catalogue: Catalogue, filters: Filters, allowed: set[str]
) -> None:
    found = find(catalogue, "Who found the letter in the tower or the hall?", filters=filters)

    assert set(keys(found)) <= allowed
    assert bool(keys(found)) is bool(allowed)


def test_no_more_passages_are_given_than_were_asked_for(catalogue: Catalogue) -> None:
    assert len(find(catalogue, "Who saw the letter?", k=1).passages) == 1


def test_a_word_is_rare_as_far_as_few_chunks_have_it(catalogue: Catalogue) -> None:
    rarity = find(catalogue, "Did the museum or a zeppelin greet the clerk?").rarity

    assert rarity["zeppelin"] == 1.0
    assert rarity["clerk"] > rarity["museum"] > 0.15


def test_an_acronym_comes_with_what_its_article_explains(tmp_path: Path) -> None:
    text = (
        "The Harbour Safety Board (HSB) met on Monday in a hall of the town.\n\n"
        "Its chairman spoke of the PDQ. The HSB is poor."
    )
    with open_catalogue(tmp_path) as catalogue:
        put(catalogue, article("board", text))
        (candidate,) = find(catalogue, "What is the HSB?").candidates

    assert candidate.acronyms == {"HSB": "Harbour Safety Board"}


def test_an_empty_catalogue_gives_nothing(tmp_path: Path) -> None:
    with open_catalogue(tmp_path) as catalogue:
        assert find(catalogue, "Who left?").passages == ()
