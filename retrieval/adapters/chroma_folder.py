"""The folder of the embedded Chroma: owned by one process, checked after a crash."""

from __future__ import annotations

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

    A file beside it says that a process has it open. Where that is left over, the process was
    killed, and a kill can ruin the store so that opening it ends the process (SIGSEGV).
    """

    def __init__(self, home: Path, lock: FileLock) -> None:
        self.path = home / "chroma"
        self._open = home / "chroma.open"
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
        return (home / "chroma").exists() or (home / "chroma.lock").exists()

    @property
    def is_there(self) -> bool:
        """Whether there is a store to open."""
        return (self.path / "chroma.sqlite3").exists()

    @property
    def was_interrupted(self) -> bool:
        """Whether the last owner did not close it."""
        return self._open.exists()

    def begin(self) -> None:
        """Say that the store is open from now on."""
        self.path.mkdir(mode=0o700, exist_ok=True)
        self._open.write_text(str(os.getpid()), encoding="ascii")

    def settled(self) -> None:
        """Say that the store was closed as it should be."""
        self._open.unlink(missing_ok=True)

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
            shutil.rmtree(left, ignore_errors=True)

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
