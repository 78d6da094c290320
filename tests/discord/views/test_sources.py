"""The viewer of sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.discord import views
from retrieval.types import ClaimCheck, Verdict
from tests.discord.views.front import EN, Front, abstention, answer, buttons, labels, run
from tests.index.stories import add, article
from tests.newsroom import FERRY, STRIKE

FOG = "ferry Selma Rose ran aground in thick fog"
RADAR = "the radar had failed"
SHIFT = "the night shift had grown from eight hours to eleven"


def disabled(message: Any) -> Mapping[str, bool]:
    return {one["label"]: bool(one.get("disabled")) for one in buttons(message)}


def test_it_shows_each_quote_in_its_article_and_leads_on_and_back(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        reply = answer((FERRY, FOG), (FERRY, RADAR), (STRIKE, SHIFT))
        message = await front.shown(await front.asked(reply, by=ana), reply)
        opened = await ana.click(message, label="Sources (3)")
        assert opened.ephemeral
        first = opened.response
        assert first is not None
        assert first.embeds[0].title == f"[1] {FERRY.title}"
        assert f"**{FOG}**" in str(first.embeds[0].description)
        assert disabled(first) == {"Previous": True, "Next": False, "Article": False}
        await ana.click(first, label="Next")
        await ana.click(opened.response, label="Next")
        last = opened.response
        assert last is not None
        assert last.id == first.id
        assert f"**{SHIFT}**" in str(last.embeds[0].description)
        assert disabled(last) == {"Previous": False, "Next": True, "Article": False}
        await ana.click(last, label="Article")
        assert opened.response is not None
        assert opened.response.embeds[0].title == STRIKE.title
        await ana.click(opened.response, label="Passage")
        await ana.click(opened.response, label="Previous")
        assert f"**{RADAR}**" in str(opened.response.embeds[0].description)

    run(tmp_path, test, articles=(FERRY, STRIKE))


def test_it_works_after_a_restart(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        reply = answer((FERRY, RADAR), (STRIKE, SHIFT))
        message = await front.shown(await front.asked(reply, by=ana), reply)
        await front.restart()
        opened = await ana.click(message, label="Sources (2)")
        await front.restart()
        await ana.click(opened.response, label="Next")
        assert opened.response is not None
        assert f"**{SHIFT}**" in str(opened.response.embeds[0].description)

    run(tmp_path, test, articles=(FERRY, STRIKE))


def test_a_single_source_needs_no_way_on_and_its_address_is_a_link(tmp_path: Path) -> None:
    linked = article("linked", FERRY.text, url="https://news.example/ferry")
    hostile = article("hostile", STRIKE.text, url="javascript:alert(1)")

    async def test(front: Front) -> None:
        ana = front.person("ana")
        for one, quote, shown in (
            (linked, RADAR, ["Article", "Open article"]),
            (hostile, SHIFT, ["Article"]),
        ):
            reply = answer((one, quote))
            message = await front.shown(await front.asked(reply, by=ana), reply)
            opened = await ana.click(message, label="Sources (1)")
            assert labels(opened.response) == shown
        assert buttons(opened.response)[-1].get("url") is None

    run(tmp_path, test, articles=(linked, hostile))


def test_it_says_so_when_the_article_changed_or_is_gone(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        reply = answer((FERRY, RADAR), (STRIKE, SHIFT))
        message = await front.shown(await front.asked(reply, by=ana), reply)
        library = front.parts.libraries.host()
        add(library.catalogue, [replace(FERRY, text="Another text.", content_hash="2")])
        library.remove(["strike"])
        opened = await ana.click(message, label="Sources (2)")
        assert opened.response is not None
        assert EN("source.changed") in str(opened.response.embeds[0].description)
        await ana.click(opened.response, label="Next")
        assert EN("source.removed") in str(opened.response.embeds[0].description)
        assert labels(opened.response) == ["Previous", "Next"]

    run(tmp_path, test, articles=(FERRY, STRIKE))


def test_an_abstention_shows_the_passages_that_came_nearest(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        reply = abstention((STRIKE, SHIFT), (FERRY, RADAR))
        message = await front.shown(await front.asked(reply, by=ana), reply)
        opened = await ana.click(message, label="Nearest passages")
        assert opened.response is not None
        assert f"**{SHIFT}**" in str(opened.response.embeds[0].description)
        assert opened.response.embeds[0].footer.text == "Source 1 of 2"

    run(tmp_path, test, articles=(FERRY, STRIKE))


def test_checked_claims_have_sources_too(tmp_path: Path) -> None:
    quotes = answer((FERRY, RADAR), (STRIKE, SHIFT)).citations
    checks = (
        ClaimCheck(claim="One", verdict=Verdict.SUPPORTED, citations=quotes, passages=()),
        ClaimCheck(claim="Two", verdict=Verdict.CONTRADICTED, citations=quotes[:1], passages=()),
    )

    async def test(front: Front) -> None:
        ana = front.person("ana")
        question = await front.asked(None, by=ana)
        front.parts.community.checked(question.id, checks)
        place = front.client.get_partial_messageable(front.channel.id)
        message = await place.send("Claims", view=views.for_claims(question.id, checks, EN))
        assert labels(message) == ["Sources (2)", "👍", "👎"]
        opened = await ana.click(message, label="Sources (2)")
        await ana.click(opened.response, label="Next")
        assert opened.response is not None
        assert f"**{SHIFT}**" in str(opened.response.embeds[0].description)

    run(tmp_path, test, articles=(FERRY, STRIKE))


def test_a_question_that_was_deleted_has_no_sources_left(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        reply = answer((FERRY, RADAR), (STRIKE, SHIFT))
        question = await front.asked(reply, by=ana, source_message_id=77)
        message = await front.shown(question, reply)
        open_before = await ana.click(message, label="Sources (2)")
        front.parts.community.erase(77)
        opened = await ana.click(message, label="Sources (2)")
        assert opened.response is not None
        assert opened.response.content == EN("source.gone")
        await ana.click(open_before.response, label="Next")
        assert open_before.response is not None
        assert open_before.response.content == EN("source.gone")
        assert open_before.response.embeds == []
        assert buttons(open_before.response) == []

    run(tmp_path, test, articles=(FERRY, STRIKE))


def test_another_guild_and_another_person_see_nothing_that_is_not_theirs(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana, ben = front.person("ana"), front.person("ben")
        reply = answer((FERRY, RADAR))
        open_one = await front.asked(reply, by=ana)
        private = await front.asked(reply, by=ana, private=True)
        elsewhere = front.env.create_guild("Elsewhere")
        there = elsewhere.create_text_channel("general")
        stranger = front.person("eve", elsewhere)
        forged = await front.shown(open_one, reply, there)
        refused = await stranger.click(forged, label="Sources (1)")
        assert refused.response is not None
        assert refused.response.content == EN("source.gone")
        message = await front.shown(private, reply)
        for person, text in ((ben, EN("source.gone")), (ana, "")):
            opened = await person.click(message, label="Sources (1)")
            assert opened.ephemeral
            assert opened.response is not None
            assert opened.response.content == text

    run(tmp_path, test, articles=(FERRY,))
