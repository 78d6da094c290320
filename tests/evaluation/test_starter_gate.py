"""The engine as it ships, over the starter library and its gold: no figure falls unnoticed."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.evaluation import baseline, provenance
from bot.evaluation.cases import load
from bot.evaluation.gate import check
from bot.evaluation.results import Run
from bot.evaluation.run import Evaluation
from retrieval.answer.compose import EXTRACTIVE
from retrieval.library import Library


def test_the_shipped_engine_does_not_fall_behind_the_committed_baseline(
    root: Path, tmp_path: Path
) -> None:
    cases = load(root / "tests" / "gold" / "starter.jsonl")
    with Library.open(tmp_path / "library") as library:
        library.add([root / "corpus"])
        made = provenance.of(library, cases, settings={})
        results = asyncio.run(Evaluation(library, concurrency=2).results(cases))
    kept = baseline.read(root / "tests" / "gold" / "baseline.json")
    assert kept.made_with["model"] == EXTRACTIVE, "unset DATELINE_MODEL, then: make baseline"
    verdict = check(Run(provenance=made, results=results), kept)
    assert verdict.passed, [(one.name, one.before, one.after) for one in verdict.fallen] + [
        (one.id, one.was, one.now) for one in verdict.culprits
    ]
