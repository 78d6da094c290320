"""Nothing leaves the machine: a whole question, from an empty home, with every way out watched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

# sitecustomize: an attempt is written down, then refused; loopback stays open.
WATCH = """
import ipaddress, os, socket

def _allow(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "", None)

def _note(what):
    with open(os.environ["NETWORK_ATTEMPTS"], "a") as file:
        file.write(f"{what}\\n")
    raise OSError(f"a test refuses: {what}")

def _watched(original):
    def call(self, address, *rest):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _allow(address[0]):
            _note(f"connect {address}")
        return original(self, address, *rest)
    return call

class Watched(socket.socket):
    connect = _watched(socket.socket.connect)
    connect_ex = _watched(socket.socket.connect_ex)

_resolve = socket.getaddrinfo

def getaddrinfo(host, *rest, **options):
    if not _allow(host):
        _note(f"resolve {host}")
    return _resolve(host, *rest, **options)

socket.socket = Watched
socket.getaddrinfo = getaddrinfo
"""


def run(tmp_path: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    (tmp_path / "watch").mkdir(exist_ok=True)
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path / "empty"),
        "PYTHONPATH": f"{tmp_path / 'watch'}{os.pathsep}{ROOT}",
        "NETWORK_ATTEMPTS": str(tmp_path / "attempts"),
    }
    return subprocess.run(
        [sys.executable, "-m", "bot.cli.main", *arguments],
        cwd=tmp_path,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
    )


def test_the_watch_sees_an_attempt(tmp_path: Path) -> None:
    run(tmp_path, "--help")
    program = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    environment = {
        "PYTHONPATH": str(tmp_path / "watch"),
        "NETWORK_ATTEMPTS": str(tmp_path / "attempts"),
    }
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True)
    assert done.returncode != 0
    assert "192.0.2.1" in (tmp_path / "attempts").read_text(encoding="utf-8")


def test_questions_and_chat_leave_nothing_and_need_nobody(tmp_path: Path) -> None:
    asked = run(tmp_path, "ask", "When did Russia suspend its mission to NATO?", "--json")
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)["passages"]
    talked = run(tmp_path, "chat", stdin="Who is Sergei Lavrov?\n")
    assert talked.returncode == 0, talked.stderr
    assert not (tmp_path / "attempts").exists()
    # ONNX Runtime keeps what it means to send in the home of the user.
    kept = [path for path in (tmp_path / "empty").rglob("*") if "onnxruntime" in path.name]
    assert kept == []
