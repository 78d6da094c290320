"""A question of a conversation is searched for in several readings, whose rankings are fused."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.language import question as reading
from retrieval.language.question import Question
from retrieval.ports import QuestionVectors

# Weights of the readings beside the main one, chosen on one half of MTRAG's conversations
# (benchmarks/followups.py).
BY_ITSELF, AFTER_THE_LAST = 1.0, 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """A question, its vectors, and what its rankings weigh."""

    question: Question
    vectors: QuestionVectors
    weight: float = 1.0


def others(question: Question, *, before: str) -> list[tuple[Question, float]]:
    """The question by its own words alone, and with those of the question before it; with weights.

    The first keeps words of the conversation from outweighing what is asked; the second finds
    what a question takes for granted although it could stand alone. None without a question before.
    """
    if not before:
        return []
    return [
        (reading.read(question.text), BY_ITSELF),
        (reading.read(question.text, context=before), AFTER_THE_LAST),
    ]
