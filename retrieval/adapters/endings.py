"""How an answer ended, by the words that providers have for it."""

from __future__ import annotations

from typing import Literal

from retrieval.adapters.provider_errors import Provider, filtered, unavailable
from retrieval.errors import ModelRefused
from retrieval.ports import Finished
from retrieval.types import Usage

_LENGTH = {"length", "maxtokens", "modellength", "maxoutputtokens", "incomplete"}
_FILTERED = {
    "contentfilter",
    "contentfiltered",
    "safety",
    "refusal",
    "blocklist",
    "prohibitedcontent",
    "recitation",
    "spii",
    "guardrailintervened",
    "sensitive",
}
_FAILED = {"error", "abort", "insufficientsystemresource", "networkerror"}


def finished(
    provider: Provider, reason: str | None, *, any_text: bool, usage: Usage | None
) -> Finished:
    """The end of an answer, or the ModelError that it is: cut off, filtered, failed, empty."""
    if reason is None:
        raise unavailable(provider, "broke off in the middle of the answer")
    word = reason.lower().replace("_", "").replace("-", "").replace(" ", "")
    if word in _FILTERED:
        raise filtered(provider)
    if word in _FAILED:
        raise unavailable(provider, f"ended the answer with {reason!r}")
    kind: Literal["stop", "length"] = "length" if word in _LENGTH else "stop"
    if not any_text and kind == "length":
        raise ModelRefused(
            f"{provider} used up all the tokens of its answer before the first word.",
            hint="Allow longer answers, or choose a model that reasons less.",
        )
    if not any_text:
        raise unavailable(provider, "gave an empty answer")
    return Finished(kind, usage)
