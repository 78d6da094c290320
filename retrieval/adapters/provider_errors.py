"""What a provider's refusals and failures mean: one table for every vendor's library."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from retrieval.errors import (
    ContentFiltered,
    ContextOverflow,
    ModelError,
    ModelRefused,
    ModelUnavailable,
)

_OVERFLOW = re.compile(
    r"context.{0,12}(?:length|window|size)|(?:prompt|input|request).{0,4} (?:is )?too long"
    r"|too many (?:input |prompt )?tokens|maximum.{0,20} tokens|string_above_max_length",
    re.IGNORECASE,
)
_FILTER = re.compile(
    r"content.?filter|content.?(?:management )?policy|responsible.?ai|safety|guardrail"
    r"|moderation|data_inspection_failed",
    re.IGNORECASE,
)
_QUOTA = re.compile(
    r"insufficient.?(?:quota|balance|credit)|exceeded your current quota|billing|out of credit"
    r"|credit balance|payment required",
    re.IGNORECASE,
)
_KEY_LIKE = re.compile(r"\b(?:sk|pk|gsk|xai|key)-[\w*.-]{6,}|\bBearer \S+", re.IGNORECASE)
_REFUSALS = (
    "unsupported", "not supported", "does not support", "not support", "unrecognized", "unknown",
    "unexpected", "extra", "not permitted", "not allowed", "invalid parameter", "use 'max",
)  # fmt: skip
_QUOTED = 200  # characters of a provider's own words in a message
_LATER = "Try again later."


@dataclass(frozen=True, slots=True)
class Provider:
    """Who is asked: the model, the address as it may be shown, and what must never be."""

    model: str
    address: str
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return f"{self.model} at {self.address}" if self.address else self.model

    @property
    def place(self) -> str:
        """The address, or the model where none is known."""
        return self.address or self.model

    def quoted(self, text: str) -> str:
        """A provider's own words on one line, shortened, without anything like a key."""
        line = " ".join(text.split())
        for secret in self.secrets:
            line = line.replace(secret, "***")
        line = _KEY_LIKE.sub("***", line)
        return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"


def shown(url: str) -> str:
    """An address without user name, password, query and fragment."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}".rstrip("/")


def unavailable(provider: Provider, what: str, *, hint: str = _LATER) -> ModelUnavailable:
    """`what` happened and may be over the next time."""
    return ModelUnavailable(f"{provider} {what}.", hint=hint)


def filtered(provider: Provider) -> ContentFiltered:
    """The provider's filter stopped the request or the answer."""
    return ContentFiltered(
        f"The content filter of {provider} stopped the answer.", hint="Word the question otherwise."
    )


def overflow(provider: Provider) -> ContextOverflow:
    """The prompt does not fit."""
    return ContextOverflow(
        f"The prompt is longer than {provider} takes.",
        hint="Ask a shorter question, or choose a model with a larger context.",
    )


def by_status(
    provider: Provider,
    status: int,
    *,
    text: str = "",
    code: str = "",
    retry_after: float | None = None,
) -> ModelError:
    """What an HTTP status means; `text`: the provider's message, `code`: its name for the error."""
    said = f"{code} {text}"
    if status in (400, 413, 422) or status >= 500:
        if status == 413 or _OVERFLOW.search(said):
            return overflow(provider)
        if status < 500 and _FILTER.search(said):
            return filtered(provider)
    if status == 402 or (status in (403, 429) and _QUOTA.search(said)):
        return ModelRefused(
            f"The account's quota at {provider.place} is used up.",
            hint="Add credit there, or choose another model.",
        )
    if status == 429 and "request too large" in said.lower():  # more than a minute's tokens at once
        return overflow(provider)
    if status == 429:
        return ModelUnavailable(
            f"{provider} has had too many requests.",
            hint=_wait(retry_after),
            retry_after=retry_after,
        )
    if status in (408, 409, 425) or status >= 500:
        return ModelUnavailable(
            f"{provider} failed with status {status}.",
            hint=_wait(retry_after),
            retry_after=retry_after,
        )
    return _refused(provider, status, text)


def _refused(provider: Provider, status: int, text: str) -> ModelRefused:
    said = provider.quoted(text)
    if status == 401:
        message, hint = f"{provider.place} refused the API key.", "Check the key in the settings."
    elif status == 403:
        message = f"{provider.place} does not allow this key to use {provider.model}."
        hint = "Check what the key may use, or choose another model."
    elif status == 404:
        message = f"{provider.place} has no model {provider.model}."
        hint = "Check the model's name and the base URL, which usually ends in /v1."
    elif 300 <= status < 400:
        message = f"{provider.place} redirects to another address, which is not followed."
        hint = "Set the base URL to the address of the server itself."
    else:
        message = f"{provider} refused the request: {said or f'status {status}'}"
        hint = "Check the model's name and its settings."
    return ModelRefused(message, hint=hint)


def by_words(provider: Provider, *, text: str, code: str = "") -> ModelError:
    """What an error without a status means, such as one that comes inside a stream."""
    said = f"{code} {text}"
    if _OVERFLOW.search(said):
        return overflow(provider)
    if _FILTER.search(said):
        return filtered(provider)
    if _QUOTA.search(said):
        return by_status(provider, 402)
    reported = provider.quoted(text) or "an error without words"
    return unavailable(provider, f"reported: {reported.rstrip('.')}")


def refuses(complaint: str, *fields: str) -> bool:
    """Whether a provider complains that it does not know, or does not take, one of the fields."""
    said = complaint.lower()
    return any(word in said for word in _REFUSALS) and any(field in said for field in fields)


def retry_after(headers: Mapping[str, str], *, now: datetime | None = None) -> float | None:
    """The seconds that a provider asks to wait, from its headers; None when it does not say."""
    value = headers.get("retry-after-ms")
    if value is not None:
        seconds = _number(value)
        return None if seconds is None else seconds / 1000
    value = headers.get("retry-after")
    if value is None:
        return None
    seconds = _number(value)
    if seconds is not None:
        return seconds
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - (now or datetime.now(UTC))).total_seconds())


def _number(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _wait(seconds: float | None) -> str:
    return _LATER if seconds is None else f"Try again in {math.ceil(seconds)} s."
