"""What a question says of where something is told: outlets and days decide which articles are searched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.answer import colophon
from retrieval.index.catalogue import Catalogue
from retrieval.language import outlets, quantities
from retrieval.language import question as reading
from retrieval.language.outlets import Mention
from retrieval.language.question import Question
from retrieval.types import Filters

FEWEST = 2  # terms that a question has left without the words about its sources


def readings(
    text: str, context: str, catalogue: Catalogue, filters: Filters | None
) -> Iterator[tuple[Question, Filters | None]]:
    """The questions to search for, each with the articles that it may use.

    "Does the Reuters article say ..., while the TASS article says ...?" are two, each asked of its outlet.
    """
    whole = reading.read(text, context=context)
    found = outlets.mentions(text, catalogue.outlets()) if whole.terms else ()
    if not _decides(found) or (filters and filters.outlets) or colophon.asked(whole):
        if whole.terms:
            yield whole, filters
        return
    for part, mentioned in outlets.divided(text, found):
        names = tuple(dict.fromkeys(name for one in mentioned for name in one.outlets))
        within = replace(filters or Filters(), outlets=names)
        bare = _undated(outlets.without(part, mentioned), catalogue, within)
        question = reading.read(bare, context=context, put=part)
        if len(question.terms) < FEWEST:
            question = reading.read(part, context=context)
        if question.terms:
            yield question, within


def _decides(found: Sequence[Mention]) -> bool:
    """One outlet may only be quoted by another; an article of it, or several outlets, are meant."""
    names = {name for one in found for name in one.outlets[:1]}
    return any(one.article for one in found) or len(names) > 1


_STAMP = re.compile(r"\b(\d{4}-\d\d-\d\d)(?:T[\d:.+Z-]*)?")
_WHEN = re.compile(
    rf",?\s*(?:\b(?:published|posted|dated|released|updated)\s+)?\b(?:on|from|of)\s+({_STAMP.pattern}|{quantities.DATE.pattern})"
)


def _undated(text: str, catalogue: Catalogue, within: Filters) -> str:
    """The question without the days on which the articles that it means appeared."""
    if not _WHEN.search(text):
        return text
    appeared = {row.published.iso for row in catalogue.articles(within) if row.published}

    def kept(match: re.Match[str]) -> str:
        return "" if _iso(match[1]) in appeared else match[0]

    return " ".join(_WHEN.sub(kept, text).split())


def _iso(said: str) -> str | None:
    if match := _STAMP.match(said):
        return match[1]
    values = [quantities.plain_value(word.strip(".,")) for word in said.split()]
    month = next((v for v in values if v in quantities.MONTHS or v == "may"), None)
    figures = [v for v in values if v and v.isdigit()]
    if "May" in said:
        month = "may"
    if month is None or len(figures) != 2:
        return None
    day, year = sorted(figures, key=len)
    return f"{year}-{quantities.MONTHS.index(month) + 1:02d}-{int(day):02d}"
