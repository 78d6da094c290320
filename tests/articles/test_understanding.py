"""Titles, authors and outlets are found in plain text, and nothing is invented."""

from __future__ import annotations

import pytest

from retrieval.articles.bylines import find_authors
from retrieval.articles.names import glued_people, people
from retrieval.articles.outlets import find_outlet
from retrieval.articles.titles import find_title

BODY = "The pier fell into the sea on Monday, and nobody was hurt, the harbour master said."


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("By Jane Doe and John van der Roe", ("Jane Doe", "John van der Roe")),
        ("BY JANE DOE AND JOHN ROE", ("Jane Doe", "John Roe")),
        ("By Jane Doe, Defence Correspondent", ("Jane Doe",)),
        ("By Jane Doe in Bergen", ("Jane Doe",)),
        ("By Jane Doe | March 14, 2022", ("Jane Doe",)),
        ("Written by Siobhán O’Roe", ("Siobhán O’Roe",)),
        ("Jane DoeJohn McRoeAnna Poe", ("Jane Doe", "John McRoe", "Anna Poe")),
        ("By the end of the year all was lost", ()),
        ("By rebuilding the pier the council admits its error.", ()),
        ("By Monday", ()),
    ],
)
def test_bylines_are_read(line: str, authors: tuple[str, ...]) -> None:
    assert find_authors(("The pier fell", "", line, "", BODY), whole=True)[0] == authors


def test_a_name_before_view_profile_is_the_author() -> None:
    assert find_authors((BODY, "", "Jane Doe", "", "View profile"), whole=True)[0] == ("Jane Doe",)


def test_a_name_that_the_article_speaks_of_is_not_its_author() -> None:
    lines = ("The pier fell", "Jane Doe", "", f"{BODY} Doe was calm.", BODY, BODY)
    assert find_authors(lines, whole=True)[0] == ()


def test_glued_words_that_are_no_names_stay_alone() -> None:
    assert glued_people("The iPhone and the YouTube channel") == ()
    assert people("Harbour Press Agency") == ()


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("© 2022 Harbour Post. All rights reserved.", "Harbour Post"),
        (
            "The views expressed here are the author’s, and do not represent those of PIER or any.",
            "PIER",
        ),
        ("This article was originally published in The Harbour Post.", "The Harbour Post"),
        ("BERGEN, March 14 (Reuters) - The pier fell into the sea.", "Reuters"),
        ("She does not share the views of the Harbour Post.", None),
        ("According to the Harbour Post, the pier fell.", None),
    ],
)
def test_the_outlet_is_taken_from_statements_about_it_only(line: str, outlet: str | None) -> None:
    assert find_outlet((BODY, line), url=None) == outlet


def test_the_domain_serves_where_the_text_names_no_outlet() -> None:
    assert find_outlet((BODY,), url="https://www.example.org/a") == "example.org"


def test_the_first_headline_is_the_title() -> None:
    assert find_title(("The pier fell: what now?", "", BODY)) == ("The pier fell: what now?", 0)


def test_a_heading_below_the_first_paragraph_is_a_title_that_stays() -> None:
    assert find_title((BODY, "", "Why it fell", "", BODY)) == ("Why it fell", None)


def test_a_text_without_headline_is_called_by_its_first_sentence() -> None:
    title, line = find_title(("The pier fell on Monday. Nobody was hurt.", "", BODY))
    assert (title, line) == ("The pier fell on Monday.", None)
