from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from bot.discord.render.answer import answer, streaming
from bot.discord.render.words import words
from retrieval.types import ArticleInfo
from tests.discord.render import hostile, samples
from tests.discord.render.grammar import LEFT, RAW, found, size
from tests.discord.render.hostile import patient

EN = words("en")
# What an answer is allowed: a source has a date and a link, notes are subtext, a question a quote.
_OURS = re.compile(
    r"<t:-?\d+:D>"
    r"|(?:(?<!\\)\[((?:\\.|[^\[\]\\\n])*)\])?\(<https://[^<>\s]*>\)"
    r"|^(?:-# |> )",
    re.MULTILINE,
)


def stray(text: str) -> list[str]:
    """What of Discord's grammar is in a text that we did not put there."""
    return found(_OURS.sub(lambda match: match[1] or "", text))


def test_the_answer_comes_first_and_its_sources_last() -> None:
    reply = samples.answered(
        samples.sentence("The ferry ran aground.", 1),
        samples.sentence("Nobody was hurt.", 1, 2),
        citations=(samples.citation(1), samples.citation(2, samples.STRIKE)),
    )
    (piece,) = answer(reply, EN)
    assert piece.split("\n") == [
        "The ferry ran aground. [1] Nobody was hurt. [1] [2]",
        "",
        "-# [1] Fjord Courier · [Ferry runs aground off Lunde]"
        "(<https://courier.example/ferry_%282019%29>) · <t:1551697200:D>",
        "-# [2] Crane drivers walk out · May 2020",
        "-# ✓ 2 sources checked",
    ]


def test_a_model_that_wrote_it_is_named_and_what_was_degraded_is_said() -> None:
    reply = samples.answered(model="gpt-x", notices=("The articles do not tell: Who @everyone?",))
    (piece,) = answer(reply, EN)
    assert "-# ⚠️ The articles do not tell: Who @\u200beveryone?" in piece
    assert piece.endswith("-# ✓ 1 source checked · written by gpt-x")


def test_the_question_of_a_slash_command_is_shown_on_one_line() -> None:
    (piece,) = answer(samples.answered(), EN, question="Was\n> anybody\n@here hurt?")
    assert piece.startswith("> Was > anybody @\u200bhere hurt?\n\nNobody was hurt. [1]")


def test_a_long_answer_keeps_its_sources_together_at_the_end() -> None:
    articles = [replace(samples.FERRY, key=f"ferry-{n}") for n in range(9)]
    many = tuple(samples.citation(n, articles[n]) for n in range(1, 9))
    said = tuple(samples.sentence("A sentence about the ferry. " * 9, n) for n in range(1, 9))
    first, *_, last = answer(samples.answered(*said, citations=many), EN)
    assert "-# [1]" not in first
    assert [line[:6] for line in last.split("\n") if line.startswith("-# [")] == [
        f"-# [{n}]" for n in range(1, 9)
    ]


def test_each_citation_has_a_line_of_its_own_also_two_of_one_article() -> None:
    many = (samples.citation(1), samples.citation(2, samples.STRIKE), samples.citation(3))
    (piece,) = answer(samples.answered(citations=many), EN)
    assert [line[:8] for line in piece.split("\n") if line.startswith("-# [")] == [
        "-# [1] F",
        "-# [2] C",
        "-# [3] F",
    ]


@patient
@given(hostile.text, hostile.text, hostile.text)
def test_no_question_article_or_model_makes_an_answer_do_anything(
    question: str, title: str, said: str
) -> None:
    from_there = ArticleInfo(key="k", title=title, outlet=title, url="https://a.example/x")
    reply = samples.answered(
        samples.sentence(said, 1),
        samples.sentence(title, 1),
        citations=(samples.citation(1, from_there),),
        model=said,
        notices=(said, f"The articles do not tell: {question}"),
    )
    for piece in answer(reply, EN, question=question):
        assert size(piece) <= 2000
        assert stray(piece) == []
    part = streaming(reply.sentences, reply.citations, EN, question=question)
    assert size(part) <= 2000
    assert stray(part) == []


@pytest.mark.parametrize("url", ["https://discord.gg/abc", "javascript:alert(1)", "https://a@b.c/"])
def test_a_source_whose_address_is_no_web_page_has_no_link(url: str) -> None:
    article = ArticleInfo(key="k", title="Title", url=url)
    (piece,) = answer(samples.answered(citations=(samples.citation(1, article),)), EN)
    assert "-# [1] Title · undated" in piece


def test_a_stream_is_marked_as_unfinished() -> None:
    nothing = streaming((), (), EN)
    some = streaming((samples.sentence(),), (samples.citation(),), EN, question="Hurt?")
    assert nothing == "-# 🔎 Searching the articles…"
    assert some.startswith("> Hurt?\n\nNobody was hurt. [1]\n\n-# [1] Fjord Courier")
    assert some.endswith("-# ✍️ More is being written…")


def test_a_stream_that_is_too_long_stays_one_message_with_its_mark() -> None:
    said = tuple(samples.sentence("A sentence about the ferry. " * 20, n) for n in range(1, 13))
    many = tuple(samples.citation(n) for n in range(1, 13))
    part = streaming(said, many, EN)
    assert size(part) <= 2000
    assert "…\n\n-# " in part
    assert part.endswith("-# ✍️ More is being written…")


def test_the_grammar_of_these_tests_finds_what_it_should() -> None:
    assert set(RAW) - {"unseen"} <= {name for text in hostile.TEXTS for name in found(text)}
    assert set(LEFT) <= {name for text in hostile.TEXTS for name in found(text)}
