"""What is done now and then: deleting what is old, looking for new articles."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.discord import trouble, watching

if TYPE_CHECKING:
    from bot.discord.client import DatelineClient
    from bot.discord.parts import Parts

_EVERY = 300.0  # seconds between two rounds
_ROUNDS_TO_PURGE = 12  # once an hour

_log = logging.getLogger(__name__)


async def keep_house(parts: Parts, client: Callable[[], DatelineClient | None]) -> None:
    """Go round until it is cancelled; a round that fails is logged, the next one comes."""
    rounds = 0
    while True:
        error = await trouble.failure(_round(parts, client(), purge=rounds % _ROUNDS_TO_PURGE == 0))
        if error is not None:
            _log.error("a chore failed", exc_info=error)
        rounds += 1
        await asyncio.sleep(_EVERY)


async def _round(parts: Parts, client: DatelineClient | None, *, purge: bool) -> None:
    if purge:
        await asyncio.to_thread(parts.community.purge, int(time.time()))
    if client is not None and client.is_ready():
        await watching.look(client)
