"""Answer questions about the articles themselves: who wrote one, when and where it appeared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from retrieval.answer.evidence import Candidate, heading
from retrieval.language import quantities
from retrieval.language.question import Question
from retrieval.language.words import content_words
from retrieval.types import ArticleInfo


class Field(StrEnum):
    """What of an article is asked for."""

    AUTHORS = "authors"
    PUBLISHED = "published"
    OUTLET = "outlet"


_ARTICLE = r"(?:articles?|reports?|commentary|commentaries|piece|essay|study|op-ed|column|story|analysis|excerpt|publication|document)"
_TITLE = r"[“\"‘'][^”\"]{12,}[”\"’']"
_ASKED = (
    (
        Field.AUTHORS,
        rf"\bwho(?:se)?\b.{{0,20}}\b(?:wrote|authored|penned|written)\b.{{0,60}}(?:{_ARTICLE}|{_TITLE})"
        rf"|\b(?:authors?|writers?|journalists?|byline)\b.{{0,40}}\b(?:of|for|behind|on)\b.{{0,60}}(?:{_ARTICLE}|{_TITLE})"
        rf"|\b{_ARTICLE}\b.{{0,60}}\b(?:written|authored) by (?:who|whom)\b|\bby whom\b.{{0,30}}\b{_ARTICLE}\b.{{0,30}}\bwritten\b",
    ),
    (
        Field.PUBLISHED,
        rf"\b(?:when|(?:what|which) (?:date|day|month|year))\b.{{0,50}}\b(?:{_ARTICLE}|{_TITLE}).{{0,60}}\b(?:published|written|posted|released|dated|out)\b"
        rf"|\b(?:publication date|date of publication|published when)\b|\b(?:published|posted|dated)\b.{{0,20}}\bdate\b.{{0,60}}\b{_ARTICLE}\b"
        rf"|\bdate (?:of|on) the\b.{{0,30}}\b{_ARTICLE}\b",
    ),
    (
        Field.OUTLET,
        rf"\b(?:which|what) (?:outlet|newspaper|publication|magazine|site|website|think[ -]tank|institute|organi[sz]ation)\b.{{0,30}}\b(?:published|ran|carried|printed|released)\b.{{0,40}}(?:{_ARTICLE}|{_TITLE})"
        rf"|\bwhere (?:was|did)\b.{{0,30}}(?:{_ARTICLE}|{_TITLE}).{{0,40}}\b(?:published|appear|printed|come out)\b",
    ),
)
_FIELDS = tuple((field, re.compile(pattern, re.I | re.S)) for field, pattern in _ASKED)
# Words that ask, and so need not stand in the heading of the article that is meant.
_ASKING = frozenset(
    """write written wrote author authors authored writer journalist publish published publication date dated year month day
    article report commentary piece essay study column story analysis excerpt outlet newspaper magazine site people
    credited name names full released posted appear appeared""".split()
)
MEANT = 0.5  # share of the question's other words that the article's heading must hold


@dataclass(frozen=True, slots=True)
class Colophon:
    """The candidate whose article is meant, and what it says of itself; None: the article does not tell."""

    candidate: Candidate
    statement: str | None


def asked(question: Question) -> Field | None:
    """Which field of an article the question asks for, if it asks about an article at all."""
    return next((field for field, pattern in _FIELDS if pattern.search(question.text)), None)


def find(question: Question, candidates: Sequence[Candidate]) -> Colophon | None:
    """The article that is meant and its statement; None when the question means no found article."""
    field = asked(question)
    if field is None:
        return None
    wanted = {w.stem for w in content_words(question.text) if w.lower not in _ASKING}
    scored = [(_share(wanted, each.passage.article), -rank) for rank, each in enumerate(candidates)]
    if not wanted or not scored or max(scored)[0] < MEANT:
        return None
    meant = candidates[-max(scored)[1]]
    return Colophon(meant, statement(meant.passage.article, field))


def statement(article: ArticleInfo, field: Field) -> str | None:
    """A sentence of the article's own data: “Title” — by Author, Outlet, date."""
    date = quantities.spelled_out(article.published.iso) if article.published else None
    authors = " and ".join(filter(None, [", ".join(article.authors[:-1]), *article.authors[-1:]]))
    known = {Field.AUTHORS: authors, Field.PUBLISHED: date, Field.OUTLET: article.outlet}[field]
    if not known:
        return None
    parts = [f"by {authors}" if authors else "", article.outlet or "", date or ""]
    return f"“{article.title}” — {', '.join(filter(None, parts))}."


def _share(wanted: set[str], article: ArticleInfo) -> float:
    own = {word.stem for word in content_words(heading(article))}
    return len(wanted & own) / len(wanted) if wanted else 0.0
