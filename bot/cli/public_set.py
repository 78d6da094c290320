"""A public question set for `dateline eval`: its questions, and a library of its articles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import evaluating
from bot.cli.session import Session, tell
from bot.evaluation import datasets
from retrieval.errors import UsageError

if TYPE_CHECKING:
    from retrieval.library import Library


def load(name: str, folder: Path) -> datasets.Dataset:
    """The set from its folder; UsageError when it has no articles or is damaged."""
    if name in datasets.NAMES and name not in datasets.ASKED:
        raise UsageError(
            f"{name} has no articles to ask.",
            hint=f"In a checkout: python -m benchmarks.quality --only {name} --data {folder}",
        )
    dataset = datasets.load(name, folder)
    if not dataset.cases or not dataset.articles:
        raise UsageError(f"{folder} holds no whole set {name}.", hint="See docs/benchmarks.md.")
    return dataset


@contextmanager
def library(session: Session, folder: Path | None, dataset: datasets.Dataset) -> Iterator[Library]:
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
