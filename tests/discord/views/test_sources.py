"""The viewer of sources."""

from __future__ import annotations

from pathlib import Path

from tests.discord.views.front import EN, Front, answer, buttons, labels, run
from tests.newsroom import FERRY, STRIKE

FOG = "The ferry Selma Rose ran aground in thick fog"
RADAR = "the radar had failed"
SHIFT = "the night shift had grown from eight hours to eleven"
GONE = EN("source.gone")


def test_it_shows_each_quote_in_its_article_and_leads_on_and_back(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        reply = answer((FERRY, FOG[4:]), (FERRY, RADAR), (STRIKE, SHIFT))
        message = await front.shown(await front.asked(reply, by=ana), reply)
        assert labels(message)[0] == "Sources (3)"
        opened = await ana.click(message, label="Sources (3)")
        assert opened.ephemeral
        first = opened.response
        assert first is not None
        assert first.embeds[0].title == f"\\[1\\] {FERRY.title}" or "[1]" in str(
            first.embeds[0].title
        )
        assert f"**{FOG[4:]}**" in str(first.embeds[0].description)
        assert [
            one["disabled"] for one in buttons(first) if one["label"] in {"Previous", "Next"}
        ] == [
            True,
            False,
        ]
        await ana.click(first, label="Next")
        await ana.click(opened.response, label="Next")
        last = opened.response
        assert last is not None
        assert last.id == first.id
        assert f"**{SHIFT}**" in str(last.embeds[0].description)
        assert [
            one["disabled"] for one in buttons(last) if one["label"] in {"Previous", "Next"}
        ] == [
            False,
            True,
        ]
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
