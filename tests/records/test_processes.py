"""Several processes over one file, some of them killed: nothing is lost, half or mixed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.records.conversations import FILE_NAME, Conversations, Exchange
from bot.records.keeper import Keeper
from tests.conftest import ROOT
from tests.index import villages
from tests.records.replies import exchange

A_SAVE = 0.04  # seconds that one takes, about
unix = pytest.mark.skipif(sys.platform == "win32", reason="it has no such signals")


def start(home: Path, name: str, word: str, count: int) -> subprocess.Popen[str]:
    """Start the program; it has read the file and waits."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.records.saver", str(home), name, word, str(count)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert line(process) == "ready"
    return process


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def killed(process: subprocess.Popen[str], *, after: int, delay: float) -> list[str]:
    """Kill it so many seconds after so many lines; all the lines that it printed."""
    go(process)
    printed = [line(process) for _ in range(after)]
    time.sleep(delay)
    os.kill(process.pid, signal.SIGKILL)
    rest, _ = process.communicate()
    return [*printed, *rest.split("\n")[:-1]]


def holding(folder: Path, text: bytes) -> list[str]:
    files = [path for path in folder.iterdir() if path.is_file()]
    return [path.name for path in files if text in path.read_bytes()]


def asked(found: tuple[Exchange, ...]) -> list[str]:
    """Their questions, after a look at whether each is whole."""
    for one in found:
        assert one == exchange(one.reply.question)
    return [one.reply.question for one in found]


@unix
def test_killed_while_it_saves_a_chat_keeps_all_it_saved_and_nothing_half(tmp_path: Path) -> None:
    chance, store, expected = random.Random(1), Conversations(tmp_path), list[str]()
    for run in range(12):
        process = start(tmp_path, "talk", f"run {run}:", 99)
        printed = killed(process, after=run % 3, delay=chance.uniform(0, 1.5 * A_SAVE))
        saved = [text.split("\t")[0].strip() for text in printed]
        assert store.check() <= 1
        found = asked(store.find("talk")[1]) if store.check() else []
        new = found[len(expected) :]
        assert found == expected + new
        # What was saved when the signal came may not have been told any more: one at most.
        assert new in (saved, [*saved, f"run {run}: {len(saved)}?"])
        expected = found
    assert expected
    keeper = Keeper(store, place=store.find("talk")[0])
    assert keeper.add(exchange("At last?")) == ""
    assert [path.name for path in tmp_path.glob("conversations*")] == [FILE_NAME]


@unix
def test_killed_while_it_deletes_all_or_nothing_of_the_text_is_left(tmp_path: Path) -> None:
    chance, store = random.Random(2), Conversations(tmp_path)
    store.append(None, [exchange("What stays?")], name="stays")
    for _ in range(8):
        if store.check() == 1:
            said = [exchange(f"What goes {number}?") for number in range(20)]
            store.append(None, said, name="goes")
        killed(start(tmp_path, "goes", "", 0), after=0, delay=chance.uniform(0, 2 * A_SAVE))
        names = {row.name: row.exchanges for row in store.rows()}
        assert names in ({"stays": 1}, {"stays": 1, "goes": 20})
        store.check()
        if "goes" not in names:
            assert holding(tmp_path, b"What goes") == []


def test_two_processes_with_one_conversation_neither_mix_nor_lose_what_they_say(
    tmp_path: Path,
) -> None:
    store = Conversations(tmp_path)
    store.append(None, [exchange("First?")], name="talk")
    processes = [start(tmp_path, "talk", word, 12) for word in ("one", "other")]
    for process in processes:
        go(process)
    printed = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    conversations = [asked(store.find(name)[1]) for name in ("talk", "talk-2")]
    expected = [["First?", *(f"{w} {n}?" for n in range(12))] for w in ("one", "other")]
    assert conversations in (expected, expected[::-1])
    assert "".join(printed).count("Another chat has gone on with 'talk' meanwhile") == 1
    assert store.check() == 2


def test_many_processes_with_conversations_of_their_own_save_all_they_say(tmp_path: Path) -> None:
    processes = [start(tmp_path, f"talk-{word}", word, 8) for word in "abc"]
    for process in processes:
        go(process)
    for process in processes:
        process.communicate()
    store = Conversations(tmp_path)
    for word in "abc":
        assert asked(store.find(f"talk-{word}")[1]) == [f"{word} {n}?" for n in range(8)]


@unix
def test_a_chat_that_is_killed_goes_on_in_another_process(tmp_path: Path) -> None:
    home = tmp_path / "home"
    villages.add(home, villages.write(tmp_path / "articles", 4))
    chat = villages.start("chat", "--name", "bridges", home=home)
    assert chat.stdin is not None
    assert chat.stdout is not None
    for number in (2, 3):
        chat.stdin.write(f"Who opened the bridge of Lunde{number}?\n")
        chat.stdin.flush()
        while f"(village-0{number})" not in chat.stdout.readline():
            assert chat.poll() is None
    chat.kill()
    chat.communicate()
    out, err = villages.run("conversations", "show", "bridges", home=home)
    assert "## Who opened the bridge of Lunde2?" in out
    chat = villages.start("chat", "--resume", home=home)
    out, err = chat.communicate("/source 1\n/sources\n")
    assert chat.returncode == 0, err
    assert "'bridges' goes on:" in err
    assert "The mayor Ida Holm opened the bridge of Lunde" in out
