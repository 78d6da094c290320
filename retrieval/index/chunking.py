"""Articles cut into chunks of whole sentences that fit the embedder's window."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from retrieval.index.sentences import split
from retrieval.ports import Embedder
from retrieval.types import Article, Chunk, Span

CHUNKING_VERSION = 1  # part of the index identity: raise it when chunks come out differently
TARGET_TOKENS = 160  # of a chunk's text
HEADER_TOKENS = 48

_FULL_ENOUGH = 0.6  # of the target: from here on a paragraph's end closes the chunk
_SMALL_TOKENS = 40  # a chunk below is merged into a neighbour
_SPECIAL_TOKENS = 2  # the most that an embedder here adds to a text
_MAX_CHARACTERS = 4_000  # text without tokens (or one endless word) must not become one chunk
_HEADING_CHARACTERS = 120
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LINE_BREAK = re.compile("[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_CLAUSE_END = re.compile(r"(?:[,;:–—)\]”»]\s|[、，；：])\Z")
_TERMINATED = re.compile(r"[.!?…,;。！？؟।][\"'”’»)\]]*\Z")
_BULLET = re.compile(r"[•‣▪◦●○■*+–—-]\s|\(?\w{1,3}[.)]\s")


@dataclass(frozen=True, slots=True)
class _Atom:
    """A sentence, or a piece of one that is too long; never divided further."""

    span: Span
    tokens: int
    opens_paragraph: bool
    heading: bool  # or another line that announces what follows: "He continues:"


@dataclass(frozen=True, slots=True)
class _Limits:
    """In tokens: what a chunk's text should have, and what it may have at most."""

    target: int
    room: int


def header(article: Article, *, embedder: Embedder) -> str:
    """What is embedded before each chunk: "Title — Outlet, 18 October 2021", at most 48 tokens.

    Missing parts are left out; a title that is too long is cut, the outlet and the date stay.
    """
    limit = min(HEADER_TOKENS, embedder.window // 4)
    source = ", ".join(part for part in (_one_line(article.outlet), _date(article)) if part)
    title = _one_line(article.title)
    source = _cut_to(source, limit // 2 if title else limit, embedder)
    whole = " — ".join(part for part in (title, source) if part)
    if len(embedder.token_spans(whole)) <= limit:
        return whole
    left = limit - len(embedder.token_spans(f" — {source}")) if source else limit
    whole = " — ".join(part for part in (_cut_to(title, max(0, left), embedder), source) if part)
    return _cut_to(whole, limit, embedder)


def chunk(article: Article, *, embedder: Embedder) -> list[Chunk]:
    """The chunks of `article`, in order; every sentence is in exactly one.

    Header, text and special tokens fit ``embedder.window``. Linear in the article's length.
    """
    head = header(article, embedder=embedder)
    room = max(1, embedder.window - _SPECIAL_TOKENS - len(embedder.token_spans(head)))
    limits = _Limits(target=min(TARGET_TOKENS, room), room=room)
    starts = [start for start, _ in embedder.token_spans(article.text)]
    groups = _merge_small(_group(_atoms(article.text, starts, limits), limits), limits)
    fitted = [
        spans
        for group in groups
        for spans in _fit(article.text, [atom.span for atom in group], head, embedder)
    ]
    return [
        Chunk(
            ordinal=ordinal,
            start=spans[0].start,
            end=spans[-1].end,
            text=article.text[spans[0].start : spans[-1].end],
            header=head,
            sentences=tuple(spans),
        )
        for ordinal, spans in enumerate(fitted)
    ]


def _atoms(text: str, starts: list[int], limits: _Limits) -> list[_Atom]:
    """Sentences of `text` in order, those that do not fit cut into pieces."""
    atoms: list[_Atom] = []
    sentences = split(text)
    for index, sentence in enumerate(sentences):
        before = sentences[index - 1].end if index else 0
        after = sentences[index + 1].start if index + 1 < len(sentences) else len(text)
        opens = index == 0 or bool(_LINE_BREAK.search(text, before, sentence.start))
        closes = after == len(text) or bool(_LINE_BREAK.search(text, sentence.end, after))
        heading = closes and (
            text[sentence.end - 1] == ":" or (opens and _is_heading(text, sentence))
        )
        for number, piece in enumerate(_pieces(text, sentence, starts, limits)):
            tokens = bisect_left(starts, piece.end) - bisect_left(starts, piece.start)
            atoms.append(_Atom(piece, tokens, opens and number == 0, heading))
    return atoms


def _is_heading(text: str, line: Span) -> bool:
    """Whether a line looks like a heading: short, no stop at its end, no bullet before it."""
    if len(line) > _HEADING_CHARACTERS or _TERMINATED.search(text, line.start, line.end):
        return False
    return not _BULLET.match(text, line.start, line.end)


def _pieces(text: str, sentence: Span, starts: list[int], limits: _Limits) -> Iterator[Span]:
    """`sentence` itself, or trimmed pieces of it, even in tokens, cut at clauses or words."""
    first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
    cuts = [sentence.start]
    if last - first > limits.room:
        count = -(-(last - first) // limits.target)
        size = -(-(last - first) // count)
        while last - first > size:
            first = _best_cut(text, starts, first + size // 2 + 1, first + size)
            cuts.append(starts[first])
    cuts.append(sentence.end)
    for start, end in pairwise(cuts):
        for left in range(start, end, _MAX_CHARACTERS):
            piece = _trimmed(text, left, min(end, left + _MAX_CHARACTERS))
            if piece:
                yield piece


def _best_cut(text: str, starts: list[int], lowest: int, highest: int) -> int:
    """The last token in the range that begins a clause, else a word, else the last."""
    word = 0
    for index in range(highest, lowest - 1, -1):
        offset = starts[index]
        if _CLAUSE_END.search(text, max(0, offset - 2), offset):
            return index
        if not word and text[offset - 1].isspace():
            word = index
    return word or highest


def _group(atoms: list[_Atom], limits: _Limits) -> list[list[_Atom]]:
    """Atoms gathered into chunks: near the target, preferably ending with a paragraph."""
    groups: list[list[_Atom]] = []
    group: list[_Atom] = []
    size = 0
    for atom in atoms:
        enough = size >= _FULL_ENOUGH * limits.target
        wanted = enough and (atom.opens_paragraph or size + atom.tokens > limits.target)
        if group and (wanted or not _joins(size, group, atom, limits)):
            kept = len(group) - _trailing_headings(group)
            carried = group[kept:]
            size = _tokens(carried)
            if carried and not _joins(size, carried, atom, limits):
                kept, carried, size = len(group), [], 0
            groups.append(group[:kept])
            group = carried
        group.append(atom)
        size += atom.tokens
    return [*groups, group] if group else groups


def _trailing_headings(group: list[_Atom]) -> int:
    """How many headings end `group`: a heading goes with what follows it.

    None when there are three or more, which are a list, or when there is nothing else.
    """
    count = 0
    while count < min(3, len(group)) and group[-1 - count].heading:
        count += 1
    return count if count < min(3, len(group)) else 0


def _joins(size: int, group: list[_Atom], atom: _Atom, limits: _Limits) -> bool:
    """Whether `group`, of `size` tokens, has room for `atom`."""
    if atom.span.end - group[0].span.start > _MAX_CHARACTERS:
        return False
    return size + atom.tokens <= limits.room


def _merge_small(groups: list[list[_Atom]], limits: _Limits) -> list[list[_Atom]]:
    """No tiny chunk where a neighbour has room for it."""
    merged: list[list[_Atom]] = []
    previous = 0
    for group in groups:
        size = _tokens(group)
        long = merged and group[-1].span.end - merged[-1][0].span.start > _MAX_CHARACTERS
        small = min(previous, size) < _SMALL_TOKENS and previous + size <= limits.room
        if merged and small and not long:
            merged[-1].extend(group)
            previous += size
        else:
            merged.append(group)
            previous = size
    return merged


def _tokens(group: list[_Atom]) -> int:
    return sum(atom.tokens for atom in group)


def _fit(text: str, spans: list[Span], head: str, embedder: Embedder) -> Iterator[list[Span]]:
    """`spans` as one chunk, or as several where they exceed the window after all.

    A text cut in the middle of a word may have more tokens than it had inside the article.
    """
    start, end = spans[0].start, spans[-1].end
    body = text[start:end]
    tokens = embedder.token_spans(f"{head}\n{body}" if head else body)
    if len(tokens) + _SPECIAL_TOKENS <= embedder.window or end - start == 1:
        yield spans
        return
    if len(spans) > 1:
        halves = [spans[: len(spans) // 2], spans[len(spans) // 2 :]]
    else:
        middle = (start + end) // 2
        halves = [
            [span]
            for span in (_trimmed(text, start, middle), _trimmed(text, middle, end))
            if span is not None
        ]
    for half in halves:
        yield from _fit(text, half, head, embedder)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """``text[start:end]`` without white space at its ends, or None when nothing is left."""
    body = text[start:end]
    left = start + len(body) - len(body.lstrip())
    right = start + len(body.rstrip())
    return Span(left, right) if left < right else None


def _one_line(text: str | None) -> str:
    return " ".join((text or "")[:_MAX_CHARACTERS].split())


def _date(article: Article) -> str:
    """The publication date in words, as far as it is known: "18 October 2021"."""
    if article.published is None:
        return ""
    year, *rest = article.published.iso.split("-")
    words = [str(int(day)) for day in rest[1:]] + [_MONTHS[int(month) - 1] for month in rest[:1]]
    return " ".join([*words, year])


def _cut_to(text: str, limit: int, embedder: Embedder) -> str:
    """The beginning of `text`, in whole words if possible, of at most `limit` tokens."""
    tokens = embedder.token_spans(text)
    while len(tokens) > limit:
        cut = tokens[limit][0]
        space = text.rfind(" ", 0, cut + 1)
        text = text[: space if space > 0 else cut].rstrip()
        tokens = embedder.token_spans(text)
    return text
