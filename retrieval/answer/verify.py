"""Check every sentence of an answer against the stored articles before anyone sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from retrieval.answer.evidence import heading
from retrieval.language.words import content_words
from retrieval.types import AnswerSentence, Citation

_INSERTED = re.compile(r" \[([^\]]+)\]")


def verify(
    sentences: Sequence[AnswerSentence],
    citations: Sequence[Citation],
    *,
    article_text: Callable[[str], str],
) -> tuple[AnswerSentence, ...]:
    """The sentences whose citations resolve and whose words their quotes carry, with their support.

    A quote must be `text[start:end]` of the stored article, read again here. Support is the share of
    a sentence's content words that its quotes, or the title, outlet, authors and date of their
    articles, carry; an inserted name must stand in the article or be its author's. A sentence with
    less than full support is left out.
    """
    by_number = {
        citation.n: citation for citation in citations if _verbatim(citation, article_text)
    }
    kept = []
    for sentence in sentences:
        support = _support(sentence, by_number, article_text)
        if support >= 1.0:
            kept.append(replace(sentence, support=round(support, 3)))
    return tuple(kept)


def _verbatim(citation: Citation, article_text: Callable[[str], str]) -> bool:
    return bool(citation.quote) and (
        article_text(citation.article.key)[citation.start : citation.end] == citation.quote
    )


def _support(
    sentence: AnswerSentence,
    citations: Mapping[int, Citation],
    article_text: Callable[[str], str],
) -> float:
    if not sentence.citations or any(n not in citations for n in sentence.citations):
        return 0.0
    cited = [citations[n] for n in sentence.citations]
    for name in _INSERTED.findall(sentence.text):
        quoted = any(f"[{name}]" in citation.quote for citation in cited)
        if not quoted and not any(_names(citation, name, article_text) for citation in cited):
            return 0.0
    said = [word.stem for word in content_words(_INSERTED.sub("", sentence.text))]
    texts = [text for each in cited for text in (each.quote, heading(each.article))]
    carried = {word.stem for text in texts for word in content_words(text)}
    return sum(stem in carried for stem in said) / len(said) if said else 1.0


def _names(citation: Citation, name: str, article_text: Callable[[str], str]) -> bool:
    return name in citation.article.authors or name in article_text(citation.article.key)
