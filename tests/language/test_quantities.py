"""Dates, numbers, money and lengths of time."""

from __future__ import annotations

import re

import pytest

from retrieval.language import quantities
from retrieval.language.quantities import dates, numbers, plain_value, spelled_out, variants

DATES = {
    "They met on 3 May 1997 and in March 2004.": ["3 May 1997", "March 2004"],
    "On Tuesday, two years later, it rained.": ["Tuesday", "two years later"],
    "It closed on 18/10/2021, not last summer.": ["18/10/2021", "last summer"],
    "October 18th, 2021 was late in the 19th century.": ["October 18th, 2021", "19th century"],
    "He may march on.": [],
    "Room 4711 has 12 beds.": [],
}
NUMBERS = {
    "Eight of 12 left on 3 May 2020.": ["Eight", "12"],
    "About three hundred and fifty stayed, 40 per cent or 41.5%.": [
        "three hundred and fifty",
        "40 per cent",
        "41.5%",
    ],
    "It happened in 1997.": [],
}
OTHERS = [
    (quantities.MONEY, "It cost $3.5 million and ten euros.", ["$3.5 million", "ten euros"]),
    (
        quantities.DURATION,
        "A two-day trip took three weeks.",
        ["A two-day", "three weeks"],
    ),
    (quantities.AGE, "A 12-year-old and a man aged 41.", ["12-year-old", "aged 41"]),
    (
        quantities.ADDRESS,
        "Write to desk@lunde.example or 14 Harbour Street.",
        ["desk@lunde.example", "14 Harbour Street"],
    ),
]


@pytest.mark.parametrize(("text", "found"), DATES.items())
def test_dates_are_found_as_they_are_written(text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in dates(text)] == found


@pytest.mark.parametrize(("text", "found"), NUMBERS.items())
def test_numbers_are_found_unless_they_belong_to_a_date(text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in numbers(text)] == found


@pytest.mark.parametrize(("pattern", "text", "found"), OTHERS)
def test_other_quantities_are_found(pattern: re.Pattern[str], text: str, found: list[str]) -> None:
    spans = quantities.spans(pattern, text)

    assert [text[span.start : span.end] for span in spans] == found


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("eight", "8"),
        ("Eighty", "80"),
        ("18th", "18"),
        ("1,200", "1200"),
        ("1990s", "1990"),
        ("Oct.", "october"),
        ("sept", "september"),
        ("may", None),
        ("boat", None),
    ],
)
def test_a_number_or_a_short_month_has_a_value(word: str, value: str | None) -> None:
    assert plain_value(word) == value


def test_a_number_is_looked_for_in_figures_and_in_words() -> None:
    assert variants("eighty") == ["eighty", "80"]
    assert variants("8") == ["8", "eight"]
    assert variants("boat") == ["boat"]


def test_a_date_is_spelled_out_as_far_as_it_is_known() -> None:
    isos = ("2021-10-08", "2021-10", "2021")

    assert [spelled_out(iso) for iso in isos] == ["8 October 2021", "October 2021", "2021"]
