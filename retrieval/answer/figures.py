"""Whether the numbers and dates of a claim are those of its evidence, of the same things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from retrieval.answer.likeness import likeness
from retrieval.language import quantities
from retrieval.language.clauses import Reading, read
from retrieval.language.parts import Tag
from retrieval.language.words import stem
from retrieval.types import Span

_AMOUNTS = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_AMOUNTS |= {"dozen": 12, "bn": 1e9, "m": 1e6, "k": 1e3}
_VAGUE = frozenset(
    "hundreds thousands millions billions dozens several both half once twice couple".split()
)
_OVER = re.compile(
    r"\b(?:over|more than|at least|above|no fewer than|exceed\w*|upwards of)\s+(?:the\s)?$", re.I
)
_UNDER = re.compile(
    r"\b(?:under|fewer than|less than|up to|at most|nearly|almost|no more than|below)\s+(?:the\s)?$",
    re.I,
)
_ABOUT = re.compile(r"\b(?:about|around|some|roughly|approximately|circa|an estimated)\s+$", re.I)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
# Words for people that do not say which: "eight members of the mission" are the eight diplomats of its text.
_PEOPLE = frozenset(
    stem(word)
    for word in "people person member staff employee official personnel individual Russian".split()
)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.I)


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it is told; text: of one that is told from another ("last week")."""

    year: str
    month: str
    day: str
    weekday: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, how exact it is, its unit (percent, a currency) and what it counts (bases, in order)."""

    value: str
    exactness: str
    unit: str
    counted: tuple[str, ...]
    span: Span


@lru_cache(maxsize=4096)
def dates(text: str) -> tuple[Date, ...]:
    """The dates of a text, in order."""
    return tuple(_date(text, span) for span in quantities.dates(text))


def _date(text: str, span: Span) -> Date:
    plain = text[span.start : span.end]
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", plain):
        return Date(
            iso[1], quantities.MONTHS[(int(iso[2]) - 1) % 12], str(int(iso[3])), "", "", span
        )
    year = re.search(r"\b(1[5-9]\d\d|20\d\d)(s?)\b", plain)
    months = [
        quantities.plain_value(word) or word.lower() for word in re.findall(r"[A-Za-z]+", plain)
    ]
    month = next((m for m in months if m in quantities.MONTHS), "")
    day = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", plain) if month else None
    weekday = _WEEKDAY.search(plain)
    known = bool(year or month or weekday)
    return Date(
        year[0] if year else "",
        month,
        str(int(day[1])) if day else "",
        weekday[0].lower() if weekday else "",
        "" if known else plain.lower(),
        span,
    )


def agree(claimed: Date, told: Date, *, year: str) -> bool:
    """Whether a claimed date says no more than the told one; `year`: of publication, for a told date without."""
    if claimed.text or told.text:
        return claimed.text == told.text
    if claimed.weekday:
        return claimed.weekday == told.weekday
    told_year = told.year or (year if told.month else "")
    return (
        (not claimed.year or claimed.year == told_year)
        and (not claimed.month or claimed.month == told.month)
        and (not claimed.day or claimed.day == told.day)
        and bool(claimed.month or claimed.year)
    )


@lru_cache(maxsize=4096)
def numbers(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text that are no dates, in order."""
    found = list(_numbers(read(text)))
    for n, each in enumerate(found[1:], start=1):
        before = text[: each.span.start].rstrip().rsplit(" ", 1)[-1].lower()
        if (
            not each.counted
            and not each.unit
            and before in {"but", "and", "or"}
            and found[n - 1].counted
        ):
            found[n] = replace(each, counted=found[n - 1].counted)  # "not one measure but three"
    return tuple(found)


def _numbers(reading: Reading) -> Iterator[Quantity]:
    text = reading.text
    told = quantities.dates(text)
    text = "".join(
        " " if any(date.start <= at < date.end for date in told) else letter
        for at, letter in enumerate(text)
    )  # "in 2009 two members" has one number
    money = {span.start: span for span in quantities.spans(quantities.MONEY, text)}
    for span in quantities.numbers(text):
        inside = next((m for m in money.values() if m.start <= span.start < m.end), None)
        plain = text[span.start : span.end]
        value = _value((inside and text[inside.start : inside.end]) or plain)
        after = text[span.end : span.end + 18]
        unit = "percent" if re.search(r"%|per\s?cent", plain + after[:10], re.I) else ""
        if inside:
            unit = _currency(text[inside.start : inside.end])
        if plain.lower() == "one" and not re.match(r"\s[a-z]+", after):
            continue
        if plain.lower() == "one" and re.match(
            r"\s(?:of|another|can|could|may|should|must|has|would|is|asks|who|that|and)\b", after
        ):
            continue
        counted = () if unit else _counted(reading, span.end)
        yield Quantity(
            value, _exactness(text[max(0, span.start - 25) : span.start]), unit, counted, span
        )


def _exactness(before: str) -> str:
    for name, pattern in (("over", _OVER), ("under", _UNDER), ("about", _ABOUT)):
        if pattern.search(before):
            return name
    return ""


def _currency(text: str) -> str:
    for name, pattern in (
        ("dollar", r"\$|USD|dollar"),
        ("euro", "€|EUR|euro"),
        ("pound", "£|GBP|pound"),
    ):
        if re.search(pattern, text, re.I):
            return name
    return "money"


def _value(text: str) -> str:
    """A number as a plain figure; a vague one as its word."""
    total, current, seen = 0.0, 0.0, False
    for token in re.findall(r"\d+(?:[.,]\d+)*|[a-z]+", text.lower().replace("-", " ")):
        if token in _VAGUE:
            return str(token)
        if token in _AMOUNTS:
            current = (current or 1.0) * _AMOUNTS[token]
            seen = True
            if _AMOUNTS[token] >= 1e3:
                total, current = total + current, 0.0
        elif (value := quantities.plain_value(token)) is not None and re.fullmatch(
            r"[\d.]+", value
        ):
            current += float(value) if value.count(".") < 2 else 0.0
            seen = True
    return f"{total + current:g}" if seen else text.lower()


def _counted(reading: Reading, end: int) -> tuple[str, ...]:
    """The bases of the nouns that follow a number."""
    found: list[str] = []
    for i, word in enumerate(reading.words):
        if word.start < end:
            continue
        gap = reading.gaps[i].strip()
        if (gap and gap not in {"-", "“", '"'}) or len(found) == 4:
            break
        if reading.tags[i] not in {Tag.NOUN} and not (
            reading.tags[i] is Tag.VERB and word.lower.endswith("ed")
        ):
            if reading.words[i].lower in {"of", "more", "other"} and len(found) < 3:
                continue
            break
        found.append(reading.bases[i])
    return tuple(found)


def wrong_date(claim: str, evidence: str, *, year: str) -> str | None:
    """The first date of the claim that the evidence does not have."""
    told = dates(evidence)
    for each in dates(claim):
        if not any(agree(each, other, year=year) for other in told):
            return str(claim[each.span.start : each.span.end])
    return None


def wrong_number(claim: str, evidence: str, *, around: Sequence[str]) -> str | None:
    """The first number of the claim that the evidence does not have, of the same thing.

    around: bases of the words in the text around the evidence, for what a bare number counts.
    """
    told = numbers(evidence)
    before = set(read(evidence).bases)
    for each in numbers(claim):
        if not any(_same(each, other, told, before, around) for other in told):
            return claim[each.span.start : each.span.end + 20].strip()
    return _wrong_ordinal(claim, evidence)


def _same(
    claimed: Quantity,
    told: Quantity,
    all_told: Sequence[Quantity],
    before: set[str],
    around: Sequence[str],
) -> bool:
    if claimed.value != told.value or claimed.unit != told.unit:
        return False
    if claimed.exactness not in {told.exactness, "about" if not told.exactness else told.exactness}:
        return False
    if not claimed.counted:
        return True
    head = claimed.counted[-1]
    if any(likeness(head, other) for other in told.counted):
        return True
    if not told.counted:
        if any(
            likeness(head, each)
            for other in all_told
            if other is not told
            for each in other.counted
        ):
            return False  # it is another number's
        return any(likeness(head, other) for other in before)
    # "eight members of that mission" where the text calls them diplomats
    return bool(_PEOPLE & set(told.counted)) and head in around and not _measures(head)


def _measures(base: str) -> bool:
    return base in {
        stem(word)
        for word in "second minute hour day week month year decade century kilometre mile metre percent country".split()
    }


def _wrong_ordinal(claim: str, evidence: str) -> str | None:
    told = evidence.lower()
    for word in re.findall(r"[a-z]+|\d+(?:st|nd|rd|th)\b", claim.lower()):
        if word in _ORDINALS[2:] or re.fullmatch(r"\d+(?:st|nd|rd|th)", word):
            value = quantities.plain_value(word) or word
            if not re.search(rf"\b{word}\b", told) and not re.search(
                rf"\b{value}(?:st|nd|rd|th)?\b", told
            ):
                return str(word)
    return None
