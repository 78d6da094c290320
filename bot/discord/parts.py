"""What the Discord front is made of, built once in `supervise` and handed to every client."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.discord.health import Metrics
    from bot.discord.lineup import Lineup
    from bot.discord.rules.limits import RateLimits
    from bot.discord.sending import Cadence, SendQueue
    from bot.discord.turns import Turns
    from bot.libraries import Libraries
    from bot.records.community.community import Community
    from bot.records.community.identity import Identities
    from bot.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """They outlive a connection: a client that failed is replaced over the same parts.

    prepared: set once the libraries may answer.
    """

    settings: Settings
    libraries: Libraries
    community: Community
    identities: Identities
    queue: SendQueue
    cadence: Cadence
    lineup: Lineup
    turns: Turns
    limits: RateLimits
    metrics: Metrics
    prepared: asyncio.Event
