"""What the gateway does to a connection: refusals, ops 7 and 9, close codes, aborts, replays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.discord.e2e.stage import BOATS, EIGHTY, LAMP, NYMAN, RADAR, Stage


async def again_answers(stage: Stage) -> None:
    room = await stage.newsroom()
    assert EIGHTY in (await stage.only_answer(await room.anna.ask(BOATS))).content
    assert NYMAN in (await stage.only_answer(await room.anna.slash("ask", question=LAMP))).content


async def other_connection(stage: Stage) -> None:
    before = {id(one) for one in stage.server.gateway.live()}
    assert before
    await stage.server.until(
        lambda: [one for one in stage.server.gateway.live() if id(one) not in before]
    )


async def test_op_7_is_followed_by_a_resume(stage: Stage) -> None:
    sessions = set(stage.server.gateway.sessions)
    before = stage.server.gateway.live()
    await stage.server.gateway.reconnect()
    await stage.server.until(
        lambda: stage.server.gateway.live() and stage.server.gateway.live() != before
    )
    assert set(stage.server.gateway.sessions) == sessions
    await again_answers(stage)


@pytest.mark.parametrize("code", [4000, 4009])
async def test_a_closed_connection_is_opened_again(stage: Stage, code: int) -> None:
    before = stage.server.gateway.live()
    await stage.server.gateway.close(code)
    await stage.server.until(
        lambda: stage.server.gateway.live() and stage.server.gateway.live() != before
    )
    await again_answers(stage)


async def test_an_aborted_socket_is_replaced_and_misses_nothing(stage: Stage) -> None:
    room = await stage.newsroom()
    stage.server.gateway.abort()
    await stage.server.until(lambda: not stage.server.gateway.live())
    missed = await room.anna.ask(BOATS)
    await stage.server.until(lambda: stage.server.gateway.live())
    assert EIGHTY in (await stage.only_answer(missed)).content


async def test_replayed_messages_are_not_answered_twice(stage: Stage) -> None:
    room = await stage.newsroom()
    asked = await room.anna.ask(BOATS)
    slash = await room.anna.slash("ask", question=LAMP)
    await stage.only_answer(asked)
    await stage.only_answer(slash)
    await stage.server.gateway.dispatch(
        "INTERACTION_CREATE", slash.payload, guild_id=room.guild.id, channel=room.general.payload
    )
    for session in stage.server.gateway.sessions.values():
        replayed = [one for one in session.events if one["t"] == "MESSAGE_CREATE"][-8:]
        for event in replayed:
            await stage.server.gateway.dispatch(
                event["t"], event["d"], guild_id=room.guild.id, channel=room.general.payload
            )
    await stage.only_answer(asked)
    answers = [m for m in room.general.messages() if m.by_bot and NYMAN in m.content]
    assert len(answers) == 1
    stage.server.errors.clear()  # 40060: how else could it know


async def test_a_thread_that_it_was_not_told_of_is_gone_on_with(stage: Stage) -> None:
    room = await stage.newsroom()
    await stage.only_answer(await room.anna.ask(RADAR))
    thread = room.general.threads[0]
    gone = {"id": thread.id, "guild_id": room.guild.id, "parent_id": room.general.id, "type": 11}
    await stage.server.gateway.dispatch(
        "THREAD_DELETE", gone, guild_id=room.guild.id, channel=thread.payload
    )
    await room.anna.say("How long had she commanded the ship?", thread)
    await stage.server.until(lambda: any("eleven years" in m.content for m in thread.messages()))


async def test_interactions_without_what_discord_added_later_are_answered(stage: Stage) -> None:
    room = await stage.newsroom()
    begin = stage.server.gateway.dispatch

    async def older(event: str, data: dict[str, object], **more: object) -> bool:
        late = ("authorizing_integration_owners", "context", "app_permissions", "locale")
        data = {key: value for key, value in data.items() if key not in late}
        return await begin(event, data, **more)  # type: ignore[arg-type]  # handed on as they came

    stage.server.gateway.dispatch = older  # type: ignore[method-assign,assignment]  # for this test
    try:
        asked = await room.anna.slash("ask", question=LAMP)
    finally:
        stage.server.gateway.dispatch = begin  # type: ignore[method-assign]  # put back
    assert NYMAN in (await stage.only_answer(asked)).content


async def test_an_event_that_cannot_be_read_does_not_end_it(stage: Stage) -> None:
    room = await stage.newsroom()
    before = set(stage.server.gateway.sessions)
    for event in ("MESSAGE_CREATE", "INTERACTION_CREATE", "GUILD_MEMBER_UPDATE", "NEW_EVENT"):
        await stage.server.gateway.dispatch(event, {}, guild_id=room.guild.id)
    await stage.server.until(lambda: set(stage.server.gateway.sessions) - before)
    await again_answers(stage)
    stage.forgive_traceback()


async def test_an_invalid_session_that_can_be_resumed_is_resumed(stage: Stage) -> None:
    before = stage.server.gateway.live()
    await stage.server.gateway.invalidate(resumable=True)
    await stage.server.until(
        lambda: stage.server.gateway.live() and stage.server.gateway.live() != before
    )
    await again_answers(stage)


async def test_an_invalid_session_is_begun_anew(stage: Stage) -> None:
    before = set(stage.server.gateway.sessions)
    stage.server.gateway.forgive_identify()
    await stage.server.gateway.invalidate(resumable=False)
    await stage.server.until(lambda: set(stage.server.gateway.sessions) - before)
    await again_answers(stage)


async def test_a_heartbeat_that_is_asked_for_comes_at_once(stage: Stage) -> None:
    before = len(stage.server.gateway.live()[0].beats)
    await stage.server.gateway.ask_for_heartbeat()
    await stage.server.until(lambda: len(stage.server.gateway.live()[0].beats) > before)


async def test_first_connections_that_are_refused_are_tried_again(home: Path) -> None:
    stage = Stage(home)
    stage.server.gateway.refuse = 1
    for path in ("/users/@me", "/oauth2/applications/@me", "/applications/.*/commands"):
        stage.server.faults.add(path, "abort")
    async with stage:
        assert stage.server.gateway.refuse == 0
        assert [one.met for one in stage.server.faults.all] == [1, 1, 1]
        await again_answers(stage)
        stage.check()
        assert len(stage.server.syncs) == 1
        await stage.server.gateway.close(4004)  # the token was made invalid meanwhile
        assert await stage.process.ended() == 2
        assert "DISCORD_TOKEN" in "".join(stage.process.text().splitlines()[-2:])


async def test_without_the_message_content_intent_it_works_by_mention_and_command(
    home: Path,
) -> None:
    stage = Stage(home)
    stage.server.gateway.privileged.clear()
    async with stage:
        room = await stage.newsroom()
        asked = await room.anna.ask(BOATS)
        assert EIGHTY in (await stage.only_answer(asked)).content
        answer = await stage.only_answer(await room.anna.slash("ask", question=LAMP))
        assert NYMAN in answer.content
        thread = room.general.threads[0]
        await stage.nothing(await room.anna.say(LAMP, thread))
        more = await room.anna.ask(LAMP, thread)
        await stage.server.until(lambda: [one for one in thread.messages() if NYMAN in one.content])
        assert more
        said = await room.anna.say("The lighthouse of Skarv was built in 1874.")
        checked = await stage.only_answer(await room.anna.menu("Check this claim", said))
        assert "Supported" in checked.content
        shown = await stage.manage(
            room, "settings channel", mode="every post", channel=room.general
        )
        assert "Message Content Intent" in shown
        await stage.server.settled()
        reply = next(one for one in thread.messages() if one.labels)
        replied = await room.anna.say("How many boats were there?", reply_to=reply)
        query = f"SELECT 1 FROM questions WHERE source_id = {replied.id}"
        await stage.server.until(lambda: stage.rows(query))
        await stage.server.settled()
        stage.check()
        assert "message content intent" in stage.process.text()
        assert len(stage.server.gateway.identifies) == 2


async def test_a_wrong_token_is_one_clear_line(home: Path) -> None:
    stage = Stage(home, start=False, DISCORD_TOKEN="wrong")
    stage.process.wait = False
    async with stage:
        await stage.process.start()
        assert await stage.process.ended() == 2
    lines = [one for one in stage.process.text().splitlines() if "WARNING" not in one]
    assert len(lines) <= 2
    assert "DISCORD_TOKEN" in lines[-1] + lines[0]
    assert "Traceback" not in stage.process.text()


async def test_without_a_token_it_says_so(home: Path) -> None:
    stage = Stage(home, start=False, DISCORD_TOKEN="")
    stage.process.wait = False
    async with stage:
        await stage.process.start()
        assert await stage.process.ended() == 2
    assert "DISCORD_TOKEN is not set" in stage.process.text()


async def test_two_shards_answer_for_their_guilds(home: Path) -> None:
    stage = Stage(home, DATELINE_DISCORD_SHARDS="2")
    stage.server.shards = 2
    stage.server.gateway.identify_every = 0.0
    async with stage:
        rooms = [await stage.newsroom(f"Guild {number}") for number in range(4)]
        for room in rooms:
            assert EIGHTY in (await stage.only_answer(await room.anna.ask(BOATS))).content
        stage.check()
