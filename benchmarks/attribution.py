"""How well `Checker` tells claims that their references carry from others, on AttributionBench.

Run: .venv/bin/python -m benchmarks.attribution --data ../shared/data [--errors N]
Half of the pairs (by a hash of the id) chooses the thresholds, the other half is reported.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.adapters.onnx import bundled
from retrieval.answer.support import Carried, Checker
from retrieval.answer.units import Source
from retrieval.index.sentences import split
from retrieval.language.words import content_words
from retrieval.types import ArticleInfo, Passage


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and its references; `carried`: whether people say that they carry it."""

    id: str
    claim: str
    references: tuple[str, ...]
    carried: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the checker says of a pair, and what word overlap does."""

    pair: Pair
    accepted: bool
    why: str
    support: float
    overlap: float


def pairs(data: Path) -> Iterator[Pair]:
    """Every pair of the file."""
    with gzip.open(
        data / "attributionbench" / "claims_dev.jsonl.gz", "rt", encoding="utf-8"
    ) as file:
        for line in file:
            row = json.loads(line)
            yield Pair(
                row["id"], row["claim"], tuple(row["references"]), row["label"] == "attributable"
            )


def judged(pair: Pair, checker: Checker, texts: dict[str, str]) -> Outcome:
    """Hold the claim against its references."""
    sources = []
    for n, text in enumerate(pair.references, start=1):
        key = f"{pair.id}/{n}"
        texts[key] = text
        info = ArticleInfo(key=key, title="")
        whole = Passage(chunk_id=n, article=info, start=0, end=len(text), text=text, score=1.0)
        sources.append(Source(n, whole, split(text)))
    claim = re.sub(r"\s*\[\d+\]", "", pair.claim)
    verdict = checker.check(claim, sources, cited=[source.n for source in sources])
    said = {word.stem for word in content_words(pair.claim)}
    told = {word.stem for text in pair.references for word in content_words(text)}
    overlap = len(said & told) / len(said) if said else 0.0
    if isinstance(verdict, Carried):
        return Outcome(pair, True, "", verdict.support, overlap)
    return Outcome(pair, False, f"{verdict.reason}: {verdict.detail}", verdict.support, overlap)


def report(
    name: str, accepted: Sequence[bool], truth: Sequence[bool], score: Sequence[float]
) -> None:
    """One line: accuracy, macro-F1, precision and recall of acceptance, AUROC."""
    yes, said = np.array(truth), np.array(accepted)
    hit, false = int((yes & said).sum()), int((~yes & said).sum())
    missed, right = int((yes & ~said).sum()), int((~yes & ~said).sum())
    f1 = (
        2 * hit / max(1, 2 * hit + false + missed) + 2 * right / max(1, 2 * right + false + missed)
    ) / 2
    print(
        f"{name:34} n {len(yes)}  accuracy {(hit + right) / len(yes):.3f}  macro-F1 {f1:.3f}"
        f"  precision {hit / max(1, hit + false):.3f} ({hit}/{hit + false})  recall {hit / max(1, hit + missed):.3f}"
        f"  AUROC {auroc(yes, np.array(score)):.3f}"
    )


def auroc(truth: np.ndarray, score: np.ndarray) -> float:
    """The chance that a carried claim has the higher score."""
    ones, zeros = score[truth], score[~truth]
    above = (ones[:, None] > zeros[None, :]).mean()
    return float(above + 0.5 * (ones[:, None] == zeros[None, :]).mean())


def best_cut(score: Sequence[float], truth: Sequence[bool]) -> float:
    """The threshold with the best macro-F1."""

    def quality(cut: float) -> float:
        said, yes = np.array(score) >= cut, np.array(truth)
        hit, false, missed, right = (
            (yes & said).sum(),
            (~yes & said).sum(),
            (yes & ~said).sum(),
            (~yes & ~said).sum(),
        )
        return float(
            2 * hit / max(1, 2 * hit + false + missed)
            + 2 * right / max(1, 2 * right + false + missed)
        )

    return max(sorted(set(score)), key=quality)


def main() -> None:
    """Judge all pairs and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    embedder = bundled()
    outcomes = []
    for pair in pairs(options.data):
        texts: dict[str, str] = {}
        checker = Checker(embed=embedder.embed, article_text=texts.__getitem__)
        outcomes.append(judged(pair, checker, texts))
    chosen = [o for o in outcomes if zlib.crc32(o.pair.id.encode()) % 2 == 0]
    held = [o for o in outcomes if zlib.crc32(o.pair.id.encode()) % 2 == 1]
    for name, part in (("calibration half", chosen), ("reported half", held)):
        truth = [o.pair.carried for o in part]
        order = [o.support + (1.0 if o.accepted else 0.0) for o in part]
        report(f"{name}: checker", [o.accepted for o in part], truth, order)
        for kind in ("support", "overlap"):
            cut = best_cut([getattr(o, kind) for o in chosen], [o.pair.carried for o in chosen])
            report(
                f"{name}: {kind} >= {cut:.2f}",
                [getattr(o, kind) >= cut for o in part],
                truth,
                [getattr(o, kind) for o in part],
            )
    print(Counter(o.why.split(":")[0] for o in outcomes if o.pair.carried).most_common())
    for o in [o for o in outcomes if o.accepted and not o.pair.carried][: options.errors]:
        print("\nACCEPTED", o.pair.claim, "\n   ", " || ".join(o.pair.references)[:900])
    for o in [o for o in outcomes if not o.accepted and o.pair.carried and o.support > 0.7][
        : options.errors
    ]:
        print("\nREFUSED", o.pair.claim, "\n   ", o.why, round(o.support, 2))


if __name__ == "__main__":
    main()
