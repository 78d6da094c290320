"""What a question takes for granted and the sentences say of somebody else."""

from __future__ import annotations

import pytest

from retrieval.answer.premise import contradicted

CONTRADICTED = [
    ("Which Georgian tanks entered the town?", ["Russian tanks entered the town."]),
    ("Why did tanks of Georgia enter?", ["The tanks of Russia entered the town."]),
    ("Why did the ferry of Norway sink?", ["A new Swedish ferry sank.", "It rained."]),
    ("Did Norway expel Swedish envoys?", ["Norway expelled three Danish envoys."]),
]
NOT_CONTRADICTED = [
    ("Which Georgian tanks entered?", ["Russian and Georgian tanks entered."]),
    ("Which Georgian tanks entered?", ["Russian tanks left.", "Then the tanks of Tbilisi came."]),
    ("Which Georgian tanks entered?", ["Tanks entered the town."]),
    ("Which tanks entered?", ["Russian tanks entered."]),
    ("Which Russian tanks entered?", ["The Kremlin’s tanks entered."]),
    ("Which Georgian tanks entered?", []),
]


@pytest.mark.parametrize(("question", "sentences"), CONTRADICTED)
def test_a_thing_that_is_always_anothers_contradicts(question: str, sentences: list[str]) -> None:
    assert contradicted(question, sentences)


@pytest.mark.parametrize(("question", "sentences"), NOT_CONTRADICTED)
def test_nothing_else_contradicts(question: str, sentences: list[str]) -> None:
    assert not contradicted(question, sentences)
