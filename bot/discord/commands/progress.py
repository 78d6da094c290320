"""How far something long has come, shown in place of "is thinking" until it is done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import TypeVar

import discord

from bot.discord import trouble, waits
from bot.discord.callers import Caller
from bot.discord.render.escape import one_line
from bot.discord.render.words import Words
from retrieval.errors import DatelineError
from retrieval.library import Progress as Read

Result = TypeVar("Result")

_EVERY = 2.0  # seconds between two edits, within what Discord lets one message be edited

_log = logging.getLogger(__name__)


class StoppedError(DatelineError):
    """The process ends before all was read; what was read so far is in the library."""


class Progress:
    """Tells the person what is being read; nothing is told of what is done at once."""

    def __init__(self, caller: Caller, words: Words, *, of: int) -> None:
        """of: how many files there are."""
        self._caller, self._words = caller, words
        self._files, self._file = of, 0
        self._name = ""
        self._text = self._shown = ""
        self._stopped = False

    def begin(self, name: str) -> None:
        """The next file."""
        self._file += 1
        self._name = name
        self._tell(self._file, self._files)

    def read(self, step: Read) -> None:
        """An article of the file is done; called in the thread that reads, which it may stop."""
        if self._stopped:
            raise StoppedError("The bot is being stopped.", hint="Add the file again later.")
        if step.total > 1:
            self._tell(min(step.done + 1, step.total), step.total)

    def _tell(self, number: int, total: int) -> None:
        name = one_line(self._name)
        self._text = (
            self._words("library.reading", number=number, total=total, name=name)
            if total > 1
            else self._words("library.adding", name=name)
        )

    async def until(self, work: Awaitable[Result]) -> Result:
        """The result of the work; the message is kept up to date meanwhile.

        When the process ends, work in a thread stops after the article that it is at.
        """
        doing = asyncio.ensure_future(work)
        try:
            while not doing.done():
                await asyncio.wait({doing}, timeout=_EVERY)
                if self._text != self._shown and not (doing.done() or self._stopped):
                    self._shown = self._text
                    await self._show()
        except asyncio.CancelledError:
            self._stopped = True
            await asyncio.wait({doing})
            raise
        return doing.result()

    async def stop(self) -> None:
        """Let the reading end with the article that it is at, and tell the person."""
        self._stopped = True
        self._text = self._shown = self._words("library.stopped")
        await self._show()

    async def _show(self) -> None:
        error = await trouble.failure(self._caller.edit_original_response(content=self._text))
        if error is not None:  # the reading goes on whether it can be shown or not
            _log.info("progress could not be shown", extra={"reason": type(error).__name__})


async def conclude(caller: Caller, text: str) -> None:
    """Say how it went; by direct message when it took longer than Discord waits."""
    try:
        await caller.edit_original_response(content=text)
    except discord.HTTPException as error:
        if not (waits.expired_token(error) or waits.unknown_message(error)):
            raise
        try:
            await caller.user.send(text)
        except discord.HTTPException as refused:
            _log.warning("an outcome could not be told", extra={"code": refused.code})
