"""Sets without articles: claims with their references, questions with their rewrites."""

from __future__ import annotations

from bot.evaluation.datasets.dataset import Claim, Rewriting
from bot.evaluation.datasets.files import Row
from bot.evaluation.datasets.sets import turns


def claim(row: Row) -> Claim:
    """A pair of AttributionBench."""
    label = row["label"]
    if label not in ("attributable", "not attributable"):
        raise ValueError(f"unknown label {label!r}")
    return Claim(
        id=str(row["id"]),
        claim=str(row["claim"]),
        references=tuple(map(str, row["references"])),
        carried=label == "attributable",
        tags=(str(row["src"]),) if row.get("src") else (),
    )


def rewriting(row: Row) -> Rewriting:
    """A turn of CANARD."""
    return Rewriting(
        id=str(row["id"]),
        turns=turns(row),
        question=str(row["question"]),
        rewrite=str(row["rewrite"]),
    )
