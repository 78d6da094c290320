"""How often "check this claim" is right, on claims of our own about the starter library.

Run: .venv/bin/python -m benchmarks.claims [--gold tests/gold/claims.jsonl] [--errors]
Claims with an odd number are for developing (--errors shows only these), the others are reported.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from retrieval.library import Library
from retrieval.types import ClaimCheck, Verdict

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Case:
    """A claim and what the articles say of it; kind: how it was made."""

    id: str
    claim: str
    verdict: Verdict
    kind: str
    quotes: tuple[str, ...]

    @property
    def develops(self) -> bool:
        """Whether the claim is of the half that rules may be fitted to."""
        return int(self.id[1:]) % 2 == 1


def load(gold: Path) -> list[Case]:
    """The cases of a file."""
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    return [
        Case(
            row["id"],
            row["claim"],
            Verdict(row["verdict"]),
            row["kind"],
            tuple(each["quote"] for each in row["evidence"]),
        )
        for row in rows
    ]


def checked(library: Library, case: Case) -> ClaimCheck:
    """The one check of a claim; a claim that is read as none counts as not told."""
    checks = asyncio.run(library.engine.check(case.claim))
    if not checks:
        return ClaimCheck(claim=case.claim, verdict=Verdict.NOT_TOLD, citations=(), passages=())
    return checks[0]


def report(name: str, pairs: Sequence[tuple[Case, ClaimCheck]]) -> None:
    """The confusion matrix of one half, and precision and recall of both verdicts."""
    counts = Counter((case.verdict, check.verdict) for case, check in pairs)
    print(f"\n{name}: {len(pairs)} claims (rows: what is so; columns: what is said)")
    print(f"{'':14}" + "".join(f"{verdict:>14}" for verdict in Verdict))
    for truth in Verdict:
        print(f"{truth:14}" + "".join(f"{counts[truth, said]:14}" for said in Verdict))
    for verdict in (Verdict.SUPPORTED, Verdict.CONTRADICTED):
        right = counts[verdict, verdict]
        said = sum(counts[truth, verdict] for truth in Verdict)
        so = sum(counts[verdict, other] for other in Verdict)
        print(f"{verdict:14} precision {right}/{said}  recall {right}/{so}")


def kinds(pairs: Sequence[tuple[Case, ClaimCheck]]) -> None:
    """How many of each kind are judged rightly."""
    right = Counter(case.kind for case, check in pairs if case.verdict is check.verdict)
    total = Counter(case.kind for case, _ in pairs)
    print("  ".join(f"{kind} {right[kind]}/{total[kind]}" for kind in total))


def main() -> None:
    """Judge all claims and print the figures of both halves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=ROOT / "tests/gold/claims.jsonl")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, Library.open(home) as library:
        library.add([ROOT / "corpus"])
        begun = time.perf_counter()
        pairs = [(case, checked(library, case)) for case in load(options.gold)]
        took = (time.perf_counter() - begun) / max(1, len(pairs))
        version = library.embedder.identity
    print(
        f"{datetime.now(UTC):%Y-%m-%d} Python {platform.python_version()}, {version}, "
        f"{options.gold.name}, corpus/; {took * 1000:.0f} ms a claim"
    )
    for name, develops in (("development half", True), ("reported half", False)):
        half = [pair for pair in pairs if pair[0].develops is develops]
        report(name, half)
        kinds(half)
    for case, check in pairs if options.errors else ():
        if case.develops and case.verdict is not check.verdict:
            print(f"\n{case.id} {case.verdict} -> {check.verdict} ({case.kind})  {case.claim}")
            print("   so:  ", *case.quotes)
            print("   said:", *(citation.quote for citation in check.citations))


if __name__ == "__main__":
    main()
