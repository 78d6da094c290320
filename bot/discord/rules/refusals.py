"""Why a question is not taken, beside what the line itself refuses."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Refusal(StrEnum):
    """The reasons, as metrics name them; the wording of each is `refused.<name>`."""

    RATE = "rate"
    ROLE = "role"
    DAILY = "daily"
    DAILY_GUILD = "daily of the guild"
    DMS = "direct messages are off"


def may_ask(roles: Collection[int], allowed: Collection[int], *, manages: bool) -> bool:
    """Whether a person with these roles may ask; everybody may where no role is named."""
    return manages or not allowed or bool(set(roles) & set(allowed))
