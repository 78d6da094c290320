"""What the people of a guild have chosen."""

from __future__ import annotations

import json
import logging
import time
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from bot.records.community.tables import Clock, Records
from bot.records.file import TIMEOUT

_AT_HAND = 5.0  # seconds

_log = logging.getLogger(__name__)


class Mode(StrEnum):
    """When a channel's messages are answered; commands work in every mode but OFF."""

    MENTION = "mention"
    EVERY_POST = "every_post"
    OFF = "off"


Opens = Literal["thread", "reply"]
LibraryChoice = Literal["auto", "own", "host"]
LanguageChoice = Literal["auto", "en", "de"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildSettings:
    """The settings of a guild, with what holds where nothing was chosen.

    mode: of channels that `channels` does not name; library: "auto" reads the host's while the
    guild's own is empty; language: "auto" follows the guild; user_daily, guild_daily: questions.
    """

    channels: Mapping[int, Mode] = field(default_factory=dict)
    mode: Mode = Mode.MENTION
    opens: Opens = "thread"
    ask_roles: tuple[int, ...] = ()
    manager_roles: tuple[int, ...] = ()
    library: LibraryChoice = "auto"
    language: LanguageChoice = "auto"
    user_daily: int = 200
    guild_daily: int = 5000
    retention_days: int = 90

    def mode_of(self, channel_id: int, parent_id: int | None = None) -> Mode:
        """The mode of a channel; of a thread that is not named, its channel's."""
        for one in (channel_id, parent_id):
            if one is not None and one in self.channels:
                return self.channels[one]
        return self.mode


class Settings(Records):
    """Guilds' settings, stored as JSON; what cannot be read is replaced by its default."""

    def __init__(self, home: Path, *, clock: Clock = time.time, timeout: float = TIMEOUT) -> None:
        super().__init__(home, clock=clock, timeout=timeout)
        self._at_hand: dict[int, tuple[GuildSettings, float]] = {}

    def settings_at_hand(self, guild_id: int) -> GuildSettings | None:
        """Those read or chosen within the last seconds, without a look at the disk.

        Every message of a guild is judged by them. A change by another process holds after them.
        """
        settings, since = self._at_hand.get(guild_id, (None, 0.0))
        return settings if 0 <= self._clock() - since < _AT_HAND else None

    def settings(self, guild_id: int) -> GuildSettings:
        """What was chosen in this guild."""
        with self._file.reading() as connection:
            row = connection.execute(
                "SELECT chosen FROM settings WHERE guild_id = ?", (guild_id,)
            ).fetchone()
            found = GuildSettings() if row is None else from_json(row["chosen"], guild_id)
            self._at_hand[guild_id] = found, self._clock()
            return found

    def change_settings(self, guild_id: int, settings: GuildSettings) -> None:
        """Store what is chosen from now on."""
        values = {one.name: getattr(settings, one.name) for one in fields(settings)}
        with self._file.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO settings VALUES (?, ?)",
                (guild_id, json.dumps({**values, "channels": dict(settings.channels)})),
            )
            self._at_hand.pop(guild_id, None)


def from_json(text: str, guild_id: int) -> GuildSettings:
    """Settings as they were stored, each bad value replaced by its default and told in the log."""
    try:
        stored = json.loads(text)
        if not isinstance(stored, dict):
            raise ValueError("an object was expected")
    except (ValueError, RecursionError):
        _log.warning("settings unreadable, defaults hold", extra={"guild": guild_id})
        return GuildSettings()
    chosen: dict[str, Any] = {}
    for name, read in _READERS.items():
        if name not in stored:
            continue
        try:
            chosen[name] = read(stored[name])
        except ValueError:
            _log.warning(
                "setting unreadable, its default holds", extra={"guild": guild_id, "setting": name}
            )
    return GuildSettings(**chosen)


def _channels(value: Any) -> Mapping[int, Mode]:
    if not isinstance(value, dict):
        raise ValueError
    known = set(Mode)  # silence is the safest reading of a mode that only a newer version has
    return {
        int(channel): Mode(mode) if isinstance(mode, str) and mode in known else Mode.OFF
        for channel, mode in value.items()
    }


def _one_of(*known: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in known:
            raise ValueError
        return str(value)

    return read


def _ids(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(type(one) is int for one in value):
        raise ValueError
    return tuple(value)


def _number(lowest: int, highest: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if type(value) is not int or not lowest <= value <= highest:
            raise ValueError
        return value

    return read


_READERS: Mapping[str, Callable[[Any], Any]] = types.MappingProxyType(
    {
        "channels": _channels,
        "mode": Mode,
        "opens": _one_of("thread", "reply"),
        "ask_roles": _ids,
        "manager_roles": _ids,
        "library": _one_of("auto", "own", "host"),
        "language": _one_of("auto", "en", "de"),
        "user_daily": _number(0, 1_000_000),
        "guild_daily": _number(0, 1_000_000),
        "retention_days": _number(1, 3650),
    }
)
