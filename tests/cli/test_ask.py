"""`dateline ask`, one question at a time."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run
from tests.fakes.library import FakeLibrary


def test_an_answer_comes_with_its_source(run: Run) -> None:
    result = run("ask", "Who closed the Russia mission?")
    assert result.code == 0
    assert result.out.splitlines() == [
        "Russia closed its mission to NATO in October [1]",
        "",
        "Sources",
        '[1] The Wire, Mission closed, 2021-10-18 — "Russia closed its mission to NATO in October"'
        " (mission-closed)",
    ]


def test_an_abstention_shows_the_nearest_passages_and_is_no_failure(run: Run) -> None:
    result = run("ask", "What about mission penguins feathers?")
    assert result.code == 0
    assert result.out.startswith("The articles do not tell.\n\nNearest passages\n[1] The Wire")
    assert "note: Half of me is missing." in result.err


def test_several_words_without_quotes_are_one_question(run: Run, library: FakeLibrary) -> None:
    run("ask", "Who", "closed", "it?")
    assert library.asked[-1][0] == "Who closed it?"


def test_a_question_that_begins_with_a_dash_can_be_asked(run: Run, library: FakeLibrary) -> None:
    assert run("ask", "--", "-- why?").code == 0
    assert library.asked[-1][0] == "-- why?"


def test_json_is_one_object_on_one_line(run: Run) -> None:
    result = run("ask", "Who closed the Russia mission?", "--json")
    assert result.out.count("\n") == 1
    assert result.json["abstained"] is False
    assert result.json["answer"] == "Russia closed its mission to NATO in October [1]"


def test_filters_reach_the_engine(run: Run, library: FakeLibrary) -> None:
    outlets = ["--outlet", "The Wire", "--outlet", "B"]
    run("ask", "Why?", *outlets, "--since", "2021-10", "--until", "2021")
    used = library.asked[-1][2]
    assert used is not None
    assert used.outlets == ("The Wire", "B")
    assert (used.since, used.until) == ("2021-10-01", "2021-12-31")


def test_an_outlet_that_no_article_has_is_named(run: Run, library: FakeLibrary) -> None:
    result = run("ask", "Why?", "--outlet", "Nope")
    assert result.code == 2
    assert "No article of the library fits Nope." in result.err
    assert library.asked == []


def test_the_end_of_a_month_is_its_last_day(run: Run, library: FakeLibrary) -> None:
    run("ask", "Why?", "--until", "2024-02")
    used = library.asked[-1][2]
    assert used is not None
    assert used.until == "2024-02-29"


def test_a_date_that_is_none_is_refused(run: Run) -> None:
    for date in ("yesterday", "2021-13", "2021-02-30", "21", "2021-00"):
        result = run("ask", "Why?", "--since", date)
        assert result.code == 2
        assert result.err == (
            f"error: --since {date!r} is not a date. Write 2021-10-18, 2021-10 or 2021.\n"
        )


def test_since_after_until_is_refused(run: Run) -> None:
    assert run("ask", "Why?", "--since", "2022", "--until", "2021").code == 2


def test_no_question_is_refused(run: Run) -> None:
    for arguments in (["ask"], ["ask", "  "]):
        result = run(*arguments)
        assert result.code == 2
        assert result.err == 'error: There is no question. Write: dateline ask "Who ...?"\n'


def test_the_standalone_question_is_shown_when_asked_for(run: Run) -> None:
    assert "Understood as" not in run("ask", "Who?", "--show-standalone").out


def test_what_an_article_or_a_question_says_to_the_terminal_is_not_obeyed(
    run: Run, starter: Path
) -> None:
    hostile = (
        "Evil \x1b[31mred\x1b]0;title\x07 \x9b2J [bold]markup[/] [/red] [link=x]:smile: text\u202e"
    )
    (starter / "evil.md").write_text(hostile, encoding="utf-8")
    result = run("ask", "Evil markup text smile?")
    assert "Evil red  [bold]markup[/] [/red] [link=x]:smile: text" in result.out
    for printed in (result.out, result.err, run("ask", "zz \x1b[2J \x9b", "--json").out):
        assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(printed)


def test_json_keeps_the_text_of_an_article_exactly(run: Run, starter: Path) -> None:
    hostile = "Evil \x9b2J text \u202e [bold] markup"
    (starter / "evil.md").write_text(hostile, encoding="utf-8")
    result = run("ask", "Evil markup text?", "--json")
    assert result.json["citations"][0]["quote"] == hostile
