"""Addresses of articles as links that show no preview and lead where they say."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, unquote, urlsplit

from bot.discord.render.atoms import cut
from bot.discord.render.escape import invites, one_line, tidy

LONGEST = 512  # of a link button's address, and enough for a line
_TITLE = 150
# What ends a link in markdown is encoded, and "@", so that no address mentions anyone.
_KEPT = "/:?#&=+,;!$%.-_~*'"


def address(url: str | None) -> str | None:
    """The address, if it is one of the web that may be shown as a link."""
    if not url or url != tidy(url) or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host = unicodedata.normalize("NFKC", parts.hostname or "")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    if invites(unquote(unicodedata.normalize("NFKC", url))):
        return None
    safe = quote(url, safe=_KEPT)
    return safe if len(safe) <= LONGEST else None


def link(title: str, url: str | None) -> str:
    """A title that leads to its article, as far as that has an address."""
    shown = cut(one_line(title), _TITLE)
    target = address(url)
    if target is None:
        return shown
    if "://" in title:  # Discord makes no link of a text that looks like one itself
        return f"{shown} (<{target}>)"
    return f"[{shown}](<{target}>)"
