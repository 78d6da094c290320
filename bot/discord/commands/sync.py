"""Tell Discord which commands there are, but only when that has changed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.discord.translator import WordingTranslator

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient

_REMEMBERED = "commands"


async def sync(client: DatelineClient) -> bool:
    """Whether they had to be sent; Discord limits how often that may be done."""
    tree = client.tree
    if tree.translator is None:
        await tree.set_translator(WordingTranslator())
    digest = await fingerprint(client)
    community = client.parts.community
    if await client.record(community.remembered, _REMEMBERED) == digest and await _are_known(tree):
        return False
    await tree.sync()
    await client.record(community.remember, _REMEMBERED, digest)
    return True


async def _are_known(tree: app_commands.CommandTree[DatelineClient]) -> bool:
    """Whether Discord still has them; somebody may have deleted them there."""
    try:
        known = {(one.type, one.name) for one in await tree.fetch_commands()}
    except discord.HTTPException:
        return True  # it cannot tell now, and they were sent once
    return known == {(_type(one), one.name) for one in tree.get_commands()}


def _type(command: Any) -> discord.AppCommandType:
    if isinstance(command, app_commands.ContextMenu):
        return command.type
    return discord.AppCommandType.chat_input


async def fingerprint(client: DatelineClient) -> str:
    """A digest of all that would be sent, translations included, and of who sends it."""
    tree = client.tree
    translator = tree.translator or WordingTranslator()
    payload = [await each.get_translated_payload(tree, translator) for each in tree.get_commands()]
    text = json.dumps([str(client.application_id), payload], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
