"""A run says what it was made with, and no secret."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.evaluation import provenance
from bot.evaluation.provenance import corpus_digest, differences, gold_digest
from bot.evaluation.results import Provenance
from bot.settings import load
from tests.evaluation.made import case
from tests.fakes.library import FakeLibrary


def library(folder: Path, text: str) -> FakeLibrary:
    folder.mkdir(exist_ok=True)
    (folder / "a.md").write_text(text, encoding="utf-8")
    made = FakeLibrary()
    made.add([folder], report=lambda _: None)
    return made


def of(articles: FakeLibrary, **settings: object) -> Provenance:
    return provenance.of(articles, [case("a")], settings=settings)  # type: ignore[arg-type]  # a fake


def test_it_names_model_embedder_prompts_and_versions(tmp_path: Path) -> None:
    made = of(library(tmp_path / "one", "Text."))
    assert (made.model, made.cases, made.articles) == ("extractive", 1, 1)
    assert made.embedder.startswith("hash/")
    assert {"python", "code", "numpy"} <= made.versions.keys()
    assert made.prompts
    assert made.began.endswith("+00:00")


def test_no_setting_that_may_hold_a_secret_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "DISCORD_TOKEN"):
        monkeypatch.setenv(name, "hunter2")
    made = of(library(tmp_path / "one", "Text."), **load(home=tmp_path).model_dump())
    assert "hunter2" not in str(made)
    assert str(tmp_path) not in str(made)
    assert made.settings["concurrency"] == "4"


def test_the_digests_follow_the_content(tmp_path: Path) -> None:
    first, same = library(tmp_path / "one", "Text."), library(tmp_path / "two", "Text.")
    other = library(tmp_path / "three", "Other text.")
    digests = [corpus_digest(one) for one in (first, same, other)]  # type: ignore[arg-type]  # fakes
    assert digests[0] == digests[1] != digests[2]
    assert gold_digest([case("a")]) != gold_digest([case("a", tags=("new",))])
    assert gold_digest([case("a"), case("b")]) != gold_digest([case("b"), case("a")])


def test_two_runs_differ_in_what_can_change_an_answer(tmp_path: Path) -> None:
    made = of(library(tmp_path / "one", "Text."), concurrency=4, model="gpt")
    later = replace(made, began="later", machine="another", cases=7)
    assert differences(made, later) == ()
    changed = replace(made, model="gpt", settings={"concurrency": "8", "model": "gpt"})
    assert differences(made, changed) == ("model: extractive, now gpt", "concurrency: 4, now 8")
