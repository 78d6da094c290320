"""REST that fails: 5xx, 429, lost and broken calls, given-up interactions, on every route used."""

from __future__ import annotations

import pytest

from tests.discord.e2e.stage import BOATS, EIGHTY, LAMP, NYMAN, Stage

KINDS = (500, 503, 429, "global", "abort", "lost")


def inject(stage: Stage, pattern: str, kind: int | str, method: str = "*") -> None:
    if kind == "global":
        stage.server.faults.add(pattern, 429, method=method, seconds=0.3, everywhere=True)
    else:
        stage.server.faults.add(pattern, kind, method=method, seconds=0.3)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_mention_is_answered_once_whatever_fails(stage: Stage, kind: int | str) -> None:
    room = await stage.newsroom()
    channel = room.general.id
    asked = []
    for pattern, method in (
        (rf"/channels/{channel}/messages/\d+/threads", "POST"),
        (r"/channels/\d+/messages$", "POST"),
        (r"/channels/\d+/typing", "POST"),
    ):
        inject(stage, pattern, kind, method)
        asked.append(await room.guild.member("Berta").ask(BOATS))
        assert EIGHTY in (await stage.answer(asked[-1])).content
    await stage.server.settled()
    for one in asked:
        answers = [m for m in stage.server.replies_to(one) if EIGHTY in m.content]
        assert len(answers) == 1
    beside = [one for one in room.general.messages() if one.by_bot and one.labels]
    assert len(beside) + len(room.general.threads) == len(asked)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_command_is_answered_once_whatever_fails(stage: Stage, kind: int | str) -> None:
    room = await stage.newsroom()
    asked = []
    for pattern, method in (
        (r"/interactions/.*/callback", "POST"),
        (r"/webhooks/.*/messages/@original", "PATCH"),
        (r"/channels/\d+/messages/\d+/threads", "POST"),
    ):
        inject(stage, pattern, kind, method)
        asked.append(await room.guild.member("Berta").slash("ask", question=BOATS))
        assert EIGHTY in (await stage.answer(asked[-1])).content
    await stage.server.settled()
    for one in asked:
        answers = [m for m in stage.server.replies_to(one) if EIGHTY in m.content]
        assert len(answers) == 1
        assert not one.loading


@pytest.mark.parametrize("kind", ["abort", "lost", 500])
async def test_buttons_and_forms_work_whatever_fails(stage: Stage, kind: int | str) -> None:
    room = await stage.newsroom()
    answer = await stage.only_answer(await room.anna.slash("ask", question=BOATS))
    inject(stage, "/callback", kind)
    viewer = await stage.server.reply_to(await room.anna.press(answer, answer.labels[0]))
    assert "Ferry" in viewer.text
    inject(stage, "/callback", kind)
    shown = await room.anna.press(answer, "👎")
    await stage.server.until(lambda: shown.modal)
    inject(stage, "@original", kind)
    sent = await room.anna.submit(shown, {"why": "a number"})
    assert "Thank you" in await stage.told(sent)


async def test_many_failures_in_a_row_lose_no_answer(stage: Stage) -> None:
    room = await stage.newsroom()
    stage.server.faults.add(r"/messages$", 502, method="POST", count=2)
    asked = await room.anna.ask(BOATS)
    assert EIGHTY in (await stage.only_answer(asked)).content


async def test_an_interaction_that_discord_gave_up_harms_nothing(stage: Stage) -> None:
    room = await stage.newsroom()
    stage.server.faults.add("/callback", 10062, count=2)
    await room.anna.slash("ask", question=BOATS)
    await room.anna.slash("privacy")
    await stage.server.until(lambda: stage.server.faults.all[0].met == 2)
    asked = await room.anna.slash("ask", question=LAMP)
    assert NYMAN in (await stage.only_answer(asked)).content


async def test_a_token_that_is_over_sends_the_answer_into_the_channel(stage: Stage) -> None:
    room = await stage.newsroom()
    stage.server.faults.add("@original", 50027, method="PATCH")
    await room.anna.slash("ask", question=BOATS)
    await stage.server.until(lambda: [m for m in room.general.messages() if EIGHTY in m.content])
    stage.server.interactions.clear()
    await stage.server.settled()
    assert len([m for m in room.general.messages() if EIGHTY in m.content]) == 1


async def test_a_watch_is_told_once_whatever_fails(stage: Stage) -> None:
    room = await stage.newsroom()
    question = "When did the volcano of Mount Arvo erupt?"
    answer = await stage.only_answer(await room.anna.slash("ask", question=question))
    await stage.told(await room.anna.press(answer, "Tell me when an article covers this"))
    stage.server.faults.add(rf"/channels/{room.anna.conversation.id}/messages", "lost")
    await stage.add_article(room, "arvo", "# Arvo\n\nThe volcano of Mount Arvo erupted in 1911.")
    there = room.anna.conversation
    await stage.server.until(lambda: [m for m in there.messages() if "1911" in m.content])
    await stage.server.settled()
    assert len([m for m in there.messages() if "1911" in m.content]) == 1


async def test_commands_are_offered_in_both_languages_and_synced_once(stage: Stage) -> None:
    names = {one["name"] for one in stage.server.commands[None]}
    assert {"ask", "help", "library", "settings", "insights", "privacy", "forget"} <= names
    assert {"Ask about this", "Check this claim", "Add to library"} <= names
    german = {
        (one.get("name_localizations") or {}).get("de") for one in stage.server.commands[None]
    }
    assert german - {None}
    assert len(stage.server.syncs) == 1
