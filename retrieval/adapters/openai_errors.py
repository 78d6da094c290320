"""The openai package's exceptions as errors of ours, translated once."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from typing import Any

from retrieval.adapters.provider_errors import (
    Provider,
    by_status,
    by_words,
    filtered,
    retry_after,
    unavailable,
)
from retrieval.errors import ModelError, ModelRefused

_NEVER_BEGAN = {"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol"}


def vendor_errors() -> tuple[type[Exception], ...]:
    """What a request or a stream raises; broken JSON in a stream is no error of the package's."""
    import openai

    return (openai.OpenAIError, json.JSONDecodeError, UnicodeDecodeError, OSError)


def translate(error: Exception, provider: Provider) -> ModelError:
    """One error of the package as one of ours."""
    for kind in type(error).__mro__:
        if meaning := _TABLE.get(kind.__name__):
            return meaning(error, provider)
    return unavailable(provider, f"failed: {provider.quoted(str(error)) or type(error).__name__}")


def construction(error: Exception, provider: Provider) -> ModelRefused:
    """A client that cannot be made: a proxy or a certificate that the environment names."""
    if isinstance(error, OSError):
        hint = "Check SSL_CERT_FILE and SSL_CERT_DIR in the environment."
    elif "proxy" in str(error).lower():
        hint = (
            "Check ALL_PROXY and HTTPS_PROXY in the environment; SOCKS needs: pip install socksio"
        )
    else:
        hint = "Check the base URL, and proxies and certificates in the environment."
    said = provider.quoted(str(error)) or type(error).__name__
    return ModelRefused(f"No connection to {provider.place} can be prepared: {said}", hint=hint)


def _status(error: Any, provider: Provider) -> ModelError:
    text = str(_body(error).get("message") or error.message)
    code = f"{error.code or ''} {error.type or ''}"
    wait = retry_after(error.response.headers)
    return by_status(provider, error.status_code, text=text, code=code, retry_after=wait)


def _body(error: Any) -> dict[str, Any]:
    """The error object of a response; empty where a server sends another shape."""
    body = error.body
    inner = body.get("error") if isinstance(body, dict) else None
    found = inner if isinstance(inner, dict) else body
    return found if isinstance(found, dict) else {}


def _connection(error: Exception, provider: Provider) -> ModelError:
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY" in str(cause):
            return ModelRefused(
                f"The certificate of {provider.place} is not trusted.",
                hint="Check the base URL; a certificate of your own goes into SSL_CERT_FILE.",
            )
    if any(type(cause).__name__ in _NEVER_BEGAN for cause in causes):
        return unavailable(
            provider,
            "cannot be reached",
            hint="Check that the server runs and that the base URL is right.",
        )
    return unavailable(provider, "broke off the connection")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _timeout(error: Exception, provider: Provider) -> ModelError:
    if any(type(cause).__name__ in _NEVER_BEGAN for cause in _causes(error)):
        return _connection(error, provider)
    return unavailable(provider, "did not answer in time")


def _inside(error: Any, provider: Provider) -> ModelError:
    """An error that a server sends inside its stream, with or without a status."""
    body = _body(error)
    code = f"{error.code or ''} {error.type or ''}"
    said = error.body if isinstance(error.body, str) else error.message
    text = str(body.get("message") or said)
    for status in (error.code, body.get("status")):
        if str(status).isdigit() and 400 <= int(str(status)) < 600:
            return by_status(provider, int(str(status)), text=text, code=code)
    return by_words(provider, text=text, code=code)


def _broken(_: Exception, provider: Provider) -> ModelError:
    return unavailable(provider, "sent what is not valid JSON")


def _credentials(error: Exception, provider: Provider) -> ModelError:
    said = provider.quoted(str(error))
    return ModelRefused(f"{provider.place}: {said}", hint="Check the key in the settings.")


_TABLE: dict[str, Callable[[Any, Provider], ModelError]] = {
    "APIStatusError": _status,  # and its subclasses: a status each
    "APITimeoutError": _timeout,
    "APIConnectionError": _connection,
    "APIResponseValidationError": _broken,
    "APIError": _inside,
    "ContentFilterFinishReasonError": lambda _, provider: filtered(provider),
    "LengthFinishReasonError": lambda _, provider: unavailable(provider, "was cut off"),
    "SubjectTokenProviderError": _credentials,
    "OpenAIError": _credentials,  # bare: raised for missing or contradictory credentials
    "JSONDecodeError": _broken,
    "UnicodeDecodeError": _broken,
    "TimeoutError": _timeout,
    "OSError": _connection,
}
