"""Dates are read with the precision that they state, and never guessed."""

from __future__ import annotations

import datetime

import pytest

from retrieval.articles.dates import find_dates, parse_published
from retrieval.articles.publication import find_publication


def published(*lines: str, url: str | None = None, estimate: bool = True) -> str | None:
    found, _ = find_publication(lines, url=url, estimate=estimate, skip=set())
    return str(found) if found else None


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2021-10-18", "2021-10-18"),
        ("2021-10", "2021-10"),
        ("2021", "2021"),
        (2021, "2021"),
        (datetime.date(2021, 10, 18), "2021-10-18"),
        (datetime.datetime(2021, 10, 18, 9, 30), "2021-10-18"),
        ("2023-10-30 13:52:00.000000000Z", "2023-10-30"),
        ("2021-10-18T23:30:00-05:00", "2021-10-18"),
        ("Mon, 18 Oct 2021 10:00:00 GMT", "2021-10-18"),
        ("October 18th, 2021", "2021-10-18"),
        ("18 October 2021", "2021-10-18"),
        ("Oct. 18, 2021", "2021-10-18"),
        ("October 2021", "2021-10"),
        ("10/24/2021", "2021-10-24"),
        ("24/10/2021", "2021-10-24"),
        ("18.10.2021", "2021-10-18"),
        ("04.05.2021", "2021-05-04"),
        ("05/05/2021", "2021-05-05"),
        ("20211018", "2021-10-18"),
        ("1634551200", "2021-10-18"),
        (1634551200000, "2021-10-18"),
        ("18 octobre 2021", "2021-10-18"),
    ],
)
def test_a_stated_date_is_understood(value: object, iso: str) -> None:
    assert str(parse_published(value)) == iso


@pytest.mark.parametrize(
    "value",
    ["", "someday", "2 days ago", "31 February 2021", "99/99/2021", None, True, [], "12", 7],
)
def test_what_is_no_date_is_none(value: object) -> None:
    assert parse_published(value) is None


def test_an_ambiguous_numeric_date_is_only_a_year() -> None:
    found = parse_published("04/05/2021")
    assert found is not None
    assert (found.iso, found.precision) == ("2021", "year")


def test_other_dates_of_the_text_settle_an_ambiguous_one() -> None:
    dates = [str(found.published) for found in find_dates("From 04/05/2021 to 25/05/2021.")]
    assert dates == ["2021-05-04", "2021-05-25"]


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Publication Date: 3/14/2022", "2022-03-14"),
        ("Published 14 March 2022", "2022-03-14"),
        ("Published on March 14, 2022 at 9:40 am", "2022-03-14"),
        ("Updated: 14 March 2022", "2022-03-14"),
        ("Monday, 14 March 2022", "2022-03-14"),
        ("14 March 2022 | 5 min read", "2022-03-14"),
        ("BERGEN, March 14, 2022 (Reuters) - The pier fell into the sea.", "2022-03-14"),
    ],
)
def test_the_publication_date_is_found_in_the_text(line: str, iso: str) -> None:
    assert published("The pier fell", "", line, "", "It had stood for ninety years there.") == iso


def test_a_date_told_in_a_sentence_is_no_publication_date() -> None:
    assert published("Old stones", "", "On 14 March 1922 the king opened the pier.") is None


def test_a_date_in_the_address_is_used() -> None:
    assert published("Old stones", url="https://example.org/2022/03/14/pier") == "2022-03-14"


def test_a_weekday_gives_the_month_where_the_year_follows_and_the_weekday_fits() -> None:
    lead = "On Monday, March 14th, the pier fell into the sea."
    later = "As of March 16, 2022, nobody has been allowed on the beach this week."
    assert published("The pier fell", "", lead, "", later) == "2022-03"
    assert published("The pier fell", "", lead.replace("Monday", "Friday"), "", later) is None


def test_events_late_in_a_month_give_only_the_year() -> None:
    lead = "On 14 March 2022 the pier fell, and it closed on 29 March, earlier this week."
    assert (
        published("The pier fell", "", lead, "", "The council meets next month, on Monday.")
        == "2022"
    )


def test_a_passage_of_a_line_is_never_estimated() -> None:
    lead = "On Monday, March 14th, the pier fell. As of March 16, 2022, it is closed this week."
    assert published(lead, estimate=False) is None
