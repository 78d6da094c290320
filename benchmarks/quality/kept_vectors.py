"""Vectors of texts in a file: a run that was stopped goes on with them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from retrieval.ports import Embedder, Vector

BATCH = 64  # texts that are embedded and kept at a time


class KeptVectors:
    """The vectors of an embedder under a folder; `name` is whose texts they are, for the progress."""

    def __init__(self, embedder: Embedder, folder: Path, *, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._embedder, self._name = embedder, name
        self._file = sqlite3.connect(folder / "vectors.sqlite3", isolation_level=None)
        self._file.execute(
            "CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB)"
        )

    def fill(self, texts: Sequence[str]) -> None:
        """Embed what is not there yet, texts of like length together."""
        stored = {digest for (digest,) in self._file.execute("SELECT text FROM vectors")}
        missing = [text for text in dict.fromkeys(texts) if self._digest(text) not in stored]
        missing.sort(key=len)
        for begin in range(0, len(missing), BATCH):
            batch = missing[begin : begin + BATCH]
            vectors = self._embedder.embed(batch)
            rows = [
                (self._digest(text), row.tobytes())
                for text, row in zip(batch, vectors, strict=True)
            ]
            self._file.execute("BEGIN")
            self._file.executemany("INSERT INTO vectors VALUES (?, ?)", rows)
            self._file.execute("COMMIT")
            print(f"  {self._name}: {begin + len(batch)} of {len(missing)}", flush=True)

    def vector(self, text: str) -> Vector:
        """The vector of a text, made now where it is not kept."""
        row = self._file.execute(
            "SELECT vector FROM vectors WHERE text = ?", (self._digest(text),)
        ).fetchone()
        return np.frombuffer(row[0], np.float32) if row else self._embedder.embed([text])[0]

    def _digest(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._embedder.identity}\n{text}".encode()).digest()
