"""How often a person and a guild may ask."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.discord.rules.limits import RateLimits


def test_the_eleventh_question_of_a_minute_waits_until_the_first_is_a_minute_old() -> None:
    limits = RateLimits(user_per_minute=10)
    assert [limits.check("ana", 1, float(second)) for second in range(10)] == [0.0] * 10
    assert limits.check("ana", 1, 20.0) == 40.0
    assert limits.check("ben", 1, 20.0) == 0.0
    assert limits.check("ana", 1, 60.0) == 0.0
    assert limits.check("ana", 1, 60.0) == 1.0


def test_a_refused_question_does_not_count() -> None:
    limits = RateLimits(user_per_minute=1)
    assert limits.check("ana", 1, 0.0) == 0.0
    assert [limits.check("ana", 1, 30.0 + second) for second in range(3)] == [30.0, 29.0, 28.0]
    assert limits.check("ana", 1, 60.0) == 0.0


def test_a_guild_has_a_limit_of_its_own_that_others_do_not_feel() -> None:
    limits = RateLimits(user_per_minute=10, guild_per_minute=3)
    assert [limits.check(f"person {n}", 1, 0.0) for n in range(3)] == [0.0] * 3
    assert limits.check("another", 1, 15.0) == 45.0
    assert limits.check("another", 2, 15.0) == 0.0
    assert limits.check("another", None, 15.0) == 0.0


def test_a_question_that_its_guild_refuses_does_not_count_for_its_asker() -> None:
    limits = RateLimits(user_per_minute=1, guild_per_minute=1)
    assert limits.check("ana", 1, 0.0) == 0.0
    assert limits.check("ben", 1, 1.0) == 59.0
    assert limits.check("ben", 2, 1.0) == 0.0


def test_who_has_been_idle_for_a_minute_is_forgotten() -> None:
    limits = RateLimits()
    for person in range(5000):
        assert limits.check(f"person {person}", person, float(person)) == 0.0
    assert len(limits) <= 2 * 61


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 30)), max_size=60))
def test_no_minute_ever_holds_more_than_is_allowed(asked: list[tuple[str, float]]) -> None:
    limits = RateLimits(user_per_minute=2, guild_per_minute=4)
    now, taken = 0.0, []
    for asker, pause in asked:
        now += pause
        seconds = limits.check(asker, 1, now)
        assert 0 <= seconds < 60.001  # a sum of floats may be a little more
        if seconds == 0:
            taken.append((asker, now))
    for _, start in taken:
        inside = [asker for asker, when in taken if start <= when < start + 59.999]
        assert len(inside) <= 4
        assert all(inside.count(asker) <= 2 for asker in "abc")
