"""Dates, numbers, sums of money and lengths of time as they are written in a text."""

from __future__ import annotations

import re

from retrieval.types import Span

MONTHS = """
    january february march april may june july august september october november december
""".split()
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|million|billion|trillion|dozens?|hundreds|thousands|millions|billions"
    r"|half|both|once|twice|several|a couple)"
)
_FIGURE = r"\d+(?:[.,]\d+)*(?:\s?%|\s?per\s?cent)?"
NUMBER = re.compile(
    rf"\b(?:{_FIGURE}|{_NUMBER_WORD})(?:[\s-](?:and\s)?(?:{_NUMBER_WORD}))*(?:\b|(?<=%))", re.I
)
MONEY = re.compile(
    rf"(?:[$€£¥]|US\$|\b(?:USD|EUR|GBP)\s?)\s?{_FIGURE}(?:\s?(?:million|billion|trillion|bn|m|k))?"
    rf"|\b(?:{_FIGURE}|{_NUMBER_WORD})(?:[\s-]{_NUMBER_WORD})*\s(?:dollars?|euros?|pounds?|roubles?|rubles?|yen|yuan|francs?|cents?)\b",
    re.I,
)
DURATION = re.compile(
    rf"\b(?:{_FIGURE}|{_NUMBER_WORD}|an?|many|few)(?:[\s-]{_NUMBER_WORD})*[\s-]+(?:more\s)?"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|years?|decades?|centur(?:y|ies))\b"
    r"|\b(?:from|between|since|until)\s.{0,24}?\b\d{4}\b",
    re.I,
)
AGE = re.compile(
    r"\b\d{1,3}[-\s]year(?:s)?[-\s]old\b|\baged\s\d{1,3}\b|\bborn\s(?:on|in)\b.{0,24}?\d{4}", re.I
)
ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|\bhttps?://\S+|\bwww\.\S+|\+?\d[\d ()/-]{6,}\d"
    r"|\b\d{1,4}\s(?:[A-Z]\w+\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Boulevard)\b"
    r"|\b(?:[A-Z]\w+\s){1,3}(?:Street|Road|Avenue|Lane|Square|Boulevard|Prospekt|Ulitsa)\b"
)
_YEAR = r"\b(?:1[5-9]|20)\d\d\b"
_YEARS = r"\b(?:1[5-9]|20)\d\ds?\b"  # "1994", "the 1990s"
DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH}(?:,?\s\d{{4}})?"
    rf"|\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}})?"
    rf"|\b{_MONTH}(?:\sof)?,?\s\d{{4}}"
    rf"|\b\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\b"
    rf"|{_YEARS}|\b(?:early|mid|late)[\s-](?:{_YEARS})"
    rf"|\b{_MONTH}"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\b(?:\d{1,2}(?:st|nd|rd|th)|nineteenth|twentieth|twenty-first)\scentury\b"
    r"|\b(?:[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight|[Tt]his\s(?:morning|week|month|year)"
    r"|(?:[Ll]ast|[Nn]ext|previous|[Ee]arlier\sthis)\s(?:week|month|year|summer|winter|spring|autumn|night|decade))\b"
    rf"|\b(?:\d+|{_NUMBER_WORD}|a|an)\s(?:days?|weeks?|fortnight|months?|years?|decades?)\s(?:ago|later|earlier|after|before)\b"
)
YEAR = re.compile(_YEAR)


def spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    """Where a pattern of this module stands in a text."""
    return [Span(match.start(), match.end()) for match in pattern.finditer(text)]


# "May" and "March" without a day or year are too often verbs.
_DOUBTFUL = frozenset({"may", "march", "mar", "dec", "sun", "jan"})


def dates(text: str) -> list[Span]:
    """The dates of a text, from a full date to a year, a weekday or "two years later"."""
    return [
        span for span in spans(DATE, text) if text[span.start : span.end].lower() not in _DOUBTFUL
    ]


def numbers(text: str) -> list[Span]:
    """The numbers of a text, in figures or words, that are not part of a date."""
    taken = dates(text)
    return [
        span
        for span in spans(NUMBER, text)
        if not any(span.start < date.end and date.start < span.end for date in taken)
    ]


_VALUES = {
    word: str(value)
    for value, word in enumerate(
        """
            zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
            sixteen seventeen eighteen nineteen twenty
        """.split()
    )
} | {
    word: str(value)
    for value, word in zip(
        range(30, 110, 10),
        ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"],
        strict=True,
    )
}
_MONTH_NAMES = {
    **{month: month for month in MONTHS},
    **{month[:3]: month for month in MONTHS},
    "sept": "september",
}


def plain_value(word: str) -> str | None:
    """What a number or month is compared by ("eight" and "8", "18th" and "18", "Oct." and "October")."""
    lower = word.lower().rstrip(".")
    if lower in _VALUES:
        return _VALUES[lower]
    if match := re.fullmatch(r"(\d+(?:[.,]\d+)*)(?:st|nd|rd|th|s)?", lower):
        return match[1].replace(",", "")
    if lower in _MONTH_NAMES and lower != "may":
        return _MONTH_NAMES[lower]
    return None


def spelled_out(iso: str) -> str:
    """An ISO date as newspapers write it: "2021-10-18" -> "18 October 2021", "2021-10" -> "October 2021"."""
    year, *rest = iso.split("-")
    month = MONTHS[int(rest[0]) - 1].capitalize() if rest else ""
    day = str(int(rest[1])) if len(rest) > 1 else ""
    return " ".join(part for part in (day, month, year) if part)


def variants(word: str) -> list[str]:
    """The forms of a word to look for: itself, and the figure or the word of the same number."""
    value = plain_value(word)
    if value is None:
        return [word]
    spelled = [name for name, number in _VALUES.items() if number == value]
    return list(dict.fromkeys([word, value, *spelled]))
