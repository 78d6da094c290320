"""Token counts, exact and estimated, with nothing downloaded."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.adapters import tiktoken_counter
from retrieval.adapters.tiktoken_counter import PATTERNS, SHA256, counter_for, loaded
from retrieval.errors import ModelRefused
from retrieval.model.tokens import EstimatedTokens
from retrieval.ports import TokenCounter
from tests.conftest import ROOT

ENGLISH = [path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.md"))]
OTHERS = {
    "German": "Die Fähre nach Lunde wurde wegen eines Sturms gestrichen; der Hafen blieb zu.",
    "French": "Le ministre a déclaré mardi que le port était fermé à cause d'une tempête.",
    "Polish": "Minister oświadczył, że stałe przedstawicielstwo zawiesi swoją działalność.",
    "Russian": "Министр заявил, что постоянное представительство приостановит свою работу.",
    "Greek": "Ο υπουργός Εξωτερικών δήλωσε ότι η αποστολή θα αναστείλει τη λειτουργία της.",
    "Arabic": "أعلن وزير الخارجية أن البعثة الدائمة ستعلق عملها اعتبارا من أول نوفمبر",
    "Hindi": "विदेश मंत्री ने कहा कि स्थायी मिशन नवंबर से अपना काम निलंबित कर देगा",
    "Chinese": "外交部长表示,作为对驱逐八名外交官的回应,常驻代表团将从十一月一日起暂停工作。",
    "Japanese": "外相は、八人の外交官の追放への対応として、常駐代表部が業務を停止すると述べた。",
}


@pytest.mark.parametrize(
    ("model", "encoding"),
    [
        ("gpt-4o-mini", "o200k_base"),
        ("gpt-4o-2024-08-06", "o200k_base"),
        ("openai:gpt-4.1", "o200k_base"),
        ("openai/gpt-5-mini", "o200k_base"),
        ("o3-mini", "o200k_base"),
        ("gpt-oss-20b", "o200k_base"),
        ("gpt-4-turbo", "cl100k_base"),
        ("gpt-3.5-turbo", "cl100k_base"),
        ("text-embedding-3-small", "cl100k_base"),
    ],
)
def test_a_known_model_is_counted_with_its_own_tokenizer(model: str, encoding: str) -> None:
    counter = counter_for(model)
    assert counter.exact
    assert counter.count(ENGLISH[0]) == len(loaded(encoding).encode_ordinary(ENGLISH[0]))


@pytest.mark.parametrize(
    "model", ["llama3.2", "anthropic:claude-sonnet-4-5", "", "davinci", "my-gpt-4o", "qwen2.5:7b"]
)
def test_any_other_model_is_estimated_and_says_so(model: str) -> None:
    counter = counter_for(model)
    assert not counter.exact
    assert counter.count("The ferry was cancelled.") == 5


def test_counts_are_those_that_openai_publishes() -> None:
    """From the cookbook on counting tokens."""
    text = "antidisestablishmentarianism"
    assert counter_for("gpt-4").count(text) == counter_for("gpt-4o").count(text) == 6
    assert counter_for("gpt-4").count("2 + 2 = 4") == 7
    assert counter_for("gpt-4").count("お誕生日おめでとう") == 9
    assert counter_for("gpt-4o").count("お誕生日おめでとう") == 8


@pytest.mark.parametrize("name", SHA256)
def test_texts_are_cut_as_tiktoken_cuts_them(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from tiktoken_ext import openai_public

    asked = {}

    def load(url: str, expected_hash: str) -> dict[bytes, int]:
        asked[url.rpartition("/")[2]] = expected_hash
        return {}

    monkeypatch.setattr(openai_public, "load_tiktoken_bpe", load)
    assert getattr(openai_public, name)()["pat_str"] == PATTERNS[name]
    assert asked == {f"{name}.tiktoken": SHA256[name]}


def test_what_looks_like_a_special_token_is_text() -> None:
    assert counter_for("gpt-4o").count("<|endoftext|>") > 1


@pytest.mark.parametrize("counter", [counter_for("gpt-4o"), EstimatedTokens()])
def test_nothing_has_no_tokens(counter: TokenCounter) -> None:
    assert counter.count("") == 0
    assert counter.count("a") == 1


@pytest.mark.parametrize("counter", [counter_for("gpt-4o"), EstimatedTokens()])
@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_counted(counter: TokenCounter, text: str) -> None:
    assert counter.count(text + "\ud800") >= 0
    assert counter.count(text * 2) >= counter.count(text) - 1


def test_an_endless_word_is_counted_in_bounded_time() -> None:
    assert counter_for("gpt-4o").count("x" * 300_000) > 1_000


def test_threads_may_load_at_the_same_time() -> None:
    loaded.cache_clear()
    counts: list[int] = []
    counter = counter_for("gpt-4")
    threads = [
        threading.Thread(target=lambda: counts.append(counter.count(ENGLISH[0]))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [counter.count(ENGLISH[0])] * 2


def test_another_file_than_the_expected_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import lzma

    monkeypatch.setattr(tiktoken_counter, "_DATA", tmp_path)
    loaded.cache_clear()
    with pytest.raises(ModelRefused, match="cannot be read"):
        counter_for("gpt-4").count("x")
    (tmp_path / "cl100k_base.tiktoken.xz").write_bytes(lzma.compress(b"eA== 0"))
    with pytest.raises(ModelRefused, match="not the expected file"):
        counter_for("gpt-4").count("x")


@pytest.mark.parametrize("model", ["gpt-4", "gpt-4o"])
def test_an_estimate_of_english_news_is_near(model: str) -> None:
    exact, estimate = counter_for(model), EstimatedTokens()
    errors = [estimate.count(text) / exact.count(text) - 1 for text in ENGLISH]
    assert abs(sum(errors) / len(errors)) < 0.03
    assert max(map(abs, errors)) < 0.10


@pytest.mark.parametrize("language", OTHERS)
def test_an_estimate_of_another_language_is_between_what_tokenizers_say(language: str) -> None:
    text = OTHERS[language]
    known = [counter_for(model).count(text) for model in ("gpt-4", "gpt-4o")]
    estimate = EstimatedTokens().count(text)
    assert 0.8 * min(known) <= estimate <= 1.1 * max(known), known
