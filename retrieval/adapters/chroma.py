"""Chroma as a VectorIndex: a view of the catalogue's vectors that follows its change log."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from retrieval.adapters import chroma_vendor
from retrieval.adapters.chroma_collection import FollowedCollection
from retrieval.adapters.chroma_folder import ChromaFolder
from retrieval.errors import VectorIndexError
from retrieval.index.catalogue import Catalogue, Position
from retrieval.index.exact import ranked, refuse_other_size, refuse_other_vectors
from retrieval.ports import Vector, VectorHit

if TYPE_CHECKING:
    from chromadb.api.client import Client

Notice = Callable[[str], None]

_MORE = 4  # times k: what HNSW finds is ranked again by the catalogue's own vectors
_LEAST = 64
_PAUSE_SECONDS = 30.0  # after a failure, during which the catalogue answers


class ChromaIndex:
    """A VectorIndex on Chroma; any thread may use it.

    Chroma proposes, the catalogue's vectors decide: similarities and order are the exact index's.
    When Chroma fails, the catalogue answers alone, `notice` is told once, and it is tried again
    later. Which index is right for a process is chosen by `retrieval.library`.
    """

    name = "chroma"

    def __init__(
        self,
        client: Client,
        catalogue: Catalogue,
        *,
        notice: Notice,
        folder: ChromaFolder | None = None,
    ) -> None:
        """Use try_open or connect."""
        self._client = client
        self._catalogue = catalogue
        self._notice = notice
        self._folder = folder
        self._lock = threading.RLock()
        self._followed: FollowedCollection | None = None
        self._position: Position | None = None
        self._failed_at: float | None = None
        self._closed = False

    @classmethod
    def try_open(
        cls, home: Path, catalogue: Catalogue, *, notice: Notice, look: bool = False
    ) -> Self | None:
        """Own the embedded Chroma in `home`, or None when another process does.

        A lost or broken store is filled again from the catalogue; `notice` is told. look: look into
        the store first (some seconds), even if it is as its last owner left it.
        """
        was_made = ChromaFolder.was_made(home)
        folder = ChromaFolder.claim(home)
        if folder is None:
            return None
        try:
            if was_made and not folder.is_there:
                notice("The vector store is lost; it is made again.")
                folder.discard()
            elif was_made and (look or not folder.is_as_left):
                problem = folder.look(catalogue.path).problem.rstrip(".")
                if problem:
                    notice(f"The vector store was damaged ({problem}); it is made again.")
                    folder.discard()
            return cls._opened(folder, catalogue, notice=notice)
        except BaseException:
            folder.release()
            raise

    @classmethod
    def _opened(cls, folder: ChromaFolder, catalogue: Catalogue, *, notice: Notice) -> Self:
        for attempt in (1, 2):
            folder.begin()
            client: Client | None = None
            try:
                client = chroma_vendor.open_folder(folder.path)
                index = cls(client, catalogue, notice=notice, folder=folder)
                index._agree()
            except VectorIndexError as error:
                if client is not None:
                    chroma_vendor.close(client)
                folder.discard()
                if attempt == 2:
                    raise
                notice(f"The vector store could not be used; it is made again. {error.message}")
            else:
                return index
        raise AssertionError("the second attempt returns or raises")

    @classmethod
    def connect(cls, url: str, catalogue: Catalogue, *, notice: Notice) -> Self:
        """Use the Chroma server at `url`; VectorIndexError when it does not answer."""
        index = cls(chroma_vendor.connect(url), catalogue, notice=notice)
        try:
            index._agree()
        except BaseException:
            index.close()
            raise
        return index

    def search(
        self, vector: Vector, *, k: int, within: Sequence[int] | None = None
    ) -> list[VectorHit]:
        """The k most similar chunks, best first, ties by chunk id; only `within` when given.

        `within` is read from the catalogue: Chroma is slower there and not exact. Where it is a
        large part of a large library, the exact index is the right one.
        """
        if within is None:
            refuse_other_size(vector, self._catalogue.dimensions())
            within = self._near(vector, k=k)
        return ranked(*self._catalogue.vectors(within), vector, k=k)

    def refresh(self) -> None:
        """Catch up with the change log; VectorIndexError when Chroma fails."""
        self._following()

    def close(self) -> None:
        """Close the store and let another process own it; safe to call twice."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._followed = None
            try:
                chroma_vendor.close(self._client)
                if self._folder is not None:
                    self._folder.settled()
            finally:
                if self._folder is not None:
                    self._folder.release()

    def _following(self) -> tuple[FollowedCollection, Position]:
        """The collection, caught up, and up to where."""
        latest = self._catalogue.position()
        with self._lock:
            if self._closed:
                raise VectorIndexError("The vector store is closed.", hint="Open it again.")
            if self._position is not None:
                refuse_other_vectors(self._position, latest)
            with chroma_vendor.translated():
                followed = self._followed or FollowedCollection.open(
                    self._client, self._catalogue, alone=self._folder is not None
                )
                if self._followed is None or latest != self._position:
                    followed.follow(self._catalogue, notice=self._notice)
            self._followed, self._position = followed, latest
            return followed, latest

    def _agree(self) -> None:
        """See that Chroma has the catalogue's chunks and no others."""
        followed, _ = self._following()
        with self._lock, chroma_vendor.translated():
            followed.reconcile(self._catalogue, notice=self._notice)

    def _near(self, vector: Vector, *, k: int) -> list[int] | None:
        """Candidates from Chroma; None, which means all chunks, when it does not give enough."""
        if self._failed_at is not None and time.monotonic() - self._failed_at < _PAUSE_SECONDS:
            return None
        try:
            followed, position = self._following()
            with chroma_vendor.translated():
                near = followed.nearest(vector, min(position.chunks, max(_LEAST, _MORE * k)))
        except VectorIndexError as error:
            if self._failed_at is None:
                self._notice(f"{error} Until then the catalogue answers.")
            self._failed_at, self._followed = time.monotonic(), None
            return None
        self._failed_at = None
        return near if len(near) >= min(k, position.chunks) else None
