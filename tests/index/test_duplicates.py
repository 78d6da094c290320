"""Near-duplicates: copies are noticed, different texts are not."""

from __future__ import annotations

import numpy as np

from retrieval.index.duplicates import Twins, distinct, signature, similarities, similarity
from tests.index.stories import TEXT, story

LONG = story(1, paragraphs=12).text


def test_small_differences_leave_a_text_nearly_the_same() -> None:
    for changed in (LONG.upper(), LONG.replace("\n", " "), LONG.replace("flag", "banner", 1)):
        assert similarities(signature(LONG), signature(changed)[np.newaxis])[0] > 0.8
        assert similarity(LONG, changed) > 0.8


def test_different_texts_are_not_alike() -> None:
    assert similarities(signature(LONG), signature(TEXT)[np.newaxis])[0] < 0.2
    assert similarity(LONG, TEXT) < 0.1


def test_the_estimate_is_near_the_exact_similarity() -> None:
    half = LONG[: len(LONG) // 2]
    estimated = similarities(signature(LONG), signature(half)[np.newaxis])[0]
    assert abs(estimated - similarity(LONG, half)) < 0.2


def test_texts_without_words_are_nobodys_twin() -> None:
    twins = Twins({})
    assert twins.add("a", signature("")) is None
    assert twins.add("b", signature("… !")) is None
    assert similarity("", "") == 1.0


def test_twins_are_found_among_many() -> None:
    twins = Twins({f"old-{n}": signature(story(n).text) for n in range(70)})
    for number in range(100, 300):
        assert twins.add(f"new-{number}", signature(story(number, paragraphs=2).text)) is None
    assert twins.add("copy", signature(story(250, paragraphs=2).text)) == "new-250"
    assert twins.add("new-250", signature(story(251, paragraphs=2).text)) == "new-251"


def test_a_passage_inside_another_is_a_repetition() -> None:
    part = LONG[: len(LONG) // 3]
    assert distinct([LONG, TEXT, part, LONG + " More.", story(7).text]) == [0, 1, 4]
    assert distinct([]) == []
