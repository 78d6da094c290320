"""What the articles tell and a model's answer leaves out: quotes that complete it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.answer.extract import Extract, Selected
from retrieval.types import Citation

BEST = 1  # sentences of an extract, best first, that an answer must not leave out


def missing(extracts: Sequence[Extract], cited: Sequence[Citation]) -> list[Extract]:
    """The extracts without what is cited already, and without what an answer may leave out."""
    found = []
    for extract in extracts:
        left = tuple(item for item in extract.selected[:BEST] if not _covered(item, cited))
        if left:
            direct = extract.direct if left[0] is extract.selected[0] else None
            found.append(replace(extract, selected=left, direct=direct))
    return found


def _covered(item: Selected, cited: Sequence[Citation]) -> bool:
    """Whether a citation quotes a part of the sentence."""
    key, span = item.evidence.passage.article.key, item.evidence.span
    return any(
        citation.article.key == key and citation.start < span.end and span.start < citation.end
        for citation in cited
    )
