"""Questions, channels and threads that are edited, deleted or closed meanwhile."""

from __future__ import annotations

from tests.discord.e2e.stage import BOATS, EIGHTY, LAMP, NYMAN, VOLCANO, Stage


async def test_an_edited_question_is_offered_a_new_answer(stage: Stage) -> None:
    room = await stage.newsroom()
    asked = await room.anna.ask(BOATS)
    await stage.only_answer(asked)
    thread = room.general.threads[0]
    await room.anna.edit(asked, asked.content.replace(BOATS, LAMP))
    offer = await stage.server.until(
        lambda: next((one for one in thread.messages() if "Answer again" in one.labels), None)
    )
    assert NYMAN not in offer.content
    berta = room.guild.member("Berta")
    assert "Only who asked" in await stage.told(await berta.press(offer, "Answer again"))
    again = await stage.only_answer(await room.anna.press(offer, "Answer again"))
    assert NYMAN in again.content
    assert not again.ephemeral
    await room.anna.edit(asked, asked.content)  # as when a preview is added
    await stage.server.settled()
    assert len([one for one in thread.messages() if "The question changed" in one.content]) <= 1


async def test_the_answer_to_a_deleted_question_is_taken_back(stage: Stage) -> None:
    room = await stage.newsroom()
    await stage.manage(room, "settings threads", answers="a reply")
    asked = await room.anna.ask(BOATS)
    answer = await stage.only_answer(asked)
    await room.anna.delete(asked)
    await stage.server.until(lambda: answer.gone)
    in_thread = await stage.newsroom()
    asked = await in_thread.anna.ask(BOATS)
    answer = await stage.only_answer(asked)
    await in_thread.anna.delete(asked)
    await stage.server.until(lambda: answer.gone)


async def test_a_question_that_is_deleted_at_once_leaves_no_answer(stage: Stage) -> None:
    room = await stage.newsroom()
    await stage.manage(room, "settings threads", answers="a reply")
    asked = await room.anna.ask(BOATS)
    await room.anna.delete(asked)
    await stage.server.settled()
    left = [one for one in room.general.messages() if one.by_bot]
    assert left == []


async def test_a_channel_that_is_deleted_at_once_harms_nothing(stage: Stage) -> None:
    room = await stage.newsroom()
    other = room.guild.channel("other")
    await room.guild.announce()
    await room.anna.ask(BOATS, other)
    await room.anna.slash("ask", other, question=BOATS)
    await other.delete()
    await stage.server.settled()
    assert EIGHTY in (await stage.only_answer(await room.anna.ask(BOATS))).content


async def test_a_thread_that_is_deleted_or_locked_harms_nothing(stage: Stage) -> None:
    room = await stage.newsroom()
    asked = await room.anna.ask(BOATS)
    await stage.only_answer(asked)
    thread = room.general.threads[0]
    await thread.archive(locked=True)
    await room.anna.edit(asked, asked.content.replace(BOATS, LAMP))
    await stage.server.settled()
    await thread.delete()
    await room.anna.edit(asked, asked.content.replace(LAMP, VOLCANO))
    await room.anna.delete(asked)
    await stage.server.settled()
    assert EIGHTY in (await stage.only_answer(await room.anna.ask(BOATS))).content


async def test_a_guild_that_removes_the_bot_at_once_harms_nothing(stage: Stage) -> None:
    room = await stage.newsroom()
    await room.anna.ask(BOATS)
    await room.guild.remove_bot()
    await stage.server.settled()
    other = await stage.newsroom()
    assert EIGHTY in (await stage.only_answer(await other.anna.ask(BOATS))).content
