"""Choose what a model gets to read: the most useful sentences that fit into a number of tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.answer.evidence import Evidence
from retrieval.answer.units import Source
from retrieval.language import quantities
from retrieval.types import ArticleInfo, Passage, Span

MOST = 9  # passages: a small model confuses their numbers when there are more
_HEADING = 24  # tokens that the lines around a passage cost beside its heading
_GAP = " … "


@dataclass(slots=True)
class _Packed:
    """The sentences of one passage that were chosen, by their position in it."""

    passage: Passage
    spans: Sequence[Span]
    chosen: set[int] = field(default_factory=set)


def pack(
    ranked: Iterable[tuple[float, Evidence]],
    sentences: Mapping[int, Sequence[Span]],
    *,
    count: Callable[[str], int],
    budget: int,
) -> tuple[Source, ...]:
    """Sources numbered from 1, the most useful first, that cost no more than `budget` tokens.

    Sentences are taken in the order of their rank, each with those around it as long as they fit; what does not
    fit is passed over for what comes after. `sentences`: all spans of a chunk, by its id.
    """
    packed: dict[int, _Packed] = {}
    left = budget
    for _, item in ranked:
        passage = item.passage
        into = packed.get(passage.chunk_id) or _Packed(passage, sentences[passage.chunk_id])
        new = passage.chunk_id not in packed
        if new and len(packed) == MOST:
            continue
        cost = _HEADING + count(heading(passage.article)) if new else 0
        taken = _take(into, into.spans.index(item.span), left - cost, count)
        if taken is None:
            continue
        packed[passage.chunk_id] = into
        left -= cost + taken
    return tuple(
        Source(n, one.passage, tuple(one.spans[i] for i in sorted(one.chosen)))
        for n, one in enumerate(packed.values(), start=1)
    )


def _take(into: _Packed, position: int, left: int, count: Callable[[str], int]) -> int | None:
    """Choose the sentence and, while they fit, those before and after it; the tokens, None if it does not fit."""
    spent = 0
    for at in (position, position - 1, position + 1):
        if not 0 <= at < len(into.spans) or at in into.chosen:
            continue
        span, offset = into.spans[at], into.passage.start
        cost = count(into.passage.text[span.start - offset : span.end - offset]) + 1
        if spent + cost > left:
            if at == position:
                return None
            continue
        into.chosen.add(at)
        spent += cost
    return spent


def text_of(source: Source) -> str:
    """The sentences of a source as a model reads them, on one line, with … for what is left out."""
    offset = source.passage.start
    parts: list[str] = []
    end = None
    for span in source.sentences:
        text = source.passage.text
        if end is not None:
            parts.append(" " if not text[end - offset : span.start - offset].strip() else _GAP)
        parts.append(" ".join(text[span.start - offset : span.end - offset].split()))
        end = span.end
    return "".join(parts)


def heading(article: ArticleInfo) -> str:
    """Title, outlet, authors and date of an article on one line."""
    date = quantities.spelled_out(article.published.iso) if article.published else ""
    parts = (article.title, article.outlet or "", ", ".join(article.authors), date)
    return " ".join(" · ".join(part for part in parts if part).split())
