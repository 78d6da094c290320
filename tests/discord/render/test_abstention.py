from __future__ import annotations

import pytest
from hypothesis import given

from bot.discord.render.abstention import abstention, offers_watch
from bot.discord.render.words import words
from retrieval.types import AbstentionReason, ArticleInfo
from tests.discord.render import hostile, samples
from tests.discord.render.grammar import RAW, size
from tests.discord.render.hostile import patient

EN, DE = words("en"), words("de")


def test_it_says_why_what_came_nearest_what_was_searched_and_what_can_be_done() -> None:
    reply = samples.abstained(
        AbstentionReason.NOT_MENTIONED, missing=("Mars", "*moon*"), passages=(samples.passage(),)
    )
    (piece,) = abstention(
        reply, EN, articles=42, newest="2021-10-18", oldest="1991-02", question="Who won?"
    )
    lines = piece.split("\n")
    assert lines[:3] == [
        "> Who won?",
        "",
        "**The articles do not tell.** They do not mention “Mars” or “\\*moon\\*”.",
    ]
    assert lines[4].startswith("-# The nearest passage: Fjord Courier · [Ferry runs aground")
    assert lines[5].startswith("> LUNDE - The ferry Selma Rose ran aground")
    assert lines[7:] == [
        "-# 🔎 Searched 42 articles, published from February 1991 to <t:1634554800:D>.",
    ]


def test_the_nearest_passage_is_quoted_where_it_comes_nearest() -> None:
    reply = samples.abstained(
        AbstentionReason.NOT_STATED,
        standalone_question="Who repaired the ship?",
        passages=(samples.passage(),),
    )
    (piece,) = abstention(reply, EN, articles=1, newest=None)
    assert "\n> … Captain Ida Holm had commanded the ship for eleven years. The repair" in piece


@pytest.mark.parametrize(
    ("newest", "oldest", "said"),
    [
        (None, None, "Searched 1 article."),
        ("2021", None, "Searched 1 article, the newest from 2021."),
        ("2021", "2021", "Searched 1 article, the newest from 2021."),
    ],
)
def test_it_says_of_the_dates_what_is_known(
    newest: str | None, oldest: str | None, said: str
) -> None:
    reply = samples.abstained(AbstentionReason.NOTHING_FOUND)
    (piece,) = abstention(reply, EN, articles=1, newest=newest, oldest=oldest)
    assert piece.endswith(f"\n-# 🔎 {said}")


@pytest.mark.parametrize("reason", AbstentionReason)
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_reason_has_words_even_when_no_word_is_named(
    reason: AbstentionReason, language: str
) -> None:
    (piece,) = abstention(samples.abstained(reason), words(language), articles=3, newest=None)
    assert "“”" not in piece
    assert ("🔎" in piece) == offers_watch(samples.abstained(reason))


def test_a_greeting_is_not_searched_for() -> None:
    reply = samples.abstained(AbstentionReason.SMALL_TALK, passages=(samples.passage(),))
    assert abstention(reply, DE, articles=9, newest=None) == (
        "Gern geschehen. Fragen zu den Artikeln sind jederzeit willkommen; "
        "die Antwort kommt mit ihren Quellen.",
    )


def test_a_model_that_failed_is_said_without_where_it_runs() -> None:
    failed = "The model at http://10.0.0.1:8080 is down. The answer is quoted instead."
    reply = samples.abstained(AbstentionReason.NOT_STATED, notices=(failed,))
    (piece,) = abstention(reply, EN, articles=1, newest=None)
    assert "⚠️ The language model did not answer" in piece
    assert "10.0.0.1" not in piece


@patient
@given(hostile.text, hostile.text)
def test_what_it_repeats_does_nothing(question: str, text: str) -> None:
    article = ArticleInfo(key="k", title=text, url=text)
    reply = samples.abstained(
        AbstentionReason.NOT_MENTIONED,
        missing=(text, question),
        passages=(samples.passage(text, article),),
        notices=(text,),
    )
    for piece in abstention(reply, EN, articles=1, newest=text, question=question):
        assert size(piece) <= 2000
        for name in ("everyone", "user or role", "channel", "command", "invite", "masked link"):
            assert not RAW[name].search(piece), name
