"""Tell Discord which commands there are, but only when that has changed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

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
    if await client.record(community.remembered, _REMEMBERED) == digest:
        return False
    await tree.sync()
    await client.record(community.remember, _REMEMBERED, digest)
    return True


async def fingerprint(client: DatelineClient) -> str:
    """A digest of all that would be sent, translations included, and of who sends it."""
    tree = client.tree
    translator = tree.translator or WordingTranslator()
    payload = [await each.get_translated_payload(tree, translator) for each in tree.get_commands()]
    text = json.dumps([str(client.application_id), payload], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
