"""Answers that a language model writes: streamed, slow, failing, shouting."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.discord.e2e.inert import links, lively
from tests.discord.e2e.loop import Loop
from tests.discord.e2e.stage import BOATS, EIGHTY, RADAR, Stage, prepared
from tests.model.fault_server import FaultServer
from tests.model.fault_server import running as serving_model

ASHORE = "Eighty passengers were brought ashore in two lifeboats [1]."


@pytest.fixture(scope="module")
def serving() -> Iterator[FaultServer]:
    """A language model that does as it is told."""
    with serving_model() as server:
        yield server
        server.released.set()


@pytest.fixture
def model(serving: FaultServer) -> FaultServer:
    """The same, as it was in the beginning."""
    serving.reply, serving.told = ASHORE, "ok"
    serving.requests.clear()
    serving.released.clear()
    return serving


@pytest.fixture(scope="module")
def modelled(
    articles: Path,
    tmp_path_factory: pytest.TempPathFactory,
    runner: Loop,
    serving: FaultServer,
) -> Iterator[Stage]:
    """The process with that model."""
    stage = Stage(
        prepared(articles, tmp_path_factory.mktemp("modelled") / "home"),
        OPENAI_BASE_URL=serving.url,
        OPENAI_API_KEY="sk-local",
        DATELINE_MODEL="told",
    )
    runner.run(stage.__aenter__())
    yield stage
    runner.run(stage.__aexit__(None, None, None))


@pytest.fixture
def stage(modelled: Stage) -> Iterator[Stage]:
    """As everywhere, nothing may be complained of after the test."""
    yield modelled
    modelled.check()


async def test_with_a_model_the_answer_is_streamed_and_its_end_marked(
    stage: Stage, model: FaultServer
) -> None:
    model.released.set()
    model.reply = f"{ASHORE} The radar had failed shortly before the accident [1]."
    model.told = "ok"
    room = await stage.newsroom()
    answers = [
        await stage.only_answer(await room.anna.ask(BOATS)),
        await stage.only_answer(await room.anna.slash("ask", question=RADAR)),
    ]
    for answer in answers:
        assert "written by told" in answer.content
        assert "source" in answer.content.splitlines()[-1]
        assert "More is being written" not in answer.content


async def test_sentences_are_shown_as_they_come_no_faster_than_the_channel_takes_them(
    stage: Stage, model: FaultServer
) -> None:
    model.reply = (
        "Captain Ida Holm had commanded the ship for eleven years [1]. The radar had failed shortly"
        " before the accident [1]. The repair of the hull cost $4 million [1]. Eighty passengers"
        " were brought ashore in two lifeboats [1]. The harbour board closed the northern channel"
        " until June [1]. The repair of the hull took five weeks [1]. Its chairman, Olav Brekke,"
        " called the fog the worst in a generation [1]."
    )
    model.told = "dripping"
    room = await stage.newsroom()
    answer = await stage.only_answer(await room.anna.slash("ask", question=RADAR))
    *drafts, (_, last) = answer.history
    assert len(drafts) >= 2
    assert all("More is being written" in text for _, text in drafts)
    assert "written by told" in last
    between = [later - before for (before, _), (later, _) in itertools.pairwise(drafts)]
    assert min(between) > 1.0


async def test_a_model_that_shouts_pings_nobody(stage: Stage, model: FaultServer) -> None:
    model.reply = (
        "@everyone <@123456789012345678> Eighty passengers were brought ashore in two lifeboats"
        " [1]. [More](https://evil.example) discord.gg/abc ``` Eighty passengers were brought"
        " ashore in two lifeboats [1]. # Eighty passengers were brought ashore [1]."
    )
    model.told = "ok"
    room = await stage.newsroom()
    for asked in (await room.anna.ask(BOATS), await room.anna.slash("ask", question=BOATS)):
        answer = await stage.only_answer(asked)
        shown = [answer.content, *(text for _, text in answer.history)]
        assert [text for text in shown if lively(text)] == []
        assert [text for text in shown if any("evil" in to for to in links(text))] == []


async def test_a_question_that_is_edited_in_mid_answer_is_offered_a_new_one(
    stage: Stage, model: FaultServer
) -> None:
    model.told = "held"
    room = await stage.newsroom()
    asked = await room.anna.ask(RADAR)
    gone = await room.guild.member("Berta").ask(BOATS)
    await stage.server.until(lambda: len(model.requests) >= 2)
    await room.anna.edit(asked, asked.content.replace(RADAR, BOATS))
    await room.anna.delete(gone)
    await stage.server.until(lambda: stage.rows("SELECT 1 FROM questions WHERE edited IS NOT NULL"))
    model.released.set()
    await stage.answer(asked)
    offer = await stage.server.until(
        lambda: next(
            (m for m in stage.server.messages(asked.id) if "Answer again" in m.labels), None
        )
    )
    again = await stage.answer(await room.anna.press(offer, "Answer again"))
    assert EIGHTY in again.content
    await stage.server.settled()
    assert [m for m in stage.server.messages(gone.id) if m.by_bot and m.type != 21] == []
    assert room.anna.place is not None
    assert BOATS not in [one.name for one in room.general.threads]


async def test_an_answer_that_comes_after_15_minutes_is_written_into_the_channel(
    stage: Stage, model: FaultServer
) -> None:
    model.told = "held"
    room = await stage.newsroom()
    command = await room.anna.slash("ask", question=BOATS)
    private = await room.guild.member("Berta").slash("ask", question=BOATS, private=True)
    await stage.server.until(lambda: len(model.requests) >= 2)
    stage.server.clock.advance(16 * 60)
    model.released.set()
    await stage.server.until(
        lambda: [one for one in room.general.messages() if EIGHTY in one.content]
    )
    await stage.server.until(
        lambda: stage.rows("SELECT 1 FROM questions WHERE state = 'waiting'") == []
    )
    late = [one for one in room.general.messages() if EIGHTY in one.content]
    assert len(late) == 1
    assert late[0].labels
    assert private.loading
    assert not command.loading
    stage.server.errors.clear()  # 50027: nothing else can tell the bot
    stage.server.interactions.clear()
    await again(stage)


async def again(stage: Stage) -> None:
    room = await stage.newsroom("Again")
    await stage.only_answer(await room.anna.slash("ask", question=BOATS))


async def test_a_model_that_fails_is_named_and_the_articles_are_quoted(
    stage: Stage, model: FaultServer
) -> None:
    model.told = "abort"
    room = await stage.newsroom()
    answer = await stage.only_answer(await room.anna.slash("ask", question=BOATS))
    assert EIGHTY in answer.content
    assert "language model" in answer.content
