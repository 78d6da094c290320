"""`dateline chat`, with lines from a pipe."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.cli.screen import Screen
from bot.cli.talk import Talk
from tests.cli.conftest import Run
from tests.fakes.library import FakeLibrary


def test_a_question_is_answered_and_the_end_of_input_leaves(run: Run) -> None:
    result = run("chat", stdin="\n   \nWho closed the Russia mission?\n")
    assert result.code == 0
    assert result.out.splitlines()[0] == "Russia closed its mission to NATO in October [1]"
    assert "Sources" in result.out


def test_it_welcomes_with_what_there_is(run: Run) -> None:
    assert (
        "2 articles, the newest of 2021-10-18. Add more: dateline add PATH. /help shows"
        in run("chat").err
    )


def test_a_follow_up_is_asked_with_what_was_said(run: Run, library: FakeLibrary) -> None:
    run("chat", stdin="Russia mission?\nAnd when?\n/new\nWhy?\n")
    turns = [[turn.content for turn in asked[1]] for asked in library.asked]
    assert turns == [
        [],
        ["Russia mission?", "Russia closed its mission to NATO in October"],
        [],
    ]


def test_only_the_latest_turns_are_kept(run: Run, library: FakeLibrary) -> None:
    run("chat", stdin="Russia mission?\n" * 20)
    assert max(len(asked[1]) for asked in library.asked) == 12


def test_a_source_is_shown_in_its_article_with_the_quote_marked(run: Run) -> None:
    result = run("chat", stdin="Russia mission?\n/source 1\n")
    assert ">>Russia closed its mission to NATO in October<<. It blamed the alliance." in result.out
    assert "The Wire · 2021-10-18 · A. Writer" in result.out


def test_sources_are_those_of_the_last_answer_or_of_all(run: Run) -> None:
    one, other = "Russia mission?\n", "xyzzy\n"
    again = run("chat", stdin=f"{one}/sources\n").out
    assert again.count("[1] The Wire, Mission closed") == 2
    result = run("chat", stdin=f"{one}{other}/sources\n/sources all\n")
    assert "No answer has sources yet." in result.err
    assert result.out.count("[1] The Wire, Mission closed") == 2
    assert "No answer has sources yet." in run("chat", stdin=f"{other}/sources all\n").err


def test_a_source_that_is_not_there_says_which_are(run: Run) -> None:
    assert "There are 1." in run("chat", stdin="Russia mission?\n/source 7\n").err
    assert "No answer has sources yet." in run("chat", stdin="/source 1\n").err
    assert "No answer has sources yet." in run("chat", stdin="/sources\n").err


def test_a_source_whose_article_changed_or_went_still_shows_its_quote(
    run: Run, library: FakeLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    run("ask", "Russia mission?")
    with asyncio.Runner() as runner:
        talk = Talk(screen=Screen(), library=library, runner=runner)  # type: ignore[arg-type]
        talk.hear("Russia mission?")
        changed = replace(library.stored["mission-closed"], text="Now it is other.")
        library.stored["mission-closed"] = changed
        talk.hear("/source 1")
        library.remove(["mission-closed"])
        talk.hear("/source 1")
    printed = capsys.readouterr().out
    assert "The article has changed since" in printed
    assert "no longer in the library" in printed
    assert printed.count("Russia closed its mission to NATO in October\n") == 2


def test_the_conversation_is_saved_and_no_file_is_replaced_unasked(
    run: Run, tmp_path: Path
) -> None:
    talk = "Russia mission?\nWhat about mission penguins feathers?\n"
    assert "Saved to notes.md." in run("chat", stdin=f"{talk}/save notes.md\n").err
    saved = (tmp_path / "notes.md").read_text(encoding="utf-8")
    assert "## Russia mission?\n\nRussia closed its mission to NATO in October [1]\n" in saved
    assert '- [1] The Wire, Mission closed, 2021-10-18 — "Russia closed' in saved
    assert "Nearest passages:" in saved
    again = run("chat", stdin="Russia?\n/save notes.md\n/save! notes.md\n").err
    assert "notes.md exists. /save! notes.md replaces it." in again
    assert "penguins" not in (tmp_path / "notes.md").read_text(encoding="utf-8")


def test_saving_says_what_is_in_the_way(run: Run) -> None:
    assert "Write /save FILE.md." in run("chat", stdin="/save\n").err
    assert "Nothing was said yet." in run("chat", stdin="/save x.md\n").err
    assert "cannot be written" in run("chat", stdin="Russia?\n/save no/such/x.md\n").err


def test_an_unknown_command_suggests_one(run: Run) -> None:
    assert "Did you mean /sources?" in run("chat", stdin="/sorces\n").err
    assert "/help shows them all." in run("chat", stdin="/xyzzy\n").err


def test_help_shows_every_command_and_quit_leaves(run: Run, library: FakeLibrary) -> None:
    result = run("chat", stdin="/help\n/quit\nRussia?\n")
    assert "/save" in result.out
    assert library.asked == []


def test_a_failure_is_one_line_and_the_chat_goes_on(run: Run) -> None:
    result = run("chat", stdin="fail\ncrash\nRussia mission?\n")
    assert "error: It did not work. Try again." in result.err
    assert "error: unexpected: RuntimeError: a defect" in result.err
    assert "Sources" in result.out
    assert result.code == 0


def test_ctrl_c_during_an_answer_stops_it_and_the_chat_goes_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Interrupted:
        async def stream(self, question: str, **options: Any) -> Any:
            os.kill(os.getpid(), 2)
            await asyncio.sleep(30)
            yield None

    class Library(FakeLibrary):
        engine = Interrupted()  # type: ignore[assignment]

    with asyncio.Runner() as runner:
        talk = Talk(screen=Screen(), library=Library(), runner=runner)  # type: ignore[arg-type]
        talk.hear("Who?")
    assert talk.going
    assert "Stopped." in capsys.readouterr().err
