"""The articles of a guild: adding, listing, searching, removing; nothing crosses guilds."""

from __future__ import annotations

import pytest

from tests import web_server
from tests.discord.e2e.stage import BOATS, EIGHTY, Stage

ARVO = """---
title: Arvo speaks
outlet: Peak Post
author: Ilse Brand
published: 2023-05-02
---
The volcano of Mount Arvo erupted on 1 May 2023. Two hundred people left the valley.
"""
QUESTION, MAY = "When did the volcano of Mount Arvo erupt?", "1 May 2023"
PAGE = """<html><head><title>The mill of Brillby</title>
<meta property="article:published_time" content="2022-03-04"></head>
<body><article><h1>The mill of Brillby</h1>
<p>The mill of Brillby burned down on 3 March 2022, and nobody was hurt in the fire. The miller,
Jens Falk, was visiting his sister in the city at that time, his neighbours said.</p>
<p>The parish wants to build the mill again before the harvest, and asks for gifts of timber. It
has collected nine thousand crowns so far, the treasurer said at the meeting on Sunday.</p>
</article></body></html>"""


async def test_a_file_is_added_and_answers_from_then_on(stage: Stage) -> None:
    room = await stage.newsroom()
    assert "1 article added" in await stage.add_article(room, "arvo", ARVO)
    answer = await stage.only_answer(await room.anna.ask(QUESTION))
    assert MAY in answer.content
    assert "Peak Post" in answer.content
    assert "already there" in await stage.add_article(room, "arvo", ARVO)
    listed = await stage.told(await room.anna.slash("library list"))
    assert "Arvo speaks" in listed
    assert "Ferry" not in listed


async def test_a_page_is_added_by_its_link(stage: Stage) -> None:
    room = await stage.newsroom()
    with web_server.serving() as site:
        link = site.page("/mill", PAGE)
        assert "1 article added" in await stage.manage(room, "library add", link=link)
        gone = await stage.manage(room, "library add", link=f"{site.url}/nothing")
    assert "could not be read" in gone
    answer = await stage.only_answer(await room.anna.ask("When did the mill of Brillby burn down?"))
    assert "3 March 2022" in answer.content
    assert f"(<{link}>)" in answer.content


async def test_what_is_attached_to_a_message_is_added_by_right_click(stage: Stage) -> None:
    room = await stage.newsroom()
    manager = room.guild.manager("Maud")
    said = await room.anna.say("", attachments={"arvo.md": ARVO.encode(), "x.exe": b"MZ"})
    told = await stage.told(await manager.menu("Add to library", said))
    assert "1 article added" in told
    assert "1 could not be read" in told
    lost = await room.anna.say("", attachments={"lost.md": ARVO.encode()})
    stage.server.world.files.clear()
    assert "1 could not be read" in await stage.told(await manager.menu("Add to library", lost))
    plain = await room.anna.say("no file")
    assert "no file" in await stage.told(await manager.menu("Add to library", plain))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.md", b""),
        ("binary.md", bytes(range(256)) * 4),
        ("../../../etc/passwd.md", b"# Title\n\nThe text of the article is here."),
        ("a" * 200 + ".md", b"# Title\n\nThe text of the article is here."),
        ("x.pdf", b"%PDF-1.4"),
        ("lines.jsonl", b'{"title": "A"}\n{broken\n'),
    ],
)
async def test_an_odd_file_is_refused_or_added_in_one_line(
    stage: Stage, name: str, data: bytes
) -> None:
    room = await stage.newsroom()
    told = await stage.manage(room, "library add", file=(name, data))
    assert "Something went wrong" not in told
    assert "added" in told or "could not be read" in told or "Nothing was found" in told
    guilds = stage.process.home / "guilds"
    assert all(path.is_relative_to(guilds) for path in guilds.rglob("*"))
    assert not (stage.process.home.parent / "etc").exists()


async def test_only_managers_add_and_remove(stage: Stage) -> None:
    room = await stage.newsroom()
    chosen = room.guild.role("Editors")
    editor = room.guild.member("Edda", chosen)
    await room.guild.announce()
    refused = await room.anna.slash("library add", file=("a.md", ARVO.encode()))
    assert "Manage Server" in await stage.told(refused)
    said = await room.anna.say("", attachments={"arvo.md": ARVO.encode()})
    assert "Manage Server" in await stage.told(await room.anna.menu("Add to library", said))
    assert "Manage Server" in await stage.told(await room.anna.slash("insights"))
    assert "Manage Server" in await stage.told(await room.anna.slash("settings show"))
    refused = await room.anna.slash("settings roles", who="ask", action="add", role=chosen)
    assert "Manage Server" in await stage.told(refused)
    await stage.manage(
        room, "settings roles", who="manage articles and settings", action="add", role=chosen
    )
    added = await editor.slash("library add", file=("a.md", ARVO.encode()))
    assert "1 article added" in await stage.told(added)


async def test_an_article_is_removed_after_a_second_question(stage: Stage) -> None:
    room = await stage.newsroom()
    manager = room.guild.manager("Maud")
    await stage.add_article(room, "arvo", ARVO)
    suggested = await manager.complete("library remove", "article", "arvo")
    assert [one["name"] for one in suggested] == ["Arvo speaks (Peak Post, 2023-05-02)"]
    sure = await stage.server.reply_to(
        await manager.slash("library remove", article=suggested[0]["value"])
    )
    assert "Remove this article?" in sure.content
    await manager.press(sure, "Cancel")
    await stage.server.until(lambda: "Nothing was changed" in sure.content)
    sure = await stage.server.reply_to(await manager.slash("library remove", article="arvo speaks"))
    await manager.press(sure, "Remove")
    await stage.server.until(lambda: "Removed" in sure.content)
    answer = await stage.only_answer(await room.anna.ask(QUESTION))
    assert MAY not in answer.content


async def test_articles_are_listed_by_pages_searched_and_shown(stage: Stage) -> None:
    room = await stage.newsroom()
    several = "".join(
        f'{{"title": "Story {n}", "published": "2020-01-{n:02}", "outlet": "Daily",'
        f' "text": "In village {n} a bridge was opened by the mayor on Sunday."}}\n'
        for n in range(1, 31)
    )
    added = await stage.manage(room, "library add", file=("all.jsonl", several.encode()))
    assert "30 articles added" in added
    page = await stage.server.reply_to(await room.anna.slash("library list", outlet="Daily"))
    assert "Story 30" in page.text
    first = page.text
    await room.anna.press(page, "Next")
    await stage.server.until(lambda: page.text != first)
    assert "Story 30" not in page.text
    found = await room.anna.slash("library search", query="bridge in village 7")
    assert "Story" in await stage.told(found)
    shown = await stage.told(await room.anna.slash("library show", article="Story 7"))
    assert "village 7" in shown
    missing = await room.anna.slash("library show", article="nothing")
    assert "no article" in await stage.told(missing)


async def test_nothing_of_one_guild_is_seen_in_another(stage: Stage) -> None:
    one, other = await stage.newsroom("One"), await stage.newsroom("Other")
    await stage.add_article(one, "arvo", ARVO)
    await stage.manage(one, "settings channel", mode="off")
    assert MAY not in (await stage.only_answer(await other.anna.ask(QUESTION))).content
    assert EIGHTY in (await stage.only_answer(await other.anna.ask(BOATS))).content
    assert "Arvo" not in await stage.told(await other.anna.slash("library list"))
    found = await stage.told(await other.anna.slash("library search", query="Arvo"))
    assert "Arvo speaks" not in found
    assert await other.anna.complete("library show", "article", "arvo") == []
    assert await other.anna.complete("ask", "outlet", "peak") == []
    insights = await stage.manage(other, "insights")
    assert QUESTION in insights
    one.guild.join(other.anna)
    other.anna.place = one.general
    mine = await stage.manage(one, "insights")
    assert QUESTION not in mine


async def test_memory_of_one_guild_is_not_taken_into_another(stage: Stage) -> None:
    one, other = await stage.newsroom("One"), await stage.newsroom("Other")
    other.guild.join(one.anna)
    await stage.only_answer(await one.anna.slash("ask", question="Who built the lighthouse?"))
    asked = await one.anna.ask("And when did he build it?", other.general)
    await stage.server.settled()
    assert await stage.understood(asked) == "And when did he build it?"


async def test_a_guild_may_read_its_own_articles_only(stage: Stage) -> None:
    room = await stage.newsroom()
    shown = await stage.manage(room, "settings library", articles="this server's own")
    assert "this server's own" in shown
    answer = await stage.server.reply_to(await room.anna.ask(BOATS))
    assert "no articles here yet" in answer.content
    await stage.manage(room, "settings library", articles="those of whoever runs the bot")
    assert EIGHTY in (await stage.only_answer(await room.anna.ask(BOATS))).content
