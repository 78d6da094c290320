"""A whole run as figures."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from bot.evaluation.cases import Evidence
from bot.evaluation.metrics.figures import Figure, figures
from bot.evaluation.metrics.intervals import wilson
from bot.evaluation.metrics.measures import measures
from bot.evaluation.metrics.speed import percentile
from bot.evaluation.results import Judgement, Provenance, Result, Run, Said
from tests.conftest import ROOT
from tests.evaluation.metrics.made import (
    GOLD,
    answered,
    broken,
    case,
    cited,
    found,
    nothing,
    refused,
)

RESULTS = (
    answered(
        case("right", tags=("fact",), answers=("ten",)),
        citations=(cited(),),
        sentences=(Said(text="It is ten.", citations=(1,)), Said(text="Really.", citations=())),
        found=found("axb"),
        confidence=0.9,
        milliseconds=100.0,
        stages_ms={"search": 40.0},
        prompt_tokens=100,
        cost=0.5,
        judgement=Judgement(score=0.8, why="", model="m", prompt="p"),
    ),
    answered(
        case("wrong", tags=("fact", "hard")),
        "It is five. [1][2]",
        citations=(
            cited(start=117, quote="from twenty to ten. And so"),
            cited("x", start=500, quote="Nothing of the kind was said.", verbatim=False),
        ),
        found=found("xx"),
        confidence=0.5,
        milliseconds=300.0,
        stages_ms={"search": 60.0, "write": 200.0},
        prompt_tokens=300,
    ),
    refused(case("refused", tags=("hard",)), found=found("b"), confidence=0.2, milliseconds=200.0),
    broken(case("broken"), milliseconds=9000.0),
    refused(nothing("told"), confidence=0.1, milliseconds=50.0),
    answered(nothing("untold", tags=("hard",)), citations=(cited(),), confidence=0.4),
)


def total(results: tuple[Result, ...] = RESULTS) -> dict[str, Figure]:
    return dict(figures(results, resamples=50).total)


BY_HAND = {
    "facts": (1 / 4, 4),
    "exact_match": (0.0, 1),  # "it is ten"
    "token_f1": (1 / 2, 1),  # "it is ten" and "ten"
    "judge": (0.8, 1),
    "citations": (1.0, 2),
    "evidence_precision": ((1 + 1 / 2) / 2, 2),
    "evidence_recall": (1.0, 2),
    "citation_precision": ((1 + 1 / 2) / 2, 2),
    "citation_recall": (1 / 2, 2),
    "span_recall": ((1 + 19 / 36) / 2, 2),
    "span_precision": ((1 + 19 / 55) / 2, 2),
    "span_f1": ((1 + 2 * 19 / (36 + 55)) / 2, 2),
    "verbatim": (3 / 4, 3),
    "cited_sentences": (1 / 2, 1),
    "cited_from_found": (1 / 4, 3),
    "found_and_cited": ((1 / 3 + 1) / 2, 2),
    "abstention_precision": (1 / 2, 2),
    "abstention_recall": (1 / 2, 2),
    "abstention_f1": (1 / 2, 6),
    "false_refusals": (1 / 4, 4),
    "errors": (1 / 6, 6),
    "aurc": ((0 + 1 / 2 + 2 / 3) / 3, 3),
    "calibration_error": ((0.1 + 0.5 + 0.8 + 0.1 + 0.4) / 5, 5),
    "ece_equal_width": ((0.1 + 0.5 + 0.8 + 0.1 + 0.4) / 5, 5),
    "brier": ((0.1**2 + 0.5**2 + 0.8**2 + 0.1**2 + 0.4**2) / 5, 5),
    "hits@1": (2 / 4, 4),
    "recall@3": ((1 + 0 + 1 / 2 + 0) / 4, 4),
    "all_evidence@3": (1 / 4, 4),
    "mrr": (2 / 4, 4),
    "map": (((1 + 2 / 3) / 2 + 0 + 1 / 2 + 0) / 4, 4),
    "ndcg@3": ((1.5 + 1) / (1 + 1 / math.log2(3)) / 4, 4),
    "prompt_tokens": (200.0, 2),
    "completion_tokens": (None, 0),
    "cost": (0.5, 1),
    "ms_p50": (100.0, 5),
    "ms_p95": (280.0, 5),
    "ms_p50:search": (50.0, 2),
    "ms_p95:write": (200.0, 1),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_figure_is_what_it_comes_to_by_hand(name: str) -> None:
    value, n = BY_HAND[name]
    figure = total()[name]
    assert figure.n == n
    assert figure.value == (None if value is None else pytest.approx(value, abs=1e-12))


def test_every_figure_says_what_it_is_and_where_it_lies() -> None:
    for name, figure in total().items():
        assert figure.name == name
        assert figure.meaning
        assert len(figure.per_case) == figure.n
        if figure.value is not None:
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low <= figure.high
        if figure.averaged and figure.per_case:
            assert figure.value == pytest.approx(sum(figure.per_case.values()) / figure.n)


def test_lower_is_better_for_what_one_wants_little_of() -> None:
    lower = {name.split(":")[0] for name, one in total().items() if not one.higher_is_better}
    assert lower == {
        "false_refusals",
        "errors",
        "aurc",
        "calibration_error",
        "ece_equal_width",
        "brier",
        "prompt_tokens",
        "completion_tokens",
        "cost",
        "ms_p50",
        "ms_p95",
    }


def test_each_case_says_what_it_brings() -> None:
    now = total()
    assert now["facts"].per_case == {"right": 1, "wrong": 0, "refused": 0, "broken": 0}
    assert now["verbatim"].per_case == {"right": 1, "wrong": 1 / 2, "untold": 1}
    assert now["aurc"].per_case == {"right": 0, "wrong": 1, "untold": 1}
    assert now["abstention_f1"].per_case["refused"] == 0
    assert now["abstention_f1"].per_case["told"] == 1


def test_a_tag_has_the_figures_of_its_cases() -> None:
    done = figures(RESULTS, resamples=50)
    assert list(done.tags) == ["fact", "hard"]
    hard = tuple(one for one in RESULTS if "hard" in one.case.tags)
    expected = total(hard)
    assert done.tags["hard"] == {
        name: expected.get(name, done.tags["hard"][name]) for name in done.total
    }
    assert done.tags["hard"]["facts"].per_case == {"wrong": 0, "refused": 0}


def test_the_same_run_has_the_same_figures() -> None:
    provenance = Provenance(
        gold="",
        corpus="",
        cases=6,
        articles=1,
        chunks=1,
        embedder="",
        model="",
        prompts="",
        settings={},
        versions={},
        machine="",
        began="",
    )
    run = Run(provenance=provenance, results=RESULTS)
    assert figures(run, resamples=50) == figures(list(RESULTS), resamples=50)


def test_where_all_cases_are_alike_the_interval_is_wilsons() -> None:
    figure = total(tuple(answered(case(str(n))) for n in range(5)))["facts"]
    assert (figure.value, (figure.low, figure.high)) == (1, wilson(5, 5))


def test_nothing_has_figures_without_values() -> None:
    done = figures([])
    assert {one.value for one in done.total.values()} == {None}
    assert done.tags == {}


def test_evidence_without_a_place_has_no_span_but_is_held_against_the_quotes() -> None:
    only = (answered(case(evidence=(Evidence("a", GOLD),)), citations=(cited(),)),)
    assert total(only)["span_f1"].n == 0
    assert total(only)["quote_token_f1"].value == 1


def test_an_answer_without_citations_has_no_precision_and_no_recall() -> None:
    now = total((answered(),))
    assert [now[name].value for name in ("citation_precision", "span_precision", "verbatim")] == (
        [None] * 3
    )
    assert [now[name].value for name in ("citation_recall", "span_f1", "citations")] == [0] * 3


def test_an_error_is_neither_a_refusal_nor_a_confidence_and_finds_nothing() -> None:
    first = broken(abstained=True, confidence=0.9, found=found("ab"))
    now = total((first, broken(nothing(), abstained=True)))
    assert now["calibration_error"].n == now["abstention_precision"].n == now["ms_p50"].n == 0
    assert [now[name].value for name in ("false_refusals", "abstention_recall", "errors")] == (
        [0, 0, 1]
    )
    assert [now[name].value for name in ("facts", "hits@1", "recall@20", "map")] == [0] * 4


def test_citations_are_held_against_gold_only_where_there_is_an_answer_to_give() -> None:
    gold = nothing(gold_articles=("a",), evidence=(Evidence("a", GOLD, 100, 136),))
    now = total((answered(gold, citations=(cited(),), found=found("a")),))
    assert {now[name].n for name in ("citation_recall", "citations", "span_f1", "hits@1")} == {0}
    assert now["verbatim"].n == now["found_and_cited"].n == 1


def test_a_rewritten_question_counts_where_there_is_a_gold_one() -> None:
    gold = case("same", question="And the ceiling?", standalone="What is the ceiling?")
    results = (
        answered(gold, standalone_question="what is the ceiling"),
        answered(replace(gold, id="none")),
        broken(replace(gold, id="broken"), standalone_question="What is the ceiling?"),
        answered(),
    )
    now = total(results)
    assert now["rewrite_exact"].per_case == {"same": 1, "none": 0, "broken": 0}
    # "and ceiling" and "what is ceiling"; "and the ceiling" and "what is the ceiling"
    assert now["rewrite_token_f1"].per_case["none"] == pytest.approx(2 * 1 / 5)
    assert now["rewrite_rouge_l"].per_case["none"] == pytest.approx(2 * 2 / 7)


def test_a_percentile_lies_between_its_neighbours() -> None:
    assert percentile([10, 20, 30, 40], 50) == 25
    assert percentile([10, 20, 30, 40], 95) == pytest.approx(38.5)
    assert percentile([], 50) is None


def test_the_page_about_metrics_names_every_figure() -> None:
    page = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    names = {one.name.split("@")[0] for one in measures(())}
    assert [name for name in sorted(names) if f"`{name}" not in page] == []
