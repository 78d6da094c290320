"""Words of like meaning, looked up in a sorted file."""

from __future__ import annotations

import pytest

from retrieval.language.thesaurus import DATA, NOTHING, meaning
from retrieval.language.words import stem


@pytest.mark.parametrize(
    ("word", "synonym"),
    [("kick_out", "expel"), ("call_off", "cancel"), ("shut", "close"), ("close", "shut")],
)
def test_a_word_or_a_phrasal_verb_has_synonyms(word: str, synonym: str) -> None:
    assert stem(synonym) in meaning(word).synonyms


def test_words_of_a_near_meaning_are_no_synonyms() -> None:
    found = meaning("kick_out")

    assert {"banish", "suspend"} <= found.related
    assert not found.related & found.synonyms


@pytest.mark.parametrize("word", ["", "qwertz", "zzzz", "kick_sideways", "0\t", "é"])
def test_an_unknown_word_means_nothing(word: str) -> None:
    assert meaning(word) is NOTHING


def test_every_line_is_found_where_it_stands() -> None:
    lines = DATA.read_text("utf-8").splitlines()
    tested = [lines[0], *lines[1:-1:97], lines[-1]]

    found = {line: meaning(line.split("\t")[0]) for line in tested}

    for line, entry in found.items():
        _, synonyms, related = line.split("\t")
        assert entry.synonyms == set(synonyms.split())
        assert entry.related == set(related.split())
    assert len(found) > 150
