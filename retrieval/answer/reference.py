"""What a bare pronoun at the start of a quote refers to: a name, or the sentence before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.answer.evidence import Evidence
from retrieval.language import names as naming
from retrieval.language import quantities
from retrieval.language.words import words
from retrieval.types import Span

_PERSON = re.compile(
    r"^[\W_]*(?:(?:But|And|However|Yet|Then|Still|Later|Also)\W+(?i:he|she|his|her)|He|She|His|Her)\b"
)
_THING = re.compile(
    r"^[\W_]*(?:(?:But|And|However|Yet|Then|Still|Later|Also|In addition|For)\W+)?"
    r"(It|Its|They|Their|Them|This|These|That|Those|Such|Both|The (?:former|latter|move|decision|step|measure|group|same|two))\b"
    r"|^\W*\w+ed\s(?:in|on|by)\s[^,]{1,30},\s(it|they|he|she)\b"
    r"|^[^,.]{1,60},\s(it|they)\b"
)
_AUTHOR = re.compile(r"\b(I|my|My)\b")
_LOOK_BACK = 700  # characters before the sentence in which a person is looked for
_LONGEST = 650  # characters of a quote that takes in the sentence before it


@dataclass(frozen=True, slots=True)
class Reference:
    """Either a wider span of the article that holds the antecedent, or names to insert.

    names: (position in the sentence, name).
    """

    span: Span | None = None
    names: tuple[tuple[int, str], ...] = ()


def refer(evidence: Evidence, article_text: str) -> Reference:
    """Resolve the pronoun that a sentence begins with; an empty Reference when there is none."""
    text = evidence.text
    if dated := _with_date_before(article_text, evidence.span):
        return Reference(span=dated)
    if match := _PERSON.match(text):
        if name := _person_before(article_text, evidence.span.start):
            return Reference(names=((match.end(), name),))
        return Reference(span=_with_sentence_before(article_text, evidence.span))
    if _THING.match(text):
        return Reference(span=_with_sentence_before(article_text, evidence.span))
    return Reference()


def author(evidence: Evidence, quote: str) -> tuple[tuple[int, str], ...]:
    """The author's name for the first "I" of a quote that is not itself quoted speech."""
    authors = evidence.passage.article.authors
    match = next((m for m in _AUTHOR.finditer(quote) if not _is_numeral(quote, m)), None)
    if match is None or len(authors) != 1 or re.search('[“"‘]', quote[: match.start()]):
        return ()
    return ((match.end(), authors[0]),)


def _is_numeral(quote: str, match: re.Match[str]) -> bool:
    """Whether an "I" is an initial or a number: "Zhores I Alferov", "World War I", "Peter I"."""
    if match[1] != "I":
        return False
    before, after = words(quote[: match.start()]), quote[match.end() :]
    named = bool(before) and before[-1].capital and before[-1].content
    return named or bool(re.match(r"\.?\s[A-Z]", after))


def _person_before(article_text: str, start: int) -> str | None:
    """The one person named in the nearest earlier sentence that names any; None when several are."""
    before = article_text[max(0, start - _LOOK_BACK) : start]
    for sentence in reversed(re.split(r"(?<=[.!?”\"])\s+|\n+", before)):
        people = [name.text for name in naming.names(sentence) if naming.looks_like_person(name)]
        distinct = {_surname(name): name for name in people}
        if len(distinct) == 1:
            return _full_name(next(iter(distinct.values())))
        if distinct:
            return None
    return None


def _surname(name: str) -> str:
    return name.split()[-1].lower()


def _full_name(name: str) -> str:
    """A name without the title before it."""
    parts = name.split()
    while len(parts) > 2 and parts[0].lower() in naming.ROLES | naming.MONTHS_AND_DAYS:
        parts.pop(0)
    return " ".join(parts)


_LONGEST_DATE = 30  # characters


def _with_date_before(article_text: str, span: Span) -> Span | None:
    """The span widened by the date that its line begins with, as in a timeline: "27 May 1997. ..."."""
    begin = article_text.rfind("\n", 0, span.start) + 1
    label = article_text[begin : span.start].strip(" *_.:–—-")
    if (
        not label
        or len(label) > _LONGEST_DATE
        or Span(0, len(label)) not in quantities.dates(label)
    ):
        return None
    return Span(article_text.index(label, begin), span.end)


def _with_sentence_before(article_text: str, span: Span) -> Span | None:
    """The span widened by the sentence before it in the same or the preceding paragraph."""
    before = article_text[: span.start].rstrip()
    if not before:
        return None
    begin = max(before.rfind("\n"), 0)
    stops = [m.end() for m in re.finditer(r"[.!?][”\"’')\]]*\s+(?=[“\"‘A-Z0-9])", before[begin:])]
    start = begin + (stops[-1] if stops else 0)
    while start < span.start and article_text[start].isspace():
        start += 1
    return Span(start, span.end) if span.end - start <= _LONGEST else None
