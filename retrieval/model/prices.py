"""What a model's tokens cost, by a table that the user may correct."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from retrieval.errors import SettingsError

PACKAGED = Path(__file__).parent / "data" / "prices.toml"
MILLION = 10**6
UNITS = 10**12  # of one dollar: a token's price is a whole number of them, so that sums are exact
_DECIMALS = 6  # of a price per million tokens; more would not be whole units a token
_SHAPE = 'write: "name*" = { prompt = 0.15, completion = 0.60 }'


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost, in the currency of the table, with 6 decimals at most."""

    prompt: Decimal
    completion: Decimal

    def cost(self, prompt_tokens: int, completion_tokens: int) -> float:
        """What so many tokens cost; never less than nothing."""
        total = self.prompt * max(prompt_tokens, 0) + self.completion * max(completion_tokens, 0)
        return int(total * (UNITS // MILLION)) / UNITS

    @property
    def free(self) -> bool:
        """Whether it costs nothing."""
        return not self.prompt and not self.completion


FREE = Price(Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Prices by name, where * stands for anything; the user's own go before the packaged ones."""

    currency: str
    as_of: str
    packaged: Mapping[str, Price] = field(default_factory=dict)
    own: Mapping[str, Price] = field(default_factory=dict)

    def price(self, model: str, *, local: bool = False) -> Price | None:
        """The price of a model, with or without its provider ("openai:gpt-4o", "openai/gpt-4o").

        local: it runs on a machine of the user's, and is free unless the user's table prices it.
        None: nobody says what it costs.
        """
        if (found := _find(self.own, model)) is not None:
            return found
        return FREE if local else _find(self.packaged, model)


def load(path: Path | None = None) -> Prices:
    """The packaged prices and, before them, those of the user's file; SettingsError."""
    packaged = _read(PACKAGED)
    if path is None:
        return packaged
    own = _read(path)
    same = own.currency == packaged.currency
    return Prices(
        currency=own.currency,
        as_of=own.as_of or packaged.as_of,
        packaged=packaged.packaged if same else {},
        own=own.packaged,
    )


def _find(table: Mapping[str, Price], model: str) -> Price | None:
    """By the longest name that fits the whole model, else what follows its provider."""
    for name in (model, re.split(r"[:/]", model, maxsplit=1)[-1], model.rpartition("/")[2]):
        fitting = [pattern for pattern in table if _fits(pattern, name)]
        if fitting:
            return table[max(fitting, key=lambda pattern: (len(pattern), "*" not in pattern))]
    return None


def _fits(pattern: str, name: str) -> bool:
    parts = (re.escape(part) for part in pattern.split("*"))
    return re.fullmatch(".*".join(parts), name, re.IGNORECASE) is not None


def _read(path: Path) -> Prices:
    hint = "Correct it as docs/costs.md shows, or unset DATELINE_PRICES."
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        return _table(content)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise SettingsError(f"The prices {path} cannot be read: {reason}.", hint=hint) from error
    except (ValueError, RecursionError) as error:  # tomllib says which line
        said = " ".join(str(error).split())
        raise SettingsError(f"The prices {path} cannot be used: {said}.", hint=hint) from error


def _table(content: Mapping[str, Any]) -> Prices:
    """ValueError names the key that is wrong."""
    for key in content:
        if key not in {"as_of", "currency", "models"}:
            raise ValueError(f"{key} is not as_of, currency or [models]")
    currency, as_of = content.get("currency", "USD"), content.get("as_of", "")
    if not isinstance(currency, str) or not re.fullmatch(r"[A-Z]{3}", currency):
        raise ValueError('currency is not three capital letters, such as "USD"')
    models = content.get("models", {})
    if not isinstance(models, dict):
        raise ValueError(f"models is not a table; {_SHAPE}")
    prices = {name: _price(name, value) for name, value in models.items()}
    return Prices(currency=currency, as_of=str(as_of), packaged=prices)


def _price(name: str, value: object) -> Price:
    if not isinstance(value, dict) or set(value) != {"prompt", "completion"}:
        raise ValueError(f'models."{name}" has not a prompt and a completion price; {_SHAPE}')
    prompt, completion = (
        _amount(f'models."{name}".{key}', value[key]) for key in ("prompt", "completion")
    )
    return Price(prompt, completion)


def _amount(key: str, value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise ValueError(f"{key} is not a number")
    amount = Decimal(value)
    if not amount.is_finite() or amount < 0 or amount > MILLION:
        raise ValueError(f"{key} is not between 0 and {MILLION}")
    if amount != round(amount, _DECIMALS):
        raise ValueError(f"{key} has more than {_DECIMALS} decimals")
    return amount
