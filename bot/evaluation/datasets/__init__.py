"""Public question sets, read by path: none of their text is in this repository."""

from __future__ import annotations

from pathlib import Path

from bot.evaluation.datasets import pairs, sets
from bot.evaluation.datasets.dataset import Claim, Dataset, Rewriting, SourceArticle, first
from bot.evaluation.datasets.files import folder_of, rows
from retrieval.errors import UsageError

NAMES = ("attributionbench", "canard", "clapnq", "mtrag", "multihop-rag", "ramdocs", "squad2")

ASKED = tuple(sets.READERS)  # those of articles and questions: a library can be asked

__all__ = ["ASKED", "NAMES", "Claim", "Dataset", "Rewriting", "SourceArticle", "first", "load"]


def load(name: str, folder: Path) -> Dataset:
    """The set `name` from its folder, or from the folder that holds all sets.

    UsageError names what is missing. Everything is in the order of the files.
    """
    if name not in NAMES:
        raise UsageError(f"There is no set {name!r}.", hint=f"Sets: {', '.join(NAMES)}")
    place = folder_of(name, folder)
    if name == "attributionbench":
        read = rows(place / "claims_dev.jsonl.gz", pairs.claim)
        return Dataset(name=name, claims=tuple(read))
    if name == "canard":
        read_pairs = rows(place / "queries.jsonl.gz", pairs.rewriting)
        return Dataset(name=name, rewritings=tuple(read_pairs))
    article, case = sets.READERS[name]
    return Dataset(
        name=name,
        articles=tuple(rows(place / "corpus.jsonl.gz", article)),
        cases=tuple(rows(place / "queries.jsonl.gz", case)),
    )
