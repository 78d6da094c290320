"""Where, to whom and how often it answers: channels, modes, roles, limits, direct messages."""

from __future__ import annotations

from tests.discord.e2e.stage import BOATS, EIGHTY, LAMP, NYMAN, Stage


async def test_by_default_only_what_calls_it_is_answered(stage: Stage) -> None:
    room = await stage.newsroom()
    await stage.nothing(await room.anna.say(BOATS))
    role = room.guild.role("Dateline", mentionable=True)
    await stage.nothing(await room.anna.say(f"{role.mention} @everyone {BOATS}"))


async def test_in_a_channel_set_to_every_post_questions_are_answered(stage: Stage) -> None:
    room = await stage.newsroom()
    said = await stage.manage(room, "settings channel", mode="every post", channel=room.general)
    assert room.general.mention in said
    assert EIGHTY in (await stage.only_answer(await room.anna.say(BOATS))).content
    for text in (
        "I like the lighthouse of Skarv.",
        "lol really?",
        "https://news.example/what?",
        f"<@{room.guild.member('Carl').id}> how are you?",
    ):
        await stage.nothing(await room.anna.say(text))
    berta = room.guild.member("Berta")
    remark = await berta.say("The lighthouse is old.")
    await stage.nothing(await room.anna.say(LAMP, reply_to=remark))


async def test_a_channel_that_is_off_answers_nobody_and_says_so_to_commands(stage: Stage) -> None:
    room = await stage.newsroom()
    other = room.guild.channel("other")
    await room.guild.announce()
    await stage.manage(room, "settings channel", mode="off", channel=room.general)
    await stage.nothing(await room.anna.ask(BOATS))
    refused = await room.anna.slash("ask", question=BOATS)
    shown = await stage.refused(refused)
    assert "switched off" in shown
    assert EIGHTY in (await stage.only_answer(await room.anna.ask(BOATS, other))).content
    assert (
        EIGHTY
        in (
            await stage.only_answer(await room.anna.slash("ask", question=BOATS, private=True))
        ).content
    )


async def test_only_the_roles_that_are_named_may_ask(stage: Stage) -> None:
    room = await stage.newsroom()
    readers = room.guild.role("Readers")
    berta = room.guild.member("Berta", readers)
    await room.guild.announce()
    await stage.manage(room, "settings roles", who="ask", action="add", role=readers)
    refused = await room.anna.slash("ask", question=BOATS)
    shown = await stage.refused(refused)
    assert readers.mention in shown
    notice = await stage.server.reply_to(await room.anna.ask(BOATS))
    assert readers.mention in notice.content
    assert EIGHTY in (await stage.only_answer(await berta.ask(BOATS))).content


async def test_daily_limits_hold_for_a_person_and_for_the_guild(stage: Stage) -> None:
    room = await stage.newsroom()
    await stage.manage(room, "settings limits", person=1, server=2)
    await stage.only_answer(await room.anna.slash("ask", question=BOATS))
    refused = await room.anna.slash("ask", question=LAMP)
    shown = await stage.refused(refused)
    assert "limit of 1" in shown
    assert "<t:" in shown
    await stage.only_answer(await room.guild.member("Berta").slash("ask", question=LAMP))
    third = await room.guild.member("Carl").slash("ask", question=LAMP)
    shown = await stage.refused(third)
    assert "2 questions for today" in shown


async def test_who_asks_too_much_is_told_so_to_themselves(stage: Stage) -> None:
    room = await stage.newsroom()
    asked = [await room.anna.slash("ask", question=LAMP, private=True) for _ in range(12)]
    await stage.server.until(lambda: all(stage.server.replies_to(one) for one in asked))
    await stage.server.settled()
    said = [stage.server.replies_to(one)[0].content for one in asked]
    assert len([one for one in said if NYMAN in one]) == 10
    refused = [one for one in said if "lot of questions" in one]
    assert len(refused) == 2
    assert "<t:" in refused[0]


async def test_direct_messages_are_off_by_default(stage: Stage) -> None:
    anna = (await stage.newsroom()).anna
    await stage.nothing(await anna.dm(BOATS))
    assert stage.server.messages(anna.conversation)[1:] == []


async def test_errors_of_typing_are_told_to_the_person_alone(stage: Stage) -> None:
    room = await stage.newsroom()
    wrong = await stage.told(await room.anna.slash("ask", question=BOATS, until="2019-02-31"))
    assert "2019-02-31" in wrong
    swapped = await room.anna.slash("ask", question=BOATS, since="2020", until="2019")
    assert "Swap" in await stage.told(swapped)
    assert room.general.messages() == []


async def test_a_question_that_is_too_long_is_told_so(stage: Stage) -> None:
    room = await stage.newsroom()
    notice = await stage.server.reply_to(await room.anna.ask("why " * 400))
    assert "1000 characters" in notice.content


async def test_missing_permissions_are_told_once_to_the_owner(stage: Stage) -> None:
    owner = stage.server.user("Olga")
    room = await stage.newsroom(owner=owner)
    await room.general.forbid("send_messages", "create_public_threads")
    for _ in range(2):
        await stage.nothing(await room.anna.ask(BOATS))
    there = owner.conversation
    await stage.server.until(
        lambda: any("Send Messages" in one.content for one in there.messages())
    )
    await stage.server.settled()
    told = [one for one in there.messages() if one.by_bot]
    assert 1 <= len(told) <= 2
    assert len({one.content for one in told}) == len(told)
    assert any("Send Messages" in one.content for one in told)
    await room.general.forbid()
    assert EIGHTY in (await stage.only_answer(await room.anna.ask(BOATS))).content


async def test_without_the_right_to_open_threads_it_replies(stage: Stage) -> None:
    owner = stage.server.user("Olga")
    room = await stage.newsroom(owner=owner)
    await room.general.forbid("create_public_threads")
    asked = await room.anna.ask(BOATS)
    answer = await stage.only_answer(asked)
    assert answer.replies_to == asked.id
    there = owner.conversation
    await stage.server.until(lambda: there.messages())
    told = [one for one in there.messages() if one.by_bot]
    assert len(told) == 1
    assert "Create Public Threads" in told[0].content
    more = await room.anna.ask(LAMP)
    assert NYMAN in (await stage.only_answer(more)).content
    assert len([one for one in stage.server.messages(owner.conversation) if one.by_bot]) == 1


async def test_without_the_right_to_write_in_threads_it_replies(stage: Stage) -> None:
    owner = stage.server.user("Olga")
    room = await stage.newsroom(owner=owner)
    await room.general.forbid("send_messages_in_threads")
    asked = await room.anna.ask(BOATS)
    answer = await stage.only_answer(asked)
    assert answer.replies_to == asked.id
    assert room.general.threads == []
    there = owner.conversation
    await stage.server.until(lambda: there.messages())
    assert "Send Messages in Threads" in there.messages()[0].content


async def test_a_channel_whose_history_is_closed_is_answered_all_the_same(stage: Stage) -> None:
    room = await stage.newsroom()
    await room.general.forbid("read_message_history", "create_public_threads")
    asked = await room.anna.ask(BOATS)
    await stage.server.until(lambda: [one for one in room.general.messages() if one.by_bot])
    await stage.server.settled()
    said = [one for one in room.general.messages() if one.by_bot]
    assert [EIGHTY in one.content for one in said] == [True], asked


async def test_texts_are_in_the_language_of_the_guild_and_of_the_person(stage: Stage) -> None:
    room = await stage.newsroom(locale="de")
    answer = await stage.only_answer(await room.anna.ask("When did the volcano of Arvo erupt?"))
    assert "Artikel" in answer.content
    assert any("Suche" in label for label in answer.labels)
    english = room.guild.member("Eve", locale="en-US")
    shown = await stage.told(await english.slash("privacy"))
    assert "What this bot stores" in shown
    await stage.manage(room, "settings language", language="English")
    answer = await stage.only_answer(await room.anna.ask("When did the volcano of Arvo erupt?"))
    assert "The articles do not tell." in answer.content
