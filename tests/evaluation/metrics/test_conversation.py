"""Rewritten follow-ups against the gold standalone question."""

from __future__ import annotations

import pytest

from bot.evaluation.metrics.conversation import exact, rouge_l, word_f1


def test_the_same_question_is_the_same_in_any_case_and_punctuation() -> None:
    assert exact("What is the ceiling", "what is the Ceiling?") == 1
    assert exact("What was the ceiling?", "What is the ceiling?") == 0
    assert word_f1("What was the ceiling?", "What is the ceiling?") == pytest.approx(2 / 3)


def test_rouge_l_counts_words_in_order() -> None:
    # longest common: "police killed gunman" of "police killed the gunman" (4) and the first (4)
    assert rouge_l("police kill the gunman", "police killed the gunman") == pytest.approx(3 / 4)
    assert rouge_l("the gunman kill police", "police killed the gunman") == pytest.approx(2 / 4)
    # longest common: "a c d" of 3 and 5 words
    assert rouge_l("a c d", "a b c x d") == pytest.approx(2 * 1 * (3 / 5) / (1 + 3 / 5))
    # a word is shared once, however often one side repeats it
    assert rouge_l("ten", "ten ten") == rouge_l("ten ten", "ten") == pytest.approx(2 / 3)


def test_rouge_l_cuts_words_as_rouge_score_does() -> None:
    assert rouge_l("NATO's ceiling", "nato s-ceiling!") == 1
    assert rouge_l("", "") == rouge_l("...", "ten") == 0
