"""Candidates from what was asked in Discord and was not answered, or not to somebody's liking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.evaluation.cases import Case, of_data
from bot.evaluation.gold.candidates import CANDIDATE, tagged

if TYPE_CHECKING:
    from bot.records.community.community import Community


def cases(community: Community, guilds: Iterable[int]) -> tuple[Case, ...]:
    """The candidates of these guilds, each question once; nobody's id is in them."""
    found: dict[tuple[str, ...], Case] = {}
    for guild in guilds:
        for value in community.candidates(guild):
            case = tagged(of_data(value), CANDIDATE)
            said = tuple(turn.content for turn in case.turns)
            asked = tuple(" ".join(text.casefold().split()) for text in (case.question, *said))
            known = found.get(asked)
            if known is not None:
                tags = tuple(dict.fromkeys((*known.tags, *case.tags)))
                case = tagged(replace(known, tags=tags), CANDIDATE)
            found[asked] = case
    return tuple(found.values())
