"""How near a rewritten follow-up comes to the gold standalone question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.metrics.answer import exact_match, token_f1
from bot.evaluation.metrics.words import harmonic, rouge_words


def exact(rewritten: str, gold: str) -> float:
    """1 when both are the same once normalised as SQuAD does, else 0."""
    return exact_match(rewritten, (gold,))


def word_f1(rewritten: str, gold: str) -> float:
    """F1 of their words, normalised as SQuAD does."""
    return token_f1(rewritten, (gold,))


def rouge_l(rewritten: str, gold: str) -> float:
    """ROUGE-L: F1 of the longest common subsequence of words; 0 when either has none.

    Source: Lin 2004, with the words and the balanced F of Google's rouge-score, no stemming.
    """
    ours, theirs = rouge_words(rewritten), rouge_words(gold)
    if not ours or not theirs:
        return 0.0
    length = _common(ours, theirs)
    return harmonic(length / len(ours), length / len(theirs))


def _common(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(theirs) + 1)
    for word in ours:
        before = 0
        for place, other in enumerate(theirs, start=1):
            above = row[place]
            row[place] = before + 1 if word == other else max(above, row[place - 1])
            before = above
    return row[-1]
