"""Dates as people type them."""

from __future__ import annotations

import pytest

from bot.days import first_day, last_day


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("2021-10-18", "2021-10-18", "2021-10-18"),
        (" 2021-2 ", "2021-02-01", "2021-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1991", "1991-01-01", "1991-12-31"),
    ],
)
def test_a_day_a_month_or_a_year_has_a_first_and_a_last_day(
    given: str, first: str, last: str
) -> None:
    assert (first_day(given), last_day(given)) == (first, last)


@pytest.mark.parametrize("given", ["", "soon", "2021-13", "2021-02-30", "0000", "18.10.2021", "21"])
def test_anything_else_is_no_date(given: str) -> None:
    for read in (first_day, last_day):
        with pytest.raises(ValueError, match=r"date|year|month|day|range"):
            read(given)
