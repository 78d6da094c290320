"""How far an addition is, and how it went when that took longer than Discord waits."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any, cast

import pytest

from bot.discord.callers import Caller
from bot.discord.commands import progress
from bot.discord.commands.progress import Progress
from bot.discord.render.words import words
from retrieval.library import Progress as Read
from tests.discord.commands.seen import manager, run, said
from tests.discord.views.front import Front
from tests.index.villages import page


class Shown:
    """An interaction's message; what is awaited goes on once it was edited."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.edited = asyncio.Event()

    async def edit_original_response(self, *, content: str) -> Any:
        self.texts.append(content)
        self.edited.set()


def test_a_slow_file_is_told_of_and_a_slower_one_article_by_article(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress, "_EVERY", 0.001)

    async def slow(shown: Shown) -> None:
        shown.edited.clear()
        await shown.edited.wait()

    async def scene() -> list[str]:
        shown = Shown()
        told = Progress(cast(Caller, shown), words("en"), of=1)
        told.begin("all_*.jsonl")
        await told.until(slow(shown))
        told.read(Read(done=2, total=12, key="c", change="added"))
        await told.until(slow(shown))
        return shown.texts

    assert asyncio.run(scene()) == [
        "📥 Reading all\\_\\*.jsonl…",
        "📥 Reading 3 of 12: all\\_\\*.jsonl…",
    ]


def test_what_is_done_at_once_is_not_told_of() -> None:
    async def scene() -> tuple[str, list[str]]:
        shown = Shown()
        told = Progress(cast(Caller, shown), words("en"), of=3)
        told.begin("a.md")
        return await told.until(asyncio.sleep(0, "done")), shown.texts

    assert asyncio.run(scene()) == ("done", [])


@pytest.fixture(autouse=True)
def _files_lie_at_discord(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcord.backend.cdn.CDN_BASE", "https://cdn.discordapp.com")


def test_an_outcome_that_comes_too_late_is_told_by_direct_message(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        mia = manager(front)
        front.env.inject_error(
            "PATCH", "/webhooks/*", status=401, code=50027, message="Invalid Webhook Token"
        )
        await mia.slash(front.channel, "library add", file=("one.md", page(1, 0).encode()))
        last = mia.user.dm_channel.last_message
        assert last is not None
        assert "1 article added" in last.content

    run(tmp_path, test)


def test_nothing_of_a_name_or_title_is_carried_out(tmp_path: Path) -> None:
    hostile = b"# @everyone **Ferry** [x](https://evil.example) <@1>\n\nThe ferry ran aground."

    async def test(front: Front) -> None:
        mia = manager(front)
        files = [("@everyone <@1> a.png", b"x"), ("f.md", hostile)]
        message = await mia.send(front.channel, "See", attachments=files)
        added = said(await mia.context_menu(front.channel, "Add to library", message))
        listed = said(await mia.slash(front.channel, "library list"))
        asked = said(await mia.slash(front.channel, "library remove", article="f"))
        for text in (added, listed, asked):
            assert "@everyone" not in text
            assert "<@1>" not in text
            assert "](https://evil" not in text

    run(tmp_path, test)


def test_a_file_that_is_being_read_when_the_process_ends_is_left_after_the_article() -> None:
    read: list[int] = []
    begun = threading.Event()

    def endless(told: Progress) -> None:
        while True:
            read.append(len(read))
            begun.set()
            told.read(Read(done=len(read), total=10**9, key="k", change="added"))

    async def scene() -> None:
        told = Progress(cast(Caller, Shown()), words("en"), of=1)
        told.begin("all.jsonl")
        loop = asyncio.get_running_loop()
        await told.until(loop.run_in_executor(None, endless, told))

    async def ended() -> None:
        task = asyncio.create_task(scene())
        await asyncio.to_thread(begun.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(ended())  # waits for its threads, so it ends only when they do
    assert read
