"""Every way of asking, and the conversation that follows."""

from __future__ import annotations

from tests.discord.e2e.stage import (
    BOATS,
    EIGHTY,
    ENVOYS,
    FAILED,
    LAMP,
    NYMAN,
    RADAR,
    REFUSED,
    THREE,
    VOLCANO,
    Stage,
)


async def test_a_mention_is_answered_in_a_thread_that_it_opens(stage: Stage) -> None:
    room = await stage.newsroom()
    asked = await room.anna.ask(BOATS)
    answer = await stage.only_answer(asked)
    assert EIGHTY in answer.content
    assert "[1]" in answer.content
    assert answer.without_previews
    thread = room.general.threads
    assert [one.name for one in thread] == [BOATS]
    assert answer.place["id"] == thread[0].id == asked.id
    assert [one for one in room.general.messages() if one.by_bot] == []
    assert stage.server.typing


async def test_a_mention_at_the_end_and_in_the_middle_is_answered_too(stage: Stage) -> None:
    room = await stage.newsroom()
    bot = f"<@{stage.server.world.bot['id']}>"
    for text in (f"{BOATS} {bot}", f"Hey {bot}, who built the lighthouse of Skarv?"):
        answer = await stage.answer(await room.anna.say(text))
        assert answer.labels[0].startswith("Sources")


async def test_a_mention_without_a_question_is_told_how_to_ask(stage: Stage) -> None:
    room = await stage.newsroom()
    told = await stage.server.reply_to(await room.anna.ask(""))
    assert "/ask" in told.content
    assert room.general.threads == []


async def test_a_reply_to_an_answer_goes_on_with_its_conversation(stage: Stage) -> None:
    room = await stage.newsroom()
    await stage.manage(room, "settings threads", answers="a reply")
    asked = await room.anna.ask(RADAR)
    first = await stage.only_answer(asked)
    assert first.replies_to == asked.id
    assert FAILED in first.content
    more = await room.anna.say("How long had she commanded the ship?", reply_to=first)
    second = await stage.only_answer(more)
    assert "eleven years" in second.content
    assert second.replies_to == more.id
    assert room.general.threads == []


async def test_a_slash_question_is_deferred_before_anything_else(stage: Stage) -> None:
    room = await stage.newsroom()
    asked = await room.anna.slash("ask", question=BOATS)
    answer = await stage.only_answer(asked)
    assert asked.kind == 5
    assert asked.answered_after is not None
    assert asked.answered_after < 3
    assert EIGHTY in answer.content
    assert not answer.ephemeral
    assert BOATS in answer.content  # nobody else sees what was typed


async def test_a_private_question_is_seen_by_who_asked_alone(stage: Stage) -> None:
    room = await stage.newsroom()
    answer = await stage.only_answer(await room.anna.slash("ask", question=BOATS, private=True))
    assert answer.ephemeral
    assert EIGHTY in answer.content
    assert room.general.threads == []
    assert room.general.messages() == []


async def test_a_slash_question_can_be_narrowed_to_dates_and_an_outlet(stage: Stage) -> None:
    room = await stage.newsroom()
    inside = await room.anna.slash(
        "ask", question=BOATS, since="2019", until="2019-03", outlet="Fjord Courier"
    )
    assert EIGHTY in (await stage.only_answer(inside)).content
    outside = await room.anna.slash("ask", question=BOATS, since="2020")
    assert EIGHTY not in (await stage.only_answer(outside)).content
    wrong = await room.anna.slash("ask", question=BOATS, since="soon")
    assert "soon" in await stage.told(wrong)
    suggested = await room.anna.complete("ask", "outlet", "fjord")
    assert [one["value"] for one in suggested] == ["Fjord Courier"]


async def test_a_message_can_be_asked_about_by_right_click(stage: Stage) -> None:
    room = await stage.newsroom()
    berta = room.guild.member("Berta")
    said = await berta.say(BOATS)
    answer = await stage.only_answer(await room.anna.menu("Ask about this", said))
    assert EIGHTY in answer.content
    remark = await berta.say("The lighthouse of Skarv is my favourite place.")
    shown = await room.anna.menu("Ask about this", remark)
    await stage.server.until(lambda: shown.modal)
    sent = await room.anna.submit(shown, {"question": LAMP})
    assert NYMAN in (await stage.only_answer(sent)).content


async def test_the_claims_of_a_message_are_checked_by_right_click(stage: Stage) -> None:
    room = await stage.newsroom()
    said = await room.anna.say(
        "The lighthouse of Skarv was built in 1874. Eighty passengers of the ferry were brought"
        " ashore in seven lifeboats. The volcano of Mount Arvo erupted in 1911."
    )
    checked = await stage.only_answer(await room.anna.menu("Check this claim", said))
    assert "Supported" in checked.content
    assert "Contradicted" in checked.content
    assert "Not in the articles" in checked.content
    assert "[1]" in checked.content
    assert checked.labels[0].startswith("Sources")


async def test_a_message_without_text_can_be_neither_asked_about_nor_checked(stage: Stage) -> None:
    room = await stage.newsroom()
    said = await room.anna.say("<:wave:1234567890123456>", attachments={"a.png": b"x"})
    for menu in ("Ask about this", "Check this claim"):
        assert "no text" in await stage.told(await room.anna.menu(menu, said))


async def test_a_follow_up_in_the_thread_needs_no_mention(stage: Stage) -> None:
    room = await stage.newsroom()
    asked = await room.anna.ask(RADAR)
    await stage.only_answer(asked)
    thread = room.general.threads[0]
    more = await room.anna.say("How long had she commanded the ship?", thread)
    answer = await stage.server.until(
        lambda: next((one for one in thread.messages() if "eleven years" in one.content), None)
    )
    assert answer.replies_to in (None, more.id)
    await stage.server.settled()
    thanks = await room.anna.say("Great, that helps a lot", thread)
    await stage.nothing(thanks)


async def test_a_thread_under_a_slash_answer_goes_on_with_it(stage: Stage) -> None:
    room = await stage.newsroom()
    await stage.only_answer(await room.anna.slash("ask", question=RADAR))
    thread = await stage.server.until(lambda: next(iter(room.general.threads), None))
    await room.anna.say("How long had she commanded the ship?", thread)
    await stage.server.until(
        lambda: any("eleven years" in one.content for one in thread.messages())
    )


async def test_a_command_in_a_thread_goes_on_with_its_conversation(stage: Stage) -> None:
    room = await stage.newsroom()
    await stage.only_answer(await room.anna.ask(RADAR))
    thread = room.general.threads[0]
    more = await room.anna.slash("ask", thread, question="How long had she commanded the ship?")
    assert "eleven years" in (await stage.only_answer(more)).content
    assert len(room.general.threads) == 1


async def test_an_archived_thread_is_gone_on_with(stage: Stage) -> None:
    room = await stage.newsroom()
    await stage.only_answer(await room.anna.ask(RADAR))
    thread = room.general.threads[0]
    await thread.archive()
    await room.anna.say("How long had she commanded the ship?", thread)
    await stage.server.until(lambda: any("eleven years" in m.content for m in thread.messages()))


async def test_two_people_in_one_thread_share_no_memory(stage: Stage) -> None:
    room = await stage.newsroom()
    berta = room.guild.member("Berta")
    await stage.only_answer(await room.anna.ask(RADAR))
    thread = room.general.threads[0]
    theirs = await berta.say("And how long had she commanded it?", thread)
    await stage.server.settled()
    own = await room.anna.say("And how long had she commanded it?", thread)
    await stage.server.settled()
    assert await stage.understood(theirs) == theirs.content
    assert "Ida Holm" in await stage.understood(own)


async def test_several_questions_of_one_person_are_answered_one_after_the_other(
    stage: Stage,
) -> None:
    room = await stage.newsroom()
    questions = {BOATS: EIGHTY, RADAR: FAILED, LAMP: NYMAN, ENVOYS: THREE}
    asked = [await room.anna.ask(question) for question in questions]
    for said, words in zip(asked, questions.values(), strict=True):
        assert words in (await stage.answer(said)).content
    await stage.server.settled()
    assert all(len([r for r in stage.server.replies_to(one) if r.labels]) == 1 for one in asked)


async def test_what_the_articles_do_not_tell_is_declined_in_a_friendly_way(stage: Stage) -> None:
    room = await stage.newsroom()
    answer = await stage.only_answer(await room.anna.ask(VOLCANO))
    assert REFUSED in answer.content
    assert "Searched 8 articles" in answer.content
    assert "Tell me when an article covers this" in answer.labels
    assert "New search" in answer.labels


async def test_a_post_in_a_forum_and_a_voice_channel_are_answered_where_they_stand(
    stage: Stage,
) -> None:
    room = await stage.newsroom()
    forum = room.guild.channel("questions", "forum")
    voice = room.guild.channel("voice", "voice")
    news = room.guild.channel("news", "announcement")
    await room.guild.announce()
    post = await room.anna.post(forum, "The ferry", BOATS, mention_bot=True)
    assert EIGHTY in (await stage.only_answer(post)).content
    said = await room.anna.ask(BOATS, voice)
    assert (await stage.only_answer(said)).place["id"] == voice.id
    said = await room.anna.ask(BOATS, news)
    assert (await stage.only_answer(said)).place["type"] == 10


async def test_programs_and_what_is_replayed_or_forwarded_are_not_answered(stage: Stage) -> None:
    room = await stage.newsroom()
    robot = room.guild.member("Robot", bot=True)
    await stage.nothing(await robot.ask(BOATS))
    await stage.nothing(await room.anna.post_as_webhook(BOATS))
    said = await room.anna.ask(BOATS)
    await stage.only_answer(said)
    for _ in range(3):
        await stage.server.gateway.dispatch_message("MESSAGE_CREATE", said.payload)
    await stage.only_answer(said)
