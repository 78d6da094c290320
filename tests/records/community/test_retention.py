"""What is forgotten is in no byte of any file, and nothing else is touched."""

from __future__ import annotations

import random
from pathlib import Path

from bot.records.community.community import Community
from bot.records.community.settings import GuildSettings
from bot.records.community.watches import NewWatch
from tests.records.community.asked import (
    ANN,
    BEN,
    GUILD,
    NOON,
    OTHER_GUILD,
    StoppedClock,
    holding,
    new,
)
from tests.records.replies import answer

DAY = 86_400


def ask(community: Community, word: str, *, asker: str, guild_id: int | None = GUILD) -> int:
    """A question with all that may come with it, the word in every text; its id."""
    taken = community.accept(new(f"{word}?", asker=asker, guild_id=guild_id, token=f"t{word}"))
    assert taken is not None
    community.edited(taken.source_id, f"{word} or?")
    community.answered(taken.id, answer(f"{word}?", quote=f"{word}."), 5)
    watched = f"{word} again?"
    community.watch(NewWatch(guild_id=guild_id, question=watched, asker=asker, channel_id=1))
    return taken.id


def test_a_person_is_forgotten_in_all_guilds(community: Community, home: Path) -> None:
    stays = ask(community, "Marimba", asker=BEN)
    for guild_id in (GUILD, OTHER_GUILD, None):
        ask(community, "Xylophone", asker=ANN, guild_id=guild_id)
    community.say_why(stays, "Xylophone", ANN)
    community.say_why(stays, "Marimba", BEN)
    community.remember(f"library:{ANN}", "host")
    community.remember(f"library:{BEN}", "host")
    assert community.forget(ANN) == 6
    assert holding(home, "Xylophone") == []
    assert holding(home, ANN) == []
    assert community.remembered(f"library:{ANN}") is None
    assert community.remembered(f"library:{BEN}") == "host"
    assert community.today(GUILD, BEN) == (1, 1)
    kept = community.question(stays)
    assert kept is not None
    assert kept.why == "Marimba"
    assert community.forget(ANN) == 0


def test_a_guild_is_forgotten_and_its_settings_are_not(community: Community, home: Path) -> None:
    ask(community, "Xylophone", asker=ANN)
    ask(community, "Marimba", asker=ANN, guild_id=OTHER_GUILD)
    for guild_id in (GUILD, OTHER_GUILD):
        community.change_settings(guild_id, GuildSettings(user_daily=3))
        community.first_time(f"{guild_id}:permission")
    assert community.forget_guild(GUILD) == 2
    assert holding(home, "Xylophone") == []
    assert community.insights(OTHER_GUILD, 0).questions == 1
    assert len(community.watches(OTHER_GUILD)) == 1
    assert community.settings(GUILD).user_daily == 3
    assert community.first_time(f"{GUILD}:permission")
    assert not community.first_time(f"{OTHER_GUILD}:permission")


def test_each_guild_keeps_for_as_long_as_it_chose(
    community: Community, clock: StoppedClock, home: Path
) -> None:
    community.change_settings(GUILD, GuildSettings(retention_days=7))
    for days, word in ((91, "Xylophone"), (8, "Marimba"), (6, "Vibraphone")):
        clock.now = NOON - days * DAY
        for guild_id in (GUILD, OTHER_GUILD, None):
            ask(community, f"{word}{guild_id}", asker=ANN, guild_id=guild_id)
    clock.now = NOON
    assert community.purge(NOON) == 2 * 4
    assert holding(home, "Xylophone") == holding(home, f"Marimba{GUILD}") == []
    counts = [community.insights(one, 0).questions for one in (GUILD, OTHER_GUILD, None)]
    assert counts == [1, 2, 2]
    assert community.settings(GUILD).retention_days == 7
    assert community.purge(NOON) == 0


def test_what_was_seen_and_tokens_are_kept_for_as_long_as_they_are_of_use(
    community: Community, clock: StoppedClock
) -> None:
    clock.now = NOON - 8 * DAY
    community.seen(1)
    clock.now = NOON - 6 * DAY
    community.seen(2)
    for seconds in (901, 899):
        clock.now = NOON - seconds
        community.accept(new(token="t", application_id=9))
    clock.now = NOON
    community.purge(NOON)
    assert [community.seen(one) for one in (1, 2)] == [False, True]
    assert [one.token for one in community.waiting()] == [None, "t"]


def test_however_rows_were_moved_no_word_of_what_was_deleted_is_left(
    community: Community, clock: StoppedClock, home: Path
) -> None:
    """Rows of all lengths go in any order, so that SQLite moves others from page to page."""
    chance, asked = random.Random(4), dict[str, float]()
    for number in range(900):
        word = f"<{number:05d}>"
        text = word * chance.choice([1, 5, 60, 400])
        asked[word] = clock.now = NOON - chance.randrange(90) * DAY
        taken = community.accept(new(text))
        assert taken is not None
        if chance.random() < 0.7:
            quote = word * chance.choice([1, 90])
            community.answered(taken.id, answer(text, quote=quote), 5)
            community.say_why(taken.id, text, f"{number % 7}" * 32)
        if number % 100 == 99:
            community.purge(NOON + number // 100 * 6 * DAY)
    data = b"".join(path.read_bytes() for path in home.iterdir())
    stays = {word for word, at in asked.items() if word.encode() in data}
    assert community.check() == len(stays)
    assert 200 < len(stays) < 500
