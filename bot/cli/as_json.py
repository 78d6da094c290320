"""Replies, passages and articles as the JSON that docs/schema describes; nothing else makes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, assert_never

from retrieval.types import Abstention, Answer, ArticleInfo, Citation, Passage, Reply, Usage

if TYPE_CHECKING:
    from bot.records.conversations import Exchange, Row
    from retrieval.index.catalogue import ArticleRow
    from retrieval.types import Article

Json = dict[str, Any]

# Valid inside a JSON string, yet a terminal obeys some of them and line readers split at others.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def dumps(value: Mapping[str, Any] | list[Any]) -> str:
    """One line of JSON, readable in any script and safe on a terminal."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def reply(value: Reply, *, question_id: str | int | None = None) -> Json:
    """The reply to one question."""
    shared: Json = {
        "id": question_id,
        "question": value.question,
        "standalone_question": value.standalone_question,
    }
    match value:
        case Answer():
            outcome = _answer(value)
        case Abstention():
            outcome = _abstention(value)
        case _:
            assert_never(value)
    return shared | outcome | _ending(value)


def _answer(value: Answer) -> Json:
    return {
        "abstained": False,
        "reason": None,
        "answer": value.text,
        "sentences": [
            {
                "text": sentence.text,
                "citations": list(sentence.citations),
                "support": round(sentence.support, 4),
            }
            for sentence in value.sentences
        ],
        "citations": [citation(one) for one in value.citations],
        "missing": [],
    }


def _abstention(value: Abstention) -> Json:
    return {
        "abstained": True,
        "reason": value.reason.value,
        "answer": value.message,
        "sentences": [],
        "citations": [],
        "missing": list(value.missing),
    }


def _ending(value: Reply) -> Json:
    return {
        "passages": passages(value.passages),
        "model": value.model,
        "prompts": value.prompts,
        "usage": _usage(value.usage),
        "dropped": value.dropped,
        "notices": list(value.notices),
        "timings_ms": {name: round(spent, 2) for name, spent in value.timings_ms.items()},
    }


def _usage(value: Usage | None) -> Json | None:
    if value is None:
        return None
    return {
        "prompt_tokens": value.prompt_tokens,
        "completion_tokens": value.completion_tokens,
        "estimated": value.estimated,
        "cost": value.cost,
    }


def citation(value: Citation) -> Json:
    """A marker, the article it leads to, and the exact words."""
    article = value.article
    return {
        "n": value.n,
        "key": article.key,
        "path": article.path,
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet,
        "published": _published(article),
        "start": value.start,
        "end": value.end,
        "quote": value.quote,
    }


def passages(values: Iterable[Passage]) -> list[Json]:
    """Retrieved passages, best first."""
    return [
        {
            "key": passage.article.key,
            "path": passage.article.path,
            "start": passage.start,
            "end": passage.end,
            "score": round(passage.score, 6),
            "text": passage.text,
        }
        for passage in values
    ]


def article(value: Article, *, chunks: int, with_text: bool = True) -> Json:
    """Everything that was understood of an article."""
    published = value.published
    return {
        "key": value.key,
        "title": value.title,
        "outlet": value.outlet,
        "authors": list(value.authors),
        "published": published.iso if published else None,
        "precision": published.precision if published else None,
        "url": value.url,
        "path": value.path,
        "line": value.line,
        "language": value.language,
        "hash": value.content_hash,
        "chunks": chunks,
        "characters": len(value.text),
        "text": value.text if with_text else None,
    }


def row(value: ArticleRow) -> Json:
    """An article in a list."""
    return {
        "key": value.key,
        "title": value.title,
        "outlet": value.outlet,
        "authors": list(value.authors),
        "published": value.published.iso if value.published else None,
        "url": value.url,
        "path": value.path,
        "language": value.language,
        "hash": value.content_hash,
        "chunks": value.chunks,
        "characters": value.characters,
        "added_at": value.added_at,
    }


def conversation(value: Row) -> Json:
    """A saved conversation in a list."""
    return {
        "name": value.name,
        "turns": value.exchanges,
        "started_at": value.started_at,
        "used_at": value.used_at,
        "first_question": value.first_question,
    }


def exchange(value: Exchange) -> Json:
    """A question of a saved conversation and its reply."""
    return {"asked_at": value.asked_at, "reply": reply(value.reply)}


def _published(article: ArticleInfo | Article) -> str | None:
    return article.published.iso if article.published else None
