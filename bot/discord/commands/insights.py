"""`/insights`: what was asked, what the articles did not answer, what was not liked."""

from __future__ import annotations

import asyncio
import io
import json
import time
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord.callers import Caller, client_of
from bot.discord.commands.declare import Tree, slash
from bot.discord.commands.guard import managed_guild
from bot.discord.render.cards import Card, card
from bot.discord.render.overview import InsightsView, insights_card
from bot.discord.views.cards import embed

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient
    from bot.discord.render.words import Words
    from bot.records.community.feedback import Insights

FILE_NAME = "gold-candidates.jsonl"
_DAY = 86_400  # seconds
_LARGEST = 8 * 2**20  # bytes; what a guild without boosts takes is 10 MiB


async def insights(
    caller: Caller, days: app_commands.Range[int, 1, 365] = 30, export: bool = False
) -> None:
    """A card for managers, and on request the questions that may become gold, one a line."""
    await caller.response.defer(ephemeral=True, thinking=True)
    client = client_of(caller)
    words = client.words(caller)
    guild_id = await managed_guild(caller)
    since = int(time.time()) - days * _DAY
    found = await asyncio.to_thread(client.parts.community.insights, guild_id, since)
    shown = embed(_card(found, words, days=days))
    if not export:
        await caller.edit_original_response(embed=shown)
        return
    lines = await asyncio.to_thread(_candidates, client, guild_id)
    if not lines:
        await caller.edit_original_response(content=words("insights.no_candidates"), embed=shown)
        return
    file = discord.File(io.BytesIO(lines), FILE_NAME)
    await caller.edit_original_response(
        content=words("insights.exported"), embed=shown, attachments=[file]
    )


def _card(found: Insights, words: Words, *, days: int) -> Card:
    view = InsightsView(
        days=days,
        questions=found.questions,
        answered=found.answered,
        unanswered=found.abstained,
        useful=found.up,
        useless=found.down,
        top=[(one.title or one.key, one.answers) for one in found.top_articles],
        unanswered_questions=[one.text for one in found.unanswered],
        disliked=[f"{one.text} — {one.why}" if one.why else one.text for one in found.downvoted],
    )
    made = insights_card(view, words)
    if not found.questions:
        return made
    more: list[tuple[str, str]] = []
    if found.median_ms is not None:
        more.append((words("insights.median"), _time(found.median_ms, words)))
    if found.failed:
        more.append((words("insights.failed"), str(found.failed)))
    fields = (*made.fields[:4], *more, *made.fields[4:])
    return card(made.title, made.description, fields=fields, footer=made.footer)


def _time(ms: int, words: Words) -> str:
    if ms < 1000:
        return f"{ms} ms"
    seconds = f"{ms / 1000:.1f} s"
    return seconds.replace(".", ",") if words.language == "de" else seconds


def _candidates(client: DatelineClient, guild_id: int) -> bytes:
    """One JSON line each, as many as a file may hold."""
    kept, size = [], 0
    for one in client.parts.community.candidates(guild_id):
        line = (json.dumps(one, ensure_ascii=False) + "\n").encode("utf-8", "replace")
        size += len(line)
        if size > _LARGEST:
            break
        kept.append(line)
    return b"".join(kept)


def add(tree: Tree, *, dms: bool) -> None:  # noqa: ARG001  # as every module of commands
    """Declare `/insights`."""
    tree.add_command(slash("insights", insights))
