"""Interactions are acknowledged even when the connection breaks: Discord waits three seconds."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiohttp
import discord
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

_GIVE_UP = 2.7  # seconds after which Discord will have given up
_PAUSE = 0.1  # seconds
_REPEATABLE = ("GET", "PATCH")
_DONE = 40060  # Discord's code: it was acknowledged already


class Acknowledging(AsyncWebhookAdapter):
    """discord.py's way of speaking to interactions, which tries again what broke on the way.

    Not so a further message: nobody knows whether Discord has it already.
    """

    async def request(self, route: Any, session: aiohttp.ClientSession, **options: Any) -> Any:
        """What Discord answers; for an acknowledgement whose answer was lost, its id alone."""
        acknowledges = route.path.endswith("/callback")
        if not (acknowledges or route.method in _REPEATABLE):
            return await super().request(route, session, **options)
        give_up, doubtful = time.monotonic() + _GIVE_UP, False
        while True:
            try:
                return await super().request(route, session, **options)
            except discord.HTTPException as error:
                if not (doubtful and error.code == _DONE):
                    raise
                return {"interaction": {"id": route.webhook_id, "type": 0}}
            except (aiohttp.ClientError, OSError):
                if time.monotonic() > give_up:
                    raise
                doubtful = True
            await asyncio.sleep(_PAUSE)


def use() -> None:
    """Let everything that is begun from here on speak to interactions so."""
    made: Any = Acknowledging  # discord.py leaves its beginning untyped
    async_context.set(made())
