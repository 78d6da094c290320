"""Passages, candidates and weighed sentences of invented articles, made by hand."""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.answer import evidence as weighing
from retrieval.answer.evidence import FEATURES, Candidate, Evidence
from retrieval.answer.matching import Term
from retrieval.index.chunking import chunk
from retrieval.language.question import Question
from retrieval.types import Article, ArticleInfo, Passage, Span
from tests.fakes.embedder import HashEmbedder
from tests.index.stories import article

EMBEDDER = HashEmbedder()


def info(known: Article) -> ArticleInfo:
    return ArticleInfo(
        key=known.key,
        title=known.title,
        outlet=known.outlet,
        authors=known.authors,
        published=known.published,
    )


def weighed(
    known: Article,
    sentence: str,
    *,
    matches: tuple[float, ...] = (),
    answers: tuple[str, ...] = (),
    features: Mapping[str, float] | None = None,
) -> Evidence:
    """A sentence that stands in the article, weighed as the test likes it; other features are 0."""
    start = known.text.index(sentence)
    whole = Passage(
        chunk_id=1, article=info(known), start=0, end=len(known.text), text=known.text, score=1.0
    )
    return Evidence(
        passage=whole,
        span=Span(start, start + len(sentence)),
        text=sentence,
        features=tuple((features or {}).get(name, 0.0) for name in FEATURES),
        own=matches,
        matches=matches,
        answers=tuple(
            Span(sentence.index(words), sentence.index(words) + len(words)) for words in answers
        ),
    )


def candidates(*articles: Article) -> list[Candidate]:
    """Every chunk of the articles, in order, as a search would give it."""
    found: list[Candidate] = []
    for each in articles:
        chunks = chunk(each, embedder=EMBEDDER)
        for one, vectors in zip(chunks, EMBEDDER.embed_chunks(chunks), strict=True):
            passage = Passage(
                chunk_id=len(found),
                article=info(each),
                start=one.start,
                end=one.end,
                text=one.text,
                score=1.0,
            )
            found.append(Candidate(passage, one.sentences, vectors.sentences, vectors.states))
    return found


def gathered(
    question: Question, *articles: Article, rarity: Mapping[str, float] | None = None
) -> tuple[list[Term], list[Evidence]]:
    """The question's terms and all sentences of the articles, weighed for it."""
    return weighing.gather(
        question,
        candidates(*articles),
        vectors=EMBEDDER.embed_question(question.searched),
        rarity=rarity or {},
    )


def told(text: str, **known: object) -> Article:
    """An article that says just this."""
    return article("told", text, **known)
