"""What a table of prices may say, and which price a model gets."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from retrieval.errors import SettingsError
from retrieval.model.prices import FREE, UNITS, Price, load
from tests.conftest import ROOT

OWN = """
as_of = "2026-11-01"
[models]
"gpt-4o*" = { prompt = 2, completion = 9.5 }
"house*" = { prompt = 0.000001, completion = 0 }
"house-large" = { prompt = 3, completion = 4 }
"house-l*" = { prompt = 1, completion = 1 }
"""


def written(folder: Path, content: str) -> Path:
    path = folder / "prices.toml"
    path.write_text(content, encoding="utf-8")
    return path


def dollars(prompt: str, completion: str) -> Price:
    return Price(Decimal(prompt), Decimal(completion))


@pytest.mark.parametrize(
    ("model", "price"),
    [
        ("gpt-4o-mini", dollars("0.15", "0.60")),
        ("gpt-4o-mini-2024-07-18", dollars("0.15", "0.60")),
        ("openai:gpt-4o-mini", dollars("0.15", "0.60")),
        ("openai/gpt-4o-mini", dollars("0.15", "0.60")),
        ("openrouter:openai/gpt-4o-mini", dollars("0.15", "0.60")),
        ("gpt-4o-2024-08-06", dollars("2.50", "10")),
        ("gpt-4o-2024-05-13", dollars("5", "15")),
        ("gpt-4o-audio-preview", None),
        ("claude-sonnet-4-5-20250929", dollars("3", "15")),
        ("llama3.2:3b", None),
        ("no-such-model", None),
    ],
)
def test_the_packaged_table_has_well_known_models(model: str, price: Price | None) -> None:
    assert load().price(model) == price


def test_the_packaged_table_says_of_when_it_is() -> None:
    prices = load()
    assert (prices.currency, len(prices.as_of)) == ("USD", len("2025-11-01"))


def test_the_longest_name_wins_and_the_users_own_goes_first(tmp_path: Path) -> None:
    prices = load(written(tmp_path, OWN))
    assert prices.price("house-large") == dollars("3", "4")
    assert prices.price("house-larger") == dollars("1", "1")
    assert prices.price("House-small") == dollars("0.000001", "0")
    assert prices.price("gpt-4o-mini") == dollars("2", "9.5")
    assert prices.price("o3") == dollars("2", "8")
    assert prices.as_of == "2026-11-01"


def test_a_local_model_is_free_unless_the_user_prices_it(tmp_path: Path) -> None:
    prices = load(written(tmp_path, OWN))
    assert prices.price("llama3.2:3b", local=True) == FREE
    assert prices.price("o3", local=True) == FREE
    assert prices.price("house-large", local=True) == dollars("3", "4")


def test_a_table_in_another_currency_takes_the_place_of_the_packaged_one(tmp_path: Path) -> None:
    prices = load(written(tmp_path, f'currency = "EUR"\n{OWN}'))
    assert prices.currency == "EUR"
    assert prices.price("house-large") == dollars("3", "4")
    assert prices.price("o3") is None


def test_costs_are_whole_units_so_that_sums_are_exact() -> None:
    price = dollars("0.075", "0.3")
    assert price.cost(1, 0) == 75e-9
    assert price.cost(1_000_000, 1_000_000) == 0.375
    assert sum(round(price.cost(1, 1) * UNITS) for _ in range(1000)) == 375_000_000
    assert price.cost(-5, -5) == 0.0
    assert dollars("0.000001", "0").cost(1, 7) * UNITS == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[models\n", "line 1"),
        ('[models]\n"a" = { prompt = 1 }\n', 'models."a" has not'),
        ('[models]\n"a" = 3\n', 'models."a" has not'),
        ('[models]\n"a" = { prompt = 1, completion = 1, extra = 1 }\n', 'models."a" has not'),
        ('[models]\n"a" = { prompt = "1", completion = 1 }\n', 'models."a".prompt is not a number'),
        ('[models]\n"a" = { prompt = true, completion = 1 }\n', 'models."a".prompt is not'),
        ('[models]\n"a" = { prompt = 1, completion = -1 }\n', 'models."a".completion is not betw'),
        ('[models]\n"a" = { prompt = nan, completion = 1 }\n', 'models."a".prompt is not betw'),
        ('[models]\n"a" = { prompt = inf, completion = 1 }\n', 'models."a".prompt is not betw'),
        ('[models]\n"a" = { prompt = 1e9, completion = 1 }\n', 'models."a".prompt is not betw'),
        ('[models]\n"a" = { prompt = 0.0000001, completion = 1 }\n', "more than 6 decimals"),
        ("models = 3\n", "models is not a table"),
        ('currency = "dollars"\n', "currency is not"),
        ("currency = 3\n", "currency is not"),
        ('[model]\n"a" = { prompt = 1, completion = 1 }\n', "model is not as_of"),
    ],
)
def test_a_bad_table_is_refused_in_one_line_that_names_file_and_place(
    tmp_path: Path, content: str, said: str
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(SettingsError) as caught:
        load(path)
    assert str(path) in str(caught.value)
    assert said in str(caught.value)
    assert "DATELINE_PRICES" in caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_table_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        load(tmp_path / "none.toml")
    with pytest.raises(SettingsError, match="is a directory"):
        load(tmp_path)
    (tmp_path / "prices.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be used"):
        load(tmp_path / "prices.toml")


def test_the_table_that_the_documents_show_can_be_used(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "costs.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert load(written(tmp_path, shown)).price("our-finetune-2") == dollars("0.30", "1.20")
