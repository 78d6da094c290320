"""`dateline discord` from its settings to its end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot import starter
from bot.discord import gateway, logs, waits
from bot.discord.lineup import Lineup, Place
from bot.discord.metrics import Metrics
from bot.discord.parts import Parts
from bot.discord.rules.limits import RateLimits
from bot.discord.sending import Cadence, SendQueue
from bot.discord.supervise import Supervisor
from bot.discord.turns import Turns
from bot.records.community.community import Community
from bot.records.community.identity import Identities
from retrieval.errors import SettingsError

if TYPE_CHECKING:
    from bot.libraries import Libraries
    from bot.settings import Settings

UNDER_WAY = 40  # questions at once; most of them wait for Discord, a few are worked out
OF_A_GUILD = 30  # of them

_log = logging.getLogger(__name__)


def run(
    settings: Settings,
    *,
    libraries: Callable[..., Libraries],
    corpus: Callable[[], Path],
) -> None:
    """Answer in Discord until SIGTERM or Ctrl-C. Raises SettingsError without a usable token.

    libraries: opens the libraries of the settings; corpus: the folder of the starter articles.
    """
    token = token_of(settings)
    logs.configure(settings.log_format, settings.log_level, hide=[token])
    if settings.discord_test_url is not None:
        gateway.point_to(settings.discord_test_url)
        _log.warning("this is a test: everything goes to %s", settings.discord_test_url)
    with _parts(settings, libraries) as parts:
        asyncio.run(Supervisor(parts, token, prepare=lambda: prepare(parts, corpus)).run())


def token_of(settings: Settings) -> str:
    """The bot's token; SettingsError when there is none."""
    token = settings.discord_token.get_secret_value().strip() if settings.discord_token else ""
    if not token:
        raise SettingsError(
            "DISCORD_TOKEN is not set.",
            hint="Put the bot's token into .env; the README says where to get one.",
        )
    return token


@contextmanager
def _parts(settings: Settings, libraries: Callable[..., Libraries]) -> Iterator[Parts]:
    opened = libraries(settings, notice=_log.warning)
    community = Community(settings.home)
    metrics = Metrics()
    try:
        yield Parts(
            settings=settings,
            libraries=opened,
            community=community,
            identities=Identities(settings.home),
            queue=SendQueue(wait=waits.wait, retried=metrics.send_retried),
            cadence=Cadence(),
            lineup=Lineup(UNDER_WAY, share=OF_A_GUILD, failed=_unexpected),
            turns=Turns(settings.concurrency),
            limits=RateLimits(settings.discord_user_per_minute, settings.discord_guild_per_minute),
            metrics=metrics,
            prepared=asyncio.Event(),
        )
    finally:
        opened.close()
        community.close()


def _unexpected(place: Place, error: BaseException) -> None:
    """A job tells its own errors; what still comes here is a defect of ours."""
    _log.error("a question broke off", extra={"question": place.question}, exc_info=error)


def prepare(parts: Parts, corpus: Callable[[], Path]) -> None:
    """See to it that the first question is answered, and soon.

    An empty library gets the starter articles; the models are loaded. It takes seconds, so it is
    done in a thread beside the connection; questions wait for it.
    """
    host = parts.libraries.host()

    def add(folder: Path, title: str) -> None:
        _log.info(title)
        host.add([folder])

    starter.add_starter(host, home=parts.settings.home, corpus=corpus, add=add)
    counts = host.counts()
    host.embedder.embed(["The model is loaded by its first text."])
    _log.info("library", extra={"articles": counts.articles, "model": host.model or "none"})
