"""Files that people attach: taken from Discord's own hosts only, and not if they are too large."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from urllib.parse import urlsplit

import aiohttp
import discord

from bot.discord.commands.names import safe_name
from bot.discord.commands.shelf import LARGEST, Given
from bot.discord.render.words import Words
from retrieval.articles.formats import format_of, unsupported
from retrieval.errors import ArticleError

_HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
_SECONDS = 120.0  # for one file; a slow one must not hold up the guild's other additions


async def fetched(
    attachment: discord.Attachment, name: str, *, words: Words, test_url: str | None
) -> Given:
    """Its bytes under a harmless name; ArticleError, with that name, when they cannot be had."""
    if format_of(name) is None:
        raise unsupported(name)
    if attachment.size > LARGEST:
        raise ArticleError(words("library.too_large", n=LARGEST // 2**20), path=name)
    if not is_of_discord(attachment.url, test_url=test_url):
        raise ArticleError(words("library.not_fetched"), path=name)
    try:
        async with asyncio.timeout(_SECONDS):
            data = await attachment.read()
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
        raise ArticleError(words("library.not_fetched"), path=name) from None
    if len(data) > LARGEST:
        raise ArticleError(words("library.too_large", n=LARGEST // 2**20), path=name)
    return Given(name, data)


def is_of_discord(url: str, *, test_url: str | None) -> bool:
    """Whether an address is one of Discord's hosts for files, or of the server of a test."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None:
        return False
    if test_url is not None and f"{parts.scheme}://{parts.netloc}" == test_url:
        return True
    return parts.scheme == "https" and parts.hostname in _HOSTS and port in (None, 443)


def distinct_names(given: Iterable[str]) -> list[str]:
    """Harmless names, each another: two files of one message do not replace each other."""
    names: list[str] = []
    for name in map(safe_name, given):
        stem, dot, suffix = name.rpartition(".")
        number, free = 1, name
        while free.casefold() in {each.casefold() for each in names}:
            number += 1
            free = f"{stem}-{number}{dot}{suffix}" if dot else f"{name}-{number}"
        names.append(free)
    return names
