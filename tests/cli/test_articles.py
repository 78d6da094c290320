"""`dateline add`, `list`, `show` and `remove`, and the starter articles."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run
from tests.fakes.library import FakeLibrary


def test_adding_says_what_was_added_and_then_that_nothing_changed(run: Run, starter: Path) -> None:
    first = run("add", str(starter))
    assert first.code == 0
    assert first.out.splitlines() == ["added liaison-office", "added mission-closed", "2 added"]
    assert run("add", str(starter)).out == "2 unchanged\n"
    (starter / "mission-closed.md").write_text("It reopened.", encoding="utf-8")
    assert run("add", str(starter)).out == "updated mission-closed\n1 updated, 1 unchanged\n"


def test_a_bad_file_is_named_the_rest_is_added_and_the_exit_code_tells(
    run: Run, starter: Path
) -> None:
    (starter / "empty.md").touch()
    result = run("add", str(starter))
    assert result.code == 1
    assert result.out.splitlines()[-1] == "2 added, 1 failed"
    assert f"error: {starter / 'empty.md'}: the file is empty. Remove it." in result.err


def test_a_path_that_is_not_there_is_refused_before_anything_is_done(
    run: Run, starter: Path, library: FakeLibrary
) -> None:
    result = run("add", str(starter), "no-such-folder")
    assert result.code == 2
    assert result.err.startswith("error: no-such-folder does not exist.")
    assert library.is_empty


def test_an_empty_list_tells_how_to_add(run: Run) -> None:
    result = run("list")
    assert (result.code, result.out) == (0, "")
    assert "dateline add PATH" in result.err


def test_a_list_in_a_pipe_is_tab_separated(run: Run, starter: Path) -> None:
    run("add", str(starter))
    assert run("list").out.splitlines() == [
        "key\tdate\toutlet\ttitle\tchunks",
        "liaison-office\t2021-10-18\tThe Wire\tLiaison office\t2",
        "mission-closed\t2021-10-18\tThe Wire\tMission closed\t1",
    ]


def test_show_tells_everything_understood(run: Run, starter: Path) -> None:
    run("add", str(starter))
    printed = run("show", "mission-closed").out
    for part in (
        "Mission closed",
        "The Wire",
        "A. Writer",
        "2021-10-18 (to the day)",
        "It blamed the",
    ):
        assert part in printed
    assert "It blamed the" not in run("show", "mission-closed", "--no-text").out


def test_an_unknown_key_is_refused_with_what_to_do(run: Run) -> None:
    for command in ("show", "remove"):
        result = run(command, "nothing")
        assert result.code == 2
        assert result.err == "error: No article has the key 'nothing'. See: dateline list\n"


def test_removing_counts_each_key_once(run: Run, starter: Path, library: FakeLibrary) -> None:
    run("add", str(starter))
    assert run("remove", "mission-closed", "mission-closed").out == "1 removed\n"
    assert list(library.stored) == ["liaison-office"]


def test_the_first_question_builds_the_starter_library_and_says_so(run: Run) -> None:
    assert "Building the starter library (2 articles)…" in run("ask", "Russia mission?").err
    assert "Building" not in run("ask", "Russia mission?").err


def test_who_removes_every_article_is_not_given_the_starter_ones_again(
    run: Run, library: FakeLibrary
) -> None:
    run("ask", "Russia mission?")
    run("remove", *library.stored)
    run("search", "Russia mission?")
    assert library.is_empty


def test_who_adds_articles_first_never_gets_the_starter_ones(
    run: Run, tmp_path: Path, library: FakeLibrary
) -> None:
    own = tmp_path / "own.md"
    own.write_text("Bread is baked.", encoding="utf-8")
    run("add", str(own))
    run("ask", "Russia mission?")
    run("remove", "own")
    run("ask", "Russia mission?")
    assert library.is_empty


def test_a_starter_library_that_was_cut_off_is_finished(
    run: Run, home: Path, library: FakeLibrary
) -> None:
    run("ask", "Russia mission?")
    run("remove", "mission-closed")
    (home / "starter.txt").write_text("building", encoding="utf-8")
    run("ask", "Russia mission?")
    assert len(library.stored) == 2


def test_listing_and_showing_do_not_build_the_starter_library(
    run: Run, library: FakeLibrary
) -> None:
    for command in (["list"], ["show", "x"], ["doctor"], ["remove", "x"]):
        run(*command)
    assert library.is_empty


def test_the_doctor_tells_what_is_broken_and_mends_it(run: Run, library: FakeLibrary) -> None:
    assert run("doctor").code == 0
    library.broken = True
    sick = run("doctor")
    assert sick.code == 1
    assert "broken vectors: 3 are lost. Repair." in sick.out
    mended = run("doctor", "--repair")
    assert mended.code == 0
    assert "mended The vectors were made again." in mended.out
