"""Whether to answer at all, and why not."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.answer.abstain import EVIDENCE_FEATURES, judge, refuse, summarise
from retrieval.answer.evidence import FEATURES
from retrieval.answer.weights import Linear, Weights, fitted
from retrieval.language.question import read
from retrieval.types import AbstentionReason
from tests.answer.pieces import gathered, told

NOT_MENTIONED = AbstentionReason.NOT_MENTIONED
NOT_STATED = AbstentionReason.NOT_STATED
ENVOYS = "Norway expelled three Danish envoys on 14 June 2018. The ministry in Oslo gave no reason."

# Twins: what the second question asks for is not in the text.
TWINS = [
    (ENVOYS, "Did Norway expel Danish envoys?", "Did Sweden expel Danish envoys?", ["Sweden"]),
    (ENVOYS, "Did Norway expel 3 envoys?", "Did Norway expel four envoys?", ["four"]),
    (
        ENVOYS,
        "Why did Norway expel envoys in 2018?",
        "Why did Norway expel envoys in 2017?",
        ["2017"],
    ),
    (
        ENVOYS,
        "Did the Norwegians expel envoys?",
        "Did Birger Falk expel envoys?",
        ["Birger", "Falk"],
    ),
]
# The same question of two texts: the second does not say what is asked for.
UNSAID = [
    (
        "Who is the ambassador to Belgium?",
        "The ambassador to Belgium, Rut Lind, stays at her post.",
        "The ambassador to Belgium stays. Rut Lind, who reads his letters, lives in Bergen.",
    ),
    (
        "What is the name of the new ferry?",
        "The new ferry Selma Rose left on Sunday.",
        "The new ferry left on Sunday.",
    ),
    (
        "What is the address of the museum?",
        "The address of the museum is 14 Harbour Street.",
        "The museum opened again.",
    ),
    (
        "What is the budget of the harbour board?",
        "The harbour board has a budget of $4 million.",
        "The harbour board met in May.",
    ),
    ("How much did the repair cost?", "The repair cost $4 million.", "The repair cost a lot."),
    (
        "When did the ferry run aground?",
        "The ferry ran aground on Sunday.",
        "The ferry ran aground off Lunde.",
    ),
    ("How old is the captain?", "The captain, aged 41, slept.", "The captain slept."),
    (
        "How long did the strike last?",
        "The strike lasted nine days.",
        "The strike lasted to the end.",
    ),
]


@pytest.mark.parametrize(("text", "asked", "wrong", "missing"), TWINS)
def test_a_name_or_number_that_the_articles_lack_is_refused(
    text: str, asked: str, wrong: str, missing: list[str]
) -> None:
    assert refuse(read(asked), *gathered(read(asked), told(text))) is None

    verdict = refuse(read(wrong), *gathered(read(wrong), told(text)))

    assert verdict is not None
    assert (verdict.reason, list(verdict.missing)) == (NOT_MENTIONED, missing)


def test_somebodys_deputy_must_be_told_beside_the_name() -> None:
    question = read("Who was Ida Holm's deputy?")
    holm = told("Mayor Ida Holm spoke in Lunde.", title="Lunde")
    other = told("The deputy of the harbour master, Rut Lind, slept.", title="Harbour")
    both = told("Ida Holm spoke. Her deputy, Rut Lind, slept.")

    assert refuse(question, *gathered(question, holm, other)) is not None
    assert refuse(question, *gathered(question, both)) is None


def test_what_a_long_question_joins_may_be_told_in_many_sentences() -> None:
    people = ["Ida Holm", "Rut Lind", "Kai Moe", "Ola Berg", "Tor Vik", "Liv Dahl", "Per Lie"]
    question = read(f"Did {', '.join(people)} meet the harbour board?")
    each = [told(f"{name} met the harbour board.", title=name) for name in people]

    assert refuse(question, *gathered(question, *each)) is None
    assert refuse(question, *gathered(question, *each[1:])) is not None


@pytest.mark.parametrize(("asked", "says", "does_not"), UNSAID)
def test_a_type_of_answer_that_the_best_sentences_lack_is_refused(
    asked: str, says: str, does_not: str
) -> None:
    question = read(asked)

    assert refuse(question, *gathered(question, told(says))) is None
    verdict = refuse(question, *gathered(question, told(does_not)))

    assert verdict is not None
    assert (verdict.reason, verdict.missing) == (NOT_STATED, ())


def test_a_name_that_stands_only_elsewhere_is_a_false_premise() -> None:
    question = read("What did Ida Holm say about Sweden?")
    weather = told("It rained. The sun shone. A dog barked. Nobody came. Everybody sang.")

    verdict = refuse(
        question,
        *gathered(question, told("Ida Holm spoke."), weather, told("Sweden won.", title="Race")),
    )

    assert verdict is not None
    assert verdict.reason is AbstentionReason.PREMISE_NOT_SUPPORTED
    assert verdict.missing == ("Sweden",)


def with_offset(offset: float) -> Weights:
    """Weights by which everything, or nothing, is likely."""
    zero = np.zeros(len(EVIDENCE_FEATURES))
    flat = Linear(EVIDENCE_FEATURES, zero, offset=offset)
    return Weights(ranker=flat, evidence=flat, threshold=0.5)


def test_likely_evidence_is_answered_and_unlikely_evidence_is_not() -> None:
    question = read("What became of the envoys?")
    terms, found = gathered(question, told(ENVOYS))
    ranked = [(1.0, each) for each in found]

    assert judge(question, terms, ranked, weights=with_offset(2)).reason is None
    verdict = judge(question, terms, ranked, weights=with_offset(-2))

    assert verdict.reason is NOT_STATED
    assert verdict.probability == pytest.approx(0.119, abs=0.001)


def test_where_most_words_are_missing_nothing_is_found() -> None:
    question = read("Which cake did the sleepy captain bake?")
    terms, found = gathered(question, told("The captain slept on deck."))

    verdict = judge(question, terms, [(1.0, each) for each in found], weights=with_offset(-2))

    assert verdict.reason is AbstentionReason.NOTHING_FOUND
    assert {"cake", "bake"} <= set(verdict.missing)


def test_without_evidence_nothing_is_found() -> None:
    verdict = judge(read("Who left?"), [], [], weights=with_offset(2))

    assert verdict.reason is AbstentionReason.NOTHING_FOUND


def test_the_summary_says_what_the_best_sentences_lack() -> None:
    question = read("Did Norway expel the envoys by force?")
    terms, found = gathered(question, told(ENVOYS))

    values = summarise(question, terms, [(2.0 - i, each) for i, each in enumerate(found)])
    summary = dict(zip(EVIDENCE_FEATURES, values, strict=True))

    assert (summary["score"], summary["peak"]) == (2.0, 1.0)
    assert (summary["deed_agrees"], summary["deed_differs"], summary["typed"]) == (1, 0, 0)
    assert summary["together"] == pytest.approx(3.3 / 4.3)
    assert summary["gap"] == pytest.approx(1 / 4.3)


def test_the_fitted_weights_are_those_of_the_features_in_their_order() -> None:
    assert fitted().ranker.names == FEATURES
    assert fitted().evidence.names == EVIDENCE_FEATURES
    assert 0 < fitted().threshold < 1
