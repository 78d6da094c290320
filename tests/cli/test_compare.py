"""Two runs side by side, and the gate, as they are printed."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from rich.console import Console

from bot.cli.compare import compare, show_comparison, show_gate
from bot.cli.screen import Screen
from bot.evaluation import baseline
from bot.evaluation import compare as comparing
from bot.evaluation.gate import check
from bot.evaluation.results import Run
from bot.evaluation.store import RunFile
from tests.cli.test_schemas import check as follows
from tests.evaluation.made import abstained, answered, broken, found, run

BEFORE = run([answered("a"), abstained("b"), answered("c"), answered("d")])
AFTER = run(
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
    assert facts[6:] == ["3", "not clear"]
    assert "c broken: right -> retrieval missed" in lines
    assert "b fixed: refused -> right" in lines
    assert "after\tno gold article was found" in lines
    assert "before\t1. bridge*: What bridge tells." in lines
    assert "after\tIt was Monday [1]" in lines


def test_on_a_terminal_both_sides_stand_beside_each_other() -> None:
    text = printed(lambda screen: show_comparison(screen, COMPARISON), width=120)
    assert any("1. bridge*" in line and "1. lock:" in line for line in text.splitlines())
    assert "\x1b" not in text


def test_runs_that_do_not_differ_are_said_not_to() -> None:
    same = comparing.compare(BEFORE, BEFORE)
    text = printed(lambda screen: show_comparison(screen, same))
    assert "No figure differs." in text


def test_a_gate_that_fails_names_figures_and_questions() -> None:
    verdict = check(run([broken("a"), *AFTER.results[1:]]), baseline.of(BEFORE))
    text = printed(lambda screen: show_gate(screen, verdict))
    assert text.startswith("gate failed: facts, ")
    assert "facts\t0.7500\t0.2500\t-0.5000\t0.02\t" in text
    assert "a: right -> error: When was a?" in text
    assert "c: right -> retrieval missed: When was c?" in text


def test_a_gate_that_passes_says_so_in_a_line() -> None:
    text = printed(lambda screen: show_gate(screen, check(BEFORE, baseline.of(BEFORE))))
    assert text == ("gate passed: no figure fell by more than its tolerance over 4 questions\n")


def test_an_unfinished_run_does_not_pass() -> None:
    verdict = check(run(BEFORE.results, cases=9), baseline.of(BEFORE))
    text = printed(lambda screen: show_gate(screen, verdict))
    assert "gate failed: the run is not complete" in text


def kept(path: Path, made: Run) -> Path:
    """A run as `dateline eval --run` keeps it."""
    with RunFile.open(path, made.provenance) as file:
        for place, result in enumerate(made.results):
            file.keep(place, result)
    return path


def test_the_command_reads_two_files_and_prints_json_of_the_schema(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [str(kept(tmp_path / name, made)) for name, made in (("a", BEFORE), ("b", AFTER))]
    app = typer.Typer()
    app.command()(compare)
    context = typer.main.get_command(app).make_context("compare", [*paths, "--json"], obj=FRONT)
    with context:
        code = context.command.invoke(context)
    data = json.loads(capsys.readouterr().out)
    assert code == 0
    assert [one["id"] for one in data["flips"]] == ["c", "d", "b"]
    follows(data, "compare")
