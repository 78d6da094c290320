"""Drafts that a language model writes from an article; only what the article holds is kept."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.evaluation.gold import alternatives
from bot.evaluation.gold.drafts import Draft
from bot.evaluation.gold.wording import sound
from retrieval.answer.generate import Account, whole
from retrieval.ports import ChatModel, Message

if TYPE_CHECKING:
    from prompts import Prompts
    from retrieval.types import Article

_TOKENS = 900  # of one reply
_SHOWN = 6000  # characters of an article; what comes later is not asked about
_KINDS = (("how many", "how many"), ("who", "who"), ("when", "when"), ("where", "where"))


@dataclass(frozen=True, slots=True)
class DraftWriter:
    """Asks a model for questions about an article."""

    model: ChatModel
    prompts: Prompts

    async def drafts(self, article: Article, *, wanted: int) -> list[Draft]:
        """The drafts that hold, at most `wanted`; ModelError when the model fails."""
        values = {
            "mark": secrets.token_hex(6),  # so that no article can end its own quotation
            "title": " ".join(article.title.split()),
            "date": article.published.iso if article.published else "undated",
            "text": article.text[:_SHOWN],
            "wanted": str(wanted),
        }
        messages = [
            Message("system", self.prompts["gold/system"].text),
            Message("user", self.prompts["gold/article"].fill(**values)),
        ]
        said = await whole(self.model, messages, max_tokens=_TOKENS, account=Account())
        return list(_read(said, article))[:wanted]


def _read(said: str, article: Article) -> Iterator[Draft]:
    """The lines that are drafts and whose evidence the article holds verbatim."""
    for line in said.splitlines():
        try:
            value = json.loads(line.strip().rstrip(","))
            question, answer, quote = (value[name] for name in ("question", "answer", "evidence"))
        except (ValueError, KeyError, TypeError):
            continue  # whatever else a model writes between the lines asked for
        if not all(isinstance(one, str) and one.strip() for one in (question, answer, quote)):
            continue
        draft = _checked(" ".join(question.split()), answer.strip(), quote.strip(), article)
        if draft is not None:
            yield draft


def _checked(question: str, answer: str, quote: str, article: Article) -> Draft | None:
    answers = alternatives.of(answer)
    stated = any(_holds(quote, one) for one in answers)
    if quote not in article.text or not stated or not question.endswith("?"):
        return None
    if not sound(question, answers):
        return None
    return Draft(_kind(question), question, answers, article.key, quote)


def _holds(quote: str, answer: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", quote, re.I))


def _kind(question: str) -> str:
    return next((kind for word, kind in _KINDS if word in question.lower()), "fact")
