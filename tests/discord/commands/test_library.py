"""`/library` in Discord without sockets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import discord
import pytest

from tests.discord.commands.seen import labels, manager, run, said
from tests.discord.views.front import Front
from tests.index.stories import article
from tests.index.villages import page
from tests.web_server import serving


@pytest.fixture(autouse=True)
def _files_lie_at_discord(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcord.backend.cdn.CDN_BASE", "https://cdn.discordapp.com")


def test_a_guild_without_articles_of_its_own_sees_those_of_the_host(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        result = await front.person("ann").slash(front.channel, "library list")
        assert result.ephemeral
        assert "About ferry" in said(result)
        assert "whoever runs this bot" in said(result)
        assert "/library add" not in said(result)
        assert "/library add" in said(await manager(front).slash(front.channel, "library list"))

    run(tmp_path, test, articles=(article("ferry", outlet="Gazette"),))


def test_the_list_is_turned_page_by_page_also_after_a_restart(tmp_path: Path) -> None:
    articles = tuple(article(f"a{n:02}", published=f"2021-01-{n:02}") for n in range(1, 24))

    async def test(front: Front) -> None:
        ann = front.person("ann")
        result = await ann.slash(front.channel, "library list")
        assert "About a23" in said(result)
        assert "About a13" not in said(result)
        assert labels(result) == {"Previous": False, "Next": True}
        await front.restart()
        assert result.response is not None
        await ann.click(result.response, label="Next")
        assert "About a13" in said(result)
        await ann.click(result.response, label="Next")
        assert "About a01" in said(result)
        assert labels(result) == {"Previous": True, "Next": False}

    run(tmp_path, test, articles=articles)


def test_the_list_can_be_kept_to_an_outlet_on_every_page(tmp_path: Path) -> None:
    articles = tuple(article(f"a{n:02}", outlet=f"Paper {n % 2}") for n in range(24))

    async def test(front: Front) -> None:
        ann = front.person("ann")
        result = await ann.slash(front.channel, "library list", outlet="paper 1")
        assert "12 articles" in said(result)
        assert result.response is not None
        await ann.click(result.response, label="Next")
        assert "12 articles" in said(result)
        assert "Paper 0" not in said(result)
        nothing = await ann.slash(front.channel, "library list", outlet="Another")
        assert "No article is like that" in said(nothing)

    run(tmp_path, test, articles=articles)


def test_what_is_typed_is_completed_from_titles_keys_and_outlets(tmp_path: Path) -> None:
    articles = (article("ferry", outlet="Gazette"), article("mill", outlet="Courier"))

    async def test(front: Front) -> None:
        ann = front.person("ann")
        offered = await ann.autocomplete(front.channel, "library show", "article", "mill")
        assert [one["value"] for one in offered] == ["mill"]
        offered = await ann.autocomplete(front.channel, "library list", "outlet", "gaz")
        assert [one["value"] for one in offered] == ["Gazette"]
        offered = await ann.autocomplete(front.channel, "ask", "outlet", "", question="Who?")
        assert {one["value"] for one in offered} == {"Gazette", "Courier"}

    run(tmp_path, test, articles=articles)


def test_an_article_is_shown_by_its_key_or_its_title(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ann = front.person("ann")
        for given in ("ferry", "about FERRY"):
            result = await ann.slash(front.channel, "library show", article=given)
            assert "Gazette" in said(result)
            assert "<t:1634554800:D>" in said(result)
        result = await ann.slash(front.channel, "library show", article="none")
        assert "no article" in said(result)

    run(tmp_path, test, articles=(article("ferry", outlet="Gazette", published="2021-10-18"),))


def test_a_search_shows_the_nearest_passages(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        result = await front.person("ann").slash(
            front.channel, "library search", query="storm harbour"
        )
        assert "A storm had closed the harbour" in said(result)

    run(tmp_path, test, articles=(article("ferry"),))


def test_a_manager_adds_a_file_and_the_guild_answers_from_it(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia = manager(front)
        file = ("../one.md", page(1, 0).encode())
        result = await mia.slash(front.channel, "library add", file=file)
        assert result.ephemeral
        assert "1 article added" in said(result)
        folder = front.parts.libraries.articles_folder(front.guild.id)
        assert [each.name for each in folder.iterdir() if each.suffix == ".md"] == ["one.md"]
        listed = said(await mia.slash(front.channel, "library list"))
        assert "News from Lunde1" in listed
        assert "About ferry" not in listed
        again = await mia.slash(front.channel, "library add", file=("one.md", file[1]))
        assert "1 already there" in said(again)

    run(tmp_path, test, articles=(article("ferry"),))


def test_everything_attached_to_a_message_is_added_and_what_fails_is_told(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia = manager(front)
        files = [
            ("one.md", page(1, 0).encode()),
            ("one.md", page(2, 0).encode()),
            ("photo.png", b"\x89PNG"),
            ("bad.txt", b"\x00\x01\x02" * 99),
        ]
        message = await mia.send(front.channel, "Two articles", attachments=files)
        result = await mia.context_menu(front.channel, "Add to library", message)
        assert "2 articles added" in said(result)
        assert "photo" in said(result)
        assert "bad.txt" in said(result)
        folder = front.parts.libraries.articles_folder(front.guild.id)
        kept = sorted(each.name for each in folder.iterdir() if not each.name.startswith("."))
        assert kept == ["one-2.md", "one.md"]

    run(tmp_path, test)


def test_a_message_without_a_file_adds_nothing(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia = manager(front)
        message = await mia.send(front.channel, "No article")
        result = await mia.context_menu(front.channel, "Add to library", message)
        assert "no file" in said(result)

    run(tmp_path, test)


def test_only_managers_add_and_remove(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        ann, mia = front.person("ann"), manager(front)
        await mia.slash(front.channel, "library add", file=("one.md", page(1, 0).encode()))
        for result in (
            await ann.slash(front.channel, "library add", file=("two.md", page(2, 0).encode())),
            await ann.slash(front.channel, "library remove", article="one"),
        ):
            assert "Manage Server" in said(result)
        assert await ann.autocomplete(front.channel, "library remove", "article", "") == []
        assert "News from Lunde1" in said(await ann.slash(front.channel, "library list"))

    run(tmp_path, test)


def test_an_article_is_removed_after_it_was_confirmed(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia = manager(front)
        await mia.slash(front.channel, "library add", file=("one.md", page(1, 0).encode()))
        offered = await mia.autocomplete(front.channel, "library remove", "article", "lunde")
        assert [one["value"] for one in offered] == ["one"]
        asked = await mia.slash(front.channel, "library remove", article="one")
        assert "News from Lunde1" in said(asked)
        assert asked.response is not None
        await front.restart()
        await mia.click(asked.response, label="Remove")
        assert "Removed" in said(asked)
        assert labels(asked) == {}
        folder = front.parts.libraries.articles_folder(front.guild.id)
        assert [each.name for each in folder.iterdir() if each.suffix == ".md"] == []
        gone = await mia.slash(front.channel, "library remove", article="one")
        assert "none to remove" in said(gone)

    run(tmp_path, test)


def test_nothing_is_removed_when_that_is_cancelled(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia = manager(front)
        await mia.slash(front.channel, "library add", file=("one.md", page(1, 0).encode()))
        asked = await mia.slash(front.channel, "library remove", article="one")
        assert asked.response is not None
        await mia.click(asked.response, label="Cancel")
        assert "Nothing was changed" in said(asked)
        assert "News from Lunde1" in said(await mia.slash(front.channel, "library list"))

    run(tmp_path, test)


def test_a_guild_neither_sees_nor_removes_the_articles_of_another(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia = manager(front)
        await mia.slash(front.channel, "library add", file=("one.md", page(1, 0).encode()))
        guild = front.env.create_guild("Elsewhere")
        channel = guild.create_text_channel("general")
        role = guild.create_role("All", permissions=discord.Permissions(administrator=True))
        eve = guild.add_member(front.env.create_user("eve"), roles=[role])
        assert "Lunde" not in said(await eve.slash(channel, "library list"))
        assert "no article" in said(await eve.slash(channel, "library show", article="one"))
        assert "none to remove" in said(await eve.slash(channel, "library remove", article="one"))
        for command in ("library show", "library remove"):
            assert await eve.autocomplete(channel, command, "article", "") == []
        assert await eve.autocomplete(channel, "library list", "outlet", "") == []
        found = said(await eve.slash(channel, "library search", query="mayor bridge"))
        assert "Lunde" not in found

    run(tmp_path, test)


def test_a_file_that_is_too_large_is_not_fetched(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia = manager(front)
        large = ("large.txt", b"a" * (25 * 2**20 + 1))
        result = await mia.slash(front.channel, "library add", file=large)
        assert "larger than 25 MiB" in said(result)

    run(tmp_path, test)


def test_one_addition_at_a_time(tmp_path: Path) -> None:
    from bot.discord.commands.shelf import alone

    async def test(front: Front) -> None:
        mia = manager(front)
        folder = front.parts.libraries.articles_folder(front.guild.id)
        with alone(folder):
            result = await mia.slash(front.channel, "library add", file=("a.md", b"# A\n\nText."))
        assert "under way" in said(result)

    run(tmp_path, test)


def test_a_page_behind_a_link_is_added_with_its_address(tmp_path: Path) -> None:
    story = "<html><head><title>Ferry aground</title></head><body><article><p>{}</p></article>"
    text = "The ferry ran aground off Lunde on Monday. Nobody was hurt, said the mayor. " * 3

    async def test(front: Front) -> None:
        mia = manager(front)
        with serving() as site:
            link = site.page("/ferry", story.format(text))
            refused = await mia.slash(front.channel, "library add", link=link)
            assert "unusual port" in said(refused)
            assert site.asked == []
            await in_test(front, site.url)
            result = await mia.slash(front.channel, "library add", link=link)
            assert "1 article added" in said(result)
            missing = await mia.slash(front.channel, "library add", link=f"{link}-2")
            assert "404" in said(missing)
        with front.parts.libraries.using(front.guild.id) as library:
            assert [row.url for row in library.articles()] == [link]

    run(tmp_path, test)


async def in_test(front: Front, url: str) -> None:
    """Start again with the setting of tests, which allows this machine's addresses."""
    settings = front.parts.settings.model_copy(update={"discord_test_url": url})
    front.parts = replace(front.parts, settings=settings)
    await front.restart()


def test_something_must_be_given_to_add(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        result = await manager(front).slash(front.channel, "library add")
        assert "Give a file or a link" in said(result)

    run(tmp_path, test)


def test_what_an_addition_changes_about_the_answers_is_said(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia = manager(front)
        own = "this server's own articles"
        result = await mia.slash(front.channel, "library add", file=("a.md", page(1, 0).encode()))
        assert own in said(result)
        result = await mia.slash(front.channel, "library add", file=("b.md", page(2, 0).encode()))
        assert own not in said(result)
        await mia.slash(front.channel, "settings library", articles="host")
        result = await mia.slash(front.channel, "library add", file=("c.md", page(3, 0).encode()))
        assert "/settings library" in said(result)

    run(tmp_path, test)
