"""Bring articles into a catalogue: add, update, skip, prune, remove and embed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import ArticleError, CatalogueBusy, EmbedderError, UnknownArticle
from retrieval.index import catalogue_swap
from retrieval.index.catalogue import Catalogue, Stored
from retrieval.index.chunking import CHUNKING_VERSION, chunk
from retrieval.index.duplicates import Twins, signature
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
    """One article's change, told after its transaction; `note`: why it failed, or what is odd."""

    change: Change
    key: str
    title: str = ""
    note: str = ""


Report = Callable[[Step], None]


@dataclass(slots=True)
class Tally:
    """How many articles had each change so far, and the keys that were read."""

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
    report: Report,
    tally: Tally | None = None,
) -> Tally:
    """Put each new or changed article in a transaction of its own; `report` is told after it.

    embedder: called at the first article that needs it, so a run without news loads no model.
    tally: filled as articles are done, for whoever must know after Ctrl-C.
    A failed update leaves the old version in place and the rest goes on; an embedder that embeds
    nothing at all raises EmbedderError.
    """
    tally = tally or Tally()
    known = catalogue.stored()
    twins: Twins | None = None
    for article in articles:
        if article.key in tally.keys:
            step = _step(Change.FAILED, article, "another article of this run has the same key")
        elif _is_current(known.get(article.key), article):
            step = _step(Change.UNCHANGED, article)
        else:
            twins = twins or Twins(catalogue.signatures())
            step = _put(catalogue, article, embedder=embedder(), twins=twins)
        tally.keys.add(article.key)
        tally.counts[step.change] += 1
        report(step)
    return tally


def _put(catalogue: Catalogue, article: Article, *, embedder: Embedder, twins: Twins) -> Step:
    stored = catalogue.stored_as(article.key)
    if _is_current(stored, article):  # another process was faster
        return _step(Change.UNCHANGED, article)
    catalogue.claim_embedder(identity(embedder), embedder.dimensions)
    try:
        chunks = chunk(article, embedder=embedder)
        embedded = embedder.embed_chunks(chunks)
        catalogue.put(article, chunks, embedded, embedder=identity(embedder))
    except ArticleError as error:
        return _step(Change.FAILED, article, f"{error.message} {error.hint}".strip())
    except EmbedderError as error:
        embedder.embed(["Does it embed anything?"])  # when it does not, that is what to say, once
        return _step(Change.FAILED, article, str(error))
    twin = twins.add(article.key, signature(article.text))
    note = f"nearly the same text as {twin}" if twin else ""
    return _step(Change.UPDATED if stored else Change.ADDED, article, note)


def prune(
    catalogue: Catalogue,
    places: Sequence[str],
    *,
    seen: set[str],
    spared: Sequence[str],
    report: Report,
) -> int:
    """Remove the articles read from under `places` that were not seen this time; how many.

    spared: files that could not be read this time: what they gave before stays.
    """
    roots, kept = [Path(place) for place in places], [Path(place) for place in spared]
    gone = [
        key
        for key, stored in catalogue.stored().items()
        if key not in seen
        and stored.path is not None
        and _under(Path(stored.path), roots)
        and not _under(Path(stored.path), kept)
    ]
    for key in gone:
        catalogue.remove(key)
        report(Step(change=Change.REMOVED, key=key))
    return len(gone)


def remove(catalogue: Catalogue, keys: Sequence[str], *, report: Report) -> None:
    """Remove articles; UnknownArticle, and nothing removed, when a key is unknown."""
    for key in keys:
        catalogue.article(key)
    for key in dict.fromkeys(keys):
        if catalogue.remove(key):
            report(Step(change=Change.REMOVED, key=key))


def re_embed(catalogue: Catalogue, embedder: Embedder, *, report: Report) -> None:
    """Embed the whole library again; until the last moment the old vectors answer.

    The new ones are gathered in a second file, which an interrupted run leaves for the next, and
    take the old ones' place in one transaction.
    """
    path = catalogue.path.with_name(f"{catalogue.path.stem}.re-embed{catalogue.path.suffix}")
    try:
        with FileLock(f"{path}.lock", timeout=0):
            fresh = _staged(path, embedder)
            try:
                missing = [row.key for row in catalogue.articles()]
                while missing:
                    for key in missing:
                        _stage(catalogue, fresh, key=key, embedder=embedder, report=report)
                    missing = catalogue_swap.swap(catalogue, fresh)
            finally:
                fresh.close()
            catalogue_swap.discard(path)
    except Timeout as error:
        raise CatalogueBusy(
            "Another process is embedding the library again.", hint="Wait until it has finished."
        ) from error


def _staged(path: Path, embedder: Embedder) -> Catalogue:
    """The second file: what an interrupted run left, if it was made by the same embedder."""
    if path.exists():
        with Catalogue.open(path) as left:
            usable = left.embedder() == identity(embedder)
        if not usable:
            catalogue_swap.discard(path)
    fresh = Catalogue.open(path)
    fresh.claim_embedder(identity(embedder), embedder.dimensions)
    return fresh


def _stage(
    catalogue: Catalogue, fresh: Catalogue, *, key: str, embedder: Embedder, report: Report
) -> None:
    try:
        article = catalogue.article(key)
    except UnknownArticle:  # removed meanwhile by another process
        return
    if not _is_current(fresh.stored_as(key), article):
        chunks = chunk(article, embedder=embedder)
        fresh.put(article, chunks, embedder.embed_chunks(chunks))
    report(_step(Change.UPDATED, article))


def _is_current(stored: Stored | None, article: Article) -> bool:
    return stored is not None and stored.content_hash == article.content_hash


def _step(change: Change, article: Article, note: str = "") -> Step:
    return Step(change=change, key=article.key, title=article.title, note=note)


def _under(path: Path, places: Sequence[Path]) -> bool:
    return any(path == place or place in path.parents for place in places)
