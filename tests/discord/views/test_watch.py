"""Tell me when an article covers this: asked for, taken back, told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.discord import watching
from retrieval.types import AbstentionReason, Filters
from tests.discord.views.front import EN, Front, abstention, answer, labels, run
from tests.index.stories import add
from tests.newsroom import ENVOYS, FERRY

TEXT = "When did Norway expel the envoys?"
UNTOLD = abstention((FERRY, "the radar had failed"), question=TEXT)
LABEL = EN("labels.tell_me")


def test_it_is_offered_where_an_article_could_help(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        small = abstention(reason=AbstentionReason.SMALL_TALK)
        told = answer((FERRY, "the radar had failed"))
        for reply, offered in ((UNTOLD, True), (small, False), (told, False)):
            message = await front.shown(await front.asked(reply, by=ana), reply)
            assert (LABEL in labels(message)) is offered

    run(tmp_path, test)


def test_it_is_kept_with_a_direct_channel_and_no_id_of_the_person(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        filters = Filters(since="2018-01-01")
        question = await front.asked(UNTOLD, by=ana, filters=filters)
        message = await front.shown(question, UNTOLD)
        told = await ana.click(message, label=LABEL)
        assert told.ephemeral
        assert told.response is not None
        assert told.response.content == EN("watch.set_dm")
        (kept,) = front.parts.community.watches(front.guild.id)
        assert kept.question == TEXT
        assert kept.filters == filters
        assert (kept.channel_id, kept.message_id) == (front.channel.id, message.id)
        assert kept.dm_channel_id == front.env.backend.get_dm_channel(ana.id).id
        assert str(ana.id) not in repr(kept)
        again = await ana.click(message, label=LABEL)
        assert again.response is not None
        assert again.response.content == EN("watch.already")
        await front.restart()
        await ana.click(told.response, label="No longer tell me")
        assert told.response is not None
        assert told.response.content == EN("watch.removed")
        assert front.parts.community.watches(front.guild.id) == []

    run(tmp_path, test)


def test_without_direct_messages_it_is_told_there_unless_it_was_private(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        front.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=2)
        for private, key in ((False, "watch.set_here"), (True, "watch.no_dm")):
            question = await front.asked(UNTOLD, by=ana, private=private)
            told = await ana.click(await front.shown(question, UNTOLD), label=LABEL)
            assert told.response is not None
            assert told.response.content == EN(key)
        (kept,) = front.parts.community.watches(front.guild.id)
        assert kept.dm_channel_id is None

    run(tmp_path, test)


def test_nobody_waits_for_more_than_there_is_room_for(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        for number in range(26):
            reply = abstention(question=f"Question {number}?")
            told = await ana.click(
                await front.shown(await front.asked(reply, by=ana), reply), label=LABEL
            )
        assert told.response is not None
        assert told.response.content == EN("watch.full", n=25)

    run(tmp_path, test)


def test_a_new_article_is_told_once_by_direct_message_with_its_sources(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        question = await front.asked(UNTOLD, by=ana)
        await ana.click(await front.shown(question, UNTOLD), label=LABEL)
        assert await front.work(watching.articles_added, front.guild.id) == 0
        add(front.parts.libraries.host().catalogue, [ENVOYS])
        assert await front.work(watching.articles_added, None) == 1
        assert await front.work(watching.articles_added, None) == 0
        direct = ana.user.dm_channel
        (message,) = direct.history()
        assert TEXT in message.content
        assert "14 June 2018" in message.content
        assert len(front.channel.history()) == 1
        await front.restart()
        opened = await ana.user.click(message, label="Sources (1)")
        assert opened.response is not None
        assert "14 June 2018" in str(opened.response.embeds[0].description)
        assert front.parts.community.waiting() == []

    run(tmp_path, test, articles=(FERRY,))


def test_with_closed_direct_messages_it_is_told_by_a_reply(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        message = await front.shown(await front.asked(UNTOLD, by=ana), UNTOLD)
        await ana.click(message, label=LABEL)
        add(front.parts.libraries.host().catalogue, [ENVOYS])
        direct = ana.user.dm_channel
        front.env.inject_error(
            "POST", f"/channels/{direct.id}/messages", status=403, code=50007, times=1
        )
        assert await front.work(watching.articles_added, None) == 1
        assert direct.history() == []
        reply = front.channel.history()[-1]
        assert reply.reference is not None
        assert reply.reference.message_id == message.id
        assert "14 June 2018" in reply.content
        opened = await ana.click(reply, label="Sources (1)")
        assert opened.response is not None
        assert opened.response.embeds

    run(tmp_path, test, articles=(FERRY,))


def test_what_was_asked_in_private_is_never_told_in_the_channel(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        message = await front.shown(await front.asked(UNTOLD, by=ana, private=True), UNTOLD)
        told = await ana.click(message, label=LABEL)
        assert told.response is not None
        assert told.response.content == EN("watch.set_private")
        add(front.parts.libraries.host().catalogue, [ENVOYS])
        direct = ana.user.dm_channel
        front.env.inject_error(
            "POST", f"/channels/{direct.id}/messages", status=403, code=50007, times=5
        )
        assert await front.work(watching.articles_added, None) == 0
        assert len(front.channel.history()) == 1
        assert front.parts.community.watches(front.guild.id) == []

    run(tmp_path, test, articles=(FERRY,))


def test_a_failure_that_may_pass_leaves_the_watch_for_the_next_time(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        await ana.click(await front.shown(await front.asked(UNTOLD, by=ana), UNTOLD), label=LABEL)
        add(front.parts.libraries.host().catalogue, [ENVOYS])
        direct = ana.user.dm_channel
        front.env.inject_error(
            "POST", f"/channels/{direct.id}/messages", status=400, code=50035, times=1
        )
        assert await front.work(watching.look) == 0
        assert len(front.parts.community.watches(front.guild.id)) == 1
        assert await front.work(watching.look) == 1
        assert front.parts.community.watches(front.guild.id) == []
        assert len(direct.history()) == 1

    run(tmp_path, test, articles=(FERRY,))


def test_articles_that_were_added_elsewhere_are_seen(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        await ana.click(await front.shown(await front.asked(UNTOLD, by=ana), UNTOLD), label=LABEL)
        assert await front.work(watching.look) == 0
        add(front.parts.libraries.host().catalogue, [ENVOYS])
        assert await front.work(watching.look) == 1
        assert await front.work(watching.look) == 0

    run(tmp_path, test, articles=(FERRY,))


@pytest.mark.parametrize("own", [True, False])
def test_a_guild_with_its_own_articles_hears_of_its_own_alone(tmp_path: Path, own: bool) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        with front.parts.libraries.using(front.guild.id) as library:
            add(library.catalogue, [FERRY])
        await ana.click(await front.shown(await front.asked(UNTOLD, by=ana), UNTOLD), label=LABEL)
        if own:
            with front.parts.libraries.using(front.guild.id) as library:
                add(library.catalogue, [ENVOYS])
        else:
            add(front.parts.libraries.host().catalogue, [ENVOYS])
        assert await front.work(watching.articles_added, None) == 0
        assert await front.work(watching.articles_added, front.guild.id) == int(own)

    run(tmp_path, test)


def test_all_who_wait_for_the_same_are_told(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        people = [front.person(name) for name in ("ana", "ben", "eve")]
        message = await front.shown(await front.asked(UNTOLD, by=people[0]), UNTOLD)
        for person in people:
            await person.click(message, label=LABEL)
        add(front.parts.libraries.host().catalogue, [ENVOYS])
        assert await front.work(watching.articles_added, None) == 3
        assert [len(person.user.dm_channel.history()) for person in people] == [1, 1, 1]

    run(tmp_path, test, articles=(FERRY,))


def test_one_that_a_killed_process_had_taken_is_told_after_the_restart(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        await ana.click(await front.shown(await front.asked(UNTOLD, by=ana), UNTOLD), label=LABEL)
        add(front.parts.libraries.host().catalogue, [ENVOYS])
        (kept,) = front.parts.community.watches(front.guild.id)
        await front.work(watching._take, kept)
        await front.restart()
        (message,) = ana.user.dm_channel.history()
        assert "14 June 2018" in message.content
        assert await front.work(watching.look) == 0
        assert len(ana.user.dm_channel.history()) == 1

    run(tmp_path, test, articles=(FERRY,))


def test_one_that_was_taken_back_meanwhile_is_not_told(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ana = front.person("ana")
        await ana.click(await front.shown(await front.asked(UNTOLD, by=ana), UNTOLD), label=LABEL)
        (kept,) = front.parts.community.watches(front.guild.id)
        assert front.parts.community.unwatch(kept.id, kept.asker)
        assert await front.work(watching._take, kept) is None
        assert front.parts.community.waiting() == []

    run(tmp_path, test, articles=(FERRY,))
