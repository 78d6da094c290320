"""The libraries of a front that runs on: the host's own, and one for each guild that adds any."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from retrieval.errors import LibraryError
from retrieval.library import FILE_NAME, Library

MOST_OPEN = 32  # guilds' libraries; each holds some files and its vectors in memory
Choice = Literal["auto", "own", "host"]


@dataclass(slots=True)
class _Opened:
    library: Library
    users: int = 0


class Libraries:
    """The host's library, and those of guilds in `guilds/<guild id>` in its folder.

    Any thread may use it. A guild's library is opened when it is needed and closed when `most`
    others were used since, never while somebody uses it. All answer with the host's embedder and
    language model, so there is one circuit and one book of spending.
    """

    def __init__(self, host: Library, *, most: int = MOST_OPEN) -> None:
        """host: is closed with the rest. Finishes a removal that was cut off."""
        self._host = host
        self._most = most
        self._guilds = host.home / "guilds"
        self._removed = host.home / "guilds-removed"
        self._opened: OrderedDict[int, _Opened] = OrderedDict()
        self._removing: set[int] = set()
        self._changed = threading.Condition()
        self._closed = False
        shutil.rmtree(self._removed, ignore_errors=True)

    @property
    def opened(self) -> int:
        """How many guilds' libraries are open."""
        return len(self._opened)

    def host(self) -> Library:
        """The library of whoever runs the bot."""
        return self._host

    @contextmanager
    def using(self, guild_id: int) -> Iterator[Library]:
        """The guild's own library, which stays open so long; made if there is none, to add to it.

        LibraryError while it is being removed.
        """
        opened = self._enter(guild_id)
        try:
            yield opened.library
        finally:
            self._leave(opened)

    @contextmanager
    def for_questions(self, guild_id: int | None, choice: Choice = "auto") -> Iterator[Library]:
        """The library that answers a guild: "auto" is its own once that holds an article.

        Asking makes nothing: a guild without a library of its own gets an empty one for so long.
        guild_id: None, a direct message, gets the host's.
        """
        if guild_id is None or choice == "host":
            yield self._host
        else:
            with self._for_guild(guild_id, choice) as library:
                yield library

    @contextmanager
    def _for_guild(self, guild_id: int, choice: Choice) -> Iterator[Library]:
        if self._has_library(guild_id):
            with self.using(guild_id) as own:
                if choice == "own" or not own.is_empty:
                    yield own
                    return
        elif choice == "own":
            with (
                tempfile.TemporaryDirectory(prefix="dateline-") as folder,
                self._host.beside(folder) as none,
            ):
                yield none
                return
        yield self._host

    def articles_folder(self, guild_id: int) -> Path:
        """Where the files and pages that a guild adds are kept; made if it is not there."""
        folder = self._folder(guild_id) / "articles"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def remove_guild(self, guild_id: int) -> None:
        """Delete all that a guild ever added, for good, as soon as nobody uses it any longer.

        It waits for that, so call it where nothing else waits, and outside of `using`.
        """
        with self._changed:
            self._changed.wait_for(lambda: guild_id not in self._removing)
            self._removing.add(guild_id)
        try:
            self._close_when_unused(guild_id)
            self._delete(self._folder(guild_id))
        finally:
            with self._changed:
                self._removing.discard(guild_id)
                self._changed.notify_all()

    def close(self) -> None:
        """Close all; a library in use is closed when it is left."""
        with self._changed:
            self._closed = True
            self._close_surplus()
            self._host.close()

    def _folder(self, guild_id: int) -> Path:
        name = str(guild_id)
        if not (name.isascii() and name.isdigit()):
            raise ValueError(f"{name!r} is the id of no guild")
        return self._guilds / name

    def _has_library(self, guild_id: int) -> bool:
        return (self._folder(guild_id) / FILE_NAME).exists()

    def _enter(self, guild_id: int) -> _Opened:
        with self._changed:
            if self._closed:
                raise LibraryError("The libraries are closed.", hint="Start Dateline again.")
            if guild_id in self._removing:  # waiting could be for a question of the same thread
                raise LibraryError("This library is being removed.", hint="Try again in a moment.")
            opened = self._opened.get(guild_id)
            if opened is None:
                opened = _Opened(self._host.beside(self._folder(guild_id)))
                self._opened[guild_id] = opened
            self._opened.move_to_end(guild_id)
            opened.users += 1
            self._close_surplus()
            return opened

    def _leave(self, opened: _Opened) -> None:
        with self._changed:
            opened.users -= 1
            self._close_surplus()
            self._changed.notify_all()

    def _close_surplus(self) -> None:
        """Close those used longest ago, but none in use."""
        surplus = len(self._opened) - (0 if self._closed else self._most)
        unused = [guild for guild, opened in self._opened.items() if not opened.users]
        for guild in unused[: max(0, surplus)]:
            self._opened.pop(guild).library.close()

    def _close_when_unused(self, guild_id: int) -> None:
        def unused() -> bool:
            opened = self._opened.get(guild_id)
            return opened is None or not opened.users

        with self._changed:
            self._changed.wait_for(unused)
            if opened := self._opened.pop(guild_id, None):
                opened.library.close()

    def _delete(self, folder: Path) -> None:
        """Move it aside first, so that a removal that is cut off is never half a library."""
        if not folder.exists():
            return
        try:
            self._removed.mkdir(mode=0o700, exist_ok=True)
            aside = Path(tempfile.mkdtemp(dir=self._removed))
            folder.rename(aside / folder.name)
            shutil.rmtree(aside)
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise LibraryError(
                f"{folder} cannot be removed: {reason}.", hint="Remove that folder yourself."
            ) from error
