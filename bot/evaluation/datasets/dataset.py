"""A public question set as Dateline uses it: articles for a library and questions to ask of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bot.evaluation.cases import Case
from retrieval.types import Turn

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceArticle:
    """An article as its set has it.

    key: the one that a library gives it; question: the id of the one it was collected for.
    """

    key: str
    id: str
    title: str
    text: str
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    question: str | None = None

    def line(self) -> str:
        """The article as a line of JSONL that `Library.add` reads."""
        fields = {
            "id": self.id,
            "title": self.title,
            "text": self.text,
            "source": self.outlet,
            "author": self.author,
            "published": self.published,
            "url": self.url,
        }
        return json.dumps({name: value for name, value in fields.items() if value}) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim, the texts it refers to, and whether people say that they carry it."""

    id: str
    claim: str
    references: tuple[str, ...]
    carried: bool
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """A question after its conversation, and how people worded it to stand alone."""

    id: str
    turns: tuple[Turn, ...]
    question: str
    rewrite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One public set: articles with cases, or claims, or rewritings."""

    name: str
    articles: tuple[SourceArticle, ...] = ()
    cases: tuple[Case, ...] = ()
    claims: tuple[Claim, ...] = ()
    rewritings: tuple[Rewriting, ...] = ()

    def limited(self, questions: int | None, *, articles: int | None = None) -> Dataset:
        """The first questions, claims and rewritings by a hash of their ids, in that order.

        articles: at most so many, those that are gold of the questions kept or were collected for
        them (however many they are) before the first others by a hash of their ids. None keeps all.
        """
        cases = first(self.cases, questions, name=_id)
        kept = self.articles
        if articles is not None:
            gold = {key for case in cases for key in case.gold_articles}
            asked = set(map(_id, cases))
            ours = [one for one in self.articles if one.key in gold or one.question in asked]
            known = set(map(_id, ours))
            others = [one for one in self.articles if one.id not in known]
            kept = (*ours, *first(others, max(0, articles - len(ours)), name=_id))
        return replace(
            self,
            articles=kept,
            cases=cases,
            claims=first(self.claims, questions, name=_id),
            rewritings=first(self.rewritings, questions, name=_id),
        )

    def write_articles(self, path: Path) -> None:
        """Write the articles as a JSONL file for `Library.add`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(one.line() for one in self.articles), encoding="utf-8")


def first(items: Sequence[T], most: int | None, *, name: Callable[[T], str]) -> tuple[T, ...]:
    """The `most` items with the smallest SHA-256 of their names: the same ones everywhere."""
    if most is None:
        return tuple(items)
    return tuple(sorted(items, key=lambda one: _digest(name(one)))[:most])


def digest(names: Iterable[str]) -> str:
    """Twelve hexadecimal digits that change with the names or their order."""
    return _digest("\n".join(names))[:12]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _id(item: SourceArticle | Case | Claim | Rewriting) -> str:
    return item.id
