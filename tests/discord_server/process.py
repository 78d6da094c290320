"""The shipped process, run against the local server."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

from .server import Server

ROOT = Path(__file__).resolve().parents[2]
OF_THE_DEVELOPER = ("DATELINE_", "DISCORD_", "OPENAI_")


class Process:
    """`async with Process(server, home):` starts `dateline discord` and waits until it is ready."""

    program: tuple[str, ...] = ("-m", "bot.cli.main")  # for Python; a benchmark has another

    def __init__(
        self,
        server: Server,
        home: Path,
        *arguments: str,
        environment: dict[str, str] | None = None,
        wait: bool = True,
    ) -> None:
        self.server, self.home, self.wait = server, home, wait
        self.arguments = arguments or ("discord",)
        self.environment = environment or {}
        self.log = home.parent / f"{home.name}.log"
        self._running: subprocess.Popen[bytes] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._running is not None and self._running.poll() is None:
            await self.kill()

    async def start(self) -> None:
        """Start, again after an end too; the log goes on in the same file."""
        self.home.mkdir(parents=True, exist_ok=True)
        environment = {
            **{k: v for k, v in os.environ.items() if not k.upper().startswith(OF_THE_DEVELOPER)},
            "DISCORD_TOKEN": self.server.token,
            "DATELINE_DISCORD_TEST_URL": self.server.base,
            "DATELINE_HOME": str(self.home),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            **self.environment,
        }
        self.server.gateway.forgive_identify()
        before = len(self.server.gateway.identifies)
        with self.log.open("ab") as log:
            command = [sys.executable, *self.program, *self.arguments]
            self._running = subprocess.Popen(
                command,
                cwd=self.home.parent,  # where no .env of the developer lies
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        if self.wait:
            await self._until_ready(before)

    async def _until_ready(self, before: int) -> None:
        gateway = self.server.gateway

        def ready() -> bool:
            code = None if self._running is None else self._running.poll()
            assert code is None, f"the process ended with {code}:\n{self.text()[-3000:]}"
            return len(gateway.identifies) > before and len(gateway.live()) >= self.server.shards

        async with asyncio.timeout(120):
            while not ready():
                await asyncio.sleep(0.05)

    @property
    def pid(self) -> int:
        assert self._running is not None
        return self._running.pid

    def text(self) -> str:
        """All it wrote so far."""
        return self.log.read_text("utf-8", "replace")

    def memory(self) -> float:
        """Resident MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    async def ended(self, timeout: float = 60.0) -> int:
        """Its exit code, once it ended."""
        assert self._running is not None
        return await asyncio.to_thread(self._running.wait, timeout)

    async def terminate(self, timeout: float = 60.0) -> int:
        """SIGTERM; the exit code."""
        assert self._running is not None
        self._running.send_signal(signal.SIGTERM)
        return await self.ended(timeout)

    async def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        assert self._running is not None
        self._running.kill()
        await self.ended()
