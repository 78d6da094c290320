"""Articles, citations and replies of a small town, for every text that is rendered."""

from __future__ import annotations

from typing import Any

from retrieval.types import (
    Abstention,
    AbstentionReason,
    Answer,
    AnswerSentence,
    Article,
    ArticleInfo,
    Citation,
    Passage,
    Published,
)

FERRY_TEXT = (
    "LUNDE - The ferry Selma Rose ran aground in thick fog on the evening of 2 March 2019. "
    "Eighty passengers were brought ashore, and nobody was hurt.\n\n"
    "Captain Ida Holm had commanded the ship for eleven years. The repair cost $4 million."
)
FERRY = ArticleInfo(
    key="ferry-2019",
    title="Ferry runs aground off Lunde",
    outlet="Fjord Courier",
    authors=("Signe Aas",),
    published=Published("2019-03-04", "day"),
    url="https://courier.example/ferry_(2019)",
)
STRIKE = ArticleInfo(
    key="strike", title="Crane drivers walk out", published=Published("2020-05", "month")
)


def citation(n: int = 1, article: ArticleInfo = FERRY, **known: Any) -> Citation:
    quote = known.pop("quote", "Eighty passengers were brought ashore, and nobody was hurt.")
    start = known.pop("start", max(0, FERRY_TEXT.find(quote)))
    return Citation(n=n, article=article, start=start, end=start + len(quote), quote=quote)


def article(text: str = FERRY_TEXT, **known: Any) -> Article:
    known = {
        "key": FERRY.key,
        "title": FERRY.title,
        "outlet": FERRY.outlet,
        "authors": FERRY.authors,
        "published": FERRY.published,
        "url": FERRY.url,
        **known,
    }
    return Article(text=text, content_hash="", **known)


def passage(text: str = FERRY_TEXT, article: ArticleInfo = FERRY) -> Passage:
    return Passage(chunk_id=1, article=article, start=0, end=len(text), text=text, score=1.0)


def sentence(text: str = "Nobody was hurt.", *citations: int) -> AnswerSentence:
    return AnswerSentence(text=text, citations=citations or (1,), support=1.0)


def answered(*sentences: AnswerSentence, **known: Any) -> Answer:
    known = {"citations": (citation(),), "model": "extractive", "passages": (), **known}
    return Answer(
        question="Was anybody hurt?",
        standalone_question="Was anybody hurt?",
        sentences=sentences or (sentence(),),
        **known,
    )


def abstained(reason: AbstentionReason, **known: Any) -> Abstention:
    known = {"standalone_question": "Who won?", **known}
    return Abstention(question="Who won?", reason=reason, message="", **known)
