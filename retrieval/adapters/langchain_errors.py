"""Errors of LangChain and of the vendors behind it as errors of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from retrieval.adapters.provider_errors import (
    Provider,
    by_status,
    by_words,
    filtered,
    overflow,
    retry_after,
    unavailable,
)
from retrieval.errors import ModelError

# A word in the name of an exception's class or of one that it stands on -> the status it means.
# Integrations raise what their vendor raises; the names agree more than anything else does.
_BY_NAME = (
    ("Authentication", 401),
    ("Unauthorized", 401),
    ("Unauthenticated", 401),
    ("PermissionDenied", 403),
    ("AccessDenied", 403),
    ("Forbidden", 403),
    ("NotFound", 404),
    ("RateLimit", 429),
    ("Throttl", 429),
    ("TooManyRequests", 429),
    ("ResourceExhausted", 429),
    ("Overloaded", 503),
    ("ServiceUnavailable", 503),
    ("InternalServer", 500),
    ("ModelAPIError", 500),
    ("BadRequest", 400),
    ("InvalidRequest", 400),
    ("InvalidArgument", 400),
    ("Validation", 400),
    ("UnprocessableEntity", 422),
)
_OVERFLOW = ("ContextOverflow", "ContextWindow", "ContextLength")
_FILTERED = ("ModelRefusal", "ContentFilter", "BlockedPrompt", "StopCandidate", "Guardrail")
_IN_TIME = ("Timeout", "DeadlineExceeded")
_CONNECTION = ("Connect", "Network", "RemoteProtocol", "ReadError", "EndpointConnection")


def translate(error: Exception, provider: Provider) -> ModelError:
    """One error of an integration as one of ours: by its status, its name or its words."""
    names = " ".join(kind.__name__ for kind in type(error).__mro__)
    if any(word in names for word in _OVERFLOW):
        return overflow(provider)
    if any(word in names for word in _FILTERED):
        return filtered(provider)
    status = _status(error)
    if status is not None:
        wait = retry_after(_headers(error))
        text, code = _words(error)
        return by_status(provider, status, text=text, code=code, retry_after=wait)
    if any(word in names for word in _IN_TIME):
        return unavailable(provider, "did not answer in time")
    if any(word in names for word in _CONNECTION):
        return unavailable(
            provider,
            "cannot be reached or broke off",
            hint="Check that the server runs and that its address is right.",
        )
    for word, meant in _BY_NAME:
        if word in names:
            return by_status(provider, meant, text=str(error), code=type(error).__name__)
    if isinstance(error, ValueError) and "JSON" in names:
        return unavailable(provider, "sent what is not valid JSON")
    return by_words(provider, text=f"{type(error).__name__}: {error}")


def _status(error: Any) -> int | None:
    """The HTTP status: an attribute by one of the usual names, or that of a response."""
    response = getattr(error, "response", None)
    found = [
        getattr(error, "status_code", None),
        getattr(error, "http_status", None),
        getattr(error, "status", None),
        getattr(error, "code", None),
        getattr(response, "status_code", None),
    ]
    if isinstance(response, Mapping):  # botocore
        found.append(response.get("ResponseMetadata", {}).get("HTTPStatusCode"))
    statuses = [each for each in found if isinstance(each, int) and 300 <= each < 600]
    return int(statuses[0]) if statuses else None


def _headers(error: Any) -> Mapping[str, str]:
    headers: Any = getattr(getattr(error, "response", None), "headers", None)
    if not hasattr(headers, "items"):
        return {}
    return {str(name).lower(): str(value) for name, value in headers.items()}


def _words(error: Any) -> tuple[str, str]:
    """(the vendor's message, its name for the error), out of the body where there is one."""
    body = getattr(error, "body", None)
    body = body.get("error", body) if isinstance(body, dict) else None
    if not isinstance(body, dict):
        return str(error), type(error).__name__
    text = body.get("message") or str(error)
    return str(text), f"{body.get('code') or ''} {body.get('type') or ''}"
