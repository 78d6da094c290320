"""A quote is found in its article whoever typed it."""

from __future__ import annotations

import pytest

from bot.evaluation.cases import Evidence
from bot.evaluation.places import locate, whole
from retrieval.errors import UsageError

TEXT = "First. The ceiling\n  fell. the ceiling fell. (x+y) “It’s over” – said\u00a0Ann—twice."


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("the ceiling fell", "the ceiling fell"),
        ("The ceiling fell", "The ceiling\n  fell"),
        (" the ceiling fell\n", "the ceiling fell"),
        ("(x+y)", "(x+y)"),
        ('"it\'s over" - said Ann', "“It’s over” – said\u00a0Ann"),
        ("said Ann -- twice", "said\u00a0Ann—twice"),
        ("- said", "– said"),
        ("Ann -", "Ann—"),
    ],
)
def test_a_quote_is_located_however_it_is_set(quote: str, words: str) -> None:
    place = locate(quote, TEXT)
    assert place is not None
    assert TEXT[slice(*place)] == words


@pytest.mark.parametrize("quote", ["never said", "xxy", "Its over", " \n", ""])
def test_other_words_and_none_are_not(quote: str) -> None:
    assert locate(quote, TEXT) is None


def test_to_the_letter_goes_before_what_stands_earlier() -> None:
    assert locate("the ceiling fell", TEXT) == (27, 43)


def test_evidence_gets_the_words_of_its_article_and_their_place() -> None:
    assert whole(Evidence("a", '"It\'s over"'), TEXT) == Evidence("a", "“It’s over”", 51, 62)
    assert whole(Evidence("a", "", 0, 5), TEXT) == Evidence("a", "First", 0, 5)
    assert whole(Evidence("a", "It is.", 0, 5), TEXT) == Evidence("a", "It is.", 0, 5)
    assert whole(Evidence("a", "never said"), TEXT) == Evidence("a", "never said")
    with pytest.raises(UsageError, match="behind the end of its article 'a'"):
        whole(Evidence("a", "", 0, 999), TEXT)
