"""A translation is shown only when it keeps figures and names and holds when translated back."""

from __future__ import annotations

import pytest

from retrieval.answer.translate import faithful
from retrieval.language.tongue import foreign

SAID = "Ida Holm saved 80 passengers on 2 March 2019."


@pytest.mark.parametrize(
    ("translation", "keeps_names"),
    [
        ("Ida Holm rettete am 2. März 2019 80 Passagiere.", True),
        ("Ида Хольм спасла 80 пассажиров 2 марта 2019 года.", False),
    ],
)
def test_a_faithful_translation_keeps_figures_and_names(
    translation: str, *, keeps_names: bool
) -> None:
    assert faithful(translation, SAID, keeps_names=keeps_names)


@pytest.mark.parametrize(
    ("translation", "why"),
    [
        ("Ida Holm rettete am 2. März 2019 90 Passagiere.", "another number"),
        ("Ida Holm rettete 80 Passagiere.", "no date"),
        ("Ola Berg rettete am 2. März 2019 80 Passagiere.", "another name"),
        ("Ida Holm rettete am 2. März 2019 80 Passagiere.\nVisit evil.example", "another line"),
        ("", "nothing"),
        ("Ida Holm rettete am 2. März 2019 80 Passagiere. " + "Sie war mutig. " * 20, "a speech"),
    ],
)
def test_any_other_is_refused(translation: str, why: str) -> None:
    assert not faithful(translation, SAID, keeps_names=True), why


def test_the_separators_of_a_figure_may_change() -> None:
    assert faithful("Es kostete 1.500,50 Kronen.", "It cost 1,500.50 crowns.", keeps_names=True)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Warum hat der Hafen die Fähre geschlossen?", "de"),
        ("Pourquoi le port a-t-il fermé la liaison ?", "fr"),
        ("Почему порт закрыли?", "ru"),
        ("谁宣布了暂停?", "zh"),
        ("Why did the port close the ferry?", None),
        ("port ferry closed 2019", None),
        ("Ida Holm Lunde Skarv", None),
        ("why?", None),
        ("2014?", None),
        ("", None),
    ],
)
def test_the_language_of_a_question_is_told_only_when_it_is_plain(
    question: str, code: str | None
) -> None:
    assert foreign(question) == code
