"""The commands of the shipped process, over sockets, against the local Discord server."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.discord_server import Process, Seen, Server, User
from tests.index.villages import page
from tests.web_server import serving


async def answer(server: Server, person: User, command: str, shows: str, **options: object) -> Seen:
    """What a person is shown after a command, as soon as that holds a text."""
    shown = await server.reply_to(await person.slash(command, **options), timeout=60)
    await server.until(lambda: shows in shown.text, timeout=60)
    return shown


def test_an_admin_sets_a_guild_up_and_a_member_uses_it(tmp_path: Path) -> None:
    async def scene(server: Server) -> None:
        guild = server.guild()
        guild.channel("general")
        mia, ann = guild.manager("Mia"), guild.member("Ann", locale="de")
        async with Process(server, tmp_path / "home"):
            await _adds(server, mia)
            await _looks(server, ann)
            await _sets(server, mia)
            await _removes(server, mia, ann)
        assert server.errors == []
        assert server.pings == []
        assert [number for _, number in server.syncs] == [10]

    async def run() -> None:
        async with Server() as server:
            await scene(server)

    asyncio.run(run())


async def _adds(server: Server, mia: User) -> None:
    file = ("one.md", page(1, 0).encode())
    shown = await answer(server, mia, "library add", "1 article added", file=file)
    assert shown.ephemeral
    said = await mia.say("Two", attachments={"two.md": page(2, 0).encode(), "x.png": b"\x89PNG"})
    shown = await server.reply_to(await mia.menu("Add to library", said), timeout=60)
    await server.until(lambda: "1 article added" in shown.text, timeout=60)
    assert "x.png" in shown.text
    with serving() as site:
        text = "<p>The ferry ran aground off Lunde on Monday, said the harbour master.</p>" * 2
        link = site.page("/ferry", f"<html><title>Ferry aground</title><body>{text}</body></html>")
        await answer(server, mia, "library add", "1 article added", link=link)
    refused = await answer(server, mia, "library add", "file or a link")
    assert refused.ephemeral


async def _looks(server: Server, ann: User) -> None:
    shown = await answer(server, ann, "library list", "News from Lunde1")
    assert shown.ephemeral
    assert "3 Artikel" in shown.text
    offered = await ann.complete("library show", "article", "lunde2")
    assert [one["value"] for one in offered] == ["two"]
    await answer(server, ann, "library show", "Lunde2", article="two")
    await answer(server, ann, "library search", "Lunde2", query="mayor bridge Lunde2")
    file = ("a.md", b"# A\n\nText.")
    refused = await answer(server, ann, "library add", "Server verwalten", file=file)
    assert refused.ephemeral
    await answer(server, ann, "ask", "Ida Holm", question="Who opened the bridge of Lunde1?")
    wrong = await answer(server, ann, "ask", "kein Datum", question="Who did?", since="soon")
    assert wrong.ephemeral
    assert (await answer(server, ann, "help", "/ask")).ephemeral


async def _sets(server: Server, mia: User) -> None:
    for command, options in (
        ("settings show", {}),
        ("settings channel", {"mode": "every_post"}),
        ("settings retention", {"days": 30}),
    ):
        assert (await answer(server, mia, command, "Settings", **options)).ephemeral
    await answer(server, mia, "insights", "Insights", export=True)


async def _removes(server: Server, mia: User, ann: User) -> None:
    shown = await answer(server, mia, "library remove", "Lunde1", article="one")
    await mia.press(shown, "Remove")
    await server.until(lambda: "Removed" in shown.text, timeout=60)
    assert shown.labels == []
    asked = await answer(server, ann, "forget me", "löschen")
    await ann.press(asked, "Alles löschen")
    await server.until(lambda: "Eintr" in asked.text, timeout=60)
