"""When Discord is told of the commands."""

from __future__ import annotations

from pathlib import Path

from bot.discord.commands import sync
from bot.discord.commands.declare import slash
from bot.discord.commands.privacy import privacy
from tests.discord.commands.seen import run
from tests.discord.views.front import Front


def told(front: Front) -> int:
    """How often all commands were sent."""
    return sum(
        one.method == "PUT" and one.path.endswith("/commands") for one in front.env.http_requests
    )


def test_they_are_sent_once_and_not_again_at_the_next_start(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        assert told(front) == 1
        await front.restart()
        assert told(front) == 1
        assert await sync(front.client) is False

    run(tmp_path, test)


def test_they_are_sent_again_when_one_of_them_changed(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        tree = front.client.tree
        tree.remove_command("privacy")
        assert await sync(front.client) is True
        tree.add_command(slash("privacy", privacy))
        assert await sync(front.client) is True
        assert await sync(front.client) is False
        assert told(front) == 3

    run(tmp_path, test)


def test_what_is_sent_is_translated(tmp_path: Path) -> None:
    async def test(front: Front) -> None:
        (sent,) = (one for one in front.env.http_requests if one.method == "PUT")
        assert sent.json is not None
        ask = next(one for one in sent.json if one["name"] == "ask")
        assert ask["description_localizations"]["de"] != ask["description"]

    run(tmp_path, test)
