"""A question of a conversation is searched for in several readings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from retrieval.index.catalogue import Catalogue
from retrieval.index.exact import ExactIndex
from retrieval.language.question import Question, read
from retrieval.search import conversation
from retrieval.search.conversation import Reading
from retrieval.search.retriever import Retriever
from tests.fakes.embedder import HashEmbedder
from tests.index.stories import article, open_catalogue, put

EMBEDDER = HashEmbedder()
ARTICLES = (
    article("tarn", "The mayor of Tarn paid for the pier. The pier of Tarn was built of oak."),
    article("hull", "The mayor of Hull paid for the crane. The crane of Hull was built of steel."),
    article("voss", "In Voss a choir sang for a mayor. Nobody paid, and nothing was built."),
)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with open_catalogue(tmp_path_factory.mktemp("conversation")) as opened:
        put(opened, *ARTICLES)
        yield opened


def found(catalogue: Catalogue, question: Question, *others: tuple[Question, float]) -> list[str]:
    exact = ExactIndex(catalogue)
    embed = EMBEDDER.embed_question
    readings = [Reading(each, embed(each.searched), weight) for each, weight in others]
    result = Retriever(catalogue, vectors=exact, exact=exact).retrieve(
        question, embed(question.searched), k=3, others=readings
    )
    return [passage.article.key for passage in result.passages]


def test_the_question_before_helps_to_find_what_a_follow_up_means(catalogue: Catalogue) -> None:
    question = read("Who paid for it?")
    (_, after) = conversation.others(question, before="Was the crane of Hull built of steel?")

    assert found(catalogue, question)[0] != "hull"
    assert found(catalogue, question, (after[0], 4 * after[1]))[0] == "hull"


def test_a_question_weighs_more_than_the_one_before_it(catalogue: Catalogue) -> None:
    question = read("Who paid for the pier of Tarn?")
    before = "Was the crane of Hull built of steel?"

    assert found(catalogue, question, *conversation.others(question, before=before))[0] == "tarn"


def test_words_of_the_conversation_do_not_outweigh_the_question(catalogue: Catalogue) -> None:
    question = read("Who paid for the pier?", context="Hull crane steel")
    alone, after = conversation.others(question, before="Hull?")

    assert alone[0].context == ()
    assert [word.text for word in after[0].context] == ["Hull"]
    assert found(catalogue, question, alone)[0] == "tarn"


def test_a_single_reading_finds_what_it_always_found(catalogue: Catalogue) -> None:
    question = read("Who paid for the pier of Tarn?")

    assert found(catalogue, question) == found(catalogue, question, (question, 1.0))
