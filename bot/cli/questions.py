"""What an evaluation asks: a gold file, or a public set over a library of its articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import evaluating
from bot.cli.session import Session, tell
from bot.evaluation import datasets
from bot.evaluation.cases import load
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from bot.evaluation.cases import Case
    from bot.evaluation.datasets import Dataset
    from retrieval.library import Library


def dataset(
    gold: Path | None, name: str | None, *, data: Path | None, corpus: Path | None
) -> Dataset | None:
    """The public set, where one is asked and not a gold file.

    UsageError for anything between the two, and for a set that is damaged or has no articles.
    """
    if (gold is None) == (name is None):
        raise UsageError(
            "Give a gold file or a public set, one of them.",
            hint="Write: dateline eval GOLD.jsonl, or dateline eval --dataset NAME --data DIR",
        )
    if (name is None) != (data is None):
        raise UsageError(
            "--dataset and --data belong together.",
            hint="Write: dateline eval --dataset NAME --data DIR",
        )
    if name is None or data is None:
        return None
    if corpus is not None:
        raise UsageError("A public set has articles of its own.", hint="Leave out --corpus.")
    return _load(name, data)


def _load(name: str, folder: Path) -> Dataset:
    if name in datasets.NAMES and name not in datasets.ASKED:
        raise UsageError(
            f"{name} has no articles to ask.",
            hint=f"In a checkout: python -m benchmarks.quality --only {name} --data {folder}",
        )
    loaded = datasets.load(name, folder)
    if not loaded.cases or not loaded.articles:
        raise UsageError(f"{folder} holds no whole set {name}.", hint="See docs/benchmarks.md.")
    return loaded


def cases(
    gold: Path | None, dataset: Dataset | None, *, tags: Sequence[str], limit: int | None
) -> tuple[Case, ...]:
    """Those with a tag, and of these so many: the first, of a public set by a hash of the ids."""
    if dataset is not None:
        return datasets.first(_tagged(dataset.cases, tags), limit, name=lambda one: one.id)
    assert gold is not None, "there is a gold file or a public set"
    return _tagged(load(gold), tags)[:limit]


def _tagged(cases: Sequence[Case], tags: Sequence[str]) -> tuple[Case, ...]:
    chosen = [one for one in cases if not tags or set(tags) & set(one.tags)]
    if not chosen:
        known = ", ".join(sorted({tag for one in cases for tag in one.tags})) or "none"
        raise UsageError(f"No question has the tag {', '.join(tags)}.", hint=f"There are: {known}.")
    return tuple(chosen)


@contextmanager
def library(session: Session, folder: Path | None, dataset: Dataset) -> Iterator[Library]:
    """A library of all articles of the set, kept in `folder` and filled there, or gone afterwards.

    What it holds already is not read again. UsageError when it holds anything else.
    """
    many = len(dataset.articles)
    if folder is None:
        tell(f"{many} articles are read for this run alone; with --library DIR they are kept.")
    with evaluating.of_its_own(session, folder) as (opened, place):
        wanted = {one.key for one in dataset.articles}
        if others := _keys(opened) - wanted:
            raise UsageError(
                f"{place} holds {len(others)} articles that are not of {dataset.name}.",
                hint="Give another folder with --library.",
            )
        file = place / f"{dataset.name}.jsonl"
        dataset.write_articles(file)
        evaluating.read(session, opened, file, title=f"Reading {many} articles of {dataset.name}")
        if missing := len(wanted - _keys(opened)):
            raise UsageError(
                f"{missing} of {many} articles of {dataset.name} cannot be read.",
                hint="Fetch the set again: its figures would not be those of others.",
            )
        yield opened


def _keys(library: Library) -> set[str]:
    return {one.key for one in library.articles()}
