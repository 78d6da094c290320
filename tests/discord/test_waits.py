"""What the errors of discord.py and aiohttp mean."""

from __future__ import annotations

import errno
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
import yarl

from bot.discord import waits


def error(
    status: int,
    *,
    code: int = 0,
    kind: type[discord.HTTPException] = discord.HTTPException,
    headers: dict[str, str] | None = None,
    **body: Any,
) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="", headers=headers or {})
    return kind(response, {"code": code, "message": "no", **body})


@pytest.mark.parametrize(
    ("problem", "seconds"),
    [
        (discord.RateLimited(90.5), 90.5),
        (error(429, headers={"Retry-After": "7"}), 7.0),
        (error(429, headers={"Retry-After": "soon"}), 5.0),
        (error(429), 5.0),
        (error(500, kind=discord.DiscordServerError), 1.0),
        (error(503, kind=discord.DiscordServerError), 1.0),
        (aiohttp.ServerDisconnectedError(), 1.0),
        (aiohttp.ClientOSError(errno.ECONNRESET, "reset"), 1.0),
        (aiohttp.ClientPayloadError("cut off"), 1.0),
        (ConnectionResetError(), 1.0),
        (TimeoutError(), 1.0),
        (OSError(errno.ENETUNREACH, "unreachable"), 1.0),
        (error(400, code=50035), None),
        (error(401), None),
        (error(403, code=50013, kind=discord.Forbidden), None),
        (error(404, code=10008, kind=discord.NotFound), None),
        (FileNotFoundError(errno.ENOENT, "gone"), None),
        (PermissionError(errno.EACCES, "no"), None),
        (aiohttp.InvalidURL(yarl.URL("x")), None),
        (ValueError(), None),
        (RuntimeError("Session is closed"), None),
    ],
    ids=repr,
)
def test_only_what_passes_with_time_is_waited_for(
    problem: Exception, seconds: float | None
) -> None:
    assert waits.wait(problem) == seconds


def test_what_discord_may_have_heard_is_not_said_twice() -> None:
    assert waits.unheard(discord.RateLimited(40.0)) == 40.0
    assert waits.unheard(error(429, headers={"Retry-After": "7"})) == 7.0
    assert waits.unheard(error(503)) == 1.0
    key: Any = SimpleNamespace(host="127.0.0.1", port=1, ssl=False)
    refused = aiohttp.ClientConnectorError(key, OSError(errno.ECONNREFUSED, "refused"))
    assert waits.unheard(refused) == 1.0
    assert waits.unheard(aiohttp.ServerDisconnectedError()) is None
    assert waits.unheard(TimeoutError()) is None
    assert waits.unheard(error(404)) is None


@pytest.mark.parametrize(
    ("named", "codes"),
    [
        (waits.unknown_interaction, {10062}),
        (waits.expired_token, {50027, 10015}),
        (waits.unknown_message, {10008}),
        (waits.unknown_channel, {10003}),
        (waits.missing_permission, {50013, 50001}),
        (waits.closed_dm, {50007}),
    ],
)
def test_each_code_has_one_name(named: Any, codes: set[int]) -> None:
    known = (10003, 10008, 10015, 10062, 50001, 50007, 50013, 50027, 50035)
    assert {code for code in known if named(error(404, code=code))} == codes
    assert not named(ValueError())


def test_a_deleted_reference_is_told_from_other_bad_requests() -> None:
    gone = error(
        400,
        code=50035,
        errors={
            "message_reference": {
                "_errors": [{"code": "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "message": "Unknown"}]
            }
        },
    )
    long = error(
        400, code=50035, errors={"content": {"_errors": [{"message": "2000 or fewer in length."}]}}
    )
    assert waits.deleted_reference(gone)
    assert not waits.deleted_reference(long)
