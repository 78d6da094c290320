"""How well an answer is tied to the gold evidence, and to what was retrieved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from bot.evaluation.metrics.words import bag_f1, flat, harmonic, normalized
from bot.evaluation.results import Result

Span = tuple[str, int, int]
"""An article's key and the first and the last character plus one, as slices count."""

_TOKEN = re.compile(r"\w+")
_SHORTEST = 3  # tokens; a shorter quote is found in any text
_ENOUGH = 0.5  # share of the gold quote's tokens


def precision(cited: Iterable[str], gold: Collection[str]) -> float | None:
    """The share of the articles cited that are gold; None when none is cited or none is gold."""
    keys = set(cited)
    return len(keys & set(gold)) / len(keys) if keys and gold else None


def recall(cited: Iterable[str], gold: Collection[str]) -> float | None:
    """The share of the gold articles that are cited; None when none is gold."""
    return len(set(cited) & set(gold)) / len(set(gold)) if gold else None


def evidence_precision(quotes: Sequence[str], gold: Sequence[str]) -> float | None:
    """The share of quotes that are in essence a gold quote (`overlaps`); None without either."""
    if not quotes or not gold:
        return None
    return sum(any(overlaps(quote, one) for one in gold) for quote in quotes) / len(quotes)


def evidence_recall(quotes: Sequence[str], gold: Sequence[str]) -> float | None:
    """The share of gold quotes that are in essence quoted (`overlaps`); None without gold."""
    if not gold:
        return None
    return sum(any(overlaps(quote, one) for quote in quotes) for one in gold) / len(gold)


def cites(quotes: Sequence[str], gold: Sequence[str]) -> float | None:
    """1 when a quote is in essence a gold quote (`overlaps`), else 0; None without gold."""
    if not gold:
        return None
    return float(any(overlaps(quote, one) for quote in quotes for one in gold))


def overlaps(quote: str, gold: str) -> bool:
    """One contains the other, or the quote has half the gold quote's tokens."""
    ours, theirs = _TOKEN.findall(quote.casefold()), _TOKEN.findall(gold.casefold())
    if min(len(ours), len(theirs)) < _SHORTEST:
        return flat(quote) == flat(gold)
    if flat(gold) in flat(quote) or flat(quote) in flat(gold):
        return True
    shared = (Counter(ours) & Counter(theirs)).total()
    return shared / len(theirs) >= _ENOUGH


def span_precision(cited: Iterable[Span], gold: Iterable[Span]) -> float | None:
    """The share of the characters cited that are gold evidence; None without either.

    A character of an article counts once, however many spans hold it.
    """
    ours, theirs = _characters(cited), _characters(gold)
    return len(ours & theirs) / len(ours) if ours and theirs else None


def span_recall(cited: Iterable[Span], gold: Iterable[Span]) -> float | None:
    """The share of the characters of gold evidence that are cited; None without gold."""
    ours, theirs = _characters(cited), _characters(gold)
    return len(ours & theirs) / len(theirs) if theirs else None


def span_f1(cited: Iterable[Span], gold: Iterable[Span]) -> float | None:
    """The harmonic mean of both, 0 when nothing is cited; None without gold."""
    cited, gold = list(cited), list(gold)
    whole = span_recall(cited, gold)
    return None if whole is None else harmonic(span_precision(cited, gold) or 0.0, whole)


def quote_token_f1(quotes: Iterable[str], gold: Iterable[str]) -> float | None:
    """F1 of the words of all different quotes and of all gold quotes, normalised as SQuAD does.

    None without gold. It needs no place in an article, so it tells where `span_f1` cannot.
    """
    theirs = _words(gold)
    return bag_f1(_words(quotes), theirs) if theirs else None


def used(cited: Iterable[str], found: Iterable[str]) -> float | None:
    """The share of the articles found that are cited; None when none was found."""
    keys = set(found)
    return len(keys & set(cited)) / len(keys) if keys else None


def from_found(cited: Sequence[Span], found: Sequence[Span]) -> float | None:
    """The share of citations that share a character with a passage found; None without any."""
    if not cited:
        return None
    return sum(any(_touch(one, passage) for passage in found) for one in cited) / len(cited)


def gold_spans(result: Result) -> tuple[Span, ...] | None:
    """The evidence's spans; None unless there is evidence and all of it has its place."""
    spans = tuple(
        (one.key, one.start, one.end)
        for one in result.case.evidence
        if one.start is not None and one.end is not None
    )
    return spans if spans and len(spans) == len(result.case.evidence) else None


def cited_spans(result: Result) -> tuple[Span, ...]:
    """What an answer's citations point at."""
    return tuple((one.key, one.start, one.end) for one in result.citations)


def _characters(spans: Iterable[Span]) -> set[tuple[str, int]]:
    return {(key, place) for key, start, end in spans for place in range(start, end)}


def _words(quotes: Iterable[str]) -> list[str]:
    return [word for quote in dict.fromkeys(quotes) for word in normalized(quote).split()]


def _touch(one: Span, other: Span) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
