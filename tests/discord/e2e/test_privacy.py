"""Settings, insights, what is stored about people, and forgetting it."""

from __future__ import annotations

import json

from tests.discord.e2e.stage import BOATS, LAMP, VOLCANO, Stage


async def test_all_settings_are_shown_changed_and_kept(stage: Stage) -> None:
    room = await stage.newsroom()
    role = room.guild.role("Readers")
    changes: list[tuple[str, dict[str, object], str]] = [
        ("settings channel", {"mode": "off"}, "off"),
        ("settings channel", {"mode": "every post", "channel": room.general}, "every post"),
        ("settings threads", {"answers": "a reply"}, "a reply"),
        ("settings roles", {"who": "ask", "action": "add", "role": role}, role.mention),
        ("settings limits", {"person": 7, "server": 77}, "77"),
        ("settings retention", {"days": 5}, "5 days"),
        ("settings language", {"language": "German"}, "German"),
    ]
    for command, options, words in changes:
        assert words in await stage.manage(room, command, **options)
    shown = await stage.manage(room, "settings show")
    for words in ("off", "a reply", role.mention, "7 a person", "77", "5 days", "German"):
        assert words in shown
    cleared = await stage.manage(room, "settings roles", who="ask", action="remove all")
    assert "everyone" in cleared


async def test_insights_count_what_was_asked_and_export_what_was_not_answered(
    stage: Stage,
) -> None:
    room = await stage.newsroom()
    await stage.only_answer(await room.anna.slash("ask", question=BOATS))
    await stage.only_answer(await room.anna.slash("ask", question=VOLCANO))
    manager = room.guild.manager("Maud")
    shown = await stage.server.reply_to(await manager.slash("insights", export=True))
    assert shown.ephemeral
    assert VOLCANO in shown.text
    assert "Ferry runs aground off Lunde" in shown.text
    lines = [json.loads(line) for line in shown.file().decode().splitlines()]
    assert VOLCANO in json.dumps(lines)
    assert room.anna.id not in shown.text + json.dumps(lines)


async def test_privacy_says_what_is_stored(stage: Stage) -> None:
    room = await stage.newsroom()
    said = await stage.told(await room.anna.slash("privacy"))
    for words in ("keyed hash", "90 days", "/forget me", "no language model"):
        assert words in said


async def test_forget_me_leaves_nothing_of_a_person_on_the_disk(stage: Stage) -> None:
    room = await stage.newsroom()
    secret = "Who built the zanzibarquux lighthouse of Skarv?"
    berta = room.guild.member("Berta")
    answer = await stage.only_answer(await room.anna.slash("ask", question=secret))
    shown = await room.anna.press(answer, "👎")
    await stage.server.until(lambda: shown.modal)
    await stage.told(await room.anna.submit(shown, {"why": "the quuxzanzibar is missing"}))
    if "Tell me when an article covers this" in answer.labels:
        await stage.told(await room.anna.press(answer, "Tell me when an article covers this"))
    kept = await stage.only_answer(await berta.slash("ask", question=LAMP))
    before = stage.stored()
    assert b"zanzibarquux" in before
    assert b"quuxzanzibar" in before
    for each in (room.anna.id, "anna"):
        assert each.encode() not in before
    sure = await stage.server.reply_to(await room.anna.slash("forget me"))
    assert sure.ephemeral
    await room.anna.press(sure, "Delete everything")
    await stage.server.until(lambda: "deleted" in sure.content)
    after = stage.stored()
    assert b"zanzibarquux" not in after
    assert b"quuxzanzibar" not in after
    gone = await stage.told(await room.anna.press(answer, "👍"))
    assert "too old" in gone
    await stage.told(await berta.press(kept, "👍"))


async def test_a_deleted_question_is_gone_from_the_disk(stage: Stage) -> None:
    room = await stage.newsroom()
    asked = await room.anna.ask("Who built the wobblefroth lighthouse of Skarv?")
    answer = await stage.only_answer(asked)
    assert b"wobblefroth" in stage.stored()
    await room.anna.delete(asked)
    await stage.server.until(lambda: answer.gone)
    await stage.server.until(lambda: b"wobblefroth" not in stage.stored())


async def test_the_log_holds_neither_questions_nor_tokens_nor_names(stage: Stage) -> None:
    room = await stage.newsroom()
    await stage.only_answer(await room.anna.ask("Who built the plumplefax lighthouse of Skarv?"))
    asked = await room.anna.slash("ask", question="Who built the plumplefax lighthouse of Skarv?")
    await stage.only_answer(asked)
    log = stage.process.text()
    assert "answered" in log
    for each in ("plumplefax", stage.server.token, asked.token, room.anna.id, "anna"):
        assert each not in log


async def test_help_says_how_to_ask(stage: Stage) -> None:
    room = await stage.newsroom()
    said = await stage.told(await room.anna.slash("help"))
    for words in ("/ask", "/library", "/privacy"):
        assert words in said
