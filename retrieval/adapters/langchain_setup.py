"""Integrations of LangChain by name: what is missing is said in one line, and nothing is traced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from retrieval.adapters.provider_errors import Provider
from retrieval.errors import SettingsError

_PACKAGE = re.compile(r"pip install ([\w-]+)")


_SPELLING = "Write provider:model, such as anthropic:claude-sonnet-4-5"


def given(name: str, *, api_key: str | None, base_url: str | None) -> dict[str, Any]:
    """The settings that were given; SettingsError for an empty name or address."""
    if not name.strip():  # LangChain takes it for a model that is chosen later
        raise SettingsError("The model's name is empty.", hint=f"{_SPELLING}.")
    if base_url is not None and not base_url.strip():
        raise SettingsError("The base URL is empty.", hint="Leave it out, or write an address.")
    settings = {"api_key": api_key, "base_url": base_url}
    return {key: value for key, value in settings.items() if value is not None}


@contextmanager
def setting_up(name: str, api_key: str | None) -> Iterator[None]:
    """Whatever goes wrong inside comes out as one SettingsError about `name`."""
    try:
        yield
    except ImportError as error:
        package = _PACKAGE.search(str(error))
        wanted = package[1] if package else (error.name or "langchain").replace("_", "-")
        raise SettingsError(
            f"{name} needs the package {wanted}.", hint=f"pip install {wanted}"
        ) from error
    except Exception as error:  # an integration's own: a missing key, an unknown provider
        said = Provider(name, "", (api_key,) if api_key else ()).quoted(str(error))
        raise SettingsError(
            f"LangChain cannot set up {name}: {said}",
            hint=f"{_SPELLING}, and set its key.",
        ) from error


@contextmanager
def untraced() -> Iterator[None]:
    """Nothing called inside is sent to LangSmith, though LANGSMITH_TRACING may ask for it."""
    from langsmith.run_helpers import tracing_context

    with tracing_context(enabled=False, parent=False):
        yield
