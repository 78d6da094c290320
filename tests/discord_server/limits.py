"""Discord's limits on a message: content, embeds, flags, mentions, attachments."""

from __future__ import annotations

from typing import Any

from .components import V2, check_components
from .refusals import EMPTY_MESSAGE, invalid, refused, required, too_long, wrong_length

CONTENT = 2000
SUPPRESS_EMBEDS, EPHEMERAL, LOADING, HAS_THREAD = 1 << 2, 1 << 6, 1 << 7, 1 << 5
SETTABLE = SUPPRESS_EMBEDS | 1 << 12 | V2
KNOWN = {
    "content", "nonce", "enforce_nonce", "tts", "embeds", "allowed_mentions", "message_reference",
    "components", "sticker_ids", "attachments", "flags", "poll", "username", "avatar_url",
}  # fmt: skip


def check_message(body: dict[str, Any], *, flags: int) -> None:
    """Refuse (50035) what a message may not hold, whether posted or as it stands after an edit."""
    for key in body:
        if key not in KNOWN:
            raise invalid(
                key, "UNKNOWN_FIELD", "This field is not known."
            )  # stricter: a typing error
    content = body.get("content")
    if content is not None and not isinstance(content, str):
        raise invalid("content", "BASE_TYPE_BAD_TYPE", "Could not be interpreted as a string.")
    if content and len(content) > CONTENT:
        raise too_long("content", CONTENT)
    if len(str(body.get("nonce") or "")) > 25:
        raise too_long("nonce", 25)
    check_embeds(body.get("embeds") or [])
    check_mentions(body.get("allowed_mentions"))
    if len(body.get("attachments") or []) > 10:
        raise wrong_length("attachments", 0, 10)
    v2 = bool(flags & V2)
    if v2 and (content or body.get("embeds")):
        text = "The 'content' and 'embeds' fields cannot be used with MessageFlags.IS_COMPONENTS_V2"
        raise invalid("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
    check_components(body.get("components") or [], v2=v2)


def check_not_empty(body: dict[str, Any], *, files: int) -> None:
    """Refuse (50006) a message with nothing to show."""
    content = (body.get("content") or "").strip()
    kept = files or body.get("attachments")
    if not (content or body.get("embeds") or body.get("components") or kept or body.get("poll")):
        raise refused(EMPTY_MESSAGE)


def _text(embed: dict[str, Any], key: str, most: int, path: str) -> int:
    value = embed.get(key)
    if value is None:
        return 0
    if not isinstance(value, str):
        raise invalid(path, "BASE_TYPE_BAD_TYPE", "Could not be interpreted as a string.")
    if len(value) > most:
        raise too_long(path, most)
    return len(value.strip())


def check_embeds(embeds: list[dict[str, Any]]) -> None:
    if len(embeds) > 10:
        raise wrong_length("embeds", 0, 10)
    total = 0
    for number, embed in enumerate(embeds):
        total += _check_embed(embed, f"embeds.{number}")
    if total > 6000:
        text = "Embed size exceeds maximum size of 6000"
        raise invalid("embeds", "MAX_EMBED_SIZE_EXCEEDED", text)


def _check_embed(embed: dict[str, Any], path: str) -> int:
    total = _text(embed, "title", 256, f"{path}.title")
    total += _text(embed, "description", 4096, f"{path}.description")
    total += _text(embed.get("footer") or {}, "text", 2048, f"{path}.footer.text")
    total += _text(embed.get("author") or {}, "name", 256, f"{path}.author.name")
    fields = embed.get("fields") or []
    if len(fields) > 25:
        raise wrong_length(f"{path}.fields", 0, 25)
    for number, field in enumerate(fields):
        here = f"{path}.fields.{number}"
        for key, most in (("name", 256), ("value", 1024)):
            if not str(field.get(key) or "").strip():
                raise required(f"{here}.{key}")
            total += _text(field, key, most, f"{here}.{key}")
    for key in ("url", "thumbnail", "image"):
        url = embed.get(key)
        url = url.get("url") if isinstance(url, dict) else url
        if url and not url.startswith(("http://", "https://", "attachment://")):
            text = "Scheme must be one of ('http', 'https')."
            raise invalid(f"{path}.{key}", "URL_TYPE_INVALID_SCHEME", text)
    if not 0 <= (embed.get("color") or 0) <= 0xFFFFFF:
        raise invalid(f"{path}.color", "NUMBER_TYPE_MAX", "int value should be at most 16777215.")
    if not total and not embed.get("image") and not embed.get("thumbnail"):
        raise required(f"{path}.description")
    return total


def check_mentions(allowed: Any) -> None:
    if allowed is None:
        return
    if not isinstance(allowed, dict) or allowed.keys() - {
        "parse",
        "users",
        "roles",
        "replied_user",
    }:
        raise invalid("allowed_mentions", "UNKNOWN_FIELD", "This field is not known.")
    parse = allowed.get("parse") or []
    for number, kind in enumerate(parse):
        if kind not in {"users", "roles", "everyone"}:
            text = "Value must be one of ('users', 'roles', 'everyone')."
            raise invalid(f"allowed_mentions.parse.{number}", "BASE_TYPE_CHOICES", text)
    for kind in ("users", "roles"):
        listed = allowed.get(kind) or []
        if len(listed) > 100:
            raise wrong_length(f"allowed_mentions.{kind}", 0, 100)
        if listed and kind in parse:
            text = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            raise invalid("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", text)
