"""Names in a text, and what else they are called."""

from __future__ import annotations

import pytest

from retrieval.language.names import acronyms, concepts, describes, looks_like_person, names
from retrieval.language.words import words

NAMES = {
    "The Kremlin said that Moscow and the Russians agreed.": [
        ("Kremlin", "russia"),
        ("Moscow", "russia"),
        ("Russians", "russia"),
    ],
    "In Oslo, Mayor Ida Holm met General Tom van Dyke.": [
        ("Oslo", "norway"),
        ("Mayor Ida Holm", "mayor ida holm"),
        ("General Tom van Dyke", "general tom van dyke"),
    ],
    "The Bank of Norlund’s vault was empty.": [("Bank of Norlund", "bank of norlund")],
    "Yesterday it rained. Bakers left in March.": [],
    "RT and the U.S. Senate agreed.": [("RT", "rt"), ("U.S. Senate", "us senat")],
    "the Kremlin's spokesman": [("Kremlin", "russia")],
}


@pytest.mark.parametrize(("text", "found"), NAMES.items())
def test_names_are_runs_of_capitals_and_known_places(
    text: str, found: list[tuple[str, str]]
) -> None:
    named = names(text)

    assert [(name.text, name.key) for name in named] == found
    assert [text[name.start : name.end] for name in named] == [name.text for name in named]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Kiev", "ukraine"),
        ("the White House", "united states"),
        ("Dutch sailors", "netherlands"),
        ("People's Republic of China", "china"),
        ("the U.N.", "united nations"),
        ("russian bread", "russia"),
    ],
)
def test_demonyms_capitals_and_seats_stand_for_their_country(text: str, concept: str) -> None:
    assert set(concepts(words(text)).values()) == {concept}


@pytest.mark.parametrize("text", ["a turkey", "tell us", "tall poles", "a nice day", "Lunde"])
def test_common_words_stand_for_no_country(text: str) -> None:
    assert concepts(words(text)) == {}


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Ida Holm", True),
        ("Mayor Holm", True),
        ("Professor Ola von Berg", True),
        ("Holm", False),
        ("Harbour Board", False),
        ("Warsaw Summit", False),
        ("RUSI", False),
        ("Oslo", False),
    ],
)
def test_a_person_has_several_names_or_a_title(text: str, person: bool) -> None:
    (name,) = names(f"near {text}, again")

    assert (name.text, looks_like_person(name)) == (text, person)


@pytest.mark.parametrize(
    ("text", "adjective"),
    [("Norwegian", True), ("Dutch", True), ("Norway", False), ("Swedes", False), ("Oslo", False)],
)
def test_an_adjective_of_a_country_describes(text: str, adjective: bool) -> None:
    (name,) = names(f"near {text} again")

    assert describes(name) is adjective


def test_an_acronym_is_explained_by_the_initials_before_it() -> None:
    text = (
        "The Harbour Safety Board (HSB) met the Federation of Lunde Bakers (FLB). "
        "Ola Berg (XYZ) was away."
    )

    assert acronyms(text) == {"HSB": "Harbour Safety Board", "FLB": "Federation of Lunde Bakers"}
