"""Prompts have strict variables, a version, and may be replaced file by file."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import prompts
from prompts import PromptError, Template
from tests.conftest import ROOT

FILES = sorted(path.name for path in (ROOT / "prompts").glob("*.md"))


def test_every_section_of_every_file_is_a_template() -> None:
    written = {
        f"{name.removesuffix('.md')}/{section}"
        for name in FILES
        for section in re.findall(r"^## (\w+)$", (ROOT / "prompts" / name).read_text(), re.M)
    }
    assert set(prompts.load().templates) == written
    assert "answer/system" in written


def test_a_missing_and_an_unknown_variable_are_errors() -> None:
    template = Template("a/b", "Say $what.")
    assert template.fill(what="yes") == "Say yes."
    with pytest.raises(KeyError):
        template.fill()
    with pytest.raises(KeyError):
        template.fill(what="yes", who="me")


def test_a_dollar_sign_in_a_value_is_left_alone() -> None:
    assert Template("a/b", "Say $what.").fill(what="$4 million, ${x}") == "Say $4 million, ${x}."


def test_a_file_of_ones_own_goes_before_the_shipped_one(tmp_path: Path) -> None:
    shipped = prompts.load()
    text = (ROOT / "prompts/standalone.md").read_text(encoding="utf-8")
    (tmp_path / "standalone.md").write_text(
        text.replace("Do not explain.", "Never explain."), encoding="utf-8"
    )
    own = prompts.load(tmp_path)
    assert "Never explain." in own["standalone/system"].text
    assert own["answer/system"] == shipped["answer/system"]
    assert own.version != shipped.version
    assert re.fullmatch(r"[0-9a-f]{12}", own.version)


def test_the_version_is_that_of_the_content(tmp_path: Path) -> None:
    for name in FILES:
        shutil.copy(ROOT / "prompts" / name, tmp_path / name)
    assert prompts.load(tmp_path).version == prompts.load().version


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("answer.md", "$question", "the question", r"be \$mark, \$passages, \$question"),
        ("answer.md", "## repair", "## mend", "must have each of these sections once: ## system"),
        ("answer.md", "Question:", "$5 Question:", r"write \$\$ for a dollar sign"),
        ("standalone.md", "$turns", "$turns $who", r"be \$mark, \$question, \$turns"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_fit_is_refused_by_name(
    name: str, old: str, new: str, message: str, tmp_path: Path
) -> None:
    text = (ROOT / "prompts" / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PromptError, match=message) as caught:
        prompts.load(tmp_path)
    assert name in str(caught.value)


def test_a_file_that_replaces_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "anwser.md").write_text("## system\nHello", encoding="utf-8")
    with pytest.raises(
        PromptError, match=r"anwser\.md replaces no file .* Did you mean answer\.md"
    ):
        prompts.load(tmp_path)


def test_a_file_in_another_encoding_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="is no folder"):
        prompts.load(tmp_path / "none")
    (tmp_path / "answer.md").write_bytes(b"## system\n\xff\xfe")
    with pytest.raises(PromptError, match="cannot be read as UTF-8"):
        prompts.load(tmp_path)
