"""Questions made of sentences, without a model."""

from __future__ import annotations

import pytest

from bot.evaluation.gold import alternatives
from bot.evaluation.gold.clause import base_form
from bot.evaluation.gold.wording import wordings


@pytest.mark.parametrize(
    ("sentence", "question", "answers"),
    [
        (
            "President Ida Holm had commanded the ship Selma Rose for eleven years.",
            "Who had commanded the ship Selma Rose for eleven years?",
            ("President Ida Holm", "Ida Holm", "Holm"),
        ),
        (
            "Norway expelled three Danish trade envoys on 14 June 2018.",
            "When did Norway expel three Danish trade envoys?",
            ("14 June 2018", "June 14, 2018", "June 14 2018", "2018-06-14"),
        ),
        (
            "Norway expelled three Danish trade envoys on 14 June 2018.",
            "How many Danish trade envoys did Norway expel on 14 June 2018?",
            ("three", "three Danish trade envoys", "3 Danish trade envoys", "three Danish",
             "3 Danish"),
        ),
        (
            "Eighty passengers of the Selma Rose were brought ashore in two lifeboats.",
            "How many passengers of the Selma Rose were brought ashore in two lifeboats?",
            ("eighty", "eighty passengers", "80 passengers"),
        ),
        (
            "Helga Sund, the director of the port, closed the harbour of Lunde for nine days.",
            "Who closed the harbour of Lunde for nine days?",
            ("Helga Sund", "Sund"),
        ),
        (
            "The lighthouse of Skarv was built in 1874 by the engineer Karl Nyman.",
            "When was the lighthouse of Skarv built by the engineer Karl Nyman?",
            ("1874",),
        ),
        (
            "In March 2004 the port of Lunde closed its northern channel, and the fog lifted.",
            None,  # "its" leans on nothing here, but a rule cannot know
            (),
        ),
        (
            "The harbour board opened an office in Norway in May 2019.",
            "Where did the harbour board open an office in May 2019?",
            ("Norway",),
        ),
    ],
)  # fmt: skip
def test_a_plain_sentence_becomes_a_question(
    sentence: str, question: str | None, answers: tuple[str, ...]
) -> None:
    found = {one.question: one.answers for one in wordings(sentence)}
    if question is None:
        assert found == {}
    else:
        assert found[question] == answers


@pytest.mark.parametrize(
    "sentence",
    [
        "He had commanded the ship Selma Rose for eleven years.",
        "They stayed for nine days.",
        "Why did the port of Lunde close?",
        "The envoys expelled by Norway on 14 June 2018 copied lists of fishing licences.",
        "After the fog the port of Lunde was closed in March 2004.",
        "The keeper left in 1961, when a motor took his place.",
        "Norway closed the office two weeks later.",
        "",
    ],
)
def test_a_sentence_that_is_not_plain_or_leans_on_others_becomes_none(sentence: str) -> None:
    assert wordings(sentence) == ()


def test_no_question_holds_its_own_answer() -> None:
    sentence = "Norway closed the office of the Holm Line in Norway on 2 March 2019."
    kinds = {one.kind for one in wordings(sentence)}
    assert kinds == {"when"}


@pytest.mark.parametrize(
    ("past", "base"),
    [
        ("announced", "announce"), ("closed", "close"), ("visited", "visit"), ("invited", "invite"),
        ("expelled", "expel"), ("called", "call"), ("stopped", "stop"), ("denied", "deny"),
        ("took", "take"), ("decided", "decide"), ("treated", "treat"), ("created", "create"),
        ("required", "require"), ("repaired", "repair"), ("explained", "explain"),
        ("declined", "decline"), ("charged", "charge"), ("included", "include"), ("cut", "cut"),
        ("executed", "execute"), ("monitored", "monitor"), ("explored", "explore"),
        ("survived", "survive"), ("passed", "pass"), ("used", "use"), ("argued", "argue"),
        ("named", "name"), ("claimed", "claim"), ("settled", "settle"), ("happened", "happen"),
        ("published", "publish"), ("appeared", "appear"), ("shared", "share"), ("failed", "fail"),
        ("arrived", "arrive"), ("agreed", ""), ("ferry", ""), ("red", ""),
    ],
)  # fmt: skip
def test_the_base_form_of_a_past(past: str, base: str) -> None:
    assert base_form(past) == base


@pytest.mark.parametrize(
    ("answer", "others"),
    [
        ("18 October 2021", ["October 18, 2021", "2021-10-18"]),
        ("October 18, 2021", ["18 October 2021", "2021-10-18"]),
        ("9 April", ["April 9"]),
        ("Oct. 2021", ["October 2021"]),
        ("eight", ["8"]),
        ("2,000", ["2000"]),
        ("Secretary General Jens Stoltenberg", ["Jens Stoltenberg", "Stoltenberg"]),
        ("2014", []),
        ("because the radar failed", []),
    ],
)
def test_other_forms_of_an_answer(answer: str, others: list[str]) -> None:
    found = alternatives.of(answer)
    assert found[0] == answer
    assert set(others) <= set(found)
    assert len(found) == len(set(found))
    assert bool(others) or found == (answer,)


def test_a_short_number_goes_with_what_is_counted() -> None:
    assert "8" not in alternatives.of_number("8", "members of the staff")
    assert "8 members" in alternatives.of_number("eight", "members of the staff")
    assert "2000" in alternatives.of_number("2,000", "officers")
