"""Put the questions of a set to a system; what it said is kept as it comes."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.quality.baselines import System
from bot.evaluation import provenance
from bot.evaluation.cases import Case
from bot.evaluation.results import Provenance, Result, Run
from bot.evaluation.run import Evaluation
from bot.evaluation.store import RunFile
from retrieval.library import Library

CONCURRENCY = 2  # the engine's heavy steps run in threads


def dateline(library: Library, cases: Sequence[Case], *, folder: Path) -> Run:
    """Dateline's replies to the cases."""
    made = provenance.of(library, cases, settings={"concurrency": CONCURRENCY, "vectors": "exact"})
    with _file(folder, "dateline", made) as kept:
        evaluation = Evaluation(library, concurrency=CONCURRENCY)
        asked = asyncio.run(evaluation.results(cases, done=kept.done, keep=kept.keep))
        return Run(provenance=kept.provenance, results=asked)


def searched(library: Library, cases: Sequence[Case], system: System, *, folder: Path) -> Run:
    """What a system finds for the cases; it answers nothing."""
    made = provenance.of(library, cases, settings={})
    made = replace(made, model=system.name, settings={**made.settings, **system.identity})
    with _file(folder, system.name, made) as kept:
        results = dict(kept.done)
        for place, case in enumerate(cases):
            if place not in results:
                results[place] = _search(system, case)
                kept.keep(place, results[place])
        ordered = tuple(results[place] for place in range(len(cases)))
        return Run(provenance=kept.provenance, results=ordered)


def _search(system: System, case: Case) -> Result:
    began = time.perf_counter()
    rewrite = case.standalone if system.rewritten else None
    found = tuple(system.search(rewrite or case.question))
    return Result(case=case, found=found, milliseconds=(time.perf_counter() - began) * 1000)


def _file(folder: Path, name: str, made: Provenance) -> RunFile:
    """The file of exactly this run: made with anything else, it has another name."""
    told = (made.gold, made.corpus, made.embedder, made.model, made.settings, made.versions)
    digest = hashlib.sha256(repr(told).encode()).hexdigest()[:12]
    slug = re.sub(r"\W+", "-", name.lower()).strip("-")
    folder.mkdir(parents=True, exist_ok=True)
    return RunFile.open(folder / f"{slug}-{digest}.jsonl", made)
