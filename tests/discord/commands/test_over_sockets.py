"""The commands of the shipped process, over sockets, against the local Discord server."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.discord_server import Process, Seen, Server, User
from tests.index.villages import page
from tests.web_server import serving


async def answer(server: Server, person: User, command: str, **options: object) -> Seen:
    """What a person is shown after a command, once it is no longer "thinking"."""
    asked = await person.slash(command, **options)
    shown = await server.reply_to(asked, timeout=60)
    await server.settled(timeout=60)
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
    shown = await answer(server, mia, "library add", file=("one.md", page(1, 0).encode()))
    assert shown.ephemeral
    assert "1 article added" in shown.text
    said = await mia.say("Two", attachments={"two.md": page(2, 0).encode(), "x.png": b"\x89PNG"})
    shown = await server.reply_to(await mia.menu("Add to library", said), timeout=60)
    await server.settled(timeout=60)
    assert "1 article added" in shown.text
    assert "x.png" in shown.text
    with serving() as site:
        text = "<p>The ferry ran aground off Lunde on Monday, said the harbour master.</p>" * 2
        link = site.page("/ferry", f"<html><title>Ferry aground</title><body>{text}</body></html>")
        assert "1 article added" in (await answer(server, mia, "library add", link=link)).text
    refused = await answer(server, mia, "library add")
    assert refused.ephemeral
    assert "file or a link" in refused.text


async def _looks(server: Server, ann: User) -> None:
    shown = await answer(server, ann, "library list")
    assert shown.ephemeral
    assert "News from Lunde1" in shown.text
    assert "3 Artikel" in shown.text
    offered = await ann.complete("library show", "article", "lunde2")
    assert [one["value"] for one in offered] == ["two"]
    assert "Lunde2" in (await answer(server, ann, "library show", article="two")).text
    found = await answer(server, ann, "library search", query="mayor bridge Lunde2")
    assert "Lunde2" in found.text
    refused = await answer(server, ann, "library add", file=("a.md", b"# A\n\nText."))
    assert refused.ephemeral
    assert "Server verwalten" in refused.text
    asked = await answer(server, ann, "ask", question="Who opened the bridge of Lunde1?")
    assert "Ida Holm" in asked.text
    wrong = await answer(server, ann, "ask", question="Who opened it?", since="soon")
    assert wrong.ephemeral
    assert "kein Datum" in wrong.text
    assert "/ask" in (await answer(server, ann, "help")).text


async def _sets(server: Server, mia: User) -> None:
    for command, options in (
        ("settings show", {}),
        ("settings channel", {"mode": "every_post"}),
        ("settings retention", {"days": 30}),
    ):
        shown = await answer(server, mia, command, **options)
        assert shown.ephemeral
        assert "Settings" in shown.text
    shown = await answer(server, mia, "insights", export=True)
    assert "Insights" in shown.text


async def _removes(server: Server, mia: User, ann: User) -> None:
    shown = await answer(server, mia, "library remove", article="one")
    await mia.press(shown, "Remove")
    await server.settled(timeout=60)
    assert "Removed" in shown.text
    assert shown.labels == []
    shown = await answer(server, ann, "forget me")
    await ann.press(shown, "Alles löschen")
    await server.settled(timeout=60)
    assert "Eintr" in shown.text
