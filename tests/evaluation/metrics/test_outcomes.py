"""What the evaluation counts."""

from __future__ import annotations

import pytest

from bot.evaluation.cases import Case, Evidence
from bot.evaluation.metrics import (
    Outcome,
    Quoted,
    Rate,
    cites_evidence,
    failed,
    finds_article,
    holds_facts,
    overlaps,
    rates,
)

GOLD = "It had taken away the accreditation of eight people."


def case(*, answerable: bool = True) -> Case:
    return Case(
        id="g1",
        question="How many?",
        answerable=answerable,
        facts=(("eight", "8 people"), ("2021",)),
        gold_articles=("a", "b"),
        evidence=(Evidence("a", GOLD),),
    )


def outcome(answer: str = "", *, quote: str = GOLD, found: tuple[str, ...] = ()) -> Outcome:
    quotes = (Quoted(key="a", quote=quote, verbatim=True),)
    return Outcome(case=case(), answer=answer, quotes=quotes, found=found)


def test_an_answer_holds_the_facts_when_it_names_one_of_each_group() -> None:
    assert holds_facts(outcome("In 2021, EIGHT\nwere sent home."))
    assert holds_facts(outcome("8   people in 2021"))
    assert not holds_facts(outcome("Eight were sent home."))
    assert not holds_facts(Outcome(case=case(), abstained=True, answer="eight 2021"))


def test_a_quote_overlaps_when_one_contains_the_other_or_it_has_half_of_the_words() -> None:
    assert overlaps("So NATO said. " + GOLD.upper(), GOLD)
    assert overlaps("the accreditation\n of eight", GOLD)
    assert overlaps("Accreditation of eight people had been taken", GOLD)
    assert not overlaps("Accreditation of three diplomats had expired then", GOLD)
    assert not overlaps("eight", GOLD)


def test_evidence_may_stand_in_any_quote() -> None:
    assert cites_evidence(outcome())
    assert not cites_evidence(outcome(quote="Something else entirely was written here."))


def test_an_article_counts_among_the_first_different_ones() -> None:
    found = ("x", "x", "y", "a")
    assert finds_article(outcome(found=found), k=3)
    assert not finds_article(outcome(found=found), k=2)


def test_rates_count_each_question_where_it_belongs() -> None:
    unanswerable = case(answerable=False)
    counted = {
        rate.name: (rate.hits, rate.total)
        for rate in rates(
            [
                outcome("eight in 2021", found=("a",)),
                Outcome(case=case(), abstained=True),
                Outcome(case=case(), error="it broke"),
                Outcome(case=unanswerable, abstained=True),
                Outcome(case=unanswerable, answer="Yes."),
            ]
        )
    }
    assert counted == {
        "facts": (1, 3),
        "citations": (1, 1),
        "abstentions": (1, 2),
        "false_refusals": (1, 3),
        "article_at_1": (1, 3),
        "article_at_5": (1, 3),
        "verbatim": (1, 1),
        "errors": (1, 5),
    }


def test_the_interval_is_wilsons() -> None:
    low, high = Rate(name="x", hits=8, total=10).interval or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert Rate(name="x", hits=0, total=10).interval == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert Rate(name="x", hits=0, total=0).interval is None
    assert Rate(name="x", hits=0, total=0).value is None


def test_a_failure_is_named() -> None:
    assert failed(outcome("eight in 2021")) == ""
    assert failed(outcome("nine", quote="Nothing of the kind was ever said.")) == (
        "without the facts and evidence"
    )
    assert failed(Outcome(case=case(), abstained=True)) == "refused"
    assert failed(Outcome(case=case(answerable=False))) == "answered the unanswerable"
    assert failed(Outcome(case=case(answerable=False), abstained=True)) == ""
    assert failed(Outcome(case=case(), error="broke")) == "error"
