"""`dateline add`, killed at any moment: nothing reported is lost, and nothing is half."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import pytest

from retrieval.library import Library
from tests.fakes.embedder import HashEmbedder
from tests.index import villages
from tests.index.forks import Fork, Forks
from tests.index.villages import MAYORS, REPORTED, key, start, who_opened, write
from tests.index.whole import problems, states

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it has no such signals")
ARTICLES = 60
_OPENING, _ARTICLE = 0.08, 0.012  # seconds that a run takes before the first article, and for one


class Moment(NamedTuple):
    """So many seconds after so many articles were reported."""

    after: int
    delay: float


def moments(count: int, *, seed: int) -> Iterator[Moment]:
    """As different as can be, and the same at every run of the tests."""
    chance = random.Random(seed)
    for number in range(count):
        early = Moment(0, chance.uniform(0, _OPENING))
        later = Moment(chance.randrange(1, 5), chance.uniform(0, _ARTICLE))
        yield early if number % 4 == 0 else later


@dataclass(frozen=True)
class Cut:
    """A run that was cut off. reported: keys that it said it was done with; code: exit status."""

    code: int | None
    reported: set[str]
    printed: str

    @property
    def finished(self) -> bool:
        """The run was faster than the signal."""
        return self.code == 0


def cut_off(run: Fork, moment: Moment, *, by: signal.Signals) -> Cut:
    """Send a signal at a moment; what the run had printed by then."""
    printed: list[str] = []
    reported, sent = 0, False
    for line in chain([""], run.lines()):
        printed.append(line)
        reported += bool(REPORTED.match(line))
        if reported == moment.after and not sent:
            time.sleep(moment.delay)
            os.kill(run.pid, by)
            sent = True
    text = "".join(printed)
    return Cut(run.code, {key for _, key in REPORTED.findall(text)}, text)


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    with Forks.started(tmp_path_factory.mktemp("forks")) as started:
        yield started


def test_killed_at_any_of_32_moments_an_add_keeps_what_it_reported_and_nothing_half(
    tmp_path: Path, forks: Forks
) -> None:
    folder = write(tmp_path / "articles", ARTICLES)
    expected = villages.add(tmp_path / "undisturbed", folder)
    assert len(expected) == ARTICLES
    left, homes = [*moments(32, seed=1)], (tmp_path / f"home-{number}" for number in range(999))
    home, there = next(homes), set[str]()
    while left:
        if len(there) == ARTICLES:
            home, there = next(homes), set()
        cut = cut_off(forks.start("add", str(folder), home=home), left[-1], by=signal.SIGKILL)
        if not cut.finished:
            assert cut.code == -signal.SIGKILL, cut.printed
            left.pop()
        assert problems(home) == []
        found = states(home)
        assert found.items() <= expected.items()
        assert there | cut.reported <= found.keys()
        there = {*found}
    assert villages.add(home, folder) == expected
    assert problems(home) == []


def test_ctrl_c_ends_with_130_and_keeps_what_was_reported(tmp_path: Path, forks: Forks) -> None:
    folder = write(tmp_path / "articles", ARTICLES)
    expected = villages.add(tmp_path / "undisturbed", folder)
    moment = Moment(1, 0)  # at least: before that it may not even be at the door for errors
    left = [max(moment, other) for other in moments(8, seed=3)]
    homes = (tmp_path / f"home-{number}" for number in range(999))
    home, there = next(homes), set[str]()
    while left:
        if len(there) == ARTICLES:
            home, there = next(homes), set()
        cut = cut_off(forks.start("add", str(folder), home=home), left[-1], by=signal.SIGINT)
        if not cut.finished:
            assert cut.code == 130, cut.printed
            assert cut.printed.splitlines()[-1] == "Interrupted."
            assert "Traceback" not in cut.printed
            left.pop()
        assert problems(home) == []
        found = states(home)
        assert found.items() <= expected.items()
        assert there | cut.reported <= found.keys()
        there = {*found}
    assert villages.add(home, folder) == expected


def test_killed_during_an_update_each_article_answers_in_its_old_or_its_new_version(
    tmp_path: Path, forks: Forks
) -> None:
    folder, home, count = tmp_path / "articles", tmp_path / "home", 30
    versions = [
        villages.add(tmp_path / f"undisturbed-{version}", write(folder, count, version=version))
        for version in (0, 1)
    ]
    villages.add(home, write(folder, count, version=0))
    left, version, new = [*moments(10, seed=2)], 0, {key(number) for number in range(count)}
    while left:
        if len(new) == count:
            version, new = 1 - version, set()
            write(folder, count, version=version)
        cut = cut_off(forks.start("add", str(folder), home=home), left[-1], by=signal.SIGKILL)
        if not cut.finished:
            assert cut.code == -signal.SIGKILL, cut.printed
            left.pop()
        assert problems(home) == []
        found = states(home)
        assert found.keys() == versions[version].keys()
        changed = {one for one in found if found[one] == versions[version][one]}
        assert new | cut.reported <= changed
        new = changed
        assert all(found[one] == versions[1 - version][one] for one in found.keys() - new)
        with Library.open(home, embedder=HashEmbedder()) as library:
            for number in {0, max(0, len(new) - 1), min(len(new), count - 1)}:
                told = who_opened(library, number)
                assert told == MAYORS[version if key(number) in new else 1 - version]
    assert villages.add(home, folder) == versions[version]


def test_a_whole_program_with_the_bundled_model_goes_on_where_it_was_killed(
    tmp_path: Path,
) -> None:
    folder, home = write(tmp_path / "articles", 8), tmp_path / "home"
    there: set[str] = set()
    for lines, delay in ((1, 0.03), (2, 0.01)):
        process = start("add", str(folder), home=home, module="bot.cli.main")
        assert process.stdout is not None
        printed = "".join(islice(process.stdout, lines))
        time.sleep(delay)
        process.kill()
        printed += process.communicate()[0]
        assert problems(home) == []
        found = states(home)
        assert there | {key for _, key in REPORTED.findall(printed)} <= found.keys()
        there = {*found}
    out, _ = villages.run("add", str(folder), home=home, module="bot.cli.main")
    assert {key for _, key in REPORTED.findall(out)} == {*map(key, range(8))} - there
    assert states(home).keys() == {*map(key, range(8))}
    assert problems(home) == []


@dataclass(frozen=True)
class Case:
    """before: the files that the library was made of; after: those that the command finds.

    As (how many, version). options: of the command.
    """

    before: tuple[int, int]
    after: tuple[int, int]
    options: tuple[str, ...] = ()


CASES = {
    "a first add": Case((0, 0), (1, 0)),
    "an update": Case((2, 0), (2, 1)),
    "a prune": Case((3, 0), (1, 0), ("--prune",)),
    "embedding again": Case((1, 0), (1, 0), ("--re-embed",)),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_killed_before_any_write_a_command_leaves_each_article_old_or_new(
    tmp_path: Path, forks: Forks, case: Case
) -> None:
    folder, template = tmp_path / "articles", tmp_path / "template"
    old = villages.add(template, write(folder, case.before[0], version=case.before[1]))
    new = villages.add(
        tmp_path / "undisturbed", write(folder, case.after[0], version=case.after[1])
    )
    lives, code = 0, None
    while code != 0:
        lives, home = lives + 1, tmp_path / f"home-{lives}"
        if case.before[0]:
            shutil.copytree(template, home)
        run = forks.start("add", str(folder), *case.options, home=home, lives=lives)
        printed, code = "".join(run.lines()), run.code
        assert code in {0, -signal.SIGKILL}, printed
        reported = {key for _, key in REPORTED.findall(printed)}
        assert problems(home) == []
        found = states(home)
        for one in old.keys() | new.keys():
            allowed = [new.get(one)] if one in reported else [old.get(one), new.get(one)]
            assert found.get(one) in allowed, (lives, one)
        assert code != 0 or found == new
        assert villages.add(home, folder, prune=True) == new
    assert lives > 10
