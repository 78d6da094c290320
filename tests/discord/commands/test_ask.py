"""`/ask`, `/help` and the menus in Discord without sockets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.records.community.questions import Question
from tests.discord.commands.seen import manager, run, said
from tests.discord.views.front import Front
from tests.index.stories import article

ARTICLES = (article("ferry", outlet="Gazette", published="2021-10-18"),)
ASKED = "Why was the ferry to Lunde cancelled?"


def stored(front: Front) -> list[Question]:
    """The questions that reached the desk."""
    community = front.parts.community
    found = (community.question(number) for number in range(1, 20))
    return [one for one in found if one is not None]


def test_a_question_is_answered_in_the_channel(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        result = await front.person("ann").slash(front.channel, "ask", question=f" {ASKED} ")
        assert not result.ephemeral
        assert "Lunde" in said(result)
        assert [one.text for one in stored(front)] == [ASKED]

    run(tmp_path, test, articles=ARTICLES)


def test_a_private_question_is_answered_to_the_person_alone(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        result = await front.person("ann").slash(front.channel, "ask", question=ASKED, private=True)
        assert result.ephemeral
        assert stored(front)[0].private

    run(tmp_path, test, articles=ARTICLES)


def test_dates_and_an_outlet_restrict_the_search(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        await front.person("ann").slash(
            front.channel, "ask", question=ASKED, since="2021", until="2021-10", outlet="Gazette"
        )
        filters = stored(front)[0].filters
        assert (filters.since, filters.until) == ("2021-01-01", "2021-10-31")
        assert filters.outlets == ("Gazette",)

    run(tmp_path, test, articles=ARTICLES)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"since": "soon"}, "is not a date"),
        ({"until": "2021-13"}, "is not a date"),
        ({"since": "2022", "until": "2021"}, "before it begins"),
        ({"question": "   "}, "is empty"),
    ],
)
def test_what_cannot_be_searched_is_said_in_one_line_to_the_person_alone(
    tmp_path: Path, options: dict[str, str], told: str
) -> None:
    async def test(front: Front) -> None:
        given = {"question": ASKED, **options}
        result = await front.person("ann").slash(front.channel, "ask", **given)
        assert result.ephemeral
        assert told in said(result)
        assert stored(front) == []

    run(tmp_path, test, articles=ARTICLES)


def test_a_message_that_is_a_question_is_answered_at_once(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ann = front.person("ann")
        message = await front.person("bob").send(front.channel, ASKED)
        result = await ann.context_menu(front.channel, "Ask about this", message)
        assert result.modal is None
        assert [one.text for one in stored(front)] == [ASKED]

    run(tmp_path, test, articles=ARTICLES)


def test_about_any_other_message_a_question_can_be_worded_also_after_a_restart(
    tmp_path: Path,
) -> None:
    async def test(front: Front) -> None:
        ann = front.person("ann")
        message = await front.person("bob").send(front.channel, "The ferry is cancelled again.")
        result = await ann.context_menu(front.channel, "Ask about this", message)
        assert result.modal is not None
        assert "The ferry is cancelled again." in str(result.modal)
        assert stored(front) == []
        await ann.submit_modal(result, {"question": ASKED})
        assert [one.text for one in stored(front)] == [ASKED]

    run(tmp_path, test, articles=ARTICLES)


def test_a_long_message_fills_the_form_as_far_as_a_question_may_go(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        message = await front.person("bob").send(front.channel, "Who sank the ferry? " * 90)
        result = await front.person("ann").context_menu(front.channel, "Ask about this", message)
        assert result.modal is not None

    run(tmp_path, test, articles=ARTICLES)


def test_a_claim_is_checked(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        claim = "The ferry to Lunde was cancelled on Monday."
        message = await front.person("bob").send(front.channel, claim)
        result = await front.person("ann").context_menu(front.channel, "Check this claim", message)
        assert [(one.text, one.purpose) for one in stored(front)] == [(claim, "claim")]
        assert "Supported" in said(result)

    run(tmp_path, test, articles=ARTICLES)


@pytest.mark.parametrize("menu", ["Ask about this", "Check this claim"])
@pytest.mark.parametrize("text", ["<@123456789012345678>", "https://paper.example/x", "!?", ""])
def test_there_must_be_words_to_ask_about(tmp_path: Path, menu: str, text: str) -> None:
    async def test(front: Front) -> None:
        files = [] if text else [("photo.png", b"\x89PNG")]
        message = await front.person("bob").send(front.channel, text, attachments=files)
        result = await front.person("ann").context_menu(front.channel, menu, message)
        assert result.ephemeral
        assert "no text" in said(result)
        assert stored(front) == []

    run(tmp_path, test, articles=ARTICLES)


def test_dateline_does_not_check_what_it_wrote_itself(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        own = await front.client.get_partial_messageable(front.channel.id).send("An answer.")
        result = await front.person("ann").context_menu(front.channel, "Check this claim", own)
        assert result.ephemeral
        assert "message of mine" in said(result)

    run(tmp_path, test, articles=ARTICLES)


def test_of_a_long_message_the_first_claims_are_checked_and_the_rest_is_counted(
    tmp_path: Path,
) -> None:
    async def test(front: Front) -> None:
        claims = " ".join(f"The ferry number {n} was late in Oslo." for n in range(1, 15))
        message = await front.person("bob").send(front.channel, claims)
        await front.person("ann").context_menu(front.channel, "Check this claim", message)
        shown = "\n".join(one.content for one in front.channel.history())
        assert "10 claims checked" in shown
        assert "4 more claims in the message were not checked." in shown

    run(tmp_path, test, articles=ARTICLES)


def test_help_tells_managers_more(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        result = await front.person("ann").slash(front.channel, "help")
        assert result.ephemeral
        assert "/ask" in said(result)
        assert "/settings" not in said(result)
        assert "/settings" in said(await manager(front).slash(front.channel, "help"))

    run(tmp_path, test)


def test_direct_messages_ask_the_hosts_articles_when_that_is_on(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ann = front.person("ann")
        assert ann.user.available_commands() == ()
        settings = front.parts.settings.model_copy(update={"discord_dms": True})
        front.parts = replace(front.parts, settings=settings)
        await front.restart()
        assert set(ann.user.available_commands()) == {"ask", "help", "privacy", "forget me"}
        result = await ann.user.slash("ask", question=ASKED)
        assert "Lunde" in said(result)
        assert [(one.guild_id, one.text) for one in stored(front)] == [(None, ASKED)]
        offered = await ann.user.autocomplete("ask", "outlet", "", question=ASKED)
        assert [one["value"] for one in offered] == ["Gazette"]
        assert "keyed hash" in said(await ann.user.slash("privacy"))
        assert "/ask" in said(await ann.user.slash("help"))

    run(tmp_path, test, articles=ARTICLES)
