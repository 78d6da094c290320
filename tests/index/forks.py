"""Command lines that are to be killed: a program that has loaded Dateline runs each in a fork.

It reads a JSON object: the arguments, and before which write (1 is the first) the run kills
itself; 0: never. It prints the child's process id, what the child prints, "over", and, once the
test has answered that, the exit status.
"""

from __future__ import annotations

import functools
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from bot.cli.main import main
from tests.conftest import ROOT
from tests.index.program import front

_WRITES = re.compile(
    r"\s*(?:INSERT|UPDATE|DELETE|CREATE|REINDEX|COMMIT|BEGIN IMMEDIATE"
    r"|PRAGMA (?:journal_mode|application_id|user_version) = )",
    re.IGNORECASE,
)


class Mortal(sqlite3.Connection):
    """Kills its process (SIGKILL, so that nothing is tidied up) before a certain write."""

    lives = 0

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        _spend(sql)
        return super().execute(sql, *parameters)

    def executemany(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        _spend(sql)
        return super().executemany(sql, *parameters)


def _spend(sql: str) -> None:
    if _WRITES.match(sql):
        Mortal.lives -= 1
        if Mortal.lives == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class Fork:
    """One run of one command line."""

    def __init__(self, server: subprocess.Popen[str]) -> None:
        self._server = server
        self.pid = int(self._hear())
        self.code: int | None = None

    def lines(self) -> Iterator[str]:
        """What it prints, line by line, until it ends; then `code` is its exit status.

        Signals may be sent until the last line was read.
        """
        while (line := self._hear()) != "over\n":
            if line.strip():
                yield line
        _say(self._server, "reap")
        self.code = int(self._hear())

    def _hear(self) -> str:
        assert self._server.stdout is not None
        line = self._server.stdout.readline()
        assert line, "the server of forks is gone"
        return line


def _say(server: subprocess.Popen[str], line: str) -> None:
    assert server.stdin is not None
    server.stdin.write(f"{line}\n")
    server.stdin.flush()


class Forks:
    """The program, started once: a run costs a twentieth of a second instead of a whole one."""

    def __init__(self, server: subprocess.Popen[str]) -> None:
        self._server = server

    @classmethod
    @contextmanager
    def started(cls, folder: Path) -> Iterator[Self]:
        (folder / "warm.md").write_text("A first article. It loads what is loaded late.")
        with subprocess.Popen(
            [sys.executable, "-m", "tests.index.forks", str(folder)],
            cwd=ROOT,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as server:
            yield cls(server)  # leaving closes its input, which ends it

    def start(self, *arguments: str, home: Path, lives: int = 0) -> Fork:
        """Start a command line; read its lines to the end before the next one is started."""
        order = {"arguments": [*arguments, "--home", str(home)], "lives": lives}
        _say(self._server, json.dumps(order))
        return Fork(self._server)


def _serve(folder: Path) -> None:
    printed, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    main(["add", str(folder / "warm.md"), "--home", str(folder / "warm")], front=front())
    while line := sys.stdin.readline():
        order = json.loads(line)
        ended, alive = os.pipe()
        child = os.fork()
        if not child:
            os.dup2(printed, 1)
            os.dup2(printed, 2)
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            _run(order["arguments"], lives=order["lives"])
        os.close(alive)
        os.read(ended, 1)  # returns when the child, however it ended, holds the other end no more
        os.close(ended)
        os.write(printed, b"\nover\n")
        sys.stdin.readline()  # until the test says that it sends no more signals, the id is kept
        _, status = os.waitpid(child, 0)
        os.write(printed, f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _run(arguments: Sequence[str], *, lives: int) -> None:
    code = 1
    try:
        os.write(1, f"{os.getpid()}\n".encode())
        Mortal.lives = lives
        code = main(arguments, front=front())
    except BaseException:  # noqa: BLE001  # nothing may return into the server's loop
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    mortal: Any = functools.partial(sqlite3.connect, factory=Mortal)
    sqlite3.connect = mortal
    _serve(Path(sys.argv[1]))
