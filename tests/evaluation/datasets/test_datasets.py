"""Public sets become articles and gold questions; the files here are invented, of the same form."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.cases import Evidence
from bot.evaluation.datasets import NAMES, load
from retrieval.errors import UsageError
from retrieval.library import Library
from retrieval.types import Turn
from tests.fakes.embedder import HashEmbedder

Row = dict[str, Any]

ARTICLE: Row = {
    "id": "a1",
    "title": "The ferry stops",
    "text": "The ferry of Oldhaven stops in May. Its engine is 40 years old.",
    "source": "The Oldhaven Post",
    "published": None,
}
QUESTION: Row = {
    "id": "q1",
    "question": "When does the ferry stop?",
    "answers": ["May"],
    "gold_doc_ids": ["a1"],
    "answerable": True,
    "history": [],
}


def write(path: Path, *rows: Row) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("".join(json.dumps(row) + "\n" for row in rows))


def a_set(data: Path, name: str, *questions: Row, articles: tuple[Row, ...] = (ARTICLE,)) -> Path:
    write(data / name / "corpus.jsonl.gz", *articles)
    write(data / name / "queries.jsonl.gz", *questions)
    return data


def test_a_set_is_found_in_its_folder_and_in_the_folder_of_all(tmp_path: Path) -> None:
    a_set(tmp_path, "squad2", QUESTION)
    assert load("squad2", tmp_path) == load("squad2", tmp_path / "squad2")


def test_squad2_has_short_answers_and_questions_without_one(tmp_path: Path) -> None:
    other = {**QUESTION, "id": "q2", "answers": [], "answerable": False}
    told, untold = load("squad2", a_set(tmp_path, "squad2", QUESTION, other)).cases
    assert (told.answerable, told.answers, told.gold_articles) == (True, ("May",), ("a1",))
    assert (untold.answerable, untold.answers) == (False, ())


def test_multihop_rag_has_the_facts_of_each_article_as_evidence(tmp_path: Path) -> None:
    row = {
        **QUESTION,
        "question_type": "temporal_query",
        "gold_evidence": [{"doc_id": "a1", "fact": "Its engine is 40 years old."}],
    }
    (case,) = load("multihop-rag", a_set(tmp_path, "multihop-rag", row)).cases
    assert case.evidence == (Evidence("a1", "Its engine is 40 years old."),)
    assert case.tags == ("temporal",)


def test_clapnq_has_the_sentences_that_annotators_chose_each_once(tmp_path: Path) -> None:
    row = {
        **QUESTION,
        "selected_sentences": [["The ferry stops."], ["The ferry stops.", "In May."]],
    }
    empty = {**row, "id": "q2", "answerable": False, "selected_sentences": [[]]}
    first, second = load("clapnq", a_set(tmp_path, "clapnq", row, empty)).cases
    assert [one.quote for one in first.evidence] == ["The ferry stops.", "In May."]
    assert second.evidence == ()


def test_mtrag_has_the_conversation_and_the_official_rewrite(tmp_path: Path) -> None:
    row = {
        **QUESTION,
        "question": "When?",
        "rewrite": "When does the ferry stop?",
        "history": [
            {"role": "user", "text": "Does it stop?"},
            {"role": "assistant", "text": "Yes."},
        ],
        "domain": "harbours",
        "answerability": "ANSWERABLE",
        "in_retrieval_task": True,
    }
    thanks = {**row, "id": "q2", "answerable": None, "answerability": "CONVERSATIONAL"}
    read = load("mtrag", a_set(tmp_path, "mtrag", row, thanks))
    first, second = read.cases
    assert first.turns == (Turn("user", "Does it stop?"), Turn("assistant", "Yes."))
    assert first.standalone == "When does the ferry stop?"
    assert first.tags == ("harbours", "answerable", "later turn", "retrieval")
    assert second.answerable is False
    assert read.articles[0].outlet is None


def test_ramdocs_wants_every_valid_answer_and_no_wrong_one(tmp_path: Path) -> None:
    row = {**QUESTION, "answers": ["May", "June"], "wrong_answers": ["July"]}
    (case,) = load("ramdocs", a_set(tmp_path, "ramdocs", row)).cases
    assert case.facts == (("May",), ("June",))
    assert case.wrong_answers == ("July",)
    assert case.tags == ("ambiguous",)


def test_canard_has_questions_and_how_people_reworded_them(tmp_path: Path) -> None:
    row = {"id": "c1", "question": "When?", "rewrite": "When does it stop?", "history": []}
    write(tmp_path / "canard" / "queries.jsonl.gz", row)
    (one,) = load("canard", tmp_path).rewritings
    assert (one.question, one.rewrite, one.turns) == ("When?", "When does it stop?", ())


def test_attributionbench_has_claims_and_whether_their_references_carry_them(
    tmp_path: Path,
) -> None:
    row = {"id": "x", "claim": "It stops.", "references": ["It stops in May."], "src": "Made up"}
    file = tmp_path / "attributionbench" / "claims_dev.jsonl.gz"
    write(file, {**row, "label": "attributable"}, {**row, "label": "not attributable"})
    yes, no = load("attributionbench", tmp_path).claims
    assert (yes.carried, no.carried, yes.tags) == (True, False, ("Made up",))
    write(file, {**row, "label": "perhaps"})
    with pytest.raises(UsageError, match="unknown label 'perhaps'"):
        load("attributionbench", tmp_path)


def test_articles_have_in_a_library_the_keys_that_questions_name(tmp_path: Path) -> None:
    odd = {**ARTICLE, "id": "Ferry & Co#1", "text": "The bridge of Oldhaven opens in June."}
    row = {**QUESTION, "gold_doc_ids": ["a1", "Ferry & Co#1"]}
    read = load("squad2", a_set(tmp_path, "squad2", row, articles=(ARTICLE, odd)))
    read.write_articles(tmp_path / "articles.jsonl")
    with Library.open(tmp_path / "library", embedder=HashEmbedder()) as library:
        library.add([tmp_path / "articles.jsonl"])
        assert {one.key for one in library.articles()} == set(read.cases[0].gold_articles)
        assert library.article("a1").outlet == "The Oldhaven Post"


def test_a_limit_keeps_the_same_questions_whatever_their_order(tmp_path: Path) -> None:
    questions = [{**QUESTION, "id": f"q{n}"} for n in range(9)]
    forward = load("squad2", a_set(tmp_path / "a", "squad2", *questions)).limited(4)
    backward = load("squad2", a_set(tmp_path / "b", "squad2", *reversed(questions))).limited(4)
    assert len(forward.cases) == 4
    assert forward.cases == backward.cases


def test_fewer_articles_are_kept_but_all_that_belong_to_the_questions(tmp_path: Path) -> None:
    articles = tuple({**ARTICLE, "id": f"a{n}"} for n in range(9))
    read = load("squad2", a_set(tmp_path, "squad2", QUESTION, articles=articles))
    assert len(read.limited(None, articles=3).articles) == 3
    assert "a1" in {one.key for one in read.limited(None, articles=1).articles}
    assert len(read.limited(None).articles) == 9
    collected = ({**ARTICLE, "id": "noise", "query_id": "q1"}, *articles)
    read = load("squad2", a_set(tmp_path, "squad2", QUESTION, articles=collected))
    assert {one.key for one in read.limited(None, articles=1).articles} == {"a1", "noise"}


def test_what_is_wrong_with_a_set_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no set 'trivia'"):
        load("trivia", tmp_path)
    with pytest.raises(UsageError, match="is not a folder"):
        load("squad2", tmp_path / "none")
    a_set(tmp_path, "squad2", QUESTION, {"id": "q2", "question": "Who?"})
    with pytest.raises(UsageError, match=r"queries\.jsonl\.gz:2: .*'answerable' is missing"):
        load("squad2", tmp_path)
    (tmp_path / "squad2" / "queries.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(UsageError, match="not a whole gzip file"):
        load("squad2", tmp_path)
    assert set(NAMES) == {
        *("attributionbench", "canard", "clapnq", "mtrag", "multihop-rag", "ramdocs", "squad2")
    }
