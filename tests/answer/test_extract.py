"""Which sentences are said, in which order, and what is said first."""

from __future__ import annotations

import pytest

from retrieval.answer.evidence import Evidence
from retrieval.answer.extract import SEVERAL, USUAL, Extract, extract
from retrieval.language.question import read
from retrieval.types import Article
from tests.answer.pieces import told, weighed
from tests.index.stories import article

STRIKE = told(
    "The drivers walked out for three reasons. The port was surprised. First, the shift was long. "
    "Second, the cabins were cold. It rained that day. Third, nobody was asked."
)
FERRY = told(
    "Captain Ida Holm steered the ferry on 2 March. She saved eighty passengers. "
    "The ferry was towed to Lunde. Its hull was broken.\n\nBakers gave bread to everybody."
)
OTHER = article("other", "Bakers in Lunde gave their bread to everybody. A cat slept.")


def said(question: str, *ranked: tuple[float, Evidence]) -> tuple[list[str], Extract]:
    """The quotes that are chosen, as they stand in their articles."""
    texts = {each.key: each.text for each in (STRIKE, FERRY, OTHER)}
    texts |= {item.passage.article.key: item.passage.text for _, item in ranked}
    found = extract(read(question), ranked, article_text=texts.__getitem__)
    return [
        texts[each.evidence.passage.article.key][each.span.start : each.span.end]
        for each in found.selected
    ], found


def sentences(known: Article, *scored: tuple[float, str]) -> list[tuple[float, Evidence]]:
    return [(score, weighed(known, sentence)) for score, sentence in scored]


def test_the_best_sentence_comes_first_and_the_others_in_the_order_of_the_article() -> None:
    quotes, _ = said(
        "Where was the ferry towed?",
        *sentences(
            FERRY,
            (5.0, "The ferry was towed to Lunde."),
            (4.5, "Bakers gave bread to everybody."),
            (4.0, "Captain Ida Holm steered the ferry on 2 March."),
        ),
    )

    assert quotes == [
        "The ferry was towed to Lunde.",
        "Captain Ida Holm steered the ferry on 2 March.",
        "Bakers gave bread to everybody.",
    ]


def test_much_weaker_sentences_are_not_said() -> None:
    quotes, _ = said(
        "Where was the ferry towed?",
        *sentences(FERRY, (5.0, "The ferry was towed to Lunde.")),
        *sentences(OTHER, (1.9, "A cat slept.")),
    )

    assert quotes == ["The ferry was towed to Lunde."]


def test_nearly_the_same_sentence_is_said_once() -> None:
    quotes, _ = said(
        "Who gave bread?",
        *sentences(OTHER, (5.0, "Bakers in Lunde gave their bread to everybody.")),
        *sentences(FERRY, (4.9, "Bakers gave bread to everybody.")),
        *sentences(FERRY, (4.8, "The ferry was towed to Lunde.")),
    )

    assert quotes == [
        "Bakers in Lunde gave their bread to everybody.",
        "The ferry was towed to Lunde.",
    ]


NAMES = ("Ash", "Birk", "Cole", "Dunn", "Eide", "Falk", "Gran", "Hald")
CROWD = told(" ".join(f"{name} waved from pier {name}ness." for name in NAMES))


def crowd(*, last: tuple[float, ...] = (1.0, 0.0)) -> list[tuple[float, Evidence]]:
    """Sentences of falling score that carry the same term of two, but for the last one."""
    matches = [(1.0, 0.0)] * (len(NAMES) - 1) + [last]
    return [
        (5.0 - i / 10, weighed(CROWD, f"{name} waved from pier {name}ness.", matches=matches[i]))
        for i, name in enumerate(NAMES)
    ]


@pytest.mark.parametrize(
    ("question", "most"), [("Who waved?", USUAL), ("Which two men waved?", SEVERAL)]
)
def test_an_answer_is_short_unless_several_things_are_asked_for(question: str, most: int) -> None:
    quotes, _ = said(question, *crowd())

    assert [quote.split()[0] for quote in quotes] == list(NAMES[:most])


@pytest.mark.parametrize(
    ("question", "added"), [("Who waved?", False), ("Which two men waved?", True)]
)
def test_what_a_sentence_adds_counts_where_several_things_are_asked_for(
    question: str, added: bool
) -> None:
    quotes, _ = said(question, *crowd(last=(0.0, 1.0)))

    assert ("Hald waved from pier Haldness." in quotes) is added


def test_the_items_of_a_list_that_a_sentence_announces_follow_it() -> None:
    ranked = sentences(
        STRIKE,
        (9.0, "The drivers walked out for three reasons."),
        (8.0, "The port was surprised."),
        (2.0, "It rained that day."),
        (1.0, "Third, nobody was asked."),
        (0.5, "First, the shift was long."),
        (0.1, "Second, the cabins were cold."),
    )

    quotes, _ = said("Why did the drivers walk out?", *ranked)

    items = [quote for quote in quotes if quote.split(",")[0] in {"First", "Second", "Third"}]
    assert quotes[0] == "The drivers walked out for three reasons."
    assert items == [
        "First, the shift was long.",
        "Second, the cabins were cold.",
        "Third, nobody was asked.",
    ]


def test_without_an_announcement_weak_items_are_left_out() -> None:
    quotes, _ = said(
        "Was the port surprised?",
        *sentences(STRIKE, (9.0, "The port was surprised."), (1.0, "Third, nobody was asked.")),
    )

    assert quotes == ["The port was surprised."]


def test_a_pronoun_gets_a_name_and_a_thing_its_sentence() -> None:
    quotes, found = said(
        "How many passengers were saved?",
        *sentences(FERRY, (5.0, "She saved eighty passengers."), (4.0, "Its hull was broken.")),
    )

    assert quotes == [
        "She saved eighty passengers.",
        "The ferry was towed to Lunde. Its hull was broken.",
    ]
    assert found.selected[0].names == ((3, "Captain Ida Holm"),)


def test_a_sentence_inside_a_wider_quote_is_not_said_again() -> None:
    quotes, _ = said(
        "What was broken?",
        *sentences(FERRY, (5.0, "Its hull was broken."), (4.9, "The ferry was towed to Lunde.")),
    )

    assert quotes == ["The ferry was towed to Lunde. Its hull was broken."]


CLEAR = {"own": 0.9, "closeness": 0.5}
WHEN, WHO = "When was the ferry steered?", "Who steered the ferry?"


@pytest.mark.parametrize(
    ("question", "answers", "features", "direct"),
    [
        (WHEN, ("2 March",), CLEAR, "2 March"),
        (WHO, ("Ida Holm",), CLEAR, "Ida Holm"),
        (WHO, ("Ida Holm", "Captain"), CLEAR, None),
        (WHO, (), CLEAR, None),
        (WHEN, ("2 March",), CLEAR | {"own": 0.5}, None),
        (WHEN, ("2 March",), CLEAR | {"closeness": 0.1}, None),
        ("Why was the ferry steered?", ("2 March",), CLEAR, None),
        ("Which two people steered the ferry?", ("Ida Holm",), CLEAR, None),
    ],
)
def test_the_answer_is_said_by_itself_only_where_it_is_clear(
    question: str, answers: tuple[str, ...], features: dict[str, float], direct: str | None
) -> None:
    sentence = "Captain Ida Holm steered the ferry on 2 March."
    best = weighed(FERRY, sentence, answers=answers, features=features)

    _, found = said(question, (5.0, best))

    span = found.direct
    assert (FERRY.text[span.start : span.end] if span else None) == direct


def test_a_sentence_with_the_number_asked_for_is_brought_forward() -> None:
    plain = sentences(
        FERRY,
        (5.0, "The ferry was towed to Lunde."),
        (4.9, "Bakers gave bread to everybody."),
        (4.8, "Captain Ida Holm steered the ferry on 2 March."),
    )
    counting = (3.0, weighed(FERRY, "She saved eighty passengers.", answers=("eighty",)))

    assert said("How many were saved?", *plain, counting)[0][0] == "She saved eighty passengers."
    assert said("Why were they saved?", *plain, counting)[0][0] == "The ferry was towed to Lunde."


def test_a_sentence_that_names_who_did_it_is_brought_forward() -> None:
    plain = [
        *sentences(FERRY, (5.0, "The ferry was towed to Lunde.")),
        *sentences(FERRY, (4.9, "Bakers gave bread to everybody.")),
        *sentences(OTHER, (4.8, "A cat slept.")),
    ]
    steered = "Captain Ida Holm steered the ferry on 2 March."
    naming = (3.0, weighed(FERRY, steered, answers=("Captain Ida Holm",)))
    only_a_role = (3.0, weighed(FERRY, steered, answers=("Captain",)))

    assert said("Who steered the ferry?", *plain, naming)[0][0] == steered
    assert said("Who steered the ferry?", *plain, only_a_role)[0][0] != steered
    assert said("Where was it steered?", *plain, naming)[0][0] != steered


def test_without_evidence_nothing_is_said() -> None:
    assert said("Who waved?") == ([], Extract(()))
