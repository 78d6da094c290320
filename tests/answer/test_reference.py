"""What a pronoun at the start of a quote refers to."""

from __future__ import annotations

import pytest

from retrieval.answer.reference import author, refer
from tests.answer.pieces import told, weighed

NAMED = [
    ("Mayor Ida Holm spoke. ", "She praised the crew.", (3, "Ida Holm")),
    ("Foreign Minister Rut Lind spoke. Nobody sang. ", "Her radar failed.", (3, "Rut Lind")),
    ("Ida Holm left. Olav Brekke spoke.\n\n", "He praised the crew.", (2, "Olav Brekke")),
]
WIDENED = [
    ("Snow fell. Mayor Ida Holm met Olav Brekke. ", "She praised him.", "Mayor Ida Holm met "),
    ("Snow fell. The port bought a crane. ", "It fell at once.", "The port bought a crane. "),
    ("Storm at sea\nThe port bought cranes.\n", "These cranes fell.", "The port bought cranes.\n"),
    ("The port bought cranes. ", "In spring, they fell.", "The port bought cranes. "),
    ("Holm closed the port. ", "The decision came late.", "Holm closed the port. "),
]
PLAIN = [
    ("Ida Holm spoke. ", "The crew sang."),
    ("Ida Holm spoke. ", "Bakers praised her."),
    ("", "She praised the crew."),
    ("", "It fell at once."),
    ("A very long crane " + "of steel and wood " * 40 + "came. ", "It fell at once."),
]


@pytest.mark.parametrize(("before", "sentence", "name"), NAMED)
def test_a_person_gets_the_one_name_that_stands_before(
    before: str, sentence: str, name: tuple[int, str]
) -> None:
    known = told(before + sentence)

    found = refer(weighed(known, sentence), known.text)

    assert (found.names, found.span) == ((name,), None)


@pytest.mark.parametrize(("before", "sentence", "begins"), WIDENED)
def test_a_thing_or_one_of_several_people_gets_the_sentence_before(
    before: str, sentence: str, begins: str
) -> None:
    known = told(before + sentence)

    found = refer(weighed(known, sentence), known.text)

    assert found.span is not None
    assert known.text[found.span.start : found.span.end].startswith(begins)
    assert found.span.end == len(known.text)
    assert found.names == ()


@pytest.mark.parametrize(("before", "sentence"), PLAIN)
def test_nothing_is_added_where_nothing_is_needed_or_found(before: str, sentence: str) -> None:
    known = told(before + sentence)

    found = refer(weighed(known, sentence), known.text)

    assert (found.names, found.span) == ((), None)


@pytest.mark.parametrize(
    ("quote", "authors", "name"),
    [
        ("Zhores I Alferov, a physicist, had a grant.", ("Tom Riis",), ()),
        ("The bridge was built after World War I by the town.", ("Tom Riis",), ()),
        ("When I came, Karl I Nyman had gone.", ("Tom Riis",), ((6, "Tom Riis"),)),
        ("In winter I praised my crew.", ("Maja Steen",), ((11, "Maja Steen"),)),
        ("“I stay”, said Holm.", ("Maja Steen",), ()),
        ("In winter I praised my crew.", ("Maja Steen", "Ana Mota"), ()),
        ("In winter I praised my crew.", (), ()),
        ("Winter came.", ("Maja Steen",), ()),
    ],
)
def test_the_only_author_speaks_of_himself(
    quote: str, authors: tuple[str, ...], name: tuple[tuple[int, str], ...]
) -> None:
    assert author(weighed(told(quote, authors=authors), quote), quote) == name


def test_a_line_of_a_timeline_is_quoted_with_its_date() -> None:
    known = told("Snow fell.\n\n3 May 1994. The port bought a crane.")

    found = refer(weighed(known, "The port bought a crane."), known.text)

    assert found.span is not None
    assert known.text[found.span.start : found.span.end] == "3 May 1994. The port bought a crane."
