"""Every kind of answer as Discord shows it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from bot.records.community.settings import GuildSettings
from retrieval.engine import Engine
from tests.conftest import ROOT
from tests_screenshots.copyist import Copyist
from tests_screenshots.stage import Stage

Play = Callable[..., None]
EXPELLED = "How many Russian diplomats did NATO expel?"
CHINA = "Why did China close its mission to NATO in 2021?"
TELL_ME = "Tell me when an article covers this"
LIGHTHOUSE = """---
title: "Lighthouse of Lunde goes dark"
outlet: Harbour Weekly
author: Helga Sund
published: "2021-05-03"
url: https://harbour.example/lighthouse
---
The lighthouse of Lunde was switched off on 3 May 2021, because its lamp had cracked in the frost.

The keeper, Karl Nyman, left the island the same day. A new lamp will cost 40,000 euros.
"""
HOSTILE = {
    "id": "hostile",
    "title": "@everyone [Free Nitro](https://evil.example/login) discord.gg/abc",
    "outlet": "||spoiler|| **Bold** Times",
    "published": "2021-05-03",
    "text": "The lighthouse of Lunde was closed in May because @everyone and <@80351110224678912> "
    "wanted [free nitro](https://evil.example/login), ||a secret||, `code` and ~~a strike~~.",
}


def test_a_mention_is_answered_in_a_thread_of_its_own(play: Play) -> None:
    async def scene(here: Stage) -> None:
        question = "Why did NATO expel eight Russian diplomats?"
        await here.mara.send(here.channel, f"{here.mention} {question}")
        seen = await here.picture("mention")
        assert f"{question} · 1 message" in seen.text
        await here.mara.send(here.thread, "When was it confirmed?")
        seen = await here.picture("thread", here.thread)
        assert "because it took them for spies. [1]" in seen.text
        assert seen.text.count("Dateline Briefings · NATO strips eight Russians") == 2
        assert "✓ 1 source checked" in seen.text
        assert "confirmed on Wednesday, 6 October 2021" in seen.text
        assert seen.buttons == ("Sources (1)", "👍", "👎", "New search") * 2

    play(scene)


def test_a_slash_question_shows_what_was_asked_and_every_source(play: Play) -> None:
    async def scene(here: Stage) -> None:
        await here.mara.slash(here.channel, "ask", question=EXPELLED)
        seen = await here.picture("ask")
        assert EXPELLED in seen.text
        source = "Questions and answers: the espionage charge and its precedents · October 14, 2021"
        for number in (2, 3):
            assert f"\n[{number}] Dateline Explainers · {source}\n" in seen.text
        assert "✓ 3 sources checked" in seen.text

    play(scene)


def test_an_abstention_offers_to_tell_later(play: Play) -> None:
    async def scene(here: Stage) -> None:
        asked = await here.mara.slash(here.channel, "ask", question=CHINA)
        await here.mara.click(asked.response, label=TELL_ME)
        seen = await here.picture("abstention")
        assert "They mention “China”, but not in the connection" in seen.text
        assert "Searched 18 articles" in seen.text
        assert "The articles do not say so." in seen.marked
        assert seen.buttons == (
            *("Nearest passages", TELL_ME, "👍", "👎", "New search"),
            "No longer tell me",
        )

    play(scene)


def test_a_source_is_shown_in_its_article_with_the_quote_marked(play: Play) -> None:
    async def scene(here: Stage) -> None:
        asked = await here.mara.slash(here.channel, "ask", question=EXPELLED, private=True)
        await here.mara.click(asked.response, label="Sources (3)")
        seen = await here.picture("sources")
        assert "In other words, NATO expelled eight Russian diplomats" in " ".join(seen.marked)
        assert "The same decision shrank the mission itself." in seen.text
        assert "Source 1 of 3" in seen.text
        assert seen.buttons[-3:] == ("Previous", "Next", "Article")

    play(scene)


def test_claims_are_supported_contradicted_or_not_in_the_articles(play: Play) -> None:
    async def scene(here: Stage) -> None:
        said = await here.mara.send(
            here.channel,
            "NATO expelled eight Russian diplomats because it took them for spies. "
            "Prague expelled 80 members of the Russian embassy staff. "
            "The Russian ambassador plays the piano.",
        )
        await here.ines.context_menu(here.channel, "Check this claim", said)
        seen = await here.picture("claims")
        assert {"Supported", "Contradicted", "Not in the articles"} <= set(seen.marked)
        assert "Prague expelled 18 members of the Russian embassy staff." in seen.text

    play(scene)


def test_an_addition_is_summed_up_and_answers_at_once(play: Play) -> None:
    async def scene(here: Stage) -> None:
        given = ("lighthouse.md", LIGHTHOUSE.encode())
        await here.ines.slash(here.channel, "library add", file=given)
        question = "When was the lighthouse of Lunde switched off?"
        await here.ines.slash(here.channel, "ask", question=question, private=True)
        seen = await here.picture("added", viewer=here.ines)
        assert "1 article added" in seen.text
        assert "https://harbour.example/lighthouse" in seen.links
        assert "embed" not in seen.text

    play(scene)


def test_the_library_is_listed(play: Play) -> None:
    async def scene(here: Stage) -> None:
        await here.mara.slash(here.channel, "library list")
        seen = await here.picture("library")
        assert "Library · 18 articles" in seen.text
        assert "From closed offices to draft treaties: the winter of 2021-22" in seen.marked
        assert seen.buttons == ("Previous", "Next")

    play(scene)


def test_a_search_shows_passages_under_their_articles(play: Play) -> None:
    async def scene(here: Stage) -> None:
        query = "helicopters for Afghanistan"
        await here.mara.slash(here.channel, "library search", query=query)
        seen = await here.picture("search")
        assert seen.text.count("Trains, helicopters and drug police") == 1

    play(scene)


def test_settings_are_a_card(play: Play) -> None:
    async def scene(here: Stage) -> None:
        await here.ines.slash(here.channel, "settings show")
        seen = await here.picture("settings", viewer=here.ines)
        assert "those of whoever runs the bot (18 articles)" in seen.text

    play(scene)


def test_insights_tell_what_the_articles_lack(play: Play) -> None:
    async def scene(here: Stage) -> None:
        for question in (EXPELLED, CHINA, "How high is the Eiffel Tower?"):
            await here.mara.slash(here.channel, "ask", question=question)
        desk = here.front.guild.create_text_channel("desk")
        await here.ines.slash(desk, "insights")
        seen = await here.picture("insights", desk, here.ines)
        assert "How high is the Eiffel Tower?" in seen.text

    play(scene)


def test_a_dislike_asks_why(play: Play) -> None:
    async def scene(here: Stage) -> None:
        asked = await here.mara.slash(here.channel, "ask", question=EXPELLED)
        pressed = await here.mara.click(asked.response, label="👎")
        seen = await here.picture("why", target=pressed)
        assert "What was wrong?" in seen.text
        assert "Submit" in seen.buttons

    play(scene)


def test_an_error_is_one_line_with_an_id(play: Play) -> None:
    async def scene(here: Stage) -> None:
        with mock.patch.object(Engine, "answer", side_effect=OSError("the disk is gone")):
            await here.mara.slash(here.channel, "ask", question=EXPELLED)
        seen = await here.picture("error")
        assert "Something went wrong on our side" in seen.text
        assert "disk" not in seen.text

    play(scene)


def test_it_speaks_german(play: Play) -> None:
    async def scene(here: Stage) -> None:
        german = GuildSettings(language="de")
        here.front.parts.community.change_settings(here.front.guild.id, german)
        await here.mara.send(here.channel, f"{here.mention} Wer ist Heiko Maas?")
        await here.mara.send(here.thread, "Wie hoch ist der Eiffelturm?")
        seen = await here.picture("german", here.thread, locale="de")
        assert "Quelle" in seen.text

    play(scene)


def test_a_long_answer_goes_on_in_a_second_message(play: Play) -> None:
    async def scene(here: Stage) -> None:
        question = "How did NATO and Russia work together on Afghanistan?"
        await here.mara.slash(here.channel, "ask", question=question)
        seen = await here.picture("long")
        assert len(here.channel.history()) >= 2
        assert "written by copyist-1" in seen.text

    play(scene, model=Copyist(3))


def test_hostile_text_does_nothing(play: Play) -> None:
    async def scene(here: Stage) -> None:
        given = ("hostile.jsonl", json.dumps(HOSTILE).encode())
        desk = here.front.guild.create_text_channel("desk")
        await here.ines.slash(desk, "library add", file=given)
        question = (
            "Why was the lighthouse of Lunde closed, @everyone ||now|| [x](https://evil.example)?"
        )
        asked = await here.mara.slash(here.channel, "ask", question=question)
        await here.mara.click(asked.response, label="Sources (1)")
        seen = await here.picture("hostile")
        assert seen.mentions == ()
        assert seen.links == ()
        assert "[free nitro](https://evil.example/login)" in seen.text

    play(scene)


def test_the_help_tells_how_to_ask(play: Play) -> None:
    async def scene(here: Stage) -> None:
        await here.mara.slash(here.channel, "help")
        await here.mara.slash(here.channel, "privacy")
        seen = await here.picture("help")
        assert "How to ask" in seen.text

    play(scene)


def test_the_documents_have_every_picture(pictures: Path) -> None:
    """Runs last. When what is shown has changed: make pictures."""
    taken = {one.name for one in pictures.glob("*.png")}
    assert taken <= {one.name for one in (ROOT / "docs" / "pictures").iterdir()}
