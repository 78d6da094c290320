"""Number the citations of an answer in their order of appearance."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from retrieval.answer.extract import Extract, Selected
from retrieval.types import AnswerSentence, Citation, Span


def cite(
    extracts: Sequence[Extract], *, article_text: Callable[[str], str]
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """The sentences of an answer, one extract after the other; support is set by verify.

    What an earlier extract quotes already is not said again.
    """
    citations: list[Citation] = []
    sentences: list[AnswerSentence] = []
    for chosen in extracts:
        for position, item in enumerate(chosen.selected):
            text = article_text(item.evidence.passage.article.key)
            known = _known(item, citations)
            citation = known or _citation(item, text, citations)
            if position == 0 and (first := chosen.statement or _direct(text, chosen.direct)):
                sentences.append(AnswerSentence(text=first, citations=(citation.n,), support=0.0))
            if known is None and chosen.statement is None:  # its source is shown, not said
                quoted = _with_names(item, citation.quote)
                sentences.append(AnswerSentence(text=quoted, citations=(citation.n,), support=0.0))
    return tuple(sentences), tuple(citations)


def _known(item: Selected, citations: Sequence[Citation]) -> Citation | None:
    """The citation that holds the item's span already."""
    key = item.evidence.passage.article.key
    return next(
        (
            citation
            for citation in citations
            if citation.article.key == key
            and citation.start <= item.span.start
            and item.span.end <= citation.end
        ),
        None,
    )


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


def _direct(text: str, span: Span | None) -> str:
    if span is None:
        return ""
    words = text[span.start : span.end].strip().rstrip(".")
    return words[:1].upper() + words[1:] + "."


def _with_names(item: Selected, quote: str) -> str:
    """The quote on one line, with the names that its pronouns stand for in square brackets."""
    for at, name in sorted(item.names, reverse=True):
        quote = f"{quote[:at]} [{name}]{quote[at:]}"
    return " ".join(quote.split())
