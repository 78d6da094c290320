"""What a person sees of an answer to a command, and who may manage."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from bot.discord import gateway
from bot.discord.client import DatelineClient
from bot.discord.parts import Parts
from retrieval.types import Article
from tests.discord.views import front as simulated
from tests.discord.views.front import Front


def run(
    home: Path, test: Callable[[Front], Awaitable[None]], *, articles: tuple[Article, ...] = ()
) -> None:
    """Run a test with the whole client, its commands too."""
    simulated.run(home, test, articles=articles, made=_whole)


def _whole(parts: Parts) -> DatelineClient:
    return gateway.client(parts, message_content=True)


def manager(front: Front, name: str = "mia") -> MemberActor:
    permissions = discord.Permissions(manage_guild=True)
    role = front.guild.create_role("Managers", permissions=permissions)
    return front.guild.add_member(front.env.create_user(name), roles=[role])


def said(result: InteractionResult) -> str:
    """All that the person sees of the answer: content, cards, follow-ups."""
    messages = [one for one in (result.response, *result.followups) if one]
    texts: list[str] = []
    for message in messages:
        texts.append(message.content)
        for card in message.embeds:
            texts += [card.title or "", card.description or "", card.footer.text or ""]
            texts += [f"{field.name}: {field.value}" for field in card.fields]
    return "\n".join(texts)


def labels(result: InteractionResult) -> dict[str, bool]:
    """The buttons under an answer, and whether each can be pressed."""
    assert result.response is not None
    rows: list[dict[str, Any]] = result.response.components
    return {
        str(one["label"]): not one.get("disabled", False)
        for row in rows
        for one in row["components"]
    }
