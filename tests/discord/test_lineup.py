"""Who is answered next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord.lineup import OWN, Ended, Job, Lineup, Place, Refused
from tests.discord.virtual import clock, run


@dataclass
class Answerer:
    """Jobs that take a second each, and what is known of them."""

    began: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    failures: list[tuple[object, BaseException]] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    most: int = 0

    def lineup(self, workers: int, per_guild: int = 400) -> Lineup:
        return Lineup(workers, per_guild, failed=self.failed)

    def shared(self, workers: int, share: int) -> Lineup:
        return Lineup(workers, share=share, failed=self.failed)

    def failed(self, place: Place, error: BaseException) -> None:
        self.failures.append((place.question, error))

    def job(self, name: str, *, asker: str = "", error: Exception | None = None) -> Job:
        async def answer() -> None:
            person = asker or name
            assert person not in self.people
            self.people.append(person)
            self.began.append(name)
            self.most = max(self.most, len(self.people))
            try:
                await asyncio.sleep(1)
                if error is not None:
                    raise error
                self.ended.append(name)
            finally:
                self.people.remove(person)

        return answer


def taken(place: Place | Refused) -> Place:
    assert isinstance(place, Place)
    return place


def enter(lineup: Lineup, answerer: Answerer, name: str, guild: int | None = 1) -> Place:
    """Each name is a person with one question."""
    return taken(lineup.enter(name, guild, answerer.job(name), question=name))


def test_all_questions_can_be_taken_out_at_once() -> None:
    async def scene() -> None:
        answerer = Answerer()
        lineup = answerer.lineup(2)
        places = [enter(lineup, answerer, name) for name in "abcd"]
        await asyncio.sleep(0.5)
        lineup.clear()
        assert [await place for place in places] == [Ended.CANCELLED] * 4
        assert (lineup.running, lineup.waiting) == (0, 0)
        assert answerer.ended == []
        assert await enter(lineup, answerer, "e") is Ended.DONE

    run(scene)


def test_no_more_are_answered_at_once_than_there_are_workers() -> None:
    async def program() -> None:
        answerer = Answerer()
        lineup = answerer.lineup(3)
        places = [enter(lineup, answerer, f"q{n}") for n in range(10)]
        assert (lineup.running, lineup.waiting) == (3, 7)
        assert [place.before for place in places] == [0, 0, 0, 0, 1, 2, 3, 4, 5, 6]
        assert {await place for place in places} == {Ended.DONE}
        assert answerer.began == [f"q{n}" for n in range(10)]
        assert answerer.most == 3
        assert clock() == pytest.approx(4)
        assert (lineup.running, lineup.waiting) == (0, 0)

    run(program)


def test_a_person_is_answered_one_question_at_a_time_and_holds_up_nobody() -> None:
    async def program() -> None:
        answerer = Answerer()
        lineup = answerer.lineup(4)
        own = [
            lineup.enter("ana", 1, answerer.job(f"a{n}", asker="ana"), question=f"a{n}")
            for n in range(OWN + 3)
        ]
        assert own[OWN + 1 :] == [Refused.TOO_MANY_OF_YOURS] * 2
        await enter(lineup, answerer, "ben")
        assert clock() == pytest.approx(1)
        await taken(own[OWN])
        assert clock() == pytest.approx(1 + OWN)
        assert not isinstance(
            lineup.enter("ana", 1, answerer.job("a9", asker="ana"), question="a9"), Refused
        )
        await lineup.close(9)

    run(program)


def test_guilds_take_turns() -> None:
    async def program() -> None:
        answerer = Answerer()
        lineup = answerer.lineup(1)
        for n in range(20):
            enter(lineup, answerer, f"loud{n}", guild=1)
        quiet = [enter(lineup, answerer, f"quiet{n}", guild=2) for n in range(2)]
        direct = enter(lineup, answerer, "direct", guild=None)
        assert [place.before for place in (*quiet, direct)] == [1, 3, 2]
        await asyncio.gather(*quiet, direct)
        assert answerer.began[:6] == ["loud0", "loud1", "quiet0", "direct", "loud2", "quiet1"]
        await lineup.close(9)

    run(program)


def test_a_guilds_line_is_bounded_and_that_of_another_is_not_concerned() -> None:
    async def program() -> None:
        answerer = Answerer()
        lineup = answerer.lineup(1, per_guild=5)
        for n in range(6):
            enter(lineup, answerer, f"q{n}")
        assert lineup.enter("late", 1, answerer.job("late"), question="late") is Refused.FULL
        enter(lineup, answerer, "elsewhere", guild=2)
        await lineup.close(9)

    run(program)


def test_a_question_that_is_here_already_is_not_taken_twice() -> None:
    async def program() -> None:
        answerer = Answerer()
        lineup = answerer.lineup(1)
        first = enter(lineup, answerer, "q")
        again = lineup.enter("q", 1, answerer.job("q"), question="q")
        assert again is Refused.ALREADY_HERE
        await first
        await enter(lineup, answerer, "q")
        assert answerer.ended == ["q", "q"]

    run(program)


def test_a_job_that_fails_ends_only_itself_even_when_telling_of_it_fails() -> None:
    async def program(failed: Callable[[Place, BaseException], None]) -> list[Ended]:
        answerer = Answerer()
        lineup = Lineup(1, failed=failed)
        bad = lineup.enter("a", 1, answerer.job("bad", error=ValueError("no")), question="bad")
        return [await taken(bad), await enter(lineup, answerer, "good")]

    answerer = Answerer()
    assert run(lambda: program(answerer.failed)) == [Ended.FAILED, Ended.DONE]
    assert [(question, str(error)) for question, error in answerer.failures] == [("bad", "no")]

    def worse(_place: Place, _error: BaseException) -> None:
        raise RuntimeError("worse")

    async def quietly() -> list[Ended]:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
        return await program(worse)

    assert run(quietly) == [Ended.FAILED, Ended.DONE]


def test_a_question_can_be_taken_out_while_it_waits_and_while_it_is_answered() -> None:
    async def program() -> None:
        answerer = Answerer()
        lineup = answerer.lineup(1)
        first, second, third = (enter(lineup, answerer, name) for name in "abc")
        await asyncio.sleep(0.5)
        assert first.running
        assert lineup.cancel("b")
        assert lineup.cancel("a")
        assert not lineup.cancel("unknown")
        assert [await place for place in (first, second, third)] == [
            Ended.CANCELLED,
            Ended.CANCELLED,
            Ended.DONE,
        ]
        assert answerer.ended == ["c"]
        assert answerer.failures == []
        assert clock() == pytest.approx(1.5)

    run(program)


def test_closing_waits_for_the_running_and_gives_back_the_waiting() -> None:
    async def program() -> None:
        answerer = Answerer()
        lineup = answerer.lineup(2)
        places = [enter(lineup, answerer, f"q{n}") for n in range(5)]
        await asyncio.sleep(0.5)
        closing = asyncio.ensure_future(lineup.close(10))
        await asyncio.sleep(0)
        assert lineup.enter("z", 1, answerer.job("z"), question="z") is Refused.CLOSING
        left = await closing
        assert [place.question for place in left] == ["q2", "q3", "q4"]
        assert [await place for place in places] == [Ended.DONE] * 2 + [Ended.LEFT] * 3
        assert clock() == pytest.approx(1)
        assert (lineup.running, lineup.waiting) == (0, 0)

    run(program)


def test_closing_breaks_off_what_takes_too_long_and_gives_it_back_too() -> None:
    async def program() -> None:
        answerer = Answerer()
        lineup = answerer.lineup(1)
        slow, waiting = enter(lineup, answerer, "slow"), enter(lineup, answerer, "waiting")
        left = await lineup.close(0.25)
        assert {place.question for place in left} == {"slow", "waiting"}
        assert [await slow, await waiting] == [Ended.LEFT, Ended.LEFT]
        assert answerer.people == []
        assert answerer.failures == []

    run(program)


def test_awaiting_a_place_in_vain_does_not_end_it() -> None:
    async def program() -> None:
        answerer = Answerer()
        place = enter(answerer.lineup(1), answerer, "q")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(_end(place), timeout=0.5)
        assert await place is Ended.DONE

    run(program)


async def _end(place: Place) -> Ended:
    return await place


Step = tuple[int, int, int]  # guild, person, what: 0 cancels an earlier question, else asks


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 4), st.integers(0, 5)), max_size=60))
def test_whatever_is_asked_and_cancelled_every_question_ends_once(steps: list[Step]) -> None:
    async def program() -> None:
        answerer = Answerer()
        lineup = answerer.lineup(2, per_guild=6)
        places: list[Place] = []
        for number, (guild, person, what) in enumerate(steps):
            if what == 0 and places:
                lineup.cancel(places[number % len(places)].question)
            else:
                job = answerer.job(str(number), asker=str(person))
                place = lineup.enter(str(person), guild, job, question=number)
                places.extend([place] if isinstance(place, Place) else [])
            if number % 3 == 0:
                await asyncio.sleep(0.4)
        ended = [await place for place in places]
        assert sum(how is Ended.DONE for how in ended) == len(answerer.ended)
        assert set(ended) <= {Ended.DONE, Ended.CANCELLED}
        assert answerer.most <= 2
        assert (lineup.running, lineup.waiting) == (0, 0)
        assert await lineup.close(0) == ()

    run(program)


def test_a_guild_whose_answers_take_long_leaves_room_for_the_others() -> None:
    async def scene() -> list[str]:
        answerer = Answerer()
        lineup = answerer.shared(3, share=2)
        slow = [enter(lineup, answerer, f"a{number}") for number in range(4)]
        quick = enter(lineup, answerer, "b0", guild=2)
        await asyncio.sleep(0)
        at_once = [*answerer.began]
        await asyncio.gather(*slow, quick)
        assert len(answerer.ended) == 5
        return at_once

    assert run(scene) == ["a0", "a1", "b0"]
