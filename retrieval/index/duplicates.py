"""Near-duplicates: articles or passages that say the same in (almost) the same words."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

Signature = NDArray[np.uint32]

PLACES = 64  # minima a signature has: similarity is estimated to about 1 / sqrt(PLACES) = .125
NEAR = 0.8  # estimated similarity of shingle sets from which two articles are "the same text"

_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words
_PRIME = np.uint64((1 << 31) - 1)
_BLOCK = 50_000  # shingles hashed at once: 64 x 8 bytes each
_LONGEST = 200_000  # characters of a text that its signature is made of


def _multipliers() -> NDArray[np.uint64]:
    """Two odd constants a place, the same for ever: signatures are stored."""
    numbers = [
        zlib.crc32(f"dateline/{index}".encode()) % int(_PRIME) for index in range(2 * PLACES)
    ]
    return np.array(numbers, dtype=np.uint64).reshape(2, PLACES, 1) | np.uint64(1)


def signature(text: str) -> Signature:
    """A MinHash of the text's four-word shingles, shape (PLACES,); zeros where no word is."""
    hashes = np.array(sorted(_shingles(text[:_LONGEST])), dtype=np.uint64)
    minima = np.full(PLACES, np.uint64(_PRIME))
    if not len(hashes):
        return np.zeros(PLACES, dtype=np.uint32)
    factors, offsets = _multipliers()
    for begin in range(0, len(hashes), _BLOCK):
        block = hashes[begin : begin + _BLOCK] % _PRIME
        minima = np.minimum(minima, ((factors * block + offsets) % _PRIME).min(axis=1))
    return minima.astype(np.uint32)


def similarities(one: Signature, many: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Estimated Jaccard similarity of one signature to each of `many`, shape (n, PLACES)."""
    if not one.any():
        return np.zeros(len(many))
    return cast(NDArray[np.float64], (many == one).mean(axis=1))


class Twins:
    """Which article of a library has nearly the same text as another; grows with it."""

    def __init__(self, signatures: Mapping[str, Signature]) -> None:
        self._keys = list(signatures)
        self._rows = {key: row for row, key in enumerate(self._keys)}
        self._matrix = np.zeros((max(64, 2 * len(self._keys)), PLACES), dtype=np.uint32)
        if signatures:
            self._matrix[: len(self._keys)] = np.stack(list(signatures.values()))

    def add(self, key: str, one: Signature) -> str | None:
        """Keep the article; the key of the other one that is most like it, if any is."""
        found = self._nearest(key, one)
        row = self._rows.setdefault(key, len(self._keys))
        if row == len(self._keys):
            self._keys.append(key)
            if row == len(self._matrix):
                self._matrix = np.concatenate([self._matrix, np.zeros_like(self._matrix)])
        self._matrix[row] = one
        return found

    def _nearest(self, key: str, one: Signature) -> str | None:
        likeness = similarities(one, self._matrix[: len(self._keys)])
        if key in self._rows:
            likeness[self._rows[key]] = 0.0
        if not len(likeness):
            return None
        best = int(likeness.argmax())
        return self._keys[best] if likeness[best] >= NEAR else None


def similarity(text: str, other: str) -> float:
    """Exact Jaccard similarity, 0 to 1, of two short texts' shingles."""
    first, second = _shingles(text), _shingles(other)
    if not first or not second:
        return float(text == other)
    return len(first & second) / len(first | second)


def distinct(texts: Sequence[str], *, near: float = NEAR) -> list[int]:
    """Indices of the texts that repeat none before them: shares of shingles below `near`."""
    kept: list[tuple[int, set[int]]] = []
    for index, text in enumerate(texts):
        shingles = _shingles(text)
        if not any(_overlap(shingles, other) >= near for _, other in kept):
            kept.append((index, shingles))
    return [index for index, _ in kept]


def _overlap(one: set[int], other: set[int]) -> float:
    """The shared part of the smaller set: a passage inside a longer one is a repetition too."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def _shingles(text: str) -> set[int]:
    """Hashes of every four words in a row, case folded; of the whole where there are fewer."""
    words = _WORD.findall(text.casefold())
    count = max(1, len(words) - _SHINGLE + 1) if words else 0
    return {
        zlib.crc32(" ".join(words[start : start + _SHINGLE]).encode("utf-8", "replace"))
        for start in range(count)
    }
