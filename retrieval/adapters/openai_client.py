"""Clients of the openai package that do what the settings say, whatever the environment holds."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from retrieval.adapters.openai_errors import construction
from retrieval.adapters.provider_errors import Provider, shown
from retrieval.adapters.waits import Timeouts
from retrieval.errors import SettingsError

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI

OPENAI = "https://api.openai.com/v1"
_NO_KEY = "none"  # a header that servers without keys ignore; the package insists on one


@dataclass(frozen=True, slots=True)
class Account:
    """Where to ask and as whom; nothing of it is read from the environment.

    base_url: None is OpenAI itself, which needs a key; a server of one's own usually needs none.
    """

    api_key: str | None = field(default=None, repr=False)
    base_url: str | None = None
    organization: str | None = None
    project: str | None = None

    def __post_init__(self) -> None:
        if self.base_url is None and not self.api_key:
            raise SettingsError(
                "OpenAI needs an API key, and none is set.",
                hint="Set the key, or the base URL of a server of your own.",
            )
        if self.base_url is not None:
            _refuse_unusable(self.base_url)

    @property
    def url(self) -> str:
        """The address that is asked."""
        return self.base_url or OPENAI

    def provider(self, model: str) -> Provider:
        """How it is shown; SettingsError for an empty name."""
        if not model.strip():
            raise SettingsError("The model's name is empty.", hint="Set the name of a model.")
        parts = urlsplit(self.url)
        secrets = tuple(each for each in (self.api_key, parts.password) if each)
        return Provider(model, shown(self.url), secrets)


def _refuse_unusable(url: str) -> None:
    hint = "Write an address such as http://127.0.0.1:11434/v1, or leave it out for OpenAI."
    if not url.strip():
        raise SettingsError("The base URL is empty.", hint=hint)
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(character.isspace() for character in url):
        raise SettingsError("The base URL is not an http address.", hint=hint)


def make_async(account: Account, timeouts: Timeouts, provider: Provider) -> AsyncOpenAI:
    """A client for one event loop; ModelRefused when proxies or certificates make it impossible."""
    import openai

    options = _transport(account, timeouts)
    try:
        client = openai.AsyncOpenAI(
            http_client=openai.DefaultAsyncHttpx2Client(**options), **_options(account)
        )
    except (ImportError, OSError, ValueError, openai.OpenAIError) as error:
        raise construction(error, provider) from error
    _forget_the_environment(client, account)
    return client


def make_sync(account: Account, timeouts: Timeouts, provider: Provider) -> OpenAI:
    """A client for threads; ModelRefused when proxies or certificates make it impossible."""
    import openai

    options = _transport(account, timeouts)
    try:
        client = openai.OpenAI(
            http_client=openai.DefaultHttpx2Client(**options), **_options(account)
        )
    except (ImportError, OSError, ValueError, openai.OpenAIError) as error:
        raise construction(error, provider) from error
    _forget_the_environment(client, account)
    return client


def _options(account: Account) -> dict[str, Any]:
    return {
        "api_key": account.api_key or _NO_KEY,
        "base_url": account.url,
        "organization": account.organization,
        "project": account.project,
        "max_retries": 0,  # retried in one place, for every vendor alike: retrieval/model
    }


def _transport(account: Account, timeouts: Timeouts) -> dict[str, Any]:
    import openai

    slowest = max(timeouts.first, timeouts.between)
    here = is_this_machine(account.url)
    return {
        "timeout": openai.Timeout(slowest, connect=timeouts.connect),
        "follow_redirects": False,  # a prompt goes to the address that was set, and to no other
        "trust_env": not here,  # no proxy between us and our own server
        # Where nothing is encrypted there is nothing to verify, and certificates load for 0.1 s.
        "verify": not (here and account.url.startswith("http://")),
    }


def is_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _forget_the_environment(client: Any, account: Account) -> None:
    """OPENAI_ORG_ID, OPENAI_PROJECT_ID, OPENAI_ADMIN_KEY and OPENAI_CUSTOM_HEADERS were read."""
    client.organization = account.organization
    client.project = account.project
    client.admin_api_key = None
    client._custom_headers = {}
