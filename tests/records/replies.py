"""Replies for tests, every field filled."""

from __future__ import annotations

from dataclasses import replace

from bot.records.conversations import Exchange
from retrieval.types import (
    Abstention,
    AbstentionReason,
    Answer,
    AnswerSentence,
    ArticleInfo,
    Citation,
    Passage,
    Published,
    Usage,
)

NOON = "2026-11-25T12:00:00Z"
ARTICLE = ArticleInfo(
    key="lunde",
    title="The bridge of Lunde",
    outlet="Gazette",
    authors=("I. Holm",),
    published=Published("1902-05", "month"),
    language="en",
)


def answer(question: str, *, quote: str = "It opened.", n: int = 1, words: int = 0) -> Answer:
    """words: of a longer second sentence."""
    more = " ".join(["word"] * words)
    return Answer(
        question=question,
        standalone_question=f"{question} (of Lunde)",
        sentences=(
            AnswerSentence(text=quote, citations=(n,), support=2 / 3),
            *([AnswerSentence(text=more, citations=(n,), support=1.0)] if words else []),
        ),
        citations=(Citation(n=n, article=ARTICLE, start=0, end=len(quote), quote=quote),),
        passages=(
            Passage(chunk_id=7, article=ARTICLE, start=0, end=99, text=quote * 3, score=0.1 + 0.2),
        ),
        model="fake",
        prompts="a1b2",
        usage=Usage(prompt_tokens=900, completion_tokens=40, estimated=True, cost=0.0012),
        dropped=2,
        notices=("Half of me is missing.",),
        timings_ms={"search": 1.23456},
    )


def cited(question: str, *numbers: int) -> Answer:
    """An answer whose source n quotes "question n"."""
    citations = tuple(
        Citation(n=n, article=ARTICLE, start=n, end=n + 9, quote=f"{question} {n}") for n in numbers
    )
    return replace(answer(question), citations=citations)


def abstention(question: str) -> Abstention:
    return Abstention(
        question=question,
        standalone_question=question,
        reason=AbstentionReason.NOT_MENTIONED,
        message="The articles do not tell.",
        missing=("ferry",),
        passages=answer(question).passages,
    )


def exchange(question: str, *, at: str = NOON) -> Exchange:
    return Exchange(answer(question, quote=f"This answers {question}"), at)
