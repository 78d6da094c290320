"""Every setting in one typed place: `DATELINE_*` from the environment or from `.env`."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.loopback import host_and_port, local_url
from retrieval.errors import SettingsError

PREFIX = "DATELINE_"
# Names that other programs know too, so that what is set for them works here.
_SHARED = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "DISCORD_TOKEN")
_ASSIGNMENT = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=", re.MULTILINE)


def _default_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("dateline", appauthor=False)


class Settings(BaseSettings):
    """What can be chosen without editing anything; a field is called `DATELINE_` + its name."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",  # a .env is shared with other programs; our own names are checked below
        frozen=True,
    )

    home: Path = Field(default_factory=_default_home)
    vectors: Literal["auto", "exact", "chroma"] = "auto"
    chroma_url: str | None = None
    embedder: str = "bundled"
    concurrency: int = Field(default=4, ge=1, le=64)
    model: str | None = None
    model_timeout: float = Field(default=120.0, ge=1, le=3600)
    context_tokens: int = Field(default=1200, ge=200, le=1_000_000)
    answer_tokens: int = Field(default=400, ge=50, le=100_000)
    prompts: Path | None = None
    prices: Path | None = None
    daily_budget: Decimal | None = Field(default=None, ge=0)
    openai_api_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("OPENAI_API_KEY")
    )
    openai_base_url: str | None = Field(
        default=None, validation_alias=AliasChoices("OPENAI_BASE_URL")
    )
    discord_token: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("DISCORD_TOKEN")
    )
    discord_shards: int | None = Field(default=None, ge=1, le=10_000)
    discord_user_per_minute: int = Field(default=10, ge=1, le=1000)
    discord_guild_per_minute: int = Field(default=400, ge=1, le=100_000)
    discord_dms: bool = False
    discord_metrics: str | None = None
    discord_test_url: str | None = None
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("home", "prompts", "prices")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        if path is None:
            return None
        return Path(os.path.abspath(path.expanduser()))  # noqa: PTH100  # resolve() follows links

    @field_validator("chroma_url", "openai_base_url")
    @classmethod
    def _plain_address(cls, url: str | None) -> str | None:
        """Settings are printed in reports, so an address must hold no secret."""
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("it must be an address such as http://127.0.0.1:8000")
        if parts.username or parts.password or parts.query:
            raise ValueError("it must hold no user name, password or query")
        return url

    @field_validator("discord_metrics")
    @classmethod
    def _of_this_machine(cls, address: str | None) -> str | None:
        if address is not None:
            host_and_port(address)
        return address

    @field_validator("discord_test_url")
    @classmethod
    def _server_of_this_machine(cls, url: str | None) -> str | None:
        """The bot's token goes to Discord, or to a test's server that nobody else can be."""
        return None if url is None else local_url(url)


def names() -> tuple[str, ...]:
    """The names of all settings, as the environment spells them."""
    return tuple(_name(field) for field in Settings.model_fields)


def _name(field: str) -> str:
    field = field.upper()
    return field if field in _SHARED else PREFIX + field


def load(*, home: Path | None = None) -> Settings:
    """Read the settings; `home`, given on the command line, goes before the environment.

    Raises SettingsError for an unknown `DATELINE_*` name and for a value that cannot be used.
    """
    _refuse_unknown(os.environ, where="the environment")
    _refuse_unknown(_names_in_file(Path(".env")), where=".env")
    chosen: Mapping[str, Any] = {} if home is None else {"home": home}
    try:
        return Settings(**chosen)
    except ValidationError as error:
        raise _explain(error.errors()[0]) from None


def _names_in_file(path: Path) -> tuple[str, ...]:
    """Names assigned in an env file; none when there is no such file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return ()
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise SettingsError(
            f"{path} cannot be read: {reason}.", hint="Save it as UTF-8 text, or remove it."
        ) from None
    return tuple(_ASSIGNMENT.findall(text))


def _refuse_unknown(found: Iterable[str], *, where: str) -> None:
    known = names()
    for name in sorted(found):
        if not name.upper().startswith(PREFIX) or name.upper() in known:
            continue
        endings = [one.removeprefix(PREFIX) for one in known if one.startswith(PREFIX)]
        near = difflib.get_close_matches(name.upper().removeprefix(PREFIX), endings, n=1)
        hint = f"Did you mean {PREFIX}{near[0]}?" if near else f"Known are {', '.join(known)}."
        raise SettingsError(f"{name} in {where} is not a setting of Dateline.", hint=hint)


def _explain(problem: Mapping[str, Any]) -> SettingsError:
    """One sentence about a refused value, which is shown only where it can be no secret."""
    field = str(problem["loc"][0]).lower().removeprefix(PREFIX.lower())
    name = _name(field)
    secret = field.endswith(("_url", "_key", "_token"))
    shown = "" if secret else f" ({str(problem['input'])[:80]!r})"
    reason = problem["msg"].removeprefix("Value error, ")
    reason = reason[:1].lower() + reason[1:]
    return SettingsError(
        f"{name}{shown} cannot be used: {reason}.", hint=".env.example describes every setting."
    )
