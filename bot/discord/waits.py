"""What Discord's errors mean: which pass with time, and which say that something is gone."""

from __future__ import annotations

import errno
import socket

import aiohttp
import discord

_PAUSE = 1.0  # seconds after a failure that names no time of its own; the queue lengthens it
_LIMITED = 5.0  # seconds; the window of a channel's rate limit
_PASSING = (aiohttp.ClientError, ConnectionError, TimeoutError, socket.gaierror)
_UNREACHABLE = {errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTDOWN, errno.EHOSTUNREACH}
# They are ClientErrors too, yet a second request would fail like the first.
_LASTING = (aiohttp.InvalidURL, aiohttp.ClientConnectorCertificateError)


def wait(error: Exception) -> float | None:
    """Seconds after which the same request may succeed; None when it never will.

    Discord's 429 and 5xx after discord.py gave up, and the failures of the network; no other 4xx.
    """
    if isinstance(error, discord.RateLimited):
        return error.retry_after
    if isinstance(error, discord.HTTPException):
        if error.status == 429:
            return _retry_after(error)
        return _PAUSE if error.status >= 500 else None
    if isinstance(error, _LASTING):
        return None
    unreachable = isinstance(error, OSError) and error.errno in _UNREACHABLE
    return _PAUSE if unreachable or isinstance(error, _PASSING) else None


def unheard(error: Exception) -> float | None:
    """As `wait`, for what must not be done twice: None as well when Discord may have heard it.

    A socket that broke under way leaves that open. (So does a 5xx, after which discord.py itself
    asks again.)
    """
    asked = isinstance(error, discord.RateLimited | discord.HTTPException)
    return wait(error) if asked or isinstance(error, aiohttp.ClientConnectorError) else None


def _retry_after(error: discord.HTTPException) -> float:
    """What the header of a 429 says; Cloudflare writes it too, in whole seconds."""
    try:
        return max(0.0, float(error.response.headers.get("Retry-After", "")))
    except ValueError:
        return _LIMITED


def unknown_interaction(error: Exception) -> bool:
    """The interaction was not acknowledged within 3 seconds, or Discord lost it."""
    return _code(error) == 10062


def acknowledged(error: Exception) -> bool:
    """The interaction was acknowledged before: Discord told of it twice."""
    return _code(error) == 40060


def expired_token(error: Exception) -> bool:
    """The interaction's 15 minutes are over: what it would have edited must be sent anew."""
    return _code(error) in {50027, 10015}


def unknown_message(error: Exception) -> bool:
    """The message was deleted."""
    return _code(error) == 10008


def not_ours(error: Exception) -> bool:
    """The message is not one that the bot may edit."""
    return _code(error) == 50005


def unknown_channel(error: Exception) -> bool:
    """The channel or thread was deleted, or cannot be seen any more."""
    return _code(error) == 10003


def missing_permission(error: Exception) -> bool:
    """A permission or the access to the channel is missing."""
    return _code(error) in {50013, 50001}


def closed_place(error: Exception) -> bool:
    """There is no writing here any more: it is gone, locked, or cannot be seen or written in."""
    return _code(error) in {10003, 10004, 10008, 50001, 50013, 50083, 160005}


def closed_dm(error: Exception) -> bool:
    """This person takes no direct messages from the bot."""
    return _code(error) == 50007


def deleted_reference(error: Exception) -> bool:
    """The message that was replied to is gone."""
    return _code(error) == 50035 and "message_reference" in getattr(error, "text", "")


def _code(error: Exception) -> int | None:
    return error.code if isinstance(error, discord.HTTPException) else None
