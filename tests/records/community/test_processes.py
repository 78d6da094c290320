"""Several processes over one file, some of them killed: nothing is lost, half or taken twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.records.community.community import Community
from bot.records.community.questions import State
from tests.conftest import ROOT
from tests.records.community.asked import GUILD
from tests.records.replies import answer

unix = pytest.mark.skipif(sys.platform == "win32", reason="it has no such signals")


def start(home: Path, first: int, count: int) -> subprocess.Popen[str]:
    """Start the program; it waits."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.records.community.asker", str(home), str(first), str(count)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()


def test_two_processes_that_hear_the_same_take_each_question_once(tmp_path: Path) -> None:
    processes = [start(tmp_path, 1, 150) for _ in range(2)]
    go(*processes)
    took = [[int(one) for one in process.communicate()[0].split()] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(took[0] + took[1]) == list(range(1, 151))
    community = Community(tmp_path)
    assert community.insights(GUILD, 0).answered == community.check() == 150
    community.close()


def test_two_processes_that_make_the_file_at_once_both_can(tmp_path: Path) -> None:
    for run in range(4):
        processes = [start(tmp_path / str(run), 1, 5) for _ in range(2)]
        go(*processes)
        took = [process.communicate()[0].split() for process in processes]
        assert sorted(took[0] + took[1]) == ["1", "2", "3", "4", "5"]


@unix
def test_killed_in_mid_writing_it_keeps_all_it_told_and_nothing_half(tmp_path: Path) -> None:
    chance, told = random.Random(1), list[int]()
    for run in range(10):
        process = start(tmp_path, run * 1000 + 1, 999)
        go(process)
        assert process.stdout is not None
        told.append(int(process.stdout.readline()))
        time.sleep(chance.uniform(0, 0.03))  # to be killed at any point of a writing
        os.kill(process.pid, signal.SIGKILL)
        told += [int(one) for one in process.communicate()[0].split("\n")[:-1]]
        community = Community(tmp_path)
        community.check()
        for source_id in told:
            kept = community.by_source_message(source_id)
            assert kept is not None
            assert kept.reply == answer(f"Question {source_id}?", words=300)
            assert kept.answer_ids == (10**18 + source_id,)
        # What was under way waits for the next process, which hears of it no second time.
        waiting = community.waiting()
        assert len(waiting) <= run + 1
        assert all(one.state is State.WAITING and community.seen(one.source_id) for one in waiting)
        community.close()
    assert len(told) > 10
