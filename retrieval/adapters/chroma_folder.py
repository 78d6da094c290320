"""The folder of the embedded Chroma: owned by one process, checked after a crash."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from retrieval.errors import VectorIndexError

_SECONDS = 120  # for the look into a store; broken ones were seen to hang
_PROBE = "retrieval.adapters.chroma_probe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look into the store from another process found.

    problem: in words, empty when it is sound. seq: how far it followed; count: its vectors.
    """

    problem: str
    library: str = ""
    embedder: str = ""
    seq: int = 0
    count: int = 0


class ChromaFolder:
    """Owns ``HOME/chroma`` until it is released.

    A file beside it lists its files as they were when it was closed. Where that is missing or
    differs, a process was killed or somebody changed them, and a ruined store can end the process
    that opens it (SIGSEGV) or find the wrong vectors: it is looked into from another one first.
    """

    def __init__(self, home: Path, lock: FileLock) -> None:
        self.path = home / "chroma"
        self._closed = home / "chroma.closed"
        self._lock = lock

    @classmethod
    def claim(cls, home: Path) -> Self | None:
        """Take the lock; None when another process (or another index of this one) has it."""
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = FileLock(home / "chroma.lock", timeout=0, thread_local=False, mode=0o600)
            lock.acquire()
        except Timeout:
            return None
        except OSError as error:
            raise VectorIndexError(
                f"The vector store in {home} cannot be locked: {error.strerror}.",
                hint="Check the permissions of the folder, or set DATELINE_VECTORS=exact",
            ) from error
        return cls(home, lock)

    @staticmethod
    def was_made(home: Path) -> bool:
        """Whether a store was ever made there, even if it is lost."""
        return (home / "chroma").exists() or (home / "chroma.closed").exists()

    @property
    def is_there(self) -> bool:
        """Whether there is a store to open."""
        return (self.path / "chroma.sqlite3").exists()

    @property
    def is_as_left(self) -> bool:
        """Whether the last owner closed it and its files are still the same."""
        try:
            return bool(json.loads(self._closed.read_bytes()) == self._files())
        except (OSError, ValueError):
            return False

    def begin(self) -> None:
        """Say that the store is open from now on."""
        self._closed.unlink(missing_ok=True)
        self.path.mkdir(mode=0o700, exist_ok=True)

    def settled(self) -> None:
        """Say that the store was closed as it should be."""
        fresh = self._closed.with_suffix(".new")
        with contextlib.suppress(OSError):  # the next owner looks into the store
            fresh.write_text(json.dumps(self._files()), encoding="utf-8")
            fresh.replace(self._closed)

    def _files(self) -> dict[str, list[int]]:
        """Size and time of change of every file of the store."""
        found = {}
        for file in sorted(self.path.rglob("*")):
            if file.is_file():
                known = file.stat()
                found[file.relative_to(self.path).as_posix()] = [known.st_size, known.st_mtime_ns]
        return found

    def release(self) -> None:
        """Let others have it."""
        self._lock.release()

    def discard(self) -> None:
        """Remove the store; the catalogue can fill another one."""
        aside = self.path.with_name(f"chroma.broken-{os.getpid()}")
        try:
            if self.path.exists():
                self.path.rename(aside)  # at once, so that no half removed store is ever opened
        except OSError as error:
            raise VectorIndexError(
                f"{self.path} cannot be replaced: {error.strerror}.", hint="Remove it yourself."
            ) from error
        for left in self.path.parent.glob("chroma.broken-*"):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)

    def look(self, catalogue: Path) -> Look:
        """Open the store in another process and compare its vectors with the catalogue's."""
        root = Path(__file__).resolve().parents[2]
        paths = [str(root), *filter(None, [os.environ.get("PYTHONPATH")])]
        try:
            done = subprocess.run(  # noqa: S603  # our own module
                [sys.executable, "-P", "-m", _PROBE, str(self.path.resolve()), str(catalogue)],
                cwd=root,  # never a folder with somebody's chromadb.py or .env
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Look(problem=f"it did not open within {_SECONDS} seconds")
        except OSError as error:
            return Look(problem=f"it could not be looked into: {error.strerror}")
        if done.returncode:
            return Look(problem=f"opening it ends with status {done.returncode}")
        return Look(**json.loads(done.stdout))
