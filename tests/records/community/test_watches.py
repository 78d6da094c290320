"""Questions that somebody waits for: told of once, each person's apart, each guild's apart."""

from __future__ import annotations

from typing import Any

import pytest

from bot.records.community.community import Community
from bot.records.community.watches import MOST, NewWatch
from retrieval.errors import UsageError
from retrieval.types import Filters
from tests.records.community.asked import ANN, BEN, GUILD, NOON, OTHER_GUILD


def new(question: str = "When does it open?", **chosen: Any) -> NewWatch:
    usual: dict[str, Any] = {"guild_id": GUILD, "asker": ANN, "channel_id": 3, "message_id": 4}
    return NewWatch(question=question, **{**usual, **chosen})


def test_a_watch_is_read_back_in_its_guild_alone(community: Community) -> None:
    asked = new(dm_channel_id=5, language="de", filters=Filters(since="2021-10-18"))
    made = community.watch(asked)
    assert made is not None
    for name in asked.__slots__:
        assert getattr(made, name) == getattr(asked, name)
    assert made.created_at == NOON
    assert community.watches(GUILD) == [made]
    assert community.watches(OTHER_GUILD) == community.watches(None) == []


def test_nobody_watches_a_question_twice_in_one_guild(community: Community) -> None:
    assert community.watch(new()) is not None
    assert community.watch(new("when does  it OPEN?")) is None
    assert community.watch(new(asker=BEN)) is not None
    assert community.watch(new(guild_id=OTHER_GUILD)) is not None
    assert community.watch(new(guild_id=None)) is not None


def test_a_person_has_so_many_and_others_have_theirs(community: Community) -> None:
    made = [community.watch(new(f"{number}?")) for number in range(MOST)]
    with pytest.raises(UsageError, match=f"news on {MOST} questions already"):
        community.watch(new("One more?"))
    assert community.watch(new(asker=BEN)) is not None
    assert made[0] is not None
    assert community.unwatch(made[0].id, ANN)
    assert community.watch(new("One more?")) is not None


def test_a_watch_is_taken_once(community: Community) -> None:
    made = community.watch(new())
    assert made is not None
    assert [community.take_watch(made.id) for _ in range(3)] == [True, False, False]
    assert community.watches(GUILD) == []


def test_only_ones_own_watch_is_taken_back(community: Community) -> None:
    made = community.watch(new())
    assert made is not None
    assert not community.unwatch(made.id, BEN)
    assert community.unwatch(made.id, ANN)
    assert not community.unwatch(made.id, ANN)
