"""What is kept of each question, and that none of them stops the others."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.cases import Case, Evidence
from bot.evaluation.results import Result
from bot.evaluation.run import Evaluation
from tests.fakes.library import FakeLibrary

TEXT = "Russia closed its mission to NATO in October. It blamed the alliance."


@pytest.fixture
def library(tmp_path: Path) -> FakeLibrary:
    (tmp_path / "mission.md").write_text(TEXT, encoding="utf-8")
    library = FakeLibrary()
    library.add([tmp_path], report=lambda _: None)
    return library


def asked(library: FakeLibrary, *cases: Case, **options: Any) -> tuple[Result, ...]:
    asking = Evaluation(library, concurrency=3)  # type: ignore[arg-type]  # a fake
    return asyncio.run(asking.results(cases, **options))


def case(question: str, **fields: Any) -> Case:
    return Case(id=question, question=question, answerable=True, **fields)


def test_an_answer_is_kept_with_what_it_cites_and_what_was_found(library: FakeLibrary) -> None:
    (result,) = asked(library, case("Russia mission?"))
    (cited,) = result.citations
    (found,) = result.found
    assert (cited.key, cited.verbatim) == ("mission", True)
    assert TEXT[cited.start : cited.end] == cited.quote
    assert (found.key, found.text) == ("mission", TEXT)
    assert result.sentences[0].citations == (1,)
    assert result.stages_ms == {"search": 1.23456}
    assert result.milliseconds > 0


def test_an_abstention_is_kept_with_its_reason(library: FakeLibrary) -> None:
    (result,) = asked(library, case("Penguins feathers?"))
    assert (result.abstained, result.reason, result.answered) == (True, "not_mentioned", False)


def test_a_failure_is_the_result_of_its_case_alone(library: FakeLibrary) -> None:
    results = asked(library, case("crash"), case("Russia mission?"), case("fail"))
    assert [one.error for one in results] == [
        "RuntimeError: a defect over two lines",
        "",
        "DatelineError: It did not work. Try again.",
    ]


def test_what_is_there_already_is_not_asked(library: FakeLibrary) -> None:
    there = Result(case=case("first"), answer="as it was")
    kept: dict[int, Result] = {}
    results = asked(library, case("first"), case("Russia?"), done={0: there}, keep=kept.__setitem__)
    assert results == (there, kept[1])
    assert [question for question, _, _ in library.asked] == ["Russia?"]


def test_evidence_that_is_a_span_gets_its_words_and_a_quote_its_place(library: FakeLibrary) -> None:
    spans = (Evidence("mission", "", 0, 6), Evidence("mission", "It blamed the alliance."))
    (result,) = asked(library, case("Russia mission?", evidence=spans))
    first, second = result.case.evidence
    assert first.quote == "Russia"
    assert TEXT[second.start : second.end] == "It blamed the alliance."


def test_evidence_is_taken_as_its_article_has_it(library: FakeLibrary) -> None:
    typed = Evidence("mission", "russia  closed its\nmission")
    (result,) = asked(library, case("Russia mission?", evidence=(typed,)))
    assert result.case.evidence == (Evidence("mission", "Russia closed its mission", 0, 25),)


def test_evidence_elsewhere_is_measured_as_it_is(library: FakeLibrary) -> None:
    elsewhere = (Evidence("gone", "He said so."), Evidence("mission", "He said so."))
    (result,) = asked(library, case("Russia mission?", evidence=elsewhere))
    assert (result.case.evidence, result.error) == (elsewhere, "")


def test_a_span_behind_the_end_of_its_article_is_an_error(library: FakeLibrary) -> None:
    (result,) = asked(library, case("Russia?", evidence=(Evidence("mission", "", 0, 9999),)))
    assert "behind the end" in result.error
