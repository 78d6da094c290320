"""Measure Dateline on public question sets, beside other ways to search the same articles.

Run: make bench-quality [DATA=../shared/data] [LIMIT=n], or
     .venv/bin/python -m benchmarks.quality --data ../shared/data [--only SET ...] [--limit N]
Needs the dependency group "benchmarks"; runs txtai where it is installed. Everything is kept under --cache as it comes: the same
command goes on where it was stopped. Figures go into --results (JSON), set by set, and from there into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.followup_rewriting import of_half
from benchmarks.quality import articles, baselines, frameworks, pairs, running, tables
from benchmarks.quality.counted import Counted, counted
from benchmarks.quality.plan import PLANS, Plan
from benchmarks.question_sets import ROOT
from bot.evaluation.datasets import Dataset, load
from retrieval.adapters.onnx import bundled
from retrieval.adapters.silence import silence
from retrieval.library import Library

RESULTS = ROOT / "benchmarks" / "quality" / "results.json"
PAGE = ROOT / "docs" / "benchmarks.md"
PACKAGES = ("bm25s", "langchain-text-splitters", "langchain-chroma", "llama-index-core", "txtai")
Table = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure set by set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data")
    parser.add_argument("--only", action="append", choices=list(PLANS), default=[])
    parser.add_argument("--limit", type=int, help="questions, claims or rewrites of each set")
    parser.add_argument("--cache", type=Path, default=ROOT / "out" / "quality")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args(arguments)
    silence()  # txtai imports ONNX Runtime by itself
    for name in options.only or PLANS:
        print(f"{datetime.now(UTC):%H:%M} {name}", flush=True)
        found = measure(name, options)
        tables.merge(options.results, name, found)
        tables.refresh(options.page, options.results)


def measure(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """All figures of one set, with what they were made with."""
    plan = PLANS[name]
    whole = _eligible(load(name, options.data), plan)
    used = whole.limited(options.limit or plan.questions, articles=plan.articles)
    make = _on_articles if used.cases else _on_pairs
    made = make(used, plan, options.cache / name)
    given = f" --limit {options.limit}" if options.limit else ""
    return {
        "subset": _subset(whole, used, plan),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "command": f".venv/bin/python -m benchmarks.quality --only {name}{given}",
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "commit": _commit(),
        **made,
    }


def _eligible(whole: Dataset, plan: Plan) -> Dataset:
    """The set with the questions that may be used."""
    cases = list(whole.cases)
    random.Random(0).shuffle(cases)  # as benchmarks.question_sets.public draws them
    fitted = {case.id for case in cases[: plan.fitted]}
    kept = (case for case in whole.cases if plan.only is None or plan.only in case.tags)
    return replace(
        whole,
        cases=tuple(case for case in kept if case.id not in fitted),
        rewritings=tuple(
            one for one in whole.rewritings if of_half(one.id.split("#")[0], "report")
        ),
    )


def _on_articles(used: Dataset, plan: Plan, folder: Path) -> dict[str, Any]:
    with Library.open(folder / "library", vectors="exact") as library:
        articles.synchronise(library, used, folder=folder)
        runs = folder / "runs"
        ours = running.dateline(library, used.cases, folder=runs)
        print(f"  Dateline answered {len(ours.results)}", flush=True)
        systems = list(baselines.over_chunks(articles.Chunks.of(library), library.embedder))
        if any(case.standalone for case in used.cases):
            systems.extend([*baselines.with_rewrites(systems)])
        systems.extend(frameworks.all_of(library, folder=folder))
        found = {"Dateline": counted(ours.results, plan.search)}
        others = {}
        for system in systems:
            run = running.searched(library, used.cases, system, folder=runs)
            found[system.name] = counted(run.results, plan.search)
            others[system.name] = dict(system.identity)
        answers = {"Dateline, no model": counted(ours.results, plan.answers)}
    made = ours.provenance
    return {
        "versions": {"Dateline": made.versions["dateline"], **_packages(others.values())},
        "provenance": {**asdict(made), "other systems": others},
        "tables": [_table("Search", found), _table("Answers", answers)],
    }


def _packages(identities: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The versions of the packages that the other systems are."""
    every = {name: told for identity in identities for name, told in identity.items()}
    return {name: every[name] for name in PACKAGES if name in every}


def _on_pairs(used: Dataset, plan: Plan, folder: Path) -> dict[str, Any]:
    del plan, folder
    rows = (
        pairs.rewriting(used.rewritings)
        if used.rewritings
        else pairs.support(used.claims, bundled())
    )
    title = "Rewriting" if used.rewritings else "Support"
    return {"versions": {"Dateline": version("dateline")}, "tables": [_table(title, rows)]}


def _table(title: str, rows: Mapping[str, Mapping[str, Counted]]) -> Table:
    return {
        "title": title,
        "rows": [
            {"system": system, "figures": {name: _rounded(one) for name, one in figures.items()}}
            for system, figures in rows.items()
        ],
    }


def _rounded(figure: Counted) -> dict[str, float | int]:
    return {name: round(value, 5) for name, value in asdict(figure).items()}


def _subset(whole: Dataset, used: Dataset, plan: Plan) -> str:
    """In words, how much of the set was used and how it was chosen."""
    if not used.cases:
        kind, kept, there = (
            ("rewrites of the report half", len(used.rewritings), len(whole.rewritings))
            if used.rewritings
            else ("claims", len(used.claims), len(whole.claims))
        )
        return f"{kept} of {there} {kind}{_rule(kept, there)}."
    told = sum(case.answerable for case in used.cases)
    task = f" of its {plan.only} task" if plan.only else ""
    task += " that no weight was fitted on" if plan.fitted else ""
    asked = f"{len(used.cases)} of {len(whole.cases)} questions{task}{_rule(len(used.cases), len(whole.cases))}"
    kept, there = len(used.articles), len(whole.articles)
    some = (
        " (those that belong to the questions, then the first by a hash of their ids: they are easier to find here than in the"
        " whole set)"
    )
    return f"{asked}, {told} of them answerable; {kept} of {there} articles{some if kept < there else ''}."


def _commit() -> str:
    """The commit that was checked out, with "+" where files differ from it."""
    command = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return told.stdout.strip()


def _rule(kept: int, there: int) -> str:
    return " (the first by a hash of their ids)" if kept < there else ""


if __name__ == "__main__":
    main()
