"""What a guild chose is kept; what cannot be read is its default."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.records.community.community import Community
from bot.records.community.settings import GuildSettings, Mode, from_json
from tests.records.community.asked import GUILD, OTHER_GUILD, StoppedClock

CHOSEN = GuildSettings(
    channels={1: Mode.EVERY_POST, 2: Mode.OFF},
    mode=Mode.OFF,
    opens="reply",
    ask_roles=(11, 12),
    manager_roles=(13,),
    library="own",
    language="de",
    user_daily=0,
    guild_daily=10,
    retention_days=7,
)


def test_what_was_chosen_is_read_back_and_holds_in_no_other_guild(community: Community) -> None:
    community.change_settings(GUILD, GuildSettings())
    community.change_settings(GUILD, CHOSEN)
    assert community.settings(GUILD) == CHOSEN
    assert community.settings(OTHER_GUILD) == GuildSettings()


def test_settings_are_at_hand_until_they_change_or_another_process_may_have_changed_them(
    home: Path, clock: StoppedClock, community: Community
) -> None:
    assert community.settings_at_hand(GUILD) is None
    community.settings(GUILD)
    assert community.settings_at_hand(GUILD) == GuildSettings()
    assert community.settings_at_hand(OTHER_GUILD) is None
    community.change_settings(GUILD, CHOSEN)
    assert community.settings_at_hand(GUILD) is None
    assert community.settings(GUILD) == community.settings_at_hand(GUILD) == CHOSEN
    other = Community(home, clock=clock)
    other.change_settings(GUILD, GuildSettings())
    other.close()
    clock.now += 10
    assert community.settings_at_hand(GUILD) is None


def test_a_channel_has_its_mode_or_its_parents_or_the_guilds() -> None:
    settings = GuildSettings(channels={1: Mode.EVERY_POST, 2: Mode.OFF})
    assert settings.mode_of(1) is Mode.EVERY_POST
    assert settings.mode_of(9) is Mode.MENTION
    assert settings.mode_of(9, 2) is Mode.OFF
    assert settings.mode_of(1, 2) is Mode.EVERY_POST
    assert CHOSEN.mode_of(9, 8) is Mode.OFF


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("channels", ["1"]),
        ("channels", {"general": "off"}),
        ("mode", "sometimes"),
        ("mode", []),
        ("opens", 3),
        ("ask_roles", "everyone"),
        ("manager_roles", [True]),
        ("library", {}),
        ("language", "fr"),
        ("user_daily", -1),
        ("guild_daily", "many"),
        ("guild_daily", True),
        ("retention_days", 0),
        ("retention_days", 1e9),
    ],
)
def test_a_bad_value_is_its_default_and_is_told_in_the_log(
    name: str, bad: Any, caplog: pytest.LogCaptureFixture
) -> None:
    good = {"opens": "reply", "user_daily": 3}
    with caplog.at_level(logging.WARNING):
        found = from_json(json.dumps({**good, name: bad, "of a newer version": 1}), GUILD)
    assert getattr(found, name) == getattr(GuildSettings(), name)
    assert [record.__dict__["setting"] for record in caplog.records] == [name]
    kept = {key: value for key, value in good.items() if key != name}
    assert {key: getattr(found, key) for key in kept} == kept


def test_a_mode_that_only_a_newer_version_has_is_silence() -> None:
    found = from_json('{"channels": {"1": "every_hour", "2": "every_post"}}', GUILD)
    assert found.channels == {1: Mode.OFF, 2: Mode.EVERY_POST}


@settings(deadline=None)  # a loaded machine takes its time
@given(
    st.one_of(
        st.text(),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: (
                st.lists(inner)
                | st.dictionaries(
                    st.sampled_from(["channels", "mode", "ask_roles", "user_daily", "1"]), inner
                )
            ),
        ).map(json.dumps),
    )
)
def test_whatever_is_stored_something_is_read(text: str) -> None:
    assert isinstance(from_json(text, GUILD), GuildSettings)
