"""Placeholder until the branch verify is merged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.language.words import content_words
from retrieval.ports import Matrix
from retrieval.types import Passage, Span


@dataclass(frozen=True, slots=True)
class Source:
    n: int
    passage: Passage
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    spans: tuple[tuple[Source, Span], ...]
    support: float


@dataclass(frozen=True, slots=True)
class Unsupported:
    reason: str
    detail: str

    @property
    def claims(self) -> bool:
        return True


class Checker:
    def __init__(
        self, *, embed: Callable[[Sequence[str]], Matrix], article_text: Callable[[str], str]
    ) -> None:
        self.article_text = article_text

    def check(
        self, sentence: str, sources: Sequence[Source], *, cited: Sequence[int]
    ) -> Carried | Unsupported:
        said = {word.stem for word in content_words(sentence)}
        for source in sources:
            text = self.article_text(source.passage.article.key)
            for span in source.sentences:
                theirs = {w.stem for w in content_words(text[span.start : span.end])}
                if said and len(said & theirs) >= 0.9 * len(said):
                    return Carried(((source, span),), len(said & theirs) / len(said))
        return Unsupported("words", "")
