"""An answer is shown as it comes; what was shown when the reader stops it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from bot.cli.live import STOPPED, Live
from bot.cli.render import usage_text
from bot.cli.screen import Screen
from retrieval.types import (
    AnswerSentence,
    ArticleInfo,
    Citation,
    Event,
    Found,
    Searching,
    SentenceVerified,
    Usage,
)

ARTICLE = ArticleInfo(key="ferry", title="Ferry runs aground", outlet="Fjord Courier")
QUOTE = Citation(n=1, article=ARTICLE, start=0, end=16, quote="Two boats sank.")
SENTENCE = AnswerSentence(text="Two boats sank.", citations=(1,), support=1.0)


async def broken(*events: Event) -> AsyncGenerator[Event, None]:
    """Events until the reader has had enough."""
    for event in events:
        yield event
    raise KeyboardInterrupt


def stopped(*events: Event, standalone: bool = False) -> Live:
    live = Live(Screen(plain=True), "and the boats?", standalone=standalone)
    with pytest.raises(KeyboardInterrupt):
        asyncio.run(live.show(broken(*events)))
    return live


def test_what_was_shown_is_an_answer_with_its_sources(
    capsys: pytest.CaptureFixture[str],
) -> None:
    live = stopped(
        Searching("How many boats sank?"), Found(()), SentenceVerified(SENTENCE, (QUOTE,))
    )
    reply = live.stopped()
    assert reply is not None
    assert reply.text == "Two boats sank. [1]"
    assert (reply.question, reply.standalone_question) == ("and the boats?", "How many boats sank?")
    assert (reply.citations, reply.notices) == ((QUOTE,), (STOPPED,))
    printed = capsys.readouterr()
    assert printed.out.splitlines()[0] == "Two boats sank. [1]"
    assert (
        '[1] Fjord Courier, Ferry runs aground, undated — "Two boats sank." (ferry)' in printed.out
    )
    assert STOPPED in printed.err


def test_nothing_shown_is_nothing_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert stopped(Searching("How many boats sank?"), Found(())).stopped() is None
    assert capsys.readouterr().out == ""


def test_how_the_question_was_understood_comes_before_the_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stopped(
        Searching("How many boats sank?"), SentenceVerified(SENTENCE, (QUOTE,)), standalone=True
    )
    assert capsys.readouterr().out.splitlines()[:2] == [
        "Understood as: How many boats sank?",
        "Two boats sank. [1]",
    ]


@pytest.mark.parametrize(
    ("usage", "said"),
    [
        (Usage(prompt_tokens=1234, completion_tokens=56), "1,234 tokens read, 56 written"),
        (
            Usage(prompt_tokens=1, completion_tokens=2, estimated=True, cost=0.00012),
            "about 1 tokens read, 2 written, cost about 0.00012",
        ),
        (Usage(prompt_tokens=1, completion_tokens=2, cost=0.0), "1 tokens read, 2 written"),
    ],
)
def test_what_a_model_took_is_said_in_a_line(usage: Usage, said: str) -> None:
    assert usage_text(usage) == said
