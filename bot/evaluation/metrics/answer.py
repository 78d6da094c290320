"""How right an answer is, held against the facts or the short answers of its case."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.evaluation.cases import Case
from bot.evaluation.metrics.words import bag_f1, flat, normalized
from bot.evaluation.results import Result

_MARKER = re.compile(r"\s*\[\d+\]")


def spoken(result: Result) -> str:
    """The answer without its [n] markers; "" when nothing was answered."""
    return _MARKER.sub("", result.answer).strip() if result.answered else ""


def groups(case: Case) -> tuple[tuple[str, ...], ...]:
    """The facts of a case; short answers, of which any will do, are one group of alternatives."""
    return case.facts or ((case.answers,) if case.answers else ())


def fact_match(answer: str, facts: Sequence[Sequence[str]]) -> float | None:
    """1 when the answer holds one alternative of every group, else 0; None without any group.

    Held: a part of the answer, both case folded and with single spaces.
    """
    if not facts:
        return None
    text = flat(answer)
    return float(all(any(flat(one) in text for one in group) for group in facts))


def exact_match(answer: str, answers: Sequence[str]) -> float:
    """1 when the answer is, once normalised, one of the right ones, else 0.

    With no right answer the empty one is right. Source: SQuAD 2.0's official script.
    """
    return float(any(normalized(answer) == normalized(one) for one in _right(answers)))


def token_f1(answer: str, answers: Sequence[str]) -> float:
    """The F1 of the normalised words with the right answer that it shares most with.

    With no right answer the empty one is right. Source: SQuAD 2.0's official script.
    """
    words = normalized(answer).split()
    return max(bag_f1(words, normalized(one).split()) for one in _right(answers))


def right(result: Result) -> bool | None:
    """Whether what came back is right: the facts held, or not answered what has no answer.

    None for an answer that nothing tells about: its case has neither facts nor short answers.
    """
    if not result.case.answerable:
        return result.abstained
    if not result.answered:
        return False
    held = fact_match(spoken(result), groups(result.case))
    return None if held is None else bool(held)


def _right(answers: Sequence[str]) -> Sequence[str]:
    """Those with words, as the official script takes them; without any, the empty one."""
    return [one for one in answers if normalized(one)] or [""]
