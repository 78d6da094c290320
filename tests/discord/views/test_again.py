"""Answer again, when a question was edited."""

from __future__ import annotations

from pathlib import Path

from bot.discord import views
from bot.records.community.settings import GuildSettings
from tests.discord.views.front import EN, Front, answer, buttons, labels, run
from tests.newsroom import ENVOYS, FERRY

REPLY = answer((FERRY, "the radar had failed"))
EDITED = "When did Norway expel the envoys?"


def test_only_who_asked_has_the_edited_question_answered(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana, ben = front.person("ana"), front.person("ben")
        source = await ana.send(front.channel, "When was that?")
        question = await front.asked(
            REPLY, by=ana, source_message_id=source.id, source_id=source.id
        )
        assert front.parts.community.edited(source.id, EDITED) is not None
        place = front.client.get_partial_messageable(front.channel.id)
        offer = await place.send("Changed.", view=views.for_edited(question.id, EN))
        await front.restart()
        refused = await ben.click(offer, label="Answer again")
        assert refused.ephemeral
        assert refused.response is not None
        assert refused.response.content == EN("notices.not_yours")
        told = await ana.click(offer, label="Answer again")
        assert told.response is not None
        assert not told.ephemeral
        assert "14 June 2018" in told.response.content
        shown = next(one for one in front.channel.history() if one.id == offer.id)
        assert buttons(shown) == []
        asked = front.parts.community.by_answer(told.response.id)
        assert asked is not None
        assert (asked.text, asked.source_message_id) == (EDITED, source.id)

    run(tmp_path, test, articles=(FERRY, ENVOYS))


def test_one_that_is_refused_for_a_limit_can_be_asked_later(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        source = await ana.send(front.channel, "When was that?")
        question = await front.asked(
            REPLY, by=ana, source_message_id=source.id, source_id=source.id
        )
        front.parts.community.change_settings(front.guild.id, GuildSettings(user_daily=1))
        place = front.client.get_partial_messageable(front.channel.id)
        offer = await place.send("Changed.", view=views.for_edited(question.id, EN))
        await ana.click(offer, label="Answer again")
        shown = next(one for one in front.channel.history() if one.id == offer.id)
        assert labels(shown) == ["Answer again"]
        front.parts.community.change_settings(front.guild.id, GuildSettings())
        await ana.click(shown, label="Answer again")
        shown = next(one for one in front.channel.history() if one.id == offer.id)
        assert labels(shown) == []

    run(tmp_path, test, articles=(FERRY, ENVOYS))


def test_a_question_that_was_deleted_is_not_asked_again(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        question = await front.asked(REPLY, by=ana, source_message_id=9)
        place = front.client.get_partial_messageable(front.channel.id)
        offer = await place.send("Changed.", view=views.for_edited(question.id, EN))
        front.parts.community.erase(9)
        told = await ana.click(offer, label="Answer again")
        assert told.response is not None
        assert told.response.content == EN("notices.expired")

    run(tmp_path, test, articles=(FERRY,))
