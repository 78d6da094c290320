"""Outlets and days that a question names as where it is told decide which articles are searched."""

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

QUOTED = 20  # passages among which another outlet may quote the one that is named


def readings(
    text: str, context: str, catalogue: Catalogue, filters: Filters | None
) -> Iterator[tuple[Question, Filters | None]]:
    """The questions to search for, each with the articles that it may use.

    "Does the Reuters article say ..., while the TASS article says ...?" are two, each asked of its
    outlet.
    """
    whole = reading.read(text, context=context)
    asked = whole.terms and outlets.speaks_of_telling(text)  # else the catalogue is not read
    found = outlets.mentions(text, catalogue.outlets()) if asked else ()
    if not _decides(found, catalogue) or (filters and filters.outlets) or colophon.asked(whole):
        if whole.terms:
            yield whole, filters
        return
    for part, mentioned in outlets.divided(text, found):
        names = tuple(dict.fromkeys(name for one in mentioned for name in one.outlets))
        within = replace(filters or Filters(), outlets=names)
        bare = _undated(outlets.without(part, mentioned), catalogue, within)
        question = reading.read(bare, context=context, put=part)
        if not question.terms:
            question = reading.read(part, context=context)
        if question.terms:
            yield question, within


def _decides(found: Sequence[Mention], catalogue: Catalogue) -> bool:
    """Whether articles of outlets are meant, and not an outlet that articles of others quote."""
    names = {name for one in found for name in one.outlets[:1]}
    if any(one.article for one in found) or len(names) > 1:
        return True
    return bool(found) and not _quoted_by_others(found[0], catalogue)


def _quoted_by_others(one: Mention, catalogue: Catalogue) -> bool:
    hits = catalogue.full_text([one.name], k=QUOTED)
    passages = catalogue.passages([hit.chunk_id for hit in hits]).values()
    return any(
        each.article.outlet not in one.outlets and one.name.casefold() in each.text.casefold()
        for each in passages
    )


_STAMP = re.compile(r"\b(\d{4}-(?:0\d|1[0-2])-[0-3]\d)(?:T[\d:.+Z-]*)?")
_WHEN = re.compile(
    r",?\s*(?:\b(?:published|posted|dated|released|updated)\s+)?\b(?:on|from|of)\s+"
    rf"(?P<day>{_STAMP.pattern}|{quantities.DATE.pattern})"
)


def _undated(text: str, catalogue: Catalogue, within: Filters) -> str:
    """The question without the days on which articles that it may mean appeared."""
    if not _WHEN.search(text):
        return text
    rows = catalogue.articles(within)
    appeared = {_day(quantities.spelled_out(row.published.iso)) for row in rows if row.published}

    def kept(match: re.Match[str]) -> str:
        stamp = _STAMP.match(match["day"])
        day = _day(quantities.spelled_out(stamp[1]) if stamp else match["day"])
        return "" if day in appeared else match[0]

    return " ".join(_WHEN.sub(kept, text).split())


def _day(said: str) -> frozenset[str]:
    """A date as it is compared: day, month and year in any order."""
    return frozenset(
        quantities.plain_value(word) or word.lower() for word in re.findall(r"\w+", said)
    )
