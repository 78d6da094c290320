"""Chats that are saved, resumed, listed and deleted."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli.conversations import EMPTY
from bot.cli.screen import Screen
from bot.cli.talk import Talk
from bot.records.conversations import FILE_NAME, Conversations
from bot.records.keeper import Keeper
from tests.cli.conftest import Run
from tests.cli.test_terminal import Terminal
from tests.fakes.library import FakeLibrary

ASK = "Russia mission?\n"
OTHER = "Who stopped the liaison office?\n"


def names(run: Run) -> list[str]:
    return [row["name"] for row in run("conversations", "--json").json]


def test_a_chat_goes_on_in_another_with_all_that_was_said(run: Run, library: FakeLibrary) -> None:
    first = run("chat", stdin=ASK + "mission of penguins feathers\n")
    assert first.err.splitlines()[-1] == "Go on with it: dateline chat --resume russia-mission"
    second = run("chat", "--resume", stdin="And when mission?\n/source 1\n")
    asked, turns, _ = library.asked[-1]
    assert asked == "And when mission?"
    assert [turn.content for turn in turns] == [
        "Russia mission?",
        "Russia closed its mission to NATO in October",
        "mission of penguins feathers",
        "The articles do not tell.",
    ]
    assert [citation.n for citation in turns[1].citations] == [1]
    assert re.search(r"'russia-mission' goes on: 2 turns, the last of \d{4}-\d\d-\d\d", second.err)
    assert "> mission of penguins feathers\nThe articles do not tell." in second.err
    assert [row["turns"] for row in run("conversations", "--json").json] == [3]


def test_resuming_shows_the_last_answer_with_its_sources(run: Run) -> None:
    run("chat", stdin=ASK)
    result = run("chat", "--resume")
    assert "goes on: 1 turn, " in result.err
    assert "> Russia mission?\nRussia closed its mission to NATO in October [1]" in result.err
    assert '[1] The Wire, Mission closed, 2021-10-18 — "Russia closed' in result.err
    assert result.out == ""


@pytest.mark.parametrize(
    ("arguments", "turns"),
    [
        (["--resume"], 0),
        (["--resume", "--key", "mission-closed"], 0),
        (["--resume="], 0),
        (["--resume", "russia-mission"], 2),
        (["--resume=Russia Mission", "--no-color"], 2),
        (["--key", "mission-closed", "--resume", "russia-mission"], 2),
    ],
)
def test_resume_takes_a_name_or_none(
    run: Run, library: FakeLibrary, arguments: list[str], turns: int
) -> None:
    run("chat", stdin=ASK)
    run("chat", "--name", "last", stdin="fail\n" + OTHER)
    library.asked.clear()
    run("chat", *arguments, stdin="mission?\n")
    was = [turn.content for turn in library.asked[0][1]][:1]
    assert was == (["Russia mission?"] if turns else ["Who stopped the liaison office?"])


def test_what_cannot_be_resumed_is_one_line_with_what_to_do(run: Run) -> None:
    nothing = run("chat", "--resume")
    assert (nothing.code, nothing.out) == (2, "")
    assert nothing.err == "error: No conversation is saved yet. Begin one: dateline chat\n"
    run("chat", stdin=ASK)
    near = run("chat", "--resume", "rusia-mission")
    assert near.code == 2
    assert near.err.endswith(
        "There is no conversation 'rusia-mission'. Did you mean 'russia-mission'?\n"
    )
    for other in (["--resume"], ["--unsaved"]):
        assert "exclude each other" in run("chat", "--name", "x", *other).err


def test_a_name_of_its_own_is_given_at_the_beginning_or_later(run: Run) -> None:
    run("chat", "--name", "The Missions", stdin=ASK)
    taken = run("chat", "--name", "the-missions", stdin=ASK)
    assert taken.code == 2
    assert "go on with it: dateline chat --resume the-missions" in taken.err
    result = run("chat", stdin=f"{ASK}/name the missions\n/name Mission two\n/name\n")
    assert "There is already a conversation 'the-missions'." in result.err
    assert "This conversation is called 'mission-two'." in result.err
    assert "Write /name and a name. It is called 'mission-two'." in result.err
    assert names(run) == ["mission-two", "the-missions"]


def test_an_unsaved_chat_stores_nothing(run: Run, home: Path) -> None:
    result = run("chat", "--unsaved", stdin=f"{ASK}/name x\n/new\n{OTHER}/forget\n")
    assert "stores nothing, so it needs no name" in result.err
    assert "This chat stores nothing. A new conversation begins." in result.err
    assert "Go on with it" not in result.err
    assert [path.name for path in home.iterdir()] == ["starter.txt"]


def test_a_conversation_is_gone_on_with_unsaved(run: Run, library: FakeLibrary) -> None:
    run("chat", stdin=ASK)
    run("chat", "--resume", "--unsaved", stdin="And when mission?\n")
    assert len(library.asked[-1][1]) == 2
    assert [row["turns"] for row in run("conversations", "--json").json] == [1]


def test_new_leaves_the_conversation_saved_and_forget_deletes_it(run: Run, home: Path) -> None:
    result = run("chat", stdin=f"{ASK}/new\n{OTHER}/forget\n/sources\n")
    assert "What was said is deleted. A new conversation begins." in result.err
    assert "No answer has sources yet." in result.err
    assert names(run) == ["russia-mission"]
    assert holding(home, "liaison office?") == []
    assert holding(home, "Russia mission?") == [FILE_NAME]


def test_a_reply_is_shown_as_it_was_understood_when_asked_for(run: Run) -> None:
    understood = "Understood as: Russia mission? And when mission?\n"
    result = run("chat", "--show-standalone", stdin=ASK + "And when mission?\n")
    assert result.out.count("Understood as") == 1
    assert understood in result.out
    result = run("chat", stdin=f"{ASK}/standalone\nAnd when mission?\n/standalone\nWhere?\n")
    assert result.out.count(understood) == 1
    assert result.out.count("Understood as") == 1


def test_the_list_is_tab_separated_in_a_pipe(run: Run) -> None:
    run("chat", stdin=ASK * 2)
    run("chat", "--name", "other", stdin=OTHER)
    lines = run("conversations").out.splitlines()
    assert lines[0] == "name\tturns\tstarted\tlast used\tfirst question"
    day = r"\d{4}-\d\d-\d\d"
    assert re.fullmatch(
        f"other\t1\t{day}\t{day} \\d\\d:\\d\\d\tWho stopped the liaison office\\?", lines[1]
    )
    assert lines[2].startswith("russia-mission\t2\t")


def test_an_empty_list_tells_how_to_begin(run: Run, home: Path, tmp_path: Path) -> None:
    result = run("conversations")
    assert (result.code, result.out) == (0, "")
    assert result.err.strip() == EMPTY
    assert run("conversations", "--json").json == []
    assert list(home.iterdir()) == []
    nowhere = run("conversations", "--home", str(tmp_path / "nowhere"))
    assert nowhere.code == 1
    assert "There is no library in" in nowhere.err


def test_one_is_shown_as_it_would_be_written_down(run: Run) -> None:
    run("chat", stdin=ASK + "mission of penguins feathers\n/save notes.md\n")
    shown = run("conversations", "show", "russia-mission").out
    assert shown == Path("notes.md").read_text(encoding="utf-8")
    turns = run("conversations", "show", "russia-mission", "--json").json["turns"]
    assert [turn["reply"]["abstained"] for turn in turns] == [False, True]
    assert turns[0]["reply"]["citations"][0]["outlet"] == "The Wire"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["russia-mission"], "Write: dateline conversations show russia-mission"),
        (["show"], "Write: dateline conversations show NAME"),
        (["show", "a", "b"], "is not understood"),
        (["show", "russia"], "Did you mean 'russia-mission'?"),
        (["--delete"], "Name the conversations to delete, or delete all."),
        (["--delete-all", "x"], "Name the conversations to delete, or delete all."),
        (["--delete", "russia-mission", "other"], "There is no conversation 'other'."),
    ],
)
def test_what_is_not_understood_does_nothing(run: Run, words: list[str], said: str) -> None:
    run("chat", stdin=ASK)
    result = run("conversations", *words)
    assert result.code == 2
    assert said in result.err
    assert names(run) == ["russia-mission"]


def holding(home: Path, text: str) -> list[str]:
    """The files of the library that hold the text in any of their bytes."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return [path.name for path in files if text.encode() in path.read_bytes()]


def test_what_is_deleted_is_in_no_byte_of_the_library(run: Run, home: Path) -> None:
    run("chat", stdin=ASK)
    run("chat", "--name", "other", stdin=OTHER * 3)
    assert run("conversations", "--delete", "other", "Other").out == "1 deleted\n"
    assert holding(home, "liaison office?") == []
    assert holding(home, "Russia mission?") == [FILE_NAME]
    assert names(run) == ["russia-mission"]
    assert run("conversations", "--delete-all", "--yes").out == "1 deleted\n"
    assert holding(home, "Russia") == []
    assert run("conversations", "--delete-all").out == "0 deleted\n"


def test_a_file_that_cannot_be_read_is_named_and_left_and_the_doctor_tells(
    run: Run, home: Path
) -> None:
    (home / FILE_NAME).write_bytes(b"no database")
    for command in (["chat"], ["chat", "--resume"], ["conversations"]):
        result = run(*command, stdin=ASK)
        assert (result.code, result.out) == (1, "")
        assert f"error: {home / FILE_NAME} is damaged. Move it" in result.err
    sick = run("doctor")
    assert sick.code == 1
    assert f"broken conversations: {home / FILE_NAME} is damaged. Move it" in sick.out
    assert "Sources" in run("chat", "--unsaved", stdin=ASK).out
    assert (home / FILE_NAME).read_bytes() == b"no database"


def test_the_doctor_counts_them(run: Run) -> None:
    assert "conversations: 0, their file is sound." in run("doctor").out
    run("chat", stdin=ASK)
    assert "conversations: 1, its file is sound." in run("doctor").out
    assert run("doctor", "--json").json["counts"]["conversations"] == 1


def test_a_chat_whose_file_is_locked_says_so_goes_on_and_saves_at_the_end(
    home: Path, library: FakeLibrary, starter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library.add([starter], report=lambda _: None)
    store = Conversations(home, timeout=0.01)
    keeper = Keeper(store)
    with asyncio.Runner() as runner:
        talk = Talk(
            screen=Screen(),
            library=library,  # type: ignore[arg-type]
            runner=runner,
            keeper=keeper,
        )
        talk.hear("Russia mission?")
        holder = sqlite3.connect(home / FILE_NAME, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        talk.hear("Russia mission when?")
        talk.leave()
        locked = capsys.readouterr().err
        holder.execute("ROLLBACK")
        holder.close()
        talk.leave()
    assert "error: not saved yet: Another process is writing the conversations. Try again" in locked
    assert "Go on with it" not in locked
    assert "Go on with it: dateline chat --resume russia-mission" in capsys.readouterr().err
    assert store.find()[0].exchanges == 2


def test_ctrl_c_while_an_exchange_is_saved_takes_effect_afterwards(
    home: Path, library: FakeLibrary, starter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Pressed(Conversations):
        def append(self, *arguments: Any, **options: Any) -> Any:
            appended = super().append(*arguments, **options)
            os.kill(os.getpid(), signal.SIGINT)
            return appended

    library.add([starter], report=lambda _: None)
    with asyncio.Runner() as runner:
        talk = Talk(
            screen=Screen(),
            library=library,  # type: ignore[arg-type]
            runner=runner,
            keeper=Keeper(Pressed(home)),
        )
        talk.hear("Russia mission?")
        talk.hear("Russia mission when?")
        talk.leave()
    said = capsys.readouterr().err
    assert said.count("Stopped.") == 2
    assert "Another chat" not in said
    assert [row.exchanges for row in Conversations(home).rows()] == [2]


def test_what_an_older_version_remembered_of_every_line_is_removed(run: Run, home: Path) -> None:
    (home / "chat-history").write_text("+What I typed once\n", encoding="utf-8")
    run("chat", stdin=ASK)
    assert not (home / "chat-history").exists()


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.close()


def test_at_a_terminal_deleting_is_asked_for(
    run: Run, home: Path, terminals: list[Terminal]
) -> None:
    run("chat", stdin=ASK)
    for reply, said in (("n", "Nothing was deleted."), ("y", "1 deleted")):
        terminal = Terminal(str(home), "conversations", "--delete", "russia-mission")
        terminals.append(terminal)
        terminal.until("Delete 'russia-mission' for good? [y/N]")
        terminal.send(f"{reply}\r")
        terminal.until(said)
        assert terminal.ended() == 0
    assert names(run) == []


def test_at_a_terminal_the_list_is_a_table(run: Run, home: Path, terminals: list[Terminal]) -> None:
    run("chat", stdin=ASK)
    terminals.append(Terminal(str(home), "conversations"))
    assert terminals[0].ended() == 0
    assert re.search(r"russia-mission +1 .*Russia mission\?", terminals[0].text)
