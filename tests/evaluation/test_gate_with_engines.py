"""The gate catches engines that were made worse on purpose, and names the questions; no key."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bot.evaluation import baseline
from bot.evaluation.cases import Case, Evidence
from bot.evaluation.flips import Cause
from bot.evaluation.gate import Verdict, check
from bot.evaluation.results import Run
from bot.evaluation.run import Evaluation
from retrieval.library import Library
from tests import newsroom
from tests.evaluation.made import run
from tests.evaluation.worsened import Bold, Failing, Timid, Unfounded, Whole, WithoutTheFirst

ANSWERABLE = [
    (
        "ashore",
        "How many passengers were brought ashore?",
        "Eighty passengers were brought ashore",
        "ferry",
    ),
    ("hull", "How much did the repair of the hull cost?", "hull cost $4 million", "ferry"),
    ("fog", "Who called the fog the worst in a generation?", "Its chairman, Olav Brekke", "ferry"),
    ("director", "Who is the director of the port of Lunde?", "Helga Sund, the director", "strike"),
    ("envoys", "When did Norway kick the three Danish envoys out?", "on 14 June 2018", "envoys"),
    ("tanks", "Why did Russian tanks roll into Orlevka?", "because a bridge", "tanks"),
    ("lighthouse", "When was the lighthouse of Skarv built?", "was built in 1874", "lighthouse"),
]
UNANSWERABLE = [
    ("sweden", "When did Sweden kick the three Danish envoys out?"),
    ("age", "How old is Captain Ida Holm?"),
]
CASES = (
    *(
        Case(
            id=name,
            question=question,
            answerable=True,
            facts=((fact,),),
            gold_articles=(key,),
            evidence=(Evidence(key, fact),),
        )
        for name, question, fact, key in ANSWERABLE
    ),
    *(Case(id=name, question=question, answerable=False) for name, question in UNANSWERABLE),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with newsroom.invented(tmp_path_factory.mktemp("gate")) as library:
        yield library


@pytest.fixture(scope="module")
def before(library: Library) -> baseline.Baseline:
    return baseline.of(asked(Whole(library)))


def asked(engine: Whole) -> Run:
    return run(asyncio.run(Evaluation(engine, concurrency=1).results(CASES)))


def told(verdict: Verdict) -> dict[str, Cause | None]:
    assert not verdict.passed
    return {one.id: one.now for one in verdict.culprits}


def names(verdict: Verdict) -> set[str]:
    return {one.name for one in verdict.fallen}


def test_the_engine_as_it_was_passes(library: Library, before: baseline.Baseline) -> None:
    verdict = check(asked(Whole(library)), before)
    assert verdict.passed
    assert (verdict.questions, verdict.notes, verdict.culprits) == (len(CASES), (), ())
    assert before.causes == {}


def test_losing_the_first_passage_is_caught(library: Library, before: baseline.Baseline) -> None:
    verdict = check(asked(WithoutTheFirst(library)), before)
    assert told(verdict) == {name: Cause.RETRIEVAL_MISSED for name, *_ in ANSWERABLE}
    assert {"facts", "hits@1", "recall@20", "mrr", "false_refusals"} <= names(verdict)


def test_refusing_more_is_caught(library: Library, before: baseline.Baseline) -> None:
    verdict = check(asked(Timid(library)), before)
    assert told(verdict) == {"fog": Cause.REFUSED, "director": Cause.REFUSED}
    assert {"facts", "false_refusals", "abstention_precision"} <= names(verdict)
    assert not {"hits@1", "abstention_recall", "verbatim"} & names(verdict)


def test_answering_what_is_not_told_is_caught(library: Library, before: baseline.Baseline) -> None:
    verdict = check(asked(Bold(library)), before)
    unanswerable = {name: Cause.ANSWERED_UNANSWERABLE for name, _ in UNANSWERABLE}
    assert told(verdict) == unanswerable
    assert "abstention_recall" in names(verdict)
    assert "facts" not in names(verdict)


def test_answering_without_evidence_is_caught(library: Library, before: baseline.Baseline) -> None:
    verdict = check(asked(Unfounded(library)), before)
    assert told(verdict) == {name: Cause.CITATION_WRONG for name, *_ in ANSWERABLE}
    assert {"citations", "evidence_recall", "cited_sentences"} <= names(verdict)
    assert "facts" not in names(verdict)


def test_one_error_is_one_too_many(library: Library, before: baseline.Baseline) -> None:
    verdict = check(asked(Failing(library)), before)
    assert told(verdict) == {"hull": Cause.ERROR}
    assert "errors" in names(verdict)
