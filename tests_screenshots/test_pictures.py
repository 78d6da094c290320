"""Every kind of answer as Discord shows it."""

from __future__ import annotations

from collections.abc import Callable

from tests_screenshots.stage import Stage

Play = Callable[..., None]


def test_a_mention_is_answered_in_a_thread_of_its_own(play: Play) -> None:
    async def scene(here: Stage) -> None:
        await here.mara.send(
            here.channel, f"{here.mention} Why did NATO expel eight Russian diplomats?"
        )
        seen = await here.picture("mention")
        assert "Why did NATO expel eight Russian diplomats?" in seen.text
        seen = await here.picture("thread", here.thread)
        assert "because it took them for spies. [1]" in seen.text
        assert "1 source checked" in seen.text

    play(scene)


def test_a_slash_question_shows_what_was_asked_and_every_source(play: Play) -> None:
    async def scene(here: Stage) -> None:
        question = "How many Russian diplomats did NATO expel?"
        await here.mara.slash(here.channel, "ask", question=question)
        seen = await here.picture("ask")
        assert question in seen.text

    play(scene)


def test_an_abstention_offers_to_tell_later(play: Play) -> None:
    async def scene(here: Stage) -> None:
        question = "Why did China close its mission to NATO in 2021?"
        await here.mara.slash(here.channel, "ask", question=question)
        seen = await here.picture("abstention")
        assert "Tell me when an article covers this" in seen.buttons
        await here.mara.click(
            here.channel.history()[0], label="Tell me when an article covers this"
        )
        await here.picture("watch")

    play(scene)


def test_the_sources_are_shown_in_their_articles(play: Play) -> None:
    async def scene(here: Stage) -> None:
        question = "How many Russian diplomats did NATO expel?"
        asked = await here.mara.slash(here.channel, "ask", question=question)
        pressed = await here.mara.click(asked.response, label="Sources (3)")
        seen = await here.picture("sources")
        pressed = await here.mara.click(pressed.response, label="Article")
        await here.picture("article")

    play(scene)


def test_claims_are_supported_contradicted_or_not_told(play: Play) -> None:
    async def scene(here: Stage) -> None:
        said = await here.mara.send(
            here.channel,
            "NATO expelled eight Russian diplomats because it took them for spies. "
            "Prague expelled 80 members of the Russian embassy staff. "
            "The Russian ambassador plays the piano.",
        )
        await here.admin.context_menu(here.channel, "Check this claim", said)
        await here.picture("claims")

    play(scene)


def test_the_library_is_listed_page_by_page(play: Play) -> None:
    async def scene(here: Stage) -> None:
        await here.mara.slash(here.channel, "library list")
        await here.picture("library")
        await here.mara.slash(here.channel, "library search", query="helicopters for Afghanistan")
        await here.picture("library-search")

    play(scene)


def test_settings_and_insights(play: Play) -> None:
    async def scene(here: Stage) -> None:
        await here.admin.slash(here.channel, "settings show")
        await here.picture("settings", viewer=here.admin)
        for question in (
            "Why did NATO expel eight Russian diplomats?",
            "Who is Heiko Maas?",
            "How high is the Eiffel Tower?",
        ):
            await here.mara.slash(here.channel, "ask", question=question, private=True)
        await here.admin.slash(here.channel, "insights")
        await here.picture("insights", viewer=here.admin)
        await here.mara.slash(here.channel, "help")
        await here.mara.slash(here.channel, "privacy")
        await here.picture("help")

    play(scene)


def test_a_dislike_asks_why(play: Play) -> None:
    async def scene(here: Stage) -> None:
        question = "How many Russian diplomats did NATO expel?"
        asked = await here.mara.slash(here.channel, "ask", question=question)
        pressed = await here.mara.click(asked.response, label="👎")
        await here.picture("why", target=pressed)

    play(scene)
