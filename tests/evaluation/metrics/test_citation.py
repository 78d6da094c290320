"""Citations against gold evidence and against what was found."""

from __future__ import annotations

import pytest

from bot.evaluation.cases import Evidence
from bot.evaluation.metrics import citation
from tests.evaluation.metrics.made import GOLD, answered, case, cited


def test_precision_and_recall_are_over_different_articles() -> None:
    assert citation.precision(["a", "a", "x"], ("a", "b")) == 1 / 2
    assert citation.recall(["a", "a", "x"], ("a", "b", "c")) == 1 / 3
    assert citation.precision([], ("a",)) is None
    assert citation.recall([], ("a",)) == 0
    assert citation.precision(["a"], ()) is None
    assert citation.recall(["a"], ()) is None


def test_evidence_is_quoted_in_essence() -> None:
    quotes = ["Indeed: the CEILING fell from twenty to ten. Yes.", "Nothing of the kind was said."]
    gold = [GOLD, "The eight had to leave within a month.", "Ten posts are left."]
    assert citation.evidence_precision(quotes, gold) == 1 / 2
    assert citation.evidence_recall(quotes, gold) == 1 / 3
    assert citation.cites(quotes, gold) == 1
    assert citation.cites(quotes[1:], gold) == citation.cites([], gold) == 0
    assert citation.evidence_precision([], gold) is None
    assert citation.evidence_recall([], gold) == 0
    assert citation.cites(quotes, []) is None
    assert citation.evidence_recall(quotes, []) is None


def test_a_quote_is_gold_when_one_contains_the_other_or_it_has_half_of_the_words() -> None:
    gold = "It had taken away the accreditation of eight people."
    assert citation.overlaps("So NATO said. " + gold.upper(), gold)
    assert citation.overlaps("the accreditation\n of eight", gold)
    assert citation.overlaps("Accreditation of eight people had been taken", gold)
    assert not citation.overlaps("Accreditation of three diplomats had expired then", gold)
    assert not citation.overlaps("eight", gold)
    assert citation.overlaps("Ten  posts", "ten posts")


def test_spans_overlap_in_characters_each_counted_once() -> None:
    ours = [("a", 0, 10), ("a", 5, 20), ("b", 0, 5)]  # 20 + 5 characters
    gold = [("a", 15, 30), ("c", 0, 10)]  # 15 + 10 characters, 5 shared
    assert citation.span_precision(ours, gold) == 5 / 25
    assert citation.span_recall(ours, gold) == 5 / 25
    assert citation.span_f1(ours, gold) == pytest.approx(0.2)
    assert citation.span_f1([("a", 15, 20)], [("a", 15, 30)]) == pytest.approx(2 / 4)


def test_spans_without_a_character_are_none() -> None:
    assert citation.span_precision([], [("a", 0, 9)]) is None
    assert citation.span_recall([], [("a", 0, 9)]) == 0
    assert citation.span_f1([], [("a", 0, 9)]) == 0
    assert citation.span_f1([("a", 0, 9)], [("a", 9, 10)]) == 0
    assert citation.span_f1([("a", 0, 9)], []) is None
    assert citation.span_recall([("a", 0, 9)], [("a", 4, 4)]) is None


def test_quotes_share_words_with_the_evidence_a_repeated_quote_counts_once() -> None:
    # normalised: "ceiling fell from twenty to ten" (6) and "ceiling is ten" (3), 2 shared
    assert citation.quote_token_f1(["The ceiling is ten."] * 2, [GOLD]) == pytest.approx(4 / 9)
    assert citation.quote_token_f1([], [GOLD]) == 0
    assert citation.quote_token_f1(["ten"], []) is None


def test_what_was_found_may_be_used_or_not() -> None:
    assert citation.used(["a", "a", "q"], ["a", "b", "a", "c"]) == 1 / 3
    assert citation.used(["a"], []) is None
    passages = [("a", 0, 50), ("b", 50, 60)]
    assert citation.from_found([("a", 49, 70), ("b", 60, 70), ("c", 0, 5)], passages) == 1 / 3
    assert citation.from_found([], passages) is None


def test_evidence_has_spans_only_when_all_of_it_has_its_place() -> None:
    assert citation.gold_spans(answered()) == (("a", 100, 136),)
    half = (Evidence("a", GOLD, 100, 136), Evidence("b", GOLD))
    assert citation.gold_spans(answered(case(evidence=half))) is None
    assert citation.gold_spans(answered(case(evidence=()))) is None
    assert citation.cited_spans(answered(citations=(cited(),))) == (("a", 100, 136),)
