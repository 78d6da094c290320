"""Bring articles into a catalogue: add, update, skip, prune and embed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from retrieval.errors import EmbedderError
from retrieval.index.catalogue import Catalogue
from retrieval.index.chunking import CHUNKING_VERSION, chunk
from retrieval.ports import Embedder
from retrieval.types import Article


class Change(StrEnum):
    """What became of one article."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One article's change, told after its transaction; `note` says why it failed or what is odd."""

    change: Change
    key: str
    title: str = ""
    note: str = ""


@dataclass(slots=True)
class Tally:
    """How many articles had each change, and the keys that were read."""

    counts: dict[Change, int] = field(default_factory=lambda: dict.fromkeys(Change, 0))
    keys: set[str] = field(default_factory=set)


def identity(embedder: Embedder) -> str:
    """What a library must agree on: the embedder and the way articles are cut."""
    return f"{embedder.identity}/chunks-{CHUNKING_VERSION}"


def add(
    catalogue: Catalogue,
    articles: Iterable[Article],
    *,
    embedder: Callable[[], Embedder],
    report: Callable[[Step], None],
) -> Tally:
    """Put each new or changed article in a transaction of its own; `report` is told after it.

    embedder: called at the first article that needs it, so a run without news loads no model.
    A failed update leaves the old version in place.
    """
    tally, hashes = Tally(), {key: stored.content_hash for key, stored in catalogue.stored().items()}
    by_hash = {content_hash: key for key, content_hash in hashes.items()}
    for article in articles:
        tally.keys.add(article.key)
        if hashes.get(article.key) == article.content_hash:
            step = Step(change=Change.UNCHANGED, key=article.key, title=article.title)
        else:
            twin = by_hash.setdefault(article.content_hash, article.key)
            note = "" if twin == article.key else f"the same article as {twin}"
            step = _put(catalogue, article, embedder(), known=article.key in hashes, note=note)
            hashes[article.key] = article.content_hash
        tally.counts[step.change] += 1
        report(step)
    return tally


def _put(
    catalogue: Catalogue, article: Article, embedder: Embedder, *, known: bool, note: str
) -> Step:
    catalogue.claim_embedder(identity(embedder), embedder.dimensions)
    try:
        chunks = chunk(article, embedder=embedder)
        embedded = embedder.embed_chunks(chunks)
    except EmbedderError as error:
        return Step(change=Change.FAILED, key=article.key, title=article.title, note=str(error))
    catalogue.put(article, chunks, embedded)
    change = Change.UPDATED if known else Change.ADDED
    return Step(change=change, key=article.key, title=article.title, note=note)


def prune(
    catalogue: Catalogue,
    places: Sequence[str],
    *,
    seen: set[str],
    spared: Sequence[str],
    report: Callable[[Step], None],
) -> int:
    """Remove the articles read from under `places` that were not seen this time; how many.

    spared: files that could not be read this time: what they gave before stays.
    """
    roots, kept = [Path(place) for place in places], [Path(place) for place in spared]
    removed = 0
    for row in catalogue.articles():
        if row.key in seen or row.path is None:
            continue
        path = Path(row.path)
        if _under(path, roots) and not _under(path, kept):
            catalogue.remove(row.key)
            report(Step(change=Change.REMOVED, key=row.key, title=row.title))
            removed += 1
    return removed


def _under(path: Path, places: Sequence[Path]) -> bool:
    return any(path == place or place in path.parents for place in places)


def re_embed(
    catalogue: Catalogue, embedder: Embedder, *, report: Callable[[Step], None]
) -> None:
    """Embed the whole library by another embedder; until the end the old vectors stay and answer.

    The new ones are made in memory-sized steps beside the old file and take its place at once.
    """
    fresh = catalogue.sibling()
    try:
        fresh.claim_embedder(identity(embedder), embedder.dimensions)
        done = fresh.hashes()
        for row in catalogue.articles():
            if done.get(row.key) == row.content_hash:
                continue  # made by a run that was interrupted
            article = catalogue.article(row.key)
            chunks = chunk(article, embedder=embedder)
            fresh.put(article, chunks, embedder.embed_chunks(chunks))
            report(Step(change=Change.UPDATED, key=row.key, title=row.title))
    finally:
        fresh.close()
    catalogue.adopt(fresh)
