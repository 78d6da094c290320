from __future__ import annotations

import re

import pytest

from bot.discord.render.words import language_of, words

EN, DE = words("en"), words("de")


def texts(key: str) -> list[str]:
    """The forms of a text in both languages."""
    found = []
    for wording in (EN, DE):
        template = wording.templates[key]
        found += [template] if isinstance(template, str) else [*template.values()]
    return found


def test_both_languages_say_the_same_things_about_the_same_values() -> None:
    assert EN.templates.keys() == DE.templates.keys()
    for key in EN.templates:
        one = isinstance(EN.templates[key], str)
        assert one == isinstance(DE.templates[key], str), key
        if one:
            assert len({frozenset(re.findall(r"\{(\w+)\}", text)) for text in texts(key)}) == 1, key


def test_a_text_is_filled_with_its_values_as_they_are() -> None:
    assert EN("lists.or", before="{last}", last="b") == "{last} or b"
    assert EN.either(("a", "b", "c")) == "a, b or c"
    assert DE.either(("a",)) == "a"


def test_a_plural_goes_by_its_number() -> None:
    assert EN("answer.checked", n=1) == "✓ 1 source checked"
    assert DE("answer.checked", n=2) == "✓ 2 Quellen geprüft"


@pytest.mark.parametrize("key", ["no.such", "answer"])
def test_a_key_that_is_not_there_is_an_error(key: str) -> None:
    with pytest.raises(KeyError):
        EN(key)


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        EN("lists.or", before="a")
    with pytest.raises(KeyError):
        EN("answer.checked")


def test_a_locale_of_discord_has_its_language() -> None:
    assert [language_of(one) for one in ("de", "de-AT", "en-US", "fr", "")] == [
        "de",
        "de",
        "en",
        "en",
        "en",
    ]


@pytest.mark.parametrize("key", sorted(words("en").under("commands")))
def test_what_a_command_is_called_and_says_of_itself_is_within_the_limits(key: str) -> None:
    for text in texts(key):
        if key.split(".")[-1].endswith("name"):
            assert re.fullmatch(r"[-_'\w]{1,32}", text)
            assert text == text.lower()
        elif key.startswith("commands.menu."):
            assert 1 <= len(text) <= 32
        else:
            assert 1 <= len(text) <= 100


@pytest.mark.parametrize("key", sorted(words("en").under("labels")))
def test_a_label_is_within_the_limits(key: str) -> None:
    modal = key.startswith(("labels.why_title", "labels.why_label", "labels.search_"))
    for text in texts(key):
        assert 1 <= len(text) <= (45 if modal else 80)


def test_german_is_written_in_german_and_speaks_to_nobody_by_du() -> None:
    everything = " ".join(text for key in DE.templates for text in texts(key)[-2:])
    german = " ".join(
        text
        for template in DE.templates.values()
        for text in ([template] if isinstance(template, str) else template.values())
    )
    assert everything
    assert not re.search(
        r"\b(?:du|dir|dich|dein\w*|Sie haben|Ihr\w*|fuer|ueber|koenn\w*)\b", german
    )
    assert {"ä", "ö", "ü", "ß"} <= set(german)
