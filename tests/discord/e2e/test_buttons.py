"""The buttons under an answer, the forms they open, and what becomes of them."""

from __future__ import annotations

import json

from tests.discord.e2e.stage import BOATS, EIGHTY, LAMP, NYMAN, VOLCANO, Stage
from tests.discord_server import Seen

LETTER = "What was found on the beach of Tarn?"
ERUPTION = """---
title: Arvo speaks
outlet: Peak Post
published: 2023-05-02
url: https://peak.example/arvo
---
The volcano of Mount Arvo erupted on 1 May 2023. Two hundred people left the valley.
"""


async def test_the_viewer_shows_each_source_with_its_quote_marked(stage: Stage) -> None:
    room = await stage.newsroom()
    answer = await stage.only_answer(await room.anna.slash("ask", question=LETTER))
    berta = room.guild.member("Berta")
    sources = next(label for label in answer.labels if label.startswith("Sources"))
    viewer = await stage.server.reply_to(await berta.press(answer, sources))
    assert viewer.ephemeral
    assert "Letter in a bottle" in viewer.text or "Old letter" in viewer.text
    assert "**" in viewer.text or "__" in viewer.text
    await stage.server.settled()
    if sources != "Sources (1)":
        first = viewer.text
        await berta.press(viewer, "Next")
        await stage.server.until(lambda: viewer.text != first)
        await berta.press(viewer, "Previous")
        await stage.server.until(lambda: viewer.text == first)
    passage = viewer.text
    await berta.press(viewer, "Article")
    await stage.server.until(lambda: viewer.text != passage)
    await stage.server.until(lambda: "Passage" in viewer.labels)
    await berta.press(viewer, "Passage")
    await stage.server.until(lambda: viewer.text == passage)


async def test_an_answer_from_several_articles_is_leafed_through(stage: Stage) -> None:
    room = await stage.newsroom()
    said = await room.anna.say(
        "The lighthouse of Skarv was built in 1874. Eighty passengers were brought ashore."
    )
    checked = await stage.only_answer(await room.anna.menu("Check this claim", said))
    viewer = await stage.server.reply_to(await room.anna.press(checked, "Sources (2)"))
    await stage.server.settled()
    first = viewer.text
    assert viewer.control("Previous")["disabled"]
    await room.anna.press(viewer, "Next")
    await stage.server.until(lambda: viewer.text != first)
    assert viewer.control("Next")["disabled"]
    assert "2 of 2" in viewer.text


async def test_thumbs_are_counted_once_a_person_and_down_asks_why(stage: Stage) -> None:
    room = await stage.newsroom()
    answer = await stage.only_answer(await room.anna.slash("ask", question=BOATS))
    assert "Thank you" in await stage.told(await room.anna.press(answer, "👍"))
    shown = await room.anna.press(answer, "👎")
    await stage.server.until(lambda: shown.modal)
    sent = await room.anna.submit(shown, {"why": "The number is @everyone's"})
    assert "Thank you" in await stage.told(sent)
    berta = room.guild.member("Berta")
    assert "Thank you" in await stage.told(await berta.press(answer, "👍"))
    insights = await stage.manage(room, "insights")
    assert "1 / 1" in insights
    assert "The number is" in insights


async def test_a_new_search_takes_dates_and_an_outlet(stage: Stage) -> None:
    room = await stage.newsroom()
    answer = await stage.only_answer(await room.anna.ask(BOATS))
    shown = await room.anna.press(answer, "New search")
    await stage.server.until(lambda: shown.modal)
    assert BOATS in json.dumps(shown.modal)
    sent = await room.anna.submit(shown, {"since": "2019", "until": "2019-12"})
    assert EIGHTY in (await stage.only_answer(sent)).content
    shown = await room.anna.press(answer, "New search")
    await stage.server.until(lambda: shown.modal)
    wrong = await room.anna.submit(shown, {"since": "next year"})
    refused = await stage.server.reply_to(wrong)
    assert refused.ephemeral
    assert "next year" in refused.text
    again = await room.anna.press(refused, "Change the search")
    await stage.server.until(lambda: again.modal)
    assert "next year" in json.dumps(again.modal)
    sent = await room.anna.submit(again, {"since": "", "question": LAMP})
    assert NYMAN in (await stage.only_answer(sent)).content


async def test_a_new_search_of_a_private_question_stays_private(stage: Stage) -> None:
    room = await stage.newsroom()
    answer = await stage.only_answer(await room.anna.slash("ask", question=BOATS, private=True))
    shown = await room.anna.press(answer, "New search")
    await stage.server.until(lambda: shown.modal)
    again = await stage.only_answer(await room.anna.submit(shown, {"outlet": "Fjord Courier"}))
    assert again.ephemeral


async def test_who_waits_for_an_article_is_told_exactly_once(stage: Stage) -> None:
    room = await stage.newsroom()
    berta = room.guild.member("Berta")
    berta.close_dms()
    question = "When did the volcano of Mount Arvo erupt?"
    asked = await room.anna.ask(question)
    answer = await stage.only_answer(asked)
    label = "Tell me when an article covers this"
    assert "direct message" in await stage.told(await room.anna.press(answer, label))
    assert "noted already" in await stage.told(await room.anna.press(answer, label))
    await stage.told(await berta.press(answer, label))
    await stage.add_article(room, "ferry", "---\ntitle: A ferry\n---\nThe ferry is late again.")
    await stage.server.settled()
    assert _told(stage, stage.server.messages(room.anna.conversation)) == []
    await stage.add_article(room, "arvo", ERUPTION)
    await stage.server.until(lambda: _told(stage, stage.server.messages(room.anna.conversation)))
    await stage.server.settled()
    told = _told(stage, stage.server.messages(room.anna.conversation))
    assert len(told) == 1
    assert "1 May 2023" in told[0].content
    assert question in told[0].content
    in_thread = _told(stage, stage.server.messages(asked.id))
    assert len(in_thread) == 1
    await stage.add_article(room, "arvo2", ERUPTION.replace("Two hundred", "Three hundred"))
    await stage.server.settled()
    assert len(_told(stage, stage.server.messages(room.anna.conversation))) == 1
    assert len(_told(stage, stage.server.messages(asked.id))) == 1


def _told(stage: Stage, there: list[Seen]) -> list[Seen]:
    return [one for one in there if one.by_bot and "An article answers now" in one.content]


async def test_a_watch_can_be_taken_back(stage: Stage) -> None:
    room = await stage.newsroom()
    answer = await stage.only_answer(await room.anna.slash("ask", question=VOLCANO))
    kept = await stage.server.reply_to(
        await room.anna.press(answer, "Tell me when an article covers this")
    )
    await room.anna.press(kept, "No longer tell me")
    await stage.server.until(lambda: "no longer noted" in kept.content)
    await stage.add_article(room, "arvo", ERUPTION)
    await stage.server.settled()
    assert _told(stage, stage.server.messages(room.anna.conversation)) == []


async def test_buttons_of_one_guild_are_worth_nothing_in_another(stage: Stage) -> None:
    room, other = await stage.newsroom(), await stage.newsroom("Elsewhere")
    answer = await stage.only_answer(await room.anna.slash("ask", question=BOATS))
    decoy = await stage.only_answer(await other.anna.slash("ask", question=VOLCANO))
    for theirs in answer.components[0]["components"]:
        stolen = dict(decoy.payload)
        decoy.payload["components"] = [{"type": 1, "id": 1, "components": [theirs]}]
        pressed = await other.anna.press(decoy, theirs["custom_id"])
        seen = await stage.server.reply_to(pressed)
        decoy.payload.update(stolen)
        assert seen.ephemeral
        assert EIGHTY not in seen.text
        assert "Ferry" not in seen.text
