"""Two runs side by side, and the gate, as they are printed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from bot.cli.compare import show_comparison, show_gate
from bot.cli.screen import Screen
from bot.evaluation import baseline
from bot.evaluation import compare as comparing
from bot.evaluation.gate import check
from bot.evaluation.results import Run
from bot.evaluation.store import RunFile
from tests.cli.conftest import Run as RunCommand
from tests.cli.test_schemas import check as follows
from tests.evaluation import made
from tests.evaluation.made import abstained, answered, broken, found

BEFORE = made.run([answered("a"), abstained("b"), answered("c"), answered("d")])
AFTER = made.run(
    [
        answered("a"),
        answered("b"),
        abstained("c", found=found("lock", "mill")),
        answered("d", "It was \x1b[31mMonday\x1b[0m"),
    ],
    model="gpt-x",
)
COMPARISON = comparing.compare(BEFORE, AFTER, resamples=200)


def printed(show: Callable[[Screen], None], *, width: int = 0) -> str:
    """What is shown in a pipe or, with a width, on a terminal."""
    screen = Screen(plain=True)
    out = io.StringIO()
    screen.out = Console(
        file=out, width=width or 4096, force_terminal=bool(width), color_system=None, markup=False
    )
    show(screen)
    return out.getvalue()


def test_a_comparison_tells_figures_and_questions_with_both_sides() -> None:
    text = printed(lambda screen: show_comparison(screen, COMPARISON))
    lines = text.splitlines()
    assert lines[0] == "4 questions in both runs: 2 broken, 0 wrong in another way, 1 fixed"
    assert "made with other model: extractive, now gpt-x" in lines
    facts = next(line.split("\t") for line in lines if line.startswith("facts\t"))
    assert facts[1:4] == ["0.7500", "0.5000", "-0.2500"]
    assert facts[5:] == ["-", "3", "not clear"]
    assert "c broken: right -> retrieval missed" in lines
    assert "b fixed: refused -> right" in lines
    assert "after: no gold article was found" in lines
    assert "before: 1. bridge*: What bridge tells." in lines
    assert "after: It was Monday [1]" in lines


def test_on_a_terminal_both_sides_stand_beside_each_other() -> None:
    text = printed(lambda screen: show_comparison(screen, COMPARISON), width=120)
    assert any("1. bridge*" in line and "1. lock:" in line for line in text.splitlines())
    assert "\x1b" not in text


def test_runs_that_do_not_differ_are_said_not_to() -> None:
    same = comparing.compare(BEFORE, BEFORE)
    text = printed(lambda screen: show_comparison(screen, same))
    assert "No figure differs." in text


def test_a_gate_that_fails_names_figures_and_questions() -> None:
    verdict = check(made.run([broken("a"), *AFTER.results[1:]]), baseline.of(BEFORE))
    text = printed(lambda screen: show_gate(screen, verdict))
    assert text.startswith("gate failed: facts, ")
    assert "facts\t0.7500\t0.2500\t-0.5000\t0.02\t" in text
    assert "a: right -> error: When was a?" in text
    assert "c: right -> retrieval missed: When was c?" in text


def test_a_gate_that_passes_says_so_in_a_line() -> None:
    text = printed(lambda screen: show_gate(screen, check(BEFORE, baseline.of(BEFORE))))
    assert text == ("gate passed: no figure fell by more than its tolerance over 4 questions\n")


def test_an_unfinished_run_does_not_pass() -> None:
    verdict = check(made.run(BEFORE.results, cases=9), baseline.of(BEFORE))
    text = printed(lambda screen: show_gate(screen, verdict))
    assert "gate failed: the run is not complete" in text


def kept(path: Path, one: Run) -> Path:
    """A run as `dateline eval --run` keeps it."""
    with RunFile.open(path, one.provenance) as file:
        for place, result in enumerate(one.results):
            file.keep(place, result)
    return path


def test_the_command_reads_two_files_and_prints_json_of_the_schema(
    run: RunCommand, tmp_path: Path
) -> None:
    paths = [str(kept(tmp_path / name, one)) for name, one in (("a", BEFORE), ("b", AFTER))]
    result = run("eval", "compare", *paths, "--json")
    assert result.code == 0
    assert [one["id"] for one in result.json["flips"]] == ["c", "d", "b"]
    follows(result.json, "compare")
    assert "c broken" in run("eval", "compare", *paths).out


def test_the_command_says_what_is_no_run(run: RunCommand, tmp_path: Path) -> None:
    path = str(kept(tmp_path / "a", BEFORE))
    absent = run("eval", "compare", path, "absent.jsonl")
    assert (absent.code, absent.err) == (
        2,
        "error: absent.jsonl: No such file or directory."
        " Give a file that dateline eval --run wrote.\n",
    )
