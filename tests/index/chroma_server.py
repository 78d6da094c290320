"""A real Chroma server on the loopback interface."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

_START_SECONDS = 60


@dataclass
class ChromaServer:
    """`chroma run` in a process of its own."""

    url: str
    process: subprocess.Popen[bytes]

    @classmethod
    @contextmanager
    def started(cls, folder: Path) -> Iterator[Self]:
        program = Path(sys.executable).with_name("chroma")
        if not program.exists():
            pytest.skip("the command chroma is not installed")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = subprocess.Popen(
            [program, "run", "--path", folder / "data", "--host", "127.0.0.1", "--port", str(port)],
            cwd=folder,
            env={**os.environ, "HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        server = cls(f"http://127.0.0.1:{port}", process)
        try:
            server._wait(port)
            yield server
        finally:
            server.stop()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def _wait(self, port: int) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        pytest.fail("the Chroma server did not start")
