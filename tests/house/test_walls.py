"""The walls that import-linter does not see: sizes, names, doors, secrets."""

from __future__ import annotations

import ast
import hashlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("bot", "retrieval", "prompts")
DOORS = {"bot/cli/door.py", "bot/discord/trouble.py", "bot/evaluation/run.py"}
FORBIDDEN_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "misc",
    "manager",
    "service",
}
HOSTS = ("pypi." + "org", "python" + "hosted", "files." + "python", "test.py" + "pi", "npm" + "js")


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def tracked() -> list[Path]:
    """Files that are, or will be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a clone")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_module_is_longer_than_400_lines() -> None:
    long = [name(path) for path in modules() if path.read_text("utf-8").count("\n") > 400]
    assert long == []


def test_no_function_is_longer_than_40_lines() -> None:
    long = [
        f"{name(path)}:{node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert long == []


def test_no_module_is_called_by_a_name_that_says_nothing() -> None:
    parts = {name(path): set(path.relative_to(ROOT).with_suffix("").parts) for path in modules()}
    assert [path for path, names in parts.items() if names & FORBIDDEN_NAMES] == []


def test_every_module_says_in_its_first_line_what_it_is() -> None:
    without = [
        name(path)
        for path in modules()
        if not (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").strip()
    ]
    assert without == []


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})
        for kind in kinds
    )


def _translates(handler: ast.ExceptHandler) -> bool:
    """Whether it raises in any case: again, or an error of ours in place of a vendor's."""
    return isinstance(handler.body[-1], ast.Raise)


def test_everything_is_caught_only_at_the_doors() -> None:
    found = {
        name(path)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and _catches_everything(node)
        and not _translates(node)
    }
    assert found == DOORS


def test_no_file_names_the_host_of_a_package_registry() -> None:
    naming = [
        name(path)
        for path in tracked()
        if any(host in path.read_bytes().decode("utf-8", "replace") for host in HOSTS)
    ]
    assert naming == []


def test_the_locks_hold_hashes_and_no_address() -> None:
    for lock in sorted(ROOT.glob("requirements*.lock")):
        text = lock.read_text("utf-8")
        assert "://" not in text
        assert not re.search(r"^-", text, re.MULTILINE)
        assert not re.search("nvidia|cuda", text)
        pins = re.split(r"\n(?=\S)", text.strip())
        assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_the_development_lock_pins_the_same_versions() -> None:
    pins = [
        set(re.findall(r"^[\w.-]+==[^\s;]+", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
        for lock in ("requirements.lock", "requirements-dev.lock")
    ]
    assert pins[0] <= pins[1]


def test_every_dependency_is_locked() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    locked = {
        line.split("==")[0]
        for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines()
        if "==" in line
    }
    wanted = {
        re.split(r"[<>=!\[ ]", requirement)[0].lower().replace(".", "-")
        for requirement in project["project"]["dependencies"]
    }
    assert wanted - locked == set()


def test_every_package_that_is_imported_is_declared() -> None:
    import sys
    import tomllib
    from importlib.metadata import packages_distributions

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    declared = {
        re.split(r"[<>=!\[ ]", requirement)[0].lower().replace("_", "-")
        for requirement in project["project"]["dependencies"]
    }
    known = packages_distributions()
    undeclared = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for top in {found.split(".")[0] for found in names} - {*PACKAGES}:
                given = {one.lower().replace("_", "-") for one in known.get(top, [top])}
                if top not in sys.stdlib_module_names and not given & declared:
                    undeclared.add(f"{name(path)}: {top}")
    assert undeclared == set()


def test_no_secret_is_in_the_repository() -> None:
    secret = re.compile(
        r"sk-[A-Za-z0-9_-]{20,}|ghp_[A-Za-z0-9]{30,}|AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY"
        r"|[MN][A-Za-z\d]{23}\.[\w-]{6}\.[\w-]{27,}"
    )
    holding = [
        name(path)
        for path in tracked()
        if path.name == ".env" or secret.search(path.read_bytes().decode("utf-8", "replace"))
    ]
    assert holding == []


def test_every_data_file_is_in_the_notice_and_those_of_others_are_unchanged() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    data = [
        name(path)
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "data" in path.relative_to(ROOT).parts
    ]
    assert data
    assert [path for path in data if path not in notice] == []
    theirs = notice[notice.index("Files of others") : notice.index("Weights that are installed")]
    stated = re.findall(r"^(\S+/\S+)\n(?:  .*\n)*?  sha256: (\w{64})$", theirs, re.MULTILINE)
    assert stated
    for path, digest in stated:
        assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == digest


def test_the_licences_are_there() -> None:
    assert "Apache License" in (ROOT / "licenses" / "Apache-2.0.txt").read_text("utf-8")
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")


def test_no_gold_question_or_claim_is_among_the_starter_articles() -> None:
    import json

    from bot.wiring import starter_corpus

    corpus = starter_corpus()
    assert not (ROOT / "tests").is_relative_to(corpus)
    assert [path.suffix for path in corpus.rglob("*") if path.suffix != ".md"] == []
    articles = "\n".join(path.read_text("utf-8") for path in corpus.iterdir()).casefold()
    for gold in (ROOT / "tests" / "gold").glob("*.jsonl"):
        for line in gold.read_text("utf-8").splitlines():
            row = json.loads(line)
            assert (row.get("question") or row["claim"]).casefold() not in articles


def test_every_ignore_in_the_code_carries_its_reason() -> None:
    bare = re.compile(r"#\s*(?:noqa|type:\s*ignore)(?![^#\n]*#\s*\w)")
    found = [
        f"{name(path)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if bare.search(line)
    ]
    assert found == []
