"""How else an answer may be written: the other forms of a date, a number, a person's name."""

from __future__ import annotations

import re

from retrieval.language.grammar import grammar
from retrieval.language.names import ORGANISATION, ROLES, looks_like_person, names
from retrieval.language.quantities import MONTHS, YEAR, plain_value, variants
from retrieval.language.words import stem

_DATE = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?)?(?P<month>[A-Z][a-z]{2,8})\.?"
    r"(?:\s(?P<after>\d{1,2})(?:st|nd|rd|th)?\b)?,?(?:\s(?P<year>\d{4}))?"
)
_SHORT = 3  # characters; "8" stands in "18" and "two" in "network", so a word goes with it


def of(answer: str) -> tuple[str, ...]:
    """Every form that is as right as the answer itself, which comes first."""
    found = _dates(answer) or _numbers(answer) or _persons(answer)
    return tuple(dict.fromkeys([answer, *found]))


def of_number(number: str, counted: str) -> tuple[str, ...]:
    """The forms of a number of things; short ones only together with what is counted."""
    first = counted.split()[0]
    forms = _spelled(number)
    whole = [f"{form} {counted}" for form in forms] + [f"{form} {first}" for form in forms]
    bare = [form for form in forms if len(form) > _SHORT]
    return tuple(dict.fromkeys([*bare, *whole]))


def _dates(answer: str) -> list[str]:
    match = _DATE.fullmatch(answer.strip())
    if match is None:
        return []
    number = plain_value(match["month"]) or match["month"].lower()
    if number not in MONTHS:
        return []
    month, day, year = number.capitalize(), match["day"] or match["after"], match["year"]
    if day is None:
        return [f"{month} {year}"] if year else [month]
    forms = [f"{int(day)} {month}", f"{month} {int(day)}"]
    if year is None:
        return forms
    iso = f"{year}-{MONTHS.index(number) + 1:02}-{int(day):02}"
    return [f"{forms[0]} {year}", f"{forms[1]}, {year}", f"{forms[1]} {year}", iso]


def _numbers(answer: str) -> list[str]:
    return _spelled(answer) if plain_value(answer) and not YEAR.fullmatch(answer) else []


def _spelled(number: str) -> list[str]:
    """A number as it stands, in figures and in a word: "Eight" -> "Eight", "8", "eight"."""
    forms = [number.lower(), *variants(number.lower())]
    plain = number.replace(",", "")
    if plain.isdigit():
        forms += [plain, f"{int(plain):,}"]
    return list(dict.fromkeys(forms))


def _persons(answer: str) -> list[str]:
    """A person's name without title, and the last of it."""
    found = names(answer)
    if len(found) != 1 or found[0].text != answer or not looks_like_person(found[0]):
        return []
    bare = [part for part in answer.split() if part.lower() not in ROLES]
    if not bare:
        return []
    # "State" of "Ohio State" would be found in any answer; a surname that is a verb goes with it.
    common = bare[-1].lower() in ORGANISATION or stem(bare[-1]) in grammar().verbs
    return [" ".join(bare), *([] if common else bare[-1:])]
