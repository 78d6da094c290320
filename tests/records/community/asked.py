"""Questions for tests, and a clock that stands where it is put."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from bot.records.community.questions import NewQuestion

NOON = 1_795_608_000  # 2026-11-25T12:00:00Z
GUILD, OTHER_GUILD = 7 * 10**17, 8 * 10**17
PLACE = 5 * 10**17
ANN, BEN = "a" * 32, "b" * 32  # askers, as hashes
_ids = count(10**18)


@dataclass(slots=True)
class StoppedClock:
    """now: seconds since 1970."""

    now: float = NOON

    def __call__(self) -> float:
        return self.now


def new(text: str = "Who opened the bridge?", **chosen: Any) -> NewQuestion:
    """A question that a message asked, with an id of its own."""
    source_id = next(_ids)
    usual: dict[str, Any] = {
        "guild_id": GUILD,
        "channel_id": 3 * 10**17,
        "place_id": PLACE,
        "asker": ANN,
        "source_id": source_id,
        "source_message_id": chosen.get("source_id", source_id),
    }
    return NewQuestion(text=text, **{**usual, **chosen})


def holding(folder: Path, text: str) -> list[str]:
    """The files of the folder that hold the text in any of their bytes."""
    return sorted(path.name for path in folder.iterdir() if text.encode() in path.read_bytes())
