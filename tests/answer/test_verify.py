"""Nothing is said that its quotes do not carry."""

from __future__ import annotations

import pytest

from retrieval.answer.verify import verify
from retrieval.types import AnswerSentence, ArticleInfo, Citation, Published

TEXT = "Captain Ida Holm steered the ferry. She saved eighty people [of Lunde]."
FERRY = ArticleInfo(
    key="ferry",
    title="Ferry runs aground",
    outlet="Fjord Courier",
    authors=("Signe Aas",),
    published=Published("2019-03-04", "day"),
)
QUOTE = Citation(n=1, article=FERRY, start=36, end=71, quote=TEXT[36:71])
BEFORE = Citation(n=2, article=FERRY, start=0, end=35, quote=TEXT[:35])

CARRIED = [
    ("She saved eighty people [of Lunde].", (1,)),
    ("Eighty.", (1,)),
    ("She saved 80 people.", (1,)),
    ("She [Ida Holm] saved eighty people.", (1,)),
    ("She [Signe Aas] saved eighty people.", (1,)),
    ("“Ferry runs aground” — by Signe Aas, Fjord Courier, 4 March 2019.", (1,)),
    ("Captain Ida Holm saved people.", (1, 2)),
    ("And so it was.", (1,)),
]
NOT_CARRIED = [
    ("She saved ninety people.", (1,)),
    ("She saved eighty bakers.", (1,)),
    ("Captain Ida Holm saved eighty people.", (1,)),
    ("She [Olav Brekke] saved eighty people.", (1,)),
    ("“Ferry runs aground” — by Ana Mota.", (1,)),
    ("She saved eighty people.", ()),
    ("She saved eighty people.", (1, 3)),
]


def verified(
    text: str, numbers: tuple[int, ...], citations: tuple[Citation, ...] = (QUOTE, BEFORE)
) -> tuple[AnswerSentence, ...]:
    draft = AnswerSentence(text=text, citations=numbers, support=0.0)
    return verify([draft], citations, article_text={"ferry": TEXT}.__getitem__)


@pytest.mark.parametrize(("text", "numbers"), CARRIED)
def test_a_sentence_that_its_quotes_carry_is_kept(text: str, numbers: tuple[int, ...]) -> None:
    kept = AnswerSentence(text=text, citations=numbers, support=1.0)

    assert verified(text, numbers) == (kept,)


@pytest.mark.parametrize(("text", "numbers"), NOT_CARRIED)
def test_a_sentence_that_says_more_is_left_out(text: str, numbers: tuple[int, ...]) -> None:
    assert verified(text, numbers) == ()


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [
        (36, 71, "She saved ninety people [of Lunde]."),
        (35, 71, TEXT[36:71]),
        (36, 70, TEXT[36:71]),
        (136, 171, TEXT[36:71]),
        (36, 36, ""),
    ],
)
def test_a_quote_that_does_not_stand_there_carries_nothing(
    start: int, end: int, quote: str
) -> None:
    tampered = Citation(n=1, article=FERRY, start=start, end=end, quote=quote)

    assert verified("Eighty.", (1,)) != ()
    assert verified("Eighty.", (1,), (tampered, BEFORE)) == ()
    assert verified("And so it was.", (1,), (tampered, BEFORE)) == ()


def test_the_other_sentences_stay_in_their_order() -> None:
    drafts = [
        AnswerSentence(text=text, citations=(1,), support=0.0)
        for text in ("Eighty.", "Ninety.", "She saved people.")
    ]

    kept = verify(drafts, [QUOTE], article_text={"ferry": TEXT}.__getitem__)

    assert [each.text for each in kept] == ["Eighty.", "She saved people."]
