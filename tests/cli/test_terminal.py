"""What a person sees who sits at a terminal: colour, a prompt, keys."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

pty = pytest.importorskip("pty", reason="there is no pty on Windows")

SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[=>]|\r")


class Terminal:
    """A program on a pseudo-terminal of 100 columns."""

    def __init__(self, *arguments: str, environment: dict[str, str] | None = None) -> None:
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.program", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env={
                **os.environ,
                "TERM": "xterm-256color",
                "PROMPT_TOOLKIT_NO_CPR": "1",
                "COLUMNS": "100",
                **(environment or {}),
            },
            start_new_session=True,
        )
        os.close(slave)
        self.raw = ""

    @property
    def text(self) -> str:
        return SEQUENCE.sub("", self.raw)

    def send(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def until(self, wanted: str) -> None:
        """Read until the text has been seen."""
        deadline = time.monotonic() + 60
        while wanted not in self.text:
            assert time.monotonic() < deadline, f"no {wanted!r} in {self.text!r}"
            self._read()

    def prompt(self) -> None:
        """Read until it waits for keys; what is typed earlier may get lost."""
        deadline = time.monotonic() + 60
        while not self.text.endswith(">\x08"):
            assert time.monotonic() < deadline, f"no prompt in {self.text!r}"
            self._read()

    def key(self) -> None:
        """Read until it waits for a single key; what is typed earlier is thrown away."""
        import termios

        deadline = time.monotonic() + 60
        while termios.tcgetattr(self._master)[3] & termios.ICANON:
            assert time.monotonic() < deadline, f"no key is waited for in {self.text!r}"
            self._read()

    def ended(self) -> int:
        """Read to the end of the output; the exit code."""
        deadline = time.monotonic() + 60
        while self._read():
            assert time.monotonic() < deadline, f"still running: {self.text!r}"
        return self.process.wait(timeout=60)

    def _read(self) -> bool:
        """Read what is there; whether more may come."""
        ready, _, _ = select.select([self._master], [], [], 0.1)
        if not ready:
            return True
        try:
            some = os.read(self._master, 65536)
        except OSError:  # Linux says so when the program has gone
            return False
        self.raw += some.decode(errors="replace")
        return bool(some)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._master)


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "starter").mkdir()
    text = "Russia closed its mission to NATO in October. It blamed the alliance."
    (tmp_path / "starter" / "mission-closed.md").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_chat_at_a_terminal(home: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(str(home), "chat")
    terminals.append(terminal)
    terminal.prompt()
    assert "1 article, the newest of 2021-10-18." in terminal.text
    terminal.send("half a question")
    terminal.send("\x03")
    terminal.until("Ctrl-D or /quit leaves the chat.")
    terminal.prompt()
    terminal.send("Russia mission?\r")
    terminal.until("(mission-closed)")
    terminal.prompt()
    terminal.send("/source 1\r")
    terminal.until("It blamed the alliance.")
    assert "\x1b[1;7mRussia closed its mission to NATO in October\x1b[0m" in terminal.raw
    terminal.prompt()
    terminal.send("\x04")
    assert terminal.ended() == 0
    assert "Traceback" not in terminal.text
    again = Terminal(str(home), "chat")
    terminals.append(again)
    again.prompt()
    again.send("\x1b[A")  # the arrow key that brings back what was asked before
    again.until("Russia mission?")


@pytest.mark.parametrize(
    ("option", "no_color", "coloured"),
    [([], "", True), (["--no-color"], "", False), ([], "1", False)],
)
def test_colour_at_a_terminal_unless_unwanted(
    home: Path, terminals: list[Terminal], option: list[str], no_color: str, coloured: bool
) -> None:
    question = ("ask", "Russia mission?", *option)
    terminals.append(Terminal(str(home), *question, environment={"NO_COLOR": no_color}))
    assert terminals[0].ended() == 0
    styles = re.findall(r"\x1b\[[\d;]+m", terminals[0].raw)  # colour, bold, dim
    assert bool(styles) is coloured
    assert "Sources" in terminals[0].text


def test_help_is_coloured_at_a_terminal(home: Path, terminals: list[Terminal]) -> None:
    terminals.append(Terminal(str(home), "--help"))
    terminals.append(Terminal(str(home), "--help", "--no-color"))
    assert [terminal.ended() for terminal in terminals] == [0, 0]
    assert "\x1b[1mCommands:\x1b[0m" in terminals[0].raw
    assert "\x1b" not in terminals[1].raw
