"""What the articles tell and a model's answer leaves out: quotes that complete it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from retrieval.answer.evidence import Evidence
from retrieval.answer.extract import Extract, Selected, select
from retrieval.answer.units import Source
from retrieval.language.words import content_words
from retrieval.types import Citation

MEANT = 0.6  # share of a rejected sentence's words that the passage sentence it was drawn from has


def meant(
    rejected: Iterable[str], sources: Sequence[Source], *, article_text: Callable[[str], str]
) -> list[Extract]:
    """Quotes of what a model meant: for each sentence that is not carried, the one it was drawn from.

    None where no sentence shares most of its words, as with an invention.
    """
    found: dict[tuple[str, int], Extract] = {}
    for claim in rejected:
        stems = {word.stem for word in content_words(claim)}
        drawn = [
            (_share(stems, evidence.text), evidence)
            for source in sources
            for evidence in _sentences(source)
        ]
        share, evidence = max(drawn, key=lambda pair: pair[0], default=(0.0, None))
        if evidence is not None and share >= MEANT:
            place = evidence.passage.article.key, evidence.span.start
            found[place] = Extract((select(evidence, article_text),))
    return list(found.values())


def uncited(extracts: Sequence[Extract], cited: Sequence[Citation]) -> list[Extract]:
    """The extracts without the sentences that are cited already."""
    found = []
    for extract in extracts:
        left = tuple(item for item in extract.selected if not _covered(item, cited))
        if left:
            direct = extract.direct if left[0] is extract.selected[0] else None
            found.append(replace(extract, selected=left, direct=direct))
    return found


def _share(stems: set[str], text: str) -> float:
    own = {word.stem for word in content_words(text)}
    return len(stems & own) / len(stems) if stems else 0.0


def _sentences(source: Source) -> Iterable[Evidence]:
    passage = source.passage
    for span in source.sentences:
        text = passage.text[span.start - passage.start : span.end - passage.start]
        yield Evidence(passage, span, text, (), (), (), ())


def _covered(item: Selected, cited: Sequence[Citation]) -> bool:
    """Whether a citation quotes a part of the sentence."""
    key, span = item.evidence.passage.article.key, item.evidence.span
    return any(
        citation.article.key == key and citation.start < span.end and span.start < citation.end
        for citation in cited
    )
