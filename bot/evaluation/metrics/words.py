"""Texts as the words that metrics compare."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_NOT_ROUGE = re.compile(r"[^a-z0-9]+")


def normalized(text: str) -> str:
    """The text as SQuAD's official script compares it.

    Lower case, then without ASCII punctuation, then without "a", "an" and "the", then with single
    spaces. Source: `normalize_answer` of evaluate-v2.0.py (Rajpurkar et al. 2018).
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def rouge_words(text: str) -> list[str]:
    """Runs of a-z and 0-9 in lower case, unstemmed, as Google's rouge-score cuts them."""
    return _NOT_ROUGE.sub(" ", text.lower()).split()


def flat(text: str) -> str:
    """Case folded, with single spaces."""
    return " ".join(text.casefold().split())


def harmonic(precision: float, recall: float) -> float:
    """F1; 0 when both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def bag_f1(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """F1 of two bags of words, each word counted as often as both have it.

    When either is empty: 1 if both are, else 0 (SQuAD 2.0).
    """
    if not ours or not theirs:
        return float(not ours and not theirs)
    shared = (Counter(ours) & Counter(theirs)).total()
    return harmonic(shared / len(ours), shared / len(theirs))
