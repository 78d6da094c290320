"""Number the citations of an answer in their order of appearance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

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


class Numbering:
    """Numbers the citations of a reply in their order of appearance, from 1.

    In a conversation what was cited before keeps its number, and new numbers go on from there.
    """

    def __init__(self, earlier: Iterable[Citation] = ()) -> None:
        known = {_place(citation): citation.n for citation in earlier}
        self._numbers = known
        self._next = max(known.values(), default=0) + 1
        self._used: dict[int, Citation] = {}

    @property
    def used(self) -> tuple[Citation, ...]:
        """The citations of this reply, as they appeared."""
        return tuple(self._used.values())

    def number(
        self, sentence: AnswerSentence, citations: Iterable[Citation]
    ) -> tuple[AnswerSentence, tuple[Citation, ...]]:
        """The sentence with the numbers of this reply, and the citations that it introduces."""
        by_number = {citation.n: citation for citation in citations}
        numbers: list[int] = []
        new: list[Citation] = []
        for citation in (by_number[n] for n in sentence.citations):
            place = _place(citation)
            if place not in self._numbers:
                self._numbers[place] = self._next
                self._next += 1
            n = self._numbers[place]
            if n not in self._used:
                self._used[n] = replace(citation, n=n)
                new.append(self._used[n])
            numbers.append(n)
        return replace(sentence, citations=tuple(dict.fromkeys(numbers))), tuple(new)


def _place(citation: Citation) -> tuple[str, int, int, str]:
    return citation.article.key, citation.start, citation.end, citation.quote
