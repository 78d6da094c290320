"""Number the citations of an answer in their order of appearance."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from retrieval.answer.extract import Extract, Selected
from retrieval.types import AnswerSentence, Citation, Span


def cite(
    chosen: Extract, *, article_text: Callable[[str], str]
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """The sentences of an answer and the citations they carry; support is set by verify."""
    citations: list[Citation] = []
    sentences: list[AnswerSentence] = []
    for position, item in enumerate(chosen.selected):
        text = article_text(item.evidence.passage.article.key)
        citation = _citation(item, text, citations)
        if position == 0 and chosen.direct is not None:
            sentences.append(AnswerSentence(text=_direct(text, chosen.direct), citations=(citation.n,), support=0.0))
        sentences.append(
            AnswerSentence(text=_with_names(item, citation.quote), citations=(citation.n,), support=0.0)
        )
    return tuple(sentences), tuple(citations)


def _citation(item: Selected, text: str, citations: list[Citation]) -> Citation:
    found = Citation(
        n=len(citations) + 1,
        article=item.evidence.passage.article,
        start=item.span.start,
        end=item.span.end,
        quote=text[item.span.start : item.span.end],
    )
    citations.append(found)
    return found


def _direct(text: str, span: Span) -> str:
    words = text[span.start : span.end].strip()
    return words[:1].upper() + words[1:] + "."


def _with_names(item: Selected, quote: str) -> str:
    """The quote on one line, with the names that its pronouns stand for in square brackets."""
    offset = item.evidence.span.start - item.span.start
    for at, name in sorted(item.names, reverse=True):
        quote = f"{quote[: at + offset]} [{name}]{quote[at + offset :]}"
    return " ".join(quote.split())


def one_line(sentences: Sequence[AnswerSentence]) -> str:
    """The text of an answer's sentences without markers, for a conversation's memory."""
    return " ".join(sentence.text for sentence in sentences)
